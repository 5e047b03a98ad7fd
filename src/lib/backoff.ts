export type BackoffPolicy = {
  /** Longest wait after the first failure, > 0. */
  readonly baseMs: number
  /** Longest wait ever, >= baseMs. */
  readonly maxMs: number
}

/**
 * Exponential backoff with jitter: a random wait between half and all of `base * 2^(failures - 1)`, so that many
 * clients cut off together do not come back together, and none comes back at once.
 *
 * @param failures failures in a row, from 1
 * @param random uniform in [0, 1)
 * @returns milliseconds in [baseMs / 2, maxMs]
 * @see Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015 ("equal jitter")
 */
export function backoffMs(failures: number, policy: BackoffPolicy, random: () => number): number {
  const doublings = Math.min(Math.max(failures - 1, 0), 40)
  const ceiling = Math.min(policy.baseMs * 2 ** doublings, policy.maxMs)
  return Math.round(ceiling / 2 + (ceiling / 2) * random())
}
