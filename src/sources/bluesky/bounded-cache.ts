/**
 * Remembers the most recently used entries for a limited time: at most `entriesMax`, each for `ttlMs` after it was
 * set. Memory is bounded by both ends, whatever comes in.
 */
export class BoundedCache<Key, Value> {
  readonly #entriesMax: number
  readonly #ttlMs: number
  readonly #now: () => number
  /** Oldest use first: a Map keeps the order of insertion, and using an entry inserts it again. */
  readonly #entries = new Map<Key, { readonly value: Value; readonly until: number }>()

  /** @param of.now UTC milliseconds */
  constructor(of: { entriesMax: number; ttlMs: number; now: () => number }) {
    this.#entriesMax = of.entriesMax
    this.#ttlMs = of.ttlMs
    this.#now = of.now
  }

  /** The value, which is now the most recently used one; undefined when it is not there or too old. */
  get(key: Key): Value | undefined {
    const entry = this.#entries.get(key)
    if (entry === undefined) return undefined
    this.#entries.delete(key)
    if (entry.until <= this.#now()) return undefined
    this.#entries.set(key, entry)
    return entry.value
  }

  /** @param ttlMs instead of the cache's own */
  set(key: Key, value: Value, ttlMs = this.#ttlMs): void {
    this.#entries.delete(key)
    this.#entries.set(key, { value, until: this.#now() + ttlMs })
    if (this.#entries.size <= this.#entriesMax) return
    const [oldest] = this.#entries.keys()
    if (oldest !== undefined) this.#entries.delete(oldest)
  }

  delete(key: Key): void {
    this.#entries.delete(key)
  }

  get size(): number {
    return this.#entries.size
  }
}
