/** How long posts took from being received to being searchable, over the last `count` of them. Milliseconds. */
export type Freshness = {
  readonly count: number
  readonly p50Ms: number
  readonly p95Ms: number
  readonly maxMs: number
}

const SAMPLES_MAX = 2_000

/** Measures freshness over a sliding window of posts. */
export class FreshnessMeter {
  readonly #samples: number[] = []
  #next = 0

  add(ageMs: number): void {
    this.#samples[this.#next] = ageMs
    this.#next = (this.#next + 1) % SAMPLES_MAX
  }

  /** Null until something was measured. */
  read(): Freshness | null {
    const sorted = [...this.#samples].sort((a, b) => a - b)
    if (sorted.length === 0) return null
    const at = (share01: number) =>
      sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share01))] ?? 0
    return { count: sorted.length, p50Ms: at(0.5), p95Ms: at(0.95), maxMs: at(1) }
  }
}
