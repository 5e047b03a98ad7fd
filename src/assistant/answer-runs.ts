import type { Answer, AnswerEvent } from '../domain/answer.ts'
import { AppError, toAppError } from '../domain/errors.ts'
import type { Runs } from '../ledger/runs.ts'
import type { Timing } from '../lib/timing.ts'

export type NumberedRunEvent = { readonly seq: number; readonly event: AnswerEvent }
export type RunKey = { readonly ownerId: string; readonly runId: string }

/** Told once when a run has ended, for counting. Must not throw. */
export type RunEnded = (end: {
  readonly key: RunKey
  readonly answer: Answer | null
  readonly state: 'done' | 'stopped' | 'failed'
}) => void

const RUNS_MAX = 200
/** How often a reader asks the ledger about a run that another process drives. */
const FOLLOW_POLL_MS = 300

type LiveRun = {
  readonly abort: AbortController
  readonly waiting: Set<() => void>
  readonly events: NumberedRunEvent[]
  hasEnded: boolean
}

/**
 * Answers in progress. A run goes on when its reader leaves; its events are kept in the ledger, so
 * that any reader, at any process, can follow it from any event on. The last event is `done` or `failed`.
 */
export class AnswerRuns {
  readonly #runs: Runs
  readonly #timing: Timing
  readonly #onEnd: RunEnded
  readonly #live = new Map<string, LiveRun>()

  constructor(runs: Runs, timing: Timing, onEnd: RunEnded = () => {}) {
    this.#runs = runs
    this.#timing = timing
    this.#onEnd = onEnd
  }

  /** @throws {AppError} over_limit when as many answers as this process may hold are being written */
  assertRoom(): void {
    if (this.#live.size < RUNS_MAX) return
    throw new AppError('over_limit', `${RUNS_MAX} answers are being written at once. Try again in a moment.`)
  }

  /** Starts a run that the ledger knows and does not wait for it; what `open` throws becomes its `failed` event. */
  start(key: RunKey, open: (signal: AbortSignal) => AsyncIterable<AnswerEvent>): void {
    const run: LiveRun = { abort: new AbortController(), waiting: new Set(), events: [], hasEnded: false }
    this.#live.set(key.runId, run)
    void this.#drive(key, run, open)
  }

  /** Ends a run wherever it is driven; its readers receive `failed` with code `cancelled`. */
  async stop({ ownerId, runId }: RunKey): Promise<void> {
    const known = await this.#runs.requestStop(ownerId, runId)
    if (known) this.#live.get(runId)?.abort.abort()
  }

  /** Ends every run of this process and waits for their last events to be kept. */
  async close(): Promise<void> {
    for (const run of this.#live.values()) run.abort.abort()
    while (this.#live.size > 0) {
      const [run] = this.#live.values()
      if (run !== undefined) await nextEvent(run, new AbortController().signal)
    }
  }

  /**
   * Events after `after` (0 for all): those that have happened, then those to come. A run of this process is
   * followed in memory, so that its readers get its end also when the ledger fails meanwhile.
   *
   * @throws {AppError} not_found when there is no such run, or it is somebody else's
   */
  async *follow(key: RunKey, after: number, signal: AbortSignal): AsyncGenerator<NumberedRunEvent> {
    const live = this.#live.get(key.runId)
    const run = await this.#runs.get(key.ownerId, key.runId)
    if (run === null) throw noSuchRun()
    if (live === undefined) yield* this.#followKept(key, after, signal)
    else yield* followLive(live, after, signal)
  }

  /** A run that has ended, or that another process drives. */
  async *#followKept(
    { ownerId, runId }: RunKey,
    after: number,
    signal: AbortSignal,
  ): AsyncGenerator<NumberedRunEvent> {
    let last = after
    while (!signal.aborted) {
      const run = await this.#runs.get(ownerId, runId)
      if (run === null) throw noSuchRun()
      const events = await this.#runs.events(ownerId, runId, last)
      for (const event of events) {
        yield event
        last = event.seq
        if (isLast(event)) return
      }
      if (run.state !== 'running' && events.length === 0) {
        if (run.answer === null) yield { seq: last + 1, event: endedWithout(run.error) }
        else yield { seq: last + 1, event: { type: 'done', answer: run.answer } }
        return
      }
      await this.#timing.wait(FOLLOW_POLL_MS, signal)
    }
  }

  async #drive(
    key: RunKey,
    run: LiveRun,
    open: (signal: AbortSignal) => AsyncIterable<AnswerEvent>,
  ): Promise<void> {
    const last = await this.#collect(key, run, open)
    const state = last.type === 'done' ? 'done' : last.code === 'cancelled' ? 'stopped' : 'failed'
    try {
      // The last event may fail to be kept (the ledger is gone, the chat was deleted, the answer is too large): the
      // reader gets it from memory, and the run must end all the same.
      await this.#keep(key, run, last).catch(() => push(run, last))
      await this.#runs.finish(key.ownerId, key.runId, {
        state,
        ...(last.type === 'done'
          ? { answer: last.answer }
          : { error: { code: last.code, message: last.message } }),
      })
    } catch {
      // A run that stays open is marked as failed when the ledger is opened again.
    } finally {
      run.hasEnded = true
      this.#live.delete(key.runId)
      wake(run)
      this.#onEnd({ key, state, answer: last.type === 'done' ? last.answer : null })
    }
  }

  async #collect(
    key: RunKey,
    run: LiveRun,
    open: (signal: AbortSignal) => AsyncIterable<AnswerEvent>,
  ): Promise<Extract<AnswerEvent, { type: 'done' | 'failed' }>> {
    try {
      for await (const event of open(run.abort.signal)) {
        if (event.type === 'done' || event.type === 'failed') return event
        const { stopRequested } = await this.#keep(key, run, event)
        if (stopRequested) run.abort.abort()
        run.abort.signal.throwIfAborted()
      }
      run.abort.signal.throwIfAborted()
      return { type: 'failed', code: 'internal', message: 'The answer ended without a result. Ask again.' }
    } catch (thrown) {
      const { code, message } = toAppError(thrown)
      return { type: 'failed', code, message }
    }
  }

  async #keep(
    { ownerId, runId }: RunKey,
    run: LiveRun,
    event: AnswerEvent,
  ): Promise<{ stopRequested: boolean }> {
    const kept = await this.#runs.append(ownerId, runId, [event])
    push(run, event)
    return kept
  }
}

