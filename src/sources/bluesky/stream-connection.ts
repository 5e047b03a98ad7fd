import { WebSocket } from 'ws'
import type { Timing } from '../../lib/timing.ts'

/** Text as text, binary frames as their bytes. */
export type RawMessage = string | Uint8Array

/** Why a connection is over. */
export type ConnectionEnd =
  /** We closed it. */
  | { readonly kind: 'left' }
  /** The server or the line closed it; 1006 is a line that broke without a word. */
  | { readonly kind: 'closed'; readonly code: number }
  /** The server answered the handshake with an HTTP status. */
  | { readonly kind: 'refused'; readonly status: number; readonly retryAfterMs: number | null }
  /** No connection came about, or it broke the protocol. `code` as Node gives it, e.g. `ENOTFOUND`. */
  | { readonly kind: 'failed'; readonly code: string }
  /** It is open, but nothing comes. */
  | { readonly kind: 'stalled'; readonly silentMs: number }

export type ConnectionLimits = {
  /** Messages held before reading stops. */
  readonly bufferedMax: number
  /** UTF-16 units of text and bytes of binary frames held before reading stops. */
  readonly bufferedLengthMax: number
  /** Largest message; a larger one ends the connection. A Jetstream is asked to leave such out. */
  readonly messageBytesMax: number
  readonly handshakeMs: number
  /** A ping goes out this often; two of them without any sign of life end the connection. */
  readonly pingMs: number
  /** End the connection when no message came for this long, although it lives; null: a quiet network is fine. */
  readonly silenceMs: number | null
}

/**
 * One WebSocket connection to an event stream, read by pulling. When the reader is slow the socket is no longer read,
 * so that TCP holds the server back and memory stays flat.
 */
export class StreamConnection implements AsyncDisposable {
  /** Settles once, never rejects. */
  readonly ended: Promise<ConnectionEnd>
  /** UTC milliseconds at which the handshake was done; null when it never was. */
  openedAt: number | null = null
  readonly #socket: WebSocket
  readonly #limits: ConnectionLimits
  readonly #timing: Timing
  readonly #over = new AbortController()
  readonly #settle: (end: ConnectionEnd) => void
  #buffered: RawMessage[] = []
  #bufferedLength = 0
  #isPaused = false
  #wake: (() => void) | null = null
  /** When the oldest buffered message came. */
  #waitingSince = 0
  #lastSignAt: number
  #lastMessageAt: number

