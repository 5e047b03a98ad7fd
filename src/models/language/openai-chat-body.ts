import type { ChatMessage, ChatPart, ChatRequest, FunctionOffer, ToolChoice } from './chat-model.ts'

/** What we add for ourselves, which some servers refuse. */
export type BodyOptions = {
  readonly model: string
  readonly asksForUsage: boolean
  /** Servers of the makers take `max_completion_tokens`, others know the older name alone. */
  readonly namesCompletionTokens: boolean
}

/** The body of `POST /chat/completions`, streamed. */
export function chatBody(request: ChatRequest, options: BodyOptions): Record<string, unknown> {
  const { functions, toolChoice, parallelToolCalls, sampling, outputTokensMax } = request
  const limitName = options.namesCompletionTokens ? 'max_completion_tokens' : 'max_tokens'
  return withoutUndefined({
    model: options.model,
    messages: request.messages.map(messageToWire),
    stream: true,
    stream_options: options.asksForUsage ? { include_usage: true } : undefined,
    tools: functions.length === 0 ? undefined : functions.map(functionToWire),
    tool_choice: toolChoice === null || functions.length === 0 ? undefined : choiceToWire(toolChoice),
    parallel_tool_calls: functions.length === 0 ? undefined : (parallelToolCalls ?? undefined),
    response_format: formatToWire(request.format),
    [limitName]: outputTokensMax ?? undefined,
    temperature: sampling.temperature,
    top_p: sampling.topP,
    seed: sampling.seed,
    stop: sampling.stop,
    presence_penalty: sampling.presencePenalty,
    frequency_penalty: sampling.frequencyPenalty,
    reasoning_effort: sampling.reasoningEffort,
  })
}

function messageToWire(message: ChatMessage): object {
  switch (message.role) {
    case 'system':
      return { role: 'system', content: message.text }
    case 'user':
      return { role: 'user', content: partsToWire(message.parts) }
    case 'tool':
      return { role: 'tool', tool_call_id: message.callId, content: message.text }
    case 'assistant':
      return {
        role: 'assistant',
        content: message.text === '' && message.calls.length > 0 ? null : message.text,
        ...(message.calls.length > 0 && {
          tool_calls: message.calls.map(({ id, name, arguments: given }) => ({
            ...{ id, type: 'function', function: { name, arguments: given } },
          })),
        }),
      }
  }
}

function partsToWire(parts: readonly ChatPart[]): string | object[] {
  const [only] = parts
  if (parts.length === 1 && only?.type === 'text') return only.text
  return parts.map((part) =>
    part.type === 'text'
      ? { type: 'text', text: part.text }
      : {
          type: 'image_url',
          image_url: { url: part.url, ...(part.detail !== null && { detail: part.detail }) },
        },
  )
}

function functionToWire({ name, description, parameters, strict }: FunctionOffer): object {
  return {
    type: 'function',
    function: {
      ...{ name, parameters },
      ...(description !== null && { description }),
      ...(strict !== null && { strict }),
    },
  }
}

function choiceToWire(choice: ToolChoice): unknown {
  return typeof choice === 'string' ? choice : { type: 'function', function: { name: choice.name } }
}

function formatToWire(format: ChatRequest['format']): object | undefined {
  if (format.type === 'text') return undefined
  if (format.type === 'json_object') return { type: 'json_object' }
  const { name, schema, strict } = format
  return { type: 'json_schema', json_schema: { name, schema, strict } }
}

function withoutUndefined(body: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined))
}
