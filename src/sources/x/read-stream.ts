import type { Timing } from '../../lib/timing.ts'
import { networkCode, readRefusal, STREAM_PATH, sendRequest, type XApi } from './call-api.ts'
import { LineSplitter, type SplitLine } from './line-splitter.ts'
import type { StreamEnd } from './plan-retry.ts'
import { readDisconnect } from './read-message.ts'

export type StreamLimits = {
  /** Longest line; of a longer one only its beginning is kept. */
  readonly lineBytesMax: number
  readonly handshakeMs: number
  /** X sends a sign of life every 20 seconds: a stream without one for this long is dead. */
  readonly silenceMs: number
}

/**
 * Holds one connection to the filtered stream until it ends, for whatever reason. While `onLine` waits, the socket is
 * not read, so that TCP holds X back.
 *
 * @param stream.onOpen X accepted the connection
 * @param stream.onLine one line; empty for a sign of life
 * @returns why it ended; never throws for what X or the line does
 * @see https://docs.x.com/x-api/fundamentals/consuming-streaming-data
 */
export async function readStream(
  api: XApi,
  stream: {
    query: Readonly<Record<string, string>>
    limits: StreamLimits
    signal: AbortSignal
    onOpen: () => Promise<void>
    onLine: (line: SplitLine) => Promise<void>
  },
): Promise<StreamEnd> {
  await using line = new StreamLine(api, stream.limits, stream.signal)
  let response: Response
  try {
    response = await sendRequest(api, { path: STREAM_PATH, query: stream.query }, line.signal)
    if (response.status !== 200) return await readRefusal(api, response)
  } catch (thrown) {
    return line.endOr({ kind: 'failed', code: networkCode(thrown) })
  }
  line.opened()
  await stream.onOpen()
  // Awaited here: the line must not be disposed of before it ended.
  return await pump(response, line, stream)
}

async function pump(
  response: Response,
  line: StreamLine,
  stream: { limits: StreamLimits; onLine: (line: SplitLine) => Promise<void> },
): Promise<StreamEnd> {
  const splitter = new LineSplitter(stream.limits.lineBytesMax)
  const reader = response.body?.getReader()
  for (;;) {
    // A line that was cut: what was read so far is handed on already, the rest comes again.
    const bytes = await line.waitFor(nextBytes(reader)).catch(() => null)
    if (bytes === null) return line.endOr({ kind: 'closed', said: null })
    for (const split of splitter.push(bytes)) {
      if (line.signal.aborted) return line.endOr({ kind: 'closed', said: null })
      await stream.onLine(split)
      const said = readDisconnect(split.text)
      if (said !== null) return { kind: 'closed', said }
    }
  }
}

async function nextBytes(
  reader: ReadableStreamDefaultReader<Uint8Array> | undefined,
): Promise<Uint8Array | null> {
  const read = await reader?.read()
  return read === undefined || read.done ? null : read.value
}

/** Watches one connection: ends it when it is not accepted in time or gives no sign of life. */
class StreamLine implements AsyncDisposable {
  readonly signal: AbortSignal
  readonly #timing: Timing
  readonly #limits: StreamLimits
  readonly #over = new AbortController()
  readonly #outer: AbortSignal
  readonly #watching: Promise<void>
  #end: StreamEnd | null = null
  #isOpen = false
  /** Nobody reads now: silence says nothing about X. */
  #isReading = true
  #lastSignAt: number

  constructor(api: XApi, limits: StreamLimits, outer: AbortSignal) {
    this.#timing = api.timing
    this.#limits = limits
    this.#outer = outer
    this.#lastSignAt = api.timing.now()
    this.signal = AbortSignal.any([outer, this.#over.signal])
    this.#watching = this.#watch()
  }

  opened(): void {
    this.#isOpen = true
    this.#isReading = false
    this.#lastSignAt = this.#timing.now()
  }

  async waitFor<Read>(read: Promise<Read>): Promise<Read> {
    this.#lastSignAt = this.#timing.now()
    this.#isReading = true
    try {
      return await read
    } finally {
      this.#isReading = false
    }
  }

  /** Why we ended it ourselves, or what happened otherwise. */
  endOr(end: StreamEnd): StreamEnd {
    if (this.#end !== null) return this.#end
    return this.#outer.aborted ? { kind: 'left' } : end
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#over.abort()
    await this.#watching
  }

  async #watch(): Promise<void> {
    const { handshakeMs, silenceMs } = this.#limits
    while (!this.signal.aborted) {
      const limitMs = this.#isOpen ? silenceMs : handshakeMs
      // A clock that was set back must not hide a stall for as long as it was set back.
      this.#lastSignAt = Math.min(this.#lastSignAt, this.#timing.now())
      const silentMs = this.#timing.now() - this.#lastSignAt
      if (this.#isReading && silentMs >= limitMs) {
        this.#end = this.#isOpen ? { kind: 'stalled', silentMs } : { kind: 'failed', code: 'TIMEOUT' }
        this.#over.abort()
        return
      }
      await this.#timing.wait(this.#isReading ? limitMs - silentMs : limitMs, this.signal)
    }
  }
}
