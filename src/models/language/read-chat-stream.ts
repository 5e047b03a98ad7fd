import type { ChatDelta, FunctionCall, TokenReport } from './chat-model.ts'

type Finish = Extract<ChatDelta, { type: 'end' }>['finish']
type Draft = { id: string; name: string; arguments: string }

/** A server that sent what is no event of a chat stream, or said itself that it failed. */
export class BrokenStreamError extends Error {
  override readonly name = 'BrokenStreamError'
}

/** So many calls a model may ask for at once. */
const CALLS_MAX = 128
const UNKNOWN_TOKENS: TokenReport = { input: null, output: null, reasoning: null, cached: null }

/**
 * Turns the data of `chat.completion.chunk` events into deltas. Pieces of a call are put together: they come out whole,
 * at the end. Reads only what it uses.
 */
export class ChatStreamReader {
  readonly #calls = new Map<number, Draft>()
  #finish: Finish | null = null
  #tokens = UNKNOWN_TOKENS

  /** @returns what one event says @throws {BrokenStreamError} */
  read(data: string): ChatDelta[] {
    const event = parse(data)
    if (event['error'] !== undefined && event['error'] !== null)
      throw new BrokenStreamError('reported a failure.')
    if (isObject(event['usage'])) this.#tokens = readTokens(event['usage'])
    const choice = Array.isArray(event['choices']) ? event['choices'][0] : undefined
    if (!isObject(choice)) return []
    if (typeof choice['finish_reason'] === 'string') this.#finish = toFinish(choice['finish_reason'])
    // A server that does not stream sends a whole message.
    const said = choice['delta'] ?? choice['message']
    return isObject(said) ? this.#readDelta(said) : []
  }

  /** What comes last. @throws {BrokenStreamError} when the server broke off before it had finished */
  end(): ChatDelta[] {
    const calls = [...this.#calls.values()].map(toCall)
    if (this.#finish === null) throw new BrokenStreamError('broke off.')
    const finish = calls.length > 0 ? 'tool_calls' : this.#finish === 'tool_calls' ? 'stop' : this.#finish
    return [
      ...calls.map((call): ChatDelta => ({ type: 'call', call })),
      { type: 'end', finish, tokens: this.#tokens },
    ]
  }

  #readDelta(delta: Record<string, unknown>): ChatDelta[] {
    const found: ChatDelta[] = []
    const reasoning = delta['reasoning_content'] ?? delta['reasoning']
    if (typeof reasoning === 'string' && reasoning !== '') found.push({ type: 'reasoning', text: reasoning })
    const { content } = delta
    if (typeof content === 'string' && content !== '') found.push({ type: 'text', text: content })
    if (Array.isArray(delta['tool_calls'])) for (const piece of delta['tool_calls']) this.#readCall(piece)
    return found
  }

  #readCall(piece: unknown): void {
    if (!isObject(piece)) throw new BrokenStreamError('sent a call that cannot be read.')
    const index = typeof piece['index'] === 'number' ? piece['index'] : this.#calls.size
    if (!this.#calls.has(index) && this.#calls.size >= CALLS_MAX)
      throw new BrokenStreamError('asked for more calls than are allowed.')
    const draft = this.#calls.get(index) ?? { id: '', name: '', arguments: '' }
    const called = isObject(piece['function']) ? piece['function'] : {}
    this.#calls.set(index, {
      id: draft.id || textOf(piece['id']),
      name: draft.name || textOf(called['name']),
      arguments: draft.arguments + textOf(called['arguments']),
    })
  }
}

function toCall(draft: Draft, at: number): FunctionCall {
  if (draft.name === '') throw new BrokenStreamError('asked for a call without a name.')
  const given = draft.arguments.trim() === '' ? '{}' : draft.arguments
  return { id: draft.id === '' ? `call_${at}` : draft.id, name: draft.name, arguments: given }
}

function readTokens(usage: Record<string, unknown>): TokenReport {
  const prompt = isObject(usage['prompt_tokens_details']) ? usage['prompt_tokens_details'] : {}
  const completion = isObject(usage['completion_tokens_details']) ? usage['completion_tokens_details'] : {}
  return {
    input: countOf(usage['prompt_tokens']),
    output: countOf(usage['completion_tokens']),
    reasoning: countOf(completion['reasoning_tokens']),
    cached: countOf(prompt['cached_tokens']),
  }
}

function toFinish(reason: string): Finish {
  if (reason === 'length' || reason === 'content_filter' || reason === 'tool_calls') return reason
  return reason === 'function_call' ? 'tool_calls' : 'stop'
}

function parse(data: string): Record<string, unknown> {
  try {
    const event: unknown = JSON.parse(data)
    if (isObject(event)) return event
  } catch {
    // The same failure as an event that is no object.
  }
  throw new BrokenStreamError('sent an event that cannot be read.')
}

function countOf(value: unknown): number | null {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : null
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
