import type { Answer, AnswerEvent } from '../domain/answer.ts'
import { toAppError } from '../domain/errors.ts'

export type RunEvent = { readonly id: number; readonly event: AnswerEvent }

/** Where a run is kept, so that a reader who comes back, or another process, can see it. */
export type RunStore = {
  appendEvents(runId: string, events: readonly RunEvent[]): Promise<void>
  readEvents(runId: string, afterId: number): Promise<readonly RunEvent[]>
  finish(runId: string, outcome: RunOutcome): Promise<void>
}

export type RunOutcome =
  | { readonly state: 'done'; readonly answer: Answer }
  | { readonly state: 'stopped' }
  | { readonly state: 'failed'; readonly code: string; readonly message: string }

type LiveRun = {
  readonly events: RunEvent[]
  readonly abort: AbortController
  readonly waiting: Set<() => void>
  ended: boolean
}

const RUNS_MAX = 200

/**
 * Answers in progress. A run goes on when its reader leaves, can be followed by several readers
 * from any event on, and ends with exactly one `done` or `failed` event.
 */
export class AnswerRuns {
  readonly #store: RunStore
  readonly #live = new Map<string, LiveRun>()

  constructor(store: RunStore) {
    this.#store = store
  }

  get liveCount(): number {
    return this.#live.size
  }

  /** True when no further run may start now. */
  get full(): boolean {
    return this.#live.size >= RUNS_MAX
  }

  /** Starts at once and does not wait; what `open` throws becomes the run's `failed` event. */
  start(runId: string, open: (signal: AbortSignal) => AsyncIterable<AnswerEvent>): void {
    const run: LiveRun = { events: [], abort: new AbortController(), waiting: new Set(), ended: false }
    this.#live.set(runId, run)
    void this.#drive(runId, run, open)
  }

  /** Ends a run; its readers receive `failed` with code `cancelled`. Does nothing when it is over. */
  stop(runId: string): void {
    this.#live.get(runId)?.abort.abort()
  }

  stopAll(): void {
    for (const run of this.#live.values()) run.abort.abort()
  }

  /** Events with an id above `afterId`, those that have happened and then those to come. */
  async *follow(runId: string, afterId: number, signal: AbortSignal): AsyncGenerator<RunEvent> {
    const run = this.#live.get(runId)
    if (run === undefined) {
      yield* await this.#store.readEvents(runId, afterId)
      return
    }
    let next = afterId
    while (!signal.aborted) {
      const ready = run.events.slice(next)
      yield* ready
      next += ready.length
      if (run.ended && next >= run.events.length) return
      if (next >= run.events.length) await nextEvent(run, signal)
    }
  }

  async #drive(runId: string, run: LiveRun, open: (signal: AbortSignal) => AsyncIterable<AnswerEvent>): Promise<void> {
    const outcome = await this.#collect(run, open)
    try {
      await this.#store.appendEvents(runId, run.events)
      await this.#store.finish(runId, outcome)
    } finally {
      run.ended = true
      wake(run)
      this.#live.delete(runId)
    }
  }

  async #collect(run: LiveRun, open: (signal: AbortSignal) => AsyncIterable<AnswerEvent>): Promise<RunOutcome> {
    try {
      for await (const event of open(run.abort.signal)) {
        push(run, event)
        if (event.type === 'done') return { state: 'done', answer: event.answer }
        if (event.type === 'failed') return outcomeOf(event)
        run.abort.signal.throwIfAborted()
      }
      return fail(run, { code: 'internal', message: 'The answer ended without a result. Ask again.' })
    } catch (thrown) {
      const { code, message } = toAppError(thrown)
      return fail(run, { code, message })
    }
  }
}

function fail(run: LiveRun, { code, message }: { code: string; message: string }): RunOutcome {
  const event = { type: 'failed', code, message } as const
  push(run, event)
  return outcomeOf(event)
}

function outcomeOf({ code, message }: { code: string; message: string }): RunOutcome {
  return code === 'cancelled' ? { state: 'stopped' } : { state: 'failed', code, message }
}

function push(run: LiveRun, event: AnswerEvent): void {
  run.events.push({ id: run.events.length + 1, event })
  wake(run)
}

function wake(run: LiveRun): void {
  for (const resolve of run.waiting) resolve()
  run.waiting.clear()
}

function nextEvent(run: LiveRun, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      run.waiting.delete(done)
      signal.removeEventListener('abort', done)
      resolve()
    }
    run.waiting.add(done)
    signal.addEventListener('abort', done, { once: true })
    if (run.ended) done()
  })
}
