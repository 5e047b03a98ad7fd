import type { Timing } from '../../src/lib/timing.ts'

/** Time that stands still until a test moves it. */
export class FakeTiming implements Timing {
  #now: number
  readonly #waits = new Set<{ at: number; end: () => void }>()

  constructor(now = Date.parse('2026-11-21T12:00:00Z')) {
    this.#now = now
  }

  readonly now = (): number => this.#now

  readonly wait = (ms: number, signal: AbortSignal): Promise<void> => {
    if (ms <= 0 || signal.aborted) return Promise.resolve()
    const { promise, resolve } = Promise.withResolvers<void>()
    const end = () => resolve()
    const entry = { at: this.#now + ms, end }
    this.#waits.add(entry)
    signal.addEventListener('abort', end, { once: true })
    return promise.finally(() => {
      this.#waits.delete(entry)
      signal.removeEventListener('abort', end)
    })
  }

  /** Moves time on and ends every wait that is due. */
  advance(ms: number): void {
    this.#now += ms
    for (const entry of this.#waits) if (entry.at <= this.#now) entry.end()
  }
}
