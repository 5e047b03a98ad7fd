import { createOpenAICompatible } from '@ai-sdk/openai-compatible'
import {
  APICallError,
  extractReasoningMiddleware,
  jsonSchema,
  type LanguageModel as SdkModel,
  streamText,
  type TextStreamPart,
  type ToolSet,
  tool,
  wrapLanguageModel,
} from 'ai'
import { AppError } from '../../domain/errors.ts'
import { withIdleTimeout } from '../../lib/idle-timeout.ts'
import type {
  CallReport,
  LanguageModel,
  ModelPrice,
  ModelPrompt,
  StreamOptions,
  ToolCall,
  ToolOffer,
} from './language-model.ts'
import { listPrice } from './prices.ts'

export type OpenAiCompatibleOptions = {
  readonly id: string
  /** Base address, e.g. http://127.0.0.1:11434/v1 */
  readonly url: string
  readonly key: string | null
  /** What the owner says the model costs; without it the list price of a known server, or unknown. */
  readonly price?: ModelPrice | null
  /** Longest silence before the first and between two pieces of text, in milliseconds. */
  readonly silenceMaxMs?: number
  /** Longest time of a whole answer, in milliseconds. */
  readonly totalMaxMs?: number
  readonly fetch?: typeof fetch
}

const SILENCE_MAX_MS = 60_000
/** A model on a slow machine thinks for minutes; one that drips forever is cut. */
const TOTAL_MAX_MS = 900_000
/** The reader is waiting and the embedded engine is at hand: a failing server is not asked twice. */
const RETRIES_MAX = 0

/** Any server that speaks OpenAI's chat completions: Ollama, llama.cpp, vLLM, xAI, OpenAI and others. */
export function openAiCompatibleModel(options: OpenAiCompatibleOptions): LanguageModel {
  const { host } = new URL(options.url)
  const used = { provider: host, model: options.id, embedded: false }
  const price = options.price ?? listPrice(host, options.id)
  const silenceMaxMs = options.silenceMaxMs ?? SILENCE_MAX_MS
  const models = { full: connect(options, true), bare: connect(options, false) }
  // Servers differ in what they refuse (tools, a temperature, the request for counts): one refusal, and all three go.
  let isBare = false

  async function* attempt(prompt: ModelPrompt, stream: StreamOptions): AsyncGenerator<string> {
    const gaveUp = new AbortController()
    const totalMaxMs = options.totalMaxMs ?? TOTAL_MAX_MS
    try {
      const result = streamText({
        model: isBare ? models.bare : models.full,
        instructions: prompt.instructions,
        prompt: prompt.input,
        maxOutputTokens: prompt.outputTokensMax,
        maxRetries: RETRIES_MAX,
        abortSignal: AbortSignal.any([stream.signal, gaveUp.signal, AbortSignal.timeout(totalMaxMs)]),
        onError: () => {},
        ...(isBare ? {} : { temperature: 0, ...offer(stream.tools) }),
      })
      const parts = withIdleTimeout(result.stream, silenceMaxMs, () => tooSilent(options, silenceMaxMs))
      yield* textOf(parts, stream, () => tooLong(options, totalMaxMs))
    } finally {
      gaveUp.abort()
    }
  }

  async function* stream(prompt: ModelPrompt, settings: StreamOptions): AsyncGenerator<string> {
    try {
      try {
        yield* attempt(prompt, settings)
      } catch (thrown) {
        // Neither has said anything yet, so that asking again repeats nothing.
        const again = isDroppedLine(thrown) || (!isBare && isRefused(thrown))
        if (!again) throw thrown
        isBare ||= isRefused(thrown)
        yield* attempt(prompt, settings)
      }
    } catch (thrown) {
      throw explain(thrown, options, settings.signal)
    }
  }

  return { used, price, stream }
}

