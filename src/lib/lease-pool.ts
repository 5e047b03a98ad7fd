/** What waits for an item: settled once, by a returned item or by its abort. */
type Waiter<T> = { readonly give: (item: T) => void }

/** Thrown by `LeasePool.use` when as many callers wait as the pool allows. */
export class PoolFullError extends Error {
  override readonly name = 'PoolFullError'
}

/** Thrown by `LeasePool.use` after `drain` was called. */
export class PoolClosedError extends Error {
  override readonly name = 'PoolClosedError'
}

/**
 * Lends a fixed set of items, each to one user at a time, first come first served.
 *
 * An item listed twice may be used twice at once. The number of waiting callers is bounded; a caller
 * beyond it gets `PoolFullError` at once. A caller whose signal aborts while it waits leaves the queue
 * and rejects with the signal's reason; once it holds an item, the work decides how it stops.
 */
export class LeasePool<T> {
  readonly #idle: T[]
  readonly #size: number
  readonly #waiting: Waiter<T>[] = []
  readonly #waitingMax: number
  #closed = false
  #drained: (() => void) | null = null

  constructor(items: readonly T[], options: { waitingMax: number }) {
    this.#idle = [...items]
    this.#size = items.length
    this.#waitingMax = options.waitingMax
  }

  /** Callers that wait for an item now. */
  get waiting(): number {
    return this.#waiting.length
  }

  /** Runs `work` with a leased item and returns the item when the work has settled. */
  async use<R>(work: (item: T) => Promise<R>, signal?: AbortSignal): Promise<R> {
    const item = await this.#lease(signal)
    try {
      return await work(item)
    } finally {
      this.#giveBack(item)
    }
  }

  /** Refuses new users, lets those under way and those waiting finish, then resolves. */
  async drain(): Promise<void> {
    this.#closed = true
    if (this.#idle.length === this.#size) return
    await new Promise<void>((resolve) => {
      this.#drained = resolve
    })
  }

  #lease(signal: AbortSignal | undefined): Promise<T> {
    if (this.#closed) return Promise.reject(new PoolClosedError('The pool is closed.'))
    if (signal?.aborted) return Promise.reject(signal.reason)
    const item = this.#idle.pop()
    if (item !== undefined) return Promise.resolve(item)
    if (this.#waiting.length >= this.#waitingMax) {
      return Promise.reject(new PoolFullError(`${this.#waitingMax} callers wait already.`))
    }
    return this.#enqueue(signal)
  }

  #enqueue(signal: AbortSignal | undefined): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const leave = () => {
        this.#waiting.splice(this.#waiting.indexOf(waiter), 1)
        reject(signal?.reason)
      }
      const waiter: Waiter<T> = {
        give: (item) => {
          signal?.removeEventListener('abort', leave)
          resolve(item)
        },
      }
      signal?.addEventListener('abort', leave, { once: true })
      this.#waiting.push(waiter)
    })
  }

  #giveBack(item: T): void {
    const next = this.#waiting.shift()
    if (next) {
      next.give(item)
      return
    }
    this.#idle.push(item)
    if (this.#closed && this.#idle.length === this.#size) this.#drained?.()
  }
}
