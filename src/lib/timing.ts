import { setTimeout as delay } from 'node:timers/promises'

/** Time as a dependency: production uses the real one, tests move a fake one by hand. */
export type Timing = {
  /** UTC milliseconds. */
  readonly now: () => number
  /** Resolves after `ms`, or at once when the signal aborts. Never rejects: the caller looks at its signal. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>
}

/** Real time. A pending wait does not keep the process alive. */
export const realTiming: Timing = {
  now: Date.now,
  wait: async (ms, signal) => {
    if (ms <= 0 || signal.aborted) return
    try {
      await delay(ms, undefined, { signal, ref: false })
    } catch (error) {
      if (!signal.aborted) throw error
    }
  },
}
