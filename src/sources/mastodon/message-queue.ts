import type { Timing } from '../../lib/timing.ts'

/** One message of a stream as it came. */
export type StreamMessage =
  /** A WebSocket text frame. */
  | { readonly kind: 'frame'; readonly text: string }
  /** A server-sent event. */
  | { readonly kind: 'event'; readonly event: string; readonly data: string }
  /** A server-sent event that was longer than allowed; it was not kept. */
  | { readonly kind: 'oversized' }

export type QueueLimits = {
  /** Messages held before reading stops. */
  readonly bufferedMax: number
  /** UTF-16 units held before reading stops. */
  readonly bufferedLengthMax: number
}

/** The raw text of a message, for samples of what could not be read. */
export function rawText(message: StreamMessage): string {
  if (message.kind === 'frame') return message.text
  return message.kind === 'event' ? `event: ${message.event}\ndata: ${message.data}` : ''
}

/**
 * Messages that came and were not taken yet, in order. Whoever fills it stops reading its socket while it is full, so
 * that TCP holds the server back and memory stays flat.
 */
export class MessageQueue {
  readonly #limits: QueueLimits
  readonly #timing: Timing
  readonly #onDrained: () => void
  readonly #closed = new AbortController()
  #messages: StreamMessage[] = []
  #length = 0
  #isFull = false
  #wake: (() => void) | null = null
  /** When the oldest message came. */
  #waitingSince = 0

  /** @param of.onDrained hears when a full queue has room again */
  constructor(of: { limits: QueueLimits; timing: Timing; onDrained: () => void }) {
    this.#limits = of.limits
    this.#timing = of.timing
    this.#onDrained = of.onDrained
  }

  get isFull(): boolean {
    return this.#isFull
  }

  push(message: StreamMessage): void {
    if (this.#isClosed) return
    if (this.#messages.length === 0) this.#waitingSince = this.#timing.now()
    this.#messages.push(message)
    this.#length += lengthOf(message)
    const { bufferedMax, bufferedLengthMax } = this.#limits
    this.#isFull ||= this.#messages.length >= bufferedMax || this.#length >= bufferedLengthMax
    this.#wake?.()
  }

  /**
   * Waits for a message, then lets more come until the oldest has waited for `fillMs`.
   *
   * @returns 1 to `max` messages in order; none when the queue is closed and read to its end
   */
  async take(max: number, fillMs: number): Promise<readonly StreamMessage[]> {
    while (this.#messages.length === 0 && !this.#isClosed) await this.#nextArrival()
    if (this.#messages.length < max && !this.#isFull && !this.#isClosed) {
      const restMs = this.#waitingSince + fillMs - this.#timing.now()
      // Never longer than `fillMs`, also when the clock was set back.
      await this.#timing.wait(Math.min(restMs, fillMs), this.#closed.signal)
    }
    const taken = this.#messages.slice(0, max)
    this.#messages = this.#messages.slice(max)
    for (const message of taken) this.#length -= lengthOf(message)
    this.#sayWhenDrained()
    return taken
  }

  /** Takes no more; what is in it can still be read. */
  close(): void {
    this.#closed.abort()
    this.#wake?.()
  }

  /** Closes it and empties it. @returns what was not taken */
  discard(): readonly StreamMessage[] {
    const untaken = this.#messages
    this.#messages = []
    this.#length = 0
    this.close()
    return untaken
  }

  get #isClosed(): boolean {
    return this.#closed.signal.aborted
  }

  #sayWhenDrained(): void {
    const { bufferedMax, bufferedLengthMax } = this.#limits
    const isLow = this.#messages.length <= bufferedMax / 2 && this.#length <= bufferedLengthMax / 2
    if (!this.#isFull || !isLow) return
    this.#isFull = false
    this.#onDrained()
  }

  #nextArrival(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#wake = () => {
      this.#wake = null
      resolve()
    }
    return promise
  }
}

function lengthOf(message: StreamMessage): number {
  if (message.kind === 'frame') return message.text.length
  return message.kind === 'event' ? message.data.length : 0
}