async function* followLive(
  run: LiveRun,
  after: number,
  signal: AbortSignal,
): AsyncGenerator<NumberedRunEvent> {
  let last = after
  while (!signal.aborted) {
    for (const event of run.events.slice(last)) {
      yield event
      last = event.seq
      if (isLast(event)) return
    }
    const end = run.events.at(-1)
    if (run.hasEnded && end !== undefined && end.seq <= last) {
      // The reader named an event that is the last one, or never was: it is told how the run ended.
      yield { seq: last + 1, event: end.event }
      return
    }
    await nextEvent(run, signal, last)
  }
}

function isLast({ event }: NumberedRunEvent): boolean {
  return event.type === 'done' || event.type === 'failed'
}

function noSuchRun(): AppError {
  return new AppError('not_found', 'There is no such answer. Its chat may have been deleted.')
}

function endedWithout(error: { code: string; message: string } | null): AnswerEvent {
  return {
    type: 'failed',
    code: error?.code ?? 'cancelled',
    message: error?.message ?? 'The answer was stopped.',
  }
}

function push(run: LiveRun, event: AnswerEvent): void {
  if (run.events.at(-1)?.event === event) return
  run.events.push({ seq: run.events.length + 1, event })
  wake(run)
}

function wake(run: LiveRun): void {
  for (const resolve of run.waiting) resolve()
  run.waiting.clear()
}

/** Resolves at once when there is an event after `last` already. */
function nextEvent(run: LiveRun, signal: AbortSignal, last = run.events.length): Promise<void> {
  if (run.events.length > last || run.hasEnded || signal.aborted) return Promise.resolve()
  return new Promise((resolve) => {
    const done = () => {
      run.waiting.delete(done)
      signal.removeEventListener('abort', done)
      resolve()
    }
    run.waiting.add(done)
    signal.addEventListener('abort', done, { once: true })
  })
}