function connect(options: OpenAiCompatibleOptions, includeUsage: boolean): SdkModel {
  const provider = createOpenAICompatible({
    name: 'openai-compatible',
    baseURL: options.url,
    includeUsage,
    ...(options.key !== null && { apiKey: options.key }),
    ...(options.fetch !== undefined && { fetch: options.fetch }),
  })
  return wrapLanguageModel({
    model: provider(options.id),
    middleware: extractReasoningMiddleware({ tagName: 'think' }),
  })
}

/** Tools without a body: the call comes back to us as data and nothing runs by itself. */
function offer(tools: readonly ToolOffer[] = []): { tools?: ToolSet } {
  if (tools.length === 0) return {}
  const entries = tools.map(({ name, description, parameters }) => [
    name,
    tool({ description, inputSchema: jsonSchema(parameters) }),
  ])
  return { tools: Object.fromEntries(entries) }
}

async function* textOf(
  parts: AsyncIterable<TextStreamPart<ToolSet>>,
  { onReport }: StreamOptions,
  whenAborted: () => AppError,
): AsyncGenerator<string> {
  const toolCalls: ToolCall[] = []
  let report: CallReport = { inputTokens: null, outputTokens: null, toolCalls, isCut: false }
  for await (const part of parts) {
    if (part.type === 'error') throw part.error
    if (part.type === 'abort') throw whenAborted()
    if (part.type === 'tool-call') toolCalls.push({ name: part.toolName, input: part.input })
    if (part.type === 'finish') {
      const { inputTokens, outputTokens } = part.totalUsage
      report = {
        inputTokens: inputTokens ?? null,
        outputTokens: outputTokens ?? null,
        toolCalls,
        isCut: part.finishReason === 'length',
      }
    }
    if (part.type === 'text-delta') yield part.text
  }
  onReport?.(report)
}

/** The server had closed the idle line that the request was sent on. */
function isDroppedLine(thrown: unknown): boolean {
  if (!APICallError.isInstance(thrown) || thrown.statusCode !== undefined) return false
  const cause = thrown.cause as { readonly code?: unknown } | undefined
  return cause?.code === 'ECONNRESET' || cause?.code === 'UND_ERR_SOCKET'
}

function isRefused(thrown: unknown): boolean {
  return APICallError.isInstance(thrown) && (thrown.statusCode === 400 || thrown.statusCode === 422)
}

function explain(thrown: unknown, { id, url }: OpenAiCompatibleOptions, signal: AbortSignal): AppError {
  if (signal.aborted) return new AppError('cancelled', 'The request was stopped.', { cause: thrown })
  if (thrown instanceof AppError) return thrown
  // The host alone: an address may carry a password, and members read this.
  const { host } = new URL(url)
  const status = APICallError.isInstance(thrown) ? thrown.statusCode : undefined
  const what =
    status === undefined || status < 300
      ? APICallError.isInstance(thrown) && status === undefined
        ? `did not answer; is it running at ${host}?`
        : `broke off, or sent what is no answer of a chat model (${host}).`
      : status === 401 || status === 403
        ? 'refused the key: check VERITY_MODEL_KEY.'
        : status === 404
          ? `does not know the model: check VERITY_MODEL and VERITY_MODEL_URL (${host}).`
          : status === 429
            ? 'says that its limit is reached (status 429).'
            : `answered with status ${status}.`
  return new AppError('upstream_failed', `The model server for "${id}" ${what}`, { cause: thrown })
}

function tooLong({ id }: OpenAiCompatibleOptions, totalMaxMs: number): AppError {
  return new AppError(
    'upstream_failed',
    `The model server for "${id}" took longer than ${totalMaxMs / 1_000} s.`,
  )
}

function tooSilent({ id }: OpenAiCompatibleOptions, silenceMaxMs: number): AppError {
  return new AppError(
    'upstream_failed',
    `The model server for "${id}" was silent for ${silenceMaxMs / 1_000} s.`,
  )
}
