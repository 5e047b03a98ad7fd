import { type LanguageModel as AnySdkModel, APICallError } from 'ai'
import { AppError } from '../../domain/errors.ts'
import { withIdleTimeout } from '../../lib/idle-timeout.ts'
import type { ChatDelta, ChatMessage, ChatModel, ChatPart, ChatRequest, TokenReport } from './chat-model.ts'
import type { ModelPrice } from './language-model.ts'

/** A model of one of the AI SDK's providers. */
export type SdkModel = Extract<AnySdkModel, { readonly specificationVersion: 'v4' }>
type Options = Parameters<SdkModel['doStream']>[0]
type Message = Options['prompt'][number]
type Part =
  Awaited<ReturnType<SdkModel['doStream']>>['stream'] extends ReadableStream<infer One> ? One : never

const SILENCE_MAX_MS = 60_000
/** What providers call a depth of thought; others are left to the model. */
const EFFORTS = new Set(['none', 'minimal', 'low', 'medium', 'high', 'xhigh'])

export type SdkChatOptions = {
  /** Shown beside the model's name. */
  readonly provider: string
  readonly id: string
  readonly price: ModelPrice | null
  readonly silenceMaxMs?: number
}

/** A provider of the AI SDK as a chat model: its own wire is its own business, ours stays the same. */
export function sdkChatModel(model: SdkModel, options: SdkChatOptions): ChatModel {
  const used = { provider: options.provider, model: options.id, embedded: false }
  const silenceMaxMs = options.silenceMaxMs ?? SILENCE_MAX_MS
  async function* stream(
    request: ChatRequest,
    { signal }: { readonly signal: AbortSignal },
  ): AsyncGenerator<ChatDelta> {
    const gaveUp = new AbortController()
    try {
      const abortSignal = AbortSignal.any([signal, gaveUp.signal])
      const { stream: parts } = await model.doStream({ ...toOptions(request), abortSignal })
      const silent = () =>
        new AppError(
          'upstream_failed',
          `The model server for "${options.id}" was silent for ${silenceMaxMs / 1_000} s.`,
        )
      for await (const part of withIdleTimeout(parts as AsyncIterable<Part>, silenceMaxMs, silent)) {
        if (part.type === 'error') throw part.error
        const delta = toDelta(part)
        if (delta !== null) yield delta
      }
    } catch (thrown) {
      throw explain(thrown, options, signal)
    } finally {
      gaveUp.abort()
    }
  }
  return { used, price: options.price, stream }
}

function toOptions(request: ChatRequest): Options {
  const { functions, toolChoice, format, sampling, outputTokensMax } = request
  const { temperature, topP, seed, stop, presencePenalty, frequencyPenalty, reasoningEffort } = sampling
  return {
    prompt: toPrompt(request.messages),
    ...(outputTokensMax !== null && { maxOutputTokens: outputTokensMax }),
    ...(temperature !== undefined && { temperature }),
    ...(topP !== undefined && { topP }),
    ...(seed !== undefined && { seed }),
    ...(stop !== undefined && { stopSequences: [...stop] }),
    ...(presencePenalty !== undefined && { presencePenalty }),
    ...(frequencyPenalty !== undefined && { frequencyPenalty }),
    ...(reasoningEffort !== undefined &&
      EFFORTS.has(reasoningEffort) && { reasoning: reasoningEffort as NonNullable<Options['reasoning']> }),
    ...(format.type === 'json_object' && { responseFormat: { type: 'json' as const } }),
    ...(format.type === 'json_schema' && {
      responseFormat: { type: 'json' as const, schema: format.schema as never, name: format.name },
    }),
    ...(functions.length > 0 && {
      tools: functions.map(({ name, description, parameters }) => ({
        ...{ type: 'function' as const, name, inputSchema: parameters as never },
        ...(description !== null && { description }),
      })),
      ...(toolChoice !== null && { toolChoice: toToolChoice(toolChoice) }),
    }),
  }
}

