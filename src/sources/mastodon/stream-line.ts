import type { Timing } from '../../lib/timing.ts'
import type { LineEnd } from './line-end.ts'
import { MessageQueue, type QueueLimits, type StreamMessage } from './message-queue.ts'

export type LineLimits = QueueLimits & {
  /** Largest message; a larger one is left out or ends the connection. */
  readonly messageBytesMax: number
  readonly handshakeMs: number
  /** Signs of life are looked for this often, and asked for where the protocol can; two rounds without one end the line. */
  readonly pingMs: number
  /** After this long without a message the line is renewed: servers are known to forget subscriptions on open lines. */
  readonly quietMs: number
}

/** What a transport tells its line, never before `open` has returned. */
export type LineEvents = {
  opened(): void
  /** Any sign of life. */
  sign(): void
  message(message: StreamMessage): void
  ended(end: LineEnd): void
}

/** One way to a stream: WebSocket or server-sent events. */
export type Transport = {
  pause(): void
  resume(): void
  /** Asks for a sign of life, where the protocol has a way to. */
  probe(): void
  close(): void
}

/**
 * One open stream, read by pulling. When the reader is slow the transport is paused, so that TCP holds the server back
 * and memory stays flat. Ends once, says why, and can be read to its end.
 */
export class StreamLine implements AsyncDisposable {
  /** Settles once, never rejects. */
  readonly ended: Promise<LineEnd>
  /** Settles once: whether the line came about. */
  readonly opened: Promise<boolean>
  /** UTC milliseconds at which the server accepted; null when it never did. */
  openedAt: number | null = null
  readonly #transport: Transport
  readonly #queue: MessageQueue
  readonly #limits: LineLimits
  readonly #timing: Timing
  readonly #over = new AbortController()
  readonly #settleEnd: (end: LineEnd) => void
  readonly #settleOpened: (isOpen: boolean) => void
  readonly #untaken: StreamMessage[] = []
  #lastSignAt: number
  #lastMessageAt: number

  constructor(of: { limits: LineLimits; timing: Timing; open: (events: LineEvents) => Transport }) {
    const end = Promise.withResolvers<LineEnd>()
    const opened = Promise.withResolvers<boolean>()
    this.ended = end.promise
    this.opened = opened.promise
    this.#settleEnd = end.resolve
    this.#settleOpened = opened.resolve
    this.#limits = of.limits
    this.#timing = of.timing
    this.#lastSignAt = this.#lastMessageAt = of.timing.now()
    this.#queue = new MessageQueue({ limits: of.limits, timing: of.timing, onDrained: () => this.#resume() })
    this.#transport = of.open({
      opened: () => this.#open(),
      sign: () => this.#sign(),
      message: (message) => this.#receive(message),
      ended: (reason) => this.end(reason),
    })
  }

  /** @returns 1 to `max` messages in order; none when the line is over and read to its end */
  take(max: number, fillMs: number): Promise<readonly StreamMessage[]> {
    return this.#queue.take(max, fillMs)
  }

  /** Closes it for this reason. What came before can still be taken. */
  end(reason: LineEnd): void {
    if (this.#over.signal.aborted) return
    this.#over.abort()
    this.#settleEnd(reason)
    this.#settleOpened(false)
    this.#queue.close()
    this.#transport.close()
  }

  /** Closes at once; nothing more can be taken. */
  leave(): void {
    this.end({ kind: 'left' })
    this.#untaken.push(...this.#queue.discard())
  }

  /** What had come when the line was left and was never taken. */
  get untaken(): readonly StreamMessage[] {
    return this.#untaken
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.leave()
    await this.ended
  }

  #open(): void {
    if (this.#over.signal.aborted) return
    this.#sign()
    this.openedAt = this.#lastMessageAt = this.#timing.now()
    this.#settleOpened(true)
    void this.#watch()
  }

  #receive(message: StreamMessage): void {
    this.#sign()
    this.#lastMessageAt = this.#timing.now()
    this.#queue.push(message)
    if (this.#queue.isFull) this.#transport.pause()
  }

  #resume(): void {
    if (this.#over.signal.aborted) return
    // Silence while we did not listen says nothing about the server.
    this.#lastSignAt = this.#lastMessageAt = this.#timing.now()
    this.#transport.resume()
  }

  /** Ends a line that is open but dead, and renews one on which nothing was heard for long. */
  async #watch(): Promise<void> {
    const { pingMs, quietMs } = this.#limits
    while (!this.#over.signal.aborted) {
      await this.#timing.wait(pingMs, this.#over.signal)
      if (this.#over.signal.aborted || this.#queue.isFull) continue
      const now = this.#timing.now()
      // A clock that was set back must not hide a stall for as long as it was set back.
      this.#lastSignAt = Math.min(this.#lastSignAt, now)
      this.#lastMessageAt = Math.min(this.#lastMessageAt, now)
      const silentMs = now - this.#lastSignAt
      if (silentMs >= 2 * pingMs) this.end({ kind: 'stalled', silentMs })
      else if (now - this.#lastMessageAt >= quietMs) this.end({ kind: 'renewed' })
      else this.#transport.probe()
    }
  }

  #sign(): void {
    this.#lastSignAt = this.#timing.now()
  }
}
