import type { Timing } from '../../lib/timing.ts'

export type InboxLimits = {
  /** Items held before pushing waits. */
  readonly itemsMax: number
  /** UTF-16 units held before pushing waits. */
  readonly lengthMax: number
}

/**
 * A bounded queue between several writers and one reader. A writer waits while it is full, so that it stops reading
 * its socket and TCP holds the server back.
 */
export class Inbox<Item> {
  readonly #limits: InboxLimits
  readonly #timing: Timing
  readonly #closed = new AbortController()
  #items: { readonly item: Item; readonly length: number }[] = []
  #length = 0
  /** When the oldest item came. */
  #waitingSince = 0
  #room: PromiseWithResolvers<void> | null = null
  #arrival: PromiseWithResolvers<void> | null = null
  #failure: { readonly thrown: unknown } | null = null

  constructor(limits: InboxLimits, timing: Timing) {
    this.#limits = limits
    this.#timing = timing
  }

  /**
   * Adds an item, once there is room. One item beyond the limits is always let in.
   *
   * @param length its size in UTF-16 units
   * @returns false when the queue was closed: the item is not in it
   */
  async push(item: Item, length: number): Promise<boolean> {
    while (this.#isFull && !this.#isClosed) {
      this.#room ??= Promise.withResolvers()
      await this.#room.promise
    }
    if (this.#isClosed) return false
    if (this.#items.length === 0) this.#waitingSince = this.#timing.now()
    this.#items.push({ item, length })
    this.#length += length
    this.#arrival?.resolve()
    this.#arrival = null
    return true
  }

  /**
   * Waits for an item, then lets more come until the oldest has waited for `fillMs`.
   *
   * @returns 1 to `max` items in order; none when the queue was closed
   * @throws what `fail` was given
   */
  async take(max: number, fillMs: number): Promise<readonly Item[]> {
    while (this.#items.length === 0 && !this.#isClosed) {
      this.#arrival ??= Promise.withResolvers()
      await this.#arrival.promise
    }
    if (this.#items.length < max && !this.#isFull && !this.#isClosed) {
      const restMs = this.#waitingSince + fillMs - this.#timing.now()
      // Never longer than `fillMs`, also when the clock was set back.
      await this.#timing.wait(Math.min(restMs, fillMs), this.#closed.signal)
    }
    if (this.#failure !== null) throw this.#failure.thrown
    if (this.#isClosed) return []
    const taken = this.#items.slice(0, max)
    this.#items = this.#items.slice(max)
    for (const { length } of taken) this.#length -= length
    this.#waitingSince = this.#timing.now()
    this.#room?.resolve()
    this.#room = null
    return taken.map(({ item }) => item)
  }

  /** Ends it at once; what was not taken is forgotten: it comes again from the cursor. */
  close(): void {
    this.#closed.abort()
    this.#items = []
    this.#length = 0
    this.#room?.resolve()
    this.#arrival?.resolve()
  }

  /** Ends it and lets the reader throw: a writer met something that is not the network's doing. */
  fail(thrown: unknown): void {
    this.#failure ??= { thrown }
    this.close()
  }

  get #isClosed(): boolean {
    return this.#closed.signal.aborted
  }

  get #isFull(): boolean {
    return this.#items.length >= this.#limits.itemsMax || this.#length >= this.#limits.lengthMax
  }
}
