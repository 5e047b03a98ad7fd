import { AppError } from '../../domain/errors.ts'
import type { ChatDelta, ChatModel, ChatRequest, FunctionCall } from '../language/chat-model.ts'
import { whatIsWrong } from './check-json.ts'
import type { Piece } from './model-host.ts'
import type { ChatOutcome, ChatWork } from './runtime/protocol.ts'
import { type PlannedWork, toWork } from './to-work.ts'

/** What runs a model: `ModelHost`, or a scripted one in tests. */
export type RunsChat = {
  chat(work: ChatWork, signal: AbortSignal): AsyncGenerator<Piece, ChatOutcome>
}

/** Screens show it where a server's host would stand. */
export const GGUF_PROVIDER = 'gguf'
/** Free of charge, which is known. */
const PRICE = { inputUsd: 0, outputUsd: 0 }
/** What has to have a form is written at most so often. */
const ATTEMPTS_MAX = 2
/** A second attempt must not repeat the first word for word. */
const SECOND_TEMPERATURE_MIN = 0.5

/** A GGUF model as a partner in conversation: streams, calls functions, keeps to a schema or says that it could not. */
export function ggufChatModel(name: string, host: RunsChat): ChatModel {
  return {
    used: { provider: GGUF_PROVIDER, model: name, embedded: false },
    price: PRICE,
    stream: (request, { signal }) => {
      const planned = toWork(request)
      const hasForm = planned.forced !== null || request.format.type !== 'text'
      return hasForm
        ? streamChecked(name, host, { planned, request, signal })
        : streamFree(host, planned, signal)
    },
  }
}

async function* streamFree(
  host: RunsChat,
  { work }: PlannedWork,
  signal: AbortSignal,
): AsyncGenerator<ChatDelta> {
  const running = host.chat(work, signal)
  for (;;) {
    const next = await running.next()
    if (next.done === true) return yield* endOf(next.value, toCalls(next.value))
    yield { type: next.value.kind, text: next.value.text }
  }
}

type Checked = { readonly planned: PlannedWork; readonly request: ChatRequest; readonly signal: AbortSignal }

/** Nothing is said before it is known to have the form that was asked for. */
async function* streamChecked(
  name: string,
  host: RunsChat,
  { planned, request, signal }: Checked,
): AsyncGenerator<ChatDelta> {
  let problem = 'is nothing'
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
    const { text, outcome } = await writeAll(host, attempt === 0 ? planned.work : again(planned.work), signal)
    const wrote = read(text, outcome, { planned, request })
    if (wrote.problem === null) {
      if (wrote.text !== '') yield { type: 'text', text: wrote.text }
      return yield* endOf(outcome, wrote.calls)
    }
    problem = wrote.problem
  }
  throw new AppError(
    'upstream_failed',
    `The model "${name}" wrote ${ATTEMPTS_MAX} times what ${problem}. Take a larger model, a simpler schema or more output tokens.`,
  )
}

type Wrote = {
  readonly text: string
  readonly calls: readonly FunctionCall[]
  readonly problem: string | null
}

function read(
  text: string,
  outcome: ChatOutcome,
  { planned: { forced }, request: { format } }: Pick<Checked, 'planned' | 'request'>,
): Wrote {
  const calls = toCalls(outcome)
  if (forced !== null) return readForcedCall(text, forced.functions)
  if (calls.length > 0) return { text, calls, problem: null }
  if (format.type === 'text') return { text, calls, problem: null }
  const problem = whatIsWrong(text, format.type === 'json_schema' ? format.schema : null)
  return { text, calls, problem }
}

function readForcedCall(text: string, functions: NonNullable<PlannedWork['forced']>['functions']): Wrote {
  const nothing = { text: '', calls: [] }
  const problem = whatIsWrong(text, null)
  if (problem !== null) return { ...nothing, problem }
  const written = JSON.parse(text) as { readonly name?: unknown; readonly arguments?: unknown }
  const called = functions.find(({ name }) => name === written.name)
  if (called === undefined) return { ...nothing, problem: 'calls no function that was offered' }
  const given = JSON.stringify(written.arguments ?? {})
  const wrong = whatIsWrong(given, called.parameters)
  return { text: '', calls: [{ id: callId(0), name: called.name, arguments: given }], problem: wrong }
}

async function writeAll(host: RunsChat, work: ChatWork, signal: AbortSignal) {
  const running = host.chat(work, signal)
  let text = ''
  for (;;) {
    const next = await running.next()
    if (next.done === true) return { text: text.trim(), outcome: next.value }
    if (next.value.kind === 'text') text += next.value.text
  }
}

/** The same once more, by other chances. */
function again(work: ChatWork): ChatWork {
  const { temperature = 0, seed } = work.sampling
  const sampling = {
    ...work.sampling,
    temperature: Math.max(temperature, SECOND_TEMPERATURE_MIN),
    ...(seed !== undefined && { seed: seed + 1 }),
  }
  return { ...work, sampling }
}

function toCalls({ calls }: ChatOutcome): FunctionCall[] {
  return calls.map(({ name, input }, at) => ({
    ...{ id: callId(at), name, arguments: JSON.stringify(input ?? {}) },
  }))
}

function callId(at: number): string {
  return `call_${at}`
}

function* endOf(outcome: ChatOutcome, calls: readonly FunctionCall[]): Generator<ChatDelta> {
  for (const call of calls) yield { type: 'call', call }
  const finish = calls.length > 0 ? 'tool_calls' : outcome.finish === 'length' ? 'length' : 'stop'
  const { inputTokens: input, outputTokens: output } = outcome
  yield { type: 'end', finish, tokens: { input, output, reasoning: null, cached: null } }
}