function toToolChoice(choice: NonNullable<ChatRequest['toolChoice']>): NonNullable<Options['toolChoice']> {
  return typeof choice === 'string' ? { type: choice } : { type: 'tool', toolName: choice.name }
}

/** A result names its tool, which our messages say only where it was called. */
function toPrompt(messages: readonly ChatMessage[]): Message[] {
  const names = new Map(
    messages.flatMap((message) =>
      message.role === 'assistant' ? message.calls.map(({ id, name }) => [id, name] as const) : [],
    ),
  )
  return messages.map((message) => toMessage(message, names))
}

function toMessage(message: ChatMessage, names: ReadonlyMap<string, string>): Message {
  switch (message.role) {
    case 'system':
      return { role: 'system', content: message.text }
    case 'user':
      return { role: 'user', content: message.parts.map(toPart) }
    case 'tool':
      return {
        role: 'tool',
        content: [
          {
            ...{ type: 'tool-result', toolCallId: message.callId },
            ...{
              toolName: names.get(message.callId) ?? 'tool',
              output: { type: 'text', value: message.text },
            },
          },
        ],
      }
    case 'assistant':
      return {
        role: 'assistant',
        content: [
          ...(message.text === '' ? [] : [{ type: 'text' as const, text: message.text }]),
          ...message.calls.map(({ id, name, arguments: given }) => ({
            ...{ type: 'tool-call' as const, toolCallId: id, toolName: name, input: parseJson(given) },
          })),
        ],
      }
  }
}

function toPart(part: ChatPart): Extract<Message, { role: 'user' }>['content'][number] {
  if (part.type === 'text') return { type: 'text', text: part.text }
  const [, mediaType, data] = /^data:(image\/[\w.+-]+);base64,(.*)$/s.exec(part.url) ?? []
  if (mediaType !== undefined && data !== undefined)
    return { type: 'file', mediaType, data: { type: 'data', data } }
  return { type: 'file', mediaType: 'image/*', data: { type: 'url', url: new URL(part.url) } }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return { input: text }
  }
}

function toDelta(part: Part): ChatDelta | null {
  switch (part.type) {
    case 'text-delta':
      return { type: 'text', text: part.delta }
    case 'reasoning-delta':
      return { type: 'reasoning', text: part.delta }
    case 'tool-call':
      return { type: 'call', call: { id: part.toolCallId, name: part.toolName, arguments: part.input } }
    case 'finish':
      return { type: 'end', finish: toFinish(part.finishReason.unified), tokens: toTokens(part.usage) }
    default:
      return null
  }
}

function toFinish(reason: string): Extract<ChatDelta, { type: 'end' }>['finish'] {
  if (reason === 'length') return 'length'
  if (reason === 'tool-calls') return 'tool_calls'
  return reason === 'content-filter' ? 'content_filter' : 'stop'
}

function toTokens({ inputTokens, outputTokens }: Extract<Part, { type: 'finish' }>['usage']): TokenReport {
  return {
    input: inputTokens.total ?? null,
    output: outputTokens.total ?? null,
    reasoning: outputTokens.reasoning ?? null,
    cached: inputTokens.cacheRead ?? null,
  }
}

function explain(thrown: unknown, { id, provider }: SdkChatOptions, signal: AbortSignal): AppError {
  if (signal.aborted) return new AppError('cancelled', 'The request was stopped.', { cause: thrown })
  if (thrown instanceof AppError) return thrown
  const status = APICallError.isInstance(thrown) ? thrown.statusCode : undefined
  const who = `The model "${id}" at ${provider}`
  if (status === 400 || status === 413 || status === 422)
    return new AppError('invalid_input', `${who} refused the request.`, { cause: thrown })
  if (status === 429)
    return new AppError('over_limit', `${who} says that its limit is reached.`, { cause: thrown })
  const what =
    status === 401 || status === 403
      ? 'refused its key: set another one for this connection.'
      : status === 404
        ? 'is not known there: check its name.'
        : status === undefined
          ? 'did not answer or broke off.'
          : `answered with status ${status}.`
  return new AppError('upstream_failed', `${who} ${what}`, { cause: thrown })
}