  constructor(request: {
    url: string
    limits: ConnectionLimits
    timing: Timing
    onOpen: () => void
  }) {
    const { promise, resolve } = Promise.withResolvers<ConnectionEnd>()
    this.ended = promise
    this.#settle = resolve
    this.#limits = request.limits
    this.#timing = request.timing
    this.#lastSignAt = this.#lastMessageAt = request.timing.now()
    this.#socket = new WebSocket(request.url, {
      handshakeTimeout: request.limits.handshakeMs,
      maxPayload: request.limits.messageBytesMax,
      // A broken character parks one message instead of ending the connection over and over at the same place.
      skipUTF8Validation: true,
      headers: { 'user-agent': 'Verity' },
    })
    this.#listen(request.onOpen)
  }

  /**
   * Waits for a message, then lets more come until the oldest has waited for `fillMs`.
   *
   * @returns 1 to `max` messages in order; none when the connection is over and read to its end
   */
  async take(max: number, fillMs: number): Promise<readonly RawMessage[]> {
    while (this.#buffered.length === 0 && !this.#isOver) await this.#nextArrival()
    if (this.#buffered.length < max && !this.#isOver) {
      const restMs = this.#waitingSince + fillMs - this.#timing.now()
      // Never longer than `fillMs`, also when the clock was set back.
      await this.#timing.wait(Math.min(restMs, fillMs), this.#over.signal)
    }
    const taken = this.#buffered.slice(0, max)
    this.#buffered = this.#buffered.slice(max)
    for (const message of taken) this.#bufferedLength -= message.length
    this.#resumeWhenDrained()
    return taken
  }

  /** Closes at once and forgets what was not taken: it comes again from the cursor. */
  leave(): void {
    this.#end({ kind: 'left' })
    this.#buffered = []
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.leave()
    await this.ended
  }

  get #isOver(): boolean {
    return this.#over.signal.aborted
  }

  #listen(onOpen: () => void): void {
    const socket = this.#socket
    socket.on('open', () => {
      this.#sign()
      this.openedAt = this.#lastMessageAt = this.#timing.now()
      onOpen()
      void this.#watch()
    })
    socket.on('message', (data, isBinary) => this.#receive(isBinary ? (data as Buffer) : data.toString()))
    socket.on('ping', () => this.#sign())
    socket.on('pong', () => this.#sign())
    socket.on('unexpected-response', (_request, response) => {
      const retryAfterMs = readRetryAfter(response.headers['retry-after'], this.#timing.now())
      response.resume()
      this.#end({ kind: 'refused', status: response.statusCode ?? 0, retryAfterMs })
    })
    socket.on('error', (error: NodeJS.ErrnoException) =>
      this.#end({ kind: 'failed', code: errorCode(error) }),
    )
    socket.on('close', (code) => this.#end({ kind: 'closed', code }))
  }

  #receive(message: RawMessage): void {
    this.#sign()
    this.#lastMessageAt = this.#timing.now()
    if (this.#buffered.length === 0) this.#waitingSince = this.#lastMessageAt
    this.#buffered.push(message)
    this.#bufferedLength += message.length
    const isFull =
      this.#buffered.length >= this.#limits.bufferedMax ||
      this.#bufferedLength >= this.#limits.bufferedLengthMax
    if (isFull && !this.#isPaused) {
      this.#isPaused = true
      this.#socket.pause()
    }
    this.#wake?.()
  }

  #resumeWhenDrained(): void {
    const isLow =
      this.#buffered.length <= this.#limits.bufferedMax / 2 &&
      this.#bufferedLength <= this.#limits.bufferedLengthMax / 2
    if (!this.#isPaused || !isLow) return
    this.#isPaused = false
    // Silence while we did not listen says nothing about the server.
    this.#lastSignAt = this.#lastMessageAt = this.#timing.now()
    this.#socket.resume()
  }

  /** Ends a connection that is open but dead: no pong, or no message where the network is never silent. */
  async #watch(): Promise<void> {
    const { pingMs, silenceMs } = this.#limits
    while (!this.#isOver) {
      await this.#timing.wait(pingMs, this.#over.signal)
      if (this.#isOver || this.#isPaused) continue
      const now = this.#timing.now()
      // A clock that was set back must not hide a stall for as long as it was set back.
      this.#lastSignAt = Math.min(this.#lastSignAt, now)
      this.#lastMessageAt = Math.min(this.#lastMessageAt, now)
      const unsignedMs = now - this.#lastSignAt
      const silentMs = now - this.#lastMessageAt
      if (unsignedMs >= 2 * pingMs) this.#end({ kind: 'stalled', silentMs: unsignedMs })
      else if (silenceMs !== null && silentMs >= silenceMs) this.#end({ kind: 'stalled', silentMs })
      else this.#socket.ping()
    }
  }

  #end(end: ConnectionEnd): void {
    if (this.#isOver) return
    this.#over.abort()
    this.#settle(end)
    this.#wake?.()
    this.#socket.terminate()
  }

  #sign(): void {
    this.#lastSignAt = this.#timing.now()
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

function errorCode(error: NodeJS.ErrnoException): string {
  // Connecting to several addresses at once gives one error per address under one roof.
  if (error instanceof AggregateError) return errorCode(error.errors[0] as NodeJS.ErrnoException)
  return error?.code ?? error?.name ?? 'UNKNOWN'
}

function readRetryAfter(header: string | undefined, now: number): number | null {
  if (header === undefined) return null
  const seconds = Number(header)
  const waitMs = Number.isFinite(seconds) ? seconds * 1_000 : Date.parse(header) - now
  return Number.isFinite(waitMs) && waitMs >= 0 ? waitMs : null
}
