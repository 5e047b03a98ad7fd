import { AppError } from '../../domain/errors.ts'
import type { ChatMessage, ChatRequest, FunctionOffer } from '../language/chat-model.ts'
import type { ChatWork, Form, Turn } from './runtime/protocol.ts'

/** A call that the model is made to write as JSON, because the request leaves it no choice. */
export type ForcedCall = { readonly functions: readonly FunctionOffer[] }

export type PlannedWork = {
  readonly work: ChatWork
  readonly forced: ForcedCall | null
}

/**
 * A request in the words of the model's process. Templates know neither forced calls nor schemas, so both are said in
 * words of ours and held by a grammar.
 *
 * @throws {AppError} invalid_input for what a text model in this process cannot do
 */
export function toWork(request: ChatRequest): PlannedWork {
  const { format, sampling, outputTokensMax } = request
  const functions = offered(request)
  const forced = forcedCall(request, functions)
  const form = formOf(request, functions, forced)
  const notes = notesFor(form, forced)
  const turns = toTurns(request.messages)
  return {
    work: { turns: notes === null ? turns : withNote(turns, notes), form, sampling, outputTokensMax },
    forced: format.type === 'text' || functions.length > 0 ? forced : null,
  }
}

function offered({ functions, toolChoice }: ChatRequest): readonly FunctionOffer[] {
  if (toolChoice === 'none') return []
  if (toolChoice === null || typeof toolChoice === 'string') return functions
  const named = functions.filter(({ name }) => name === toolChoice.name)
  if (named.length === 0)
    throw new AppError('invalid_input', `There is no function "${toolChoice.name}" among those offered.`)
  return named
}

function forcedCall({ toolChoice }: ChatRequest, functions: readonly FunctionOffer[]): ForcedCall | null {
  const isForced = toolChoice === 'required' || (toolChoice !== null && typeof toolChoice === 'object')
  return isForced && functions.length > 0 ? { functions } : null
}

function formOf(
  { format, parallelToolCalls }: ChatRequest,
  functions: readonly FunctionOffer[],
  forced: ForcedCall | null,
): Form {
  if (forced !== null) return { type: 'schema', schema: callSchema(forced.functions) }
  if (functions.length > 0)
    return { type: 'functions', functions, callsMax: parallelToolCalls === false ? 1 : null }
  if (format.type === 'json_schema') return { type: 'schema', schema: format.schema }
  return { type: format.type === 'json_object' ? 'json' : 'free' }
}

/** What a forced call looks like: one of the functions by name, with its arguments. */
function callSchema(functions: readonly FunctionOffer[]): object {
  const calls = functions.map(({ name, parameters }) => ({
    type: 'object',
    properties: { name: { const: name }, arguments: { type: 'object', ...parameters } },
    required: ['name', 'arguments'],
  }))
  return calls.length === 1 ? (calls[0] ?? {}) : { oneOf: calls }
}

function notesFor(form: Form, forced: ForcedCall | null): string | null {
  if (forced !== null) {
    const list = forced.functions.map(({ name, description, parameters }) => ({
      name,
      description,
      parameters,
    }))
    return `Call one of these functions. Answer with JSON alone, {"name": …, "arguments": …}: ${JSON.stringify(list)}`
  }
  if (form.type === 'schema')
    return `Answer with JSON alone that fits this JSON Schema: ${JSON.stringify(form.schema)}`
  return form.type === 'json' ? 'Answer with one JSON object alone.' : null
}

function withNote(turns: readonly Turn[], note: string): Turn[] {
  const [first, ...rest] = turns
  if (first?.role === 'system') return [{ role: 'system', text: `${first.text}\n\n${note}` }, ...rest]
  return [{ role: 'system', text: note }, ...turns]
}

/** What functions gave goes with the calls that asked; an unknown result is null. */
function toTurns(messages: readonly ChatMessage[]): Turn[] {
  const results = new Map(
    messages.flatMap((message) => (message.role === 'tool' ? [[message.callId, message.text] as const] : [])),
  )
  return messages.flatMap((message): Turn[] => {
    if (message.role === 'tool') return []
    if (message.role === 'system') return [{ role: 'system', text: message.text }]
    if (message.role === 'user') return [{ role: 'user', text: message.parts.map(textOf).join('\n') }]
    const calls = message.calls.map(({ id, name, arguments: given }) => ({
      ...{ name, input: parsed(given), result: parsed(results.get(id) ?? 'null') },
    }))
    return [{ role: 'model', text: message.text, calls }]
  })
}

function textOf(part: Extract<ChatMessage, { role: 'user' }>['parts'][number]): string {
  if (part.type === 'text') return part.text
  throw new AppError('invalid_input', 'This model reads text alone; it cannot see pictures.', {
    param: 'messages',
  })
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
