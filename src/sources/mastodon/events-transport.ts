import type { Timing } from '../../lib/timing.ts'
import { errorCode } from './line-end.ts'
import { restAfter } from './rate-limit.ts'
import { SseParser } from './sse-parser.ts'
import type { LineEvents, LineLimits, Transport } from './stream-line.ts'

/** WebSocket's code for an end without trouble, used alike here. */
const ENDED = 1000

export type EventsRequest = {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly limits: LineLimits
  readonly timing: Timing
  readonly fetch: typeof fetch
}

/**
 * Opens a stream over server-sent events, for where a WebSocket does not get through. Servers send a comment every
 * fifteen seconds, which counts as a sign of life.
 *
 * @see https://docs.joinmastodon.org/methods/streaming/#http
 */
export function openEvents(request: EventsRequest, events: LineEvents): Transport {
  const closing = new AbortController()
  const gate = new Gate()
  void listen(request, { events, gate, signal: closing.signal })
  return {
    pause: () => gate.close(),
    resume: () => gate.open(),
    probe: () => undefined,
    close: () => {
      closing.abort()
      gate.open()
    },
  }
}

async function listen(
  request: EventsRequest,
  to: { events: LineEvents; gate: Gate; signal: AbortSignal },
): Promise<void> {
  try {
    const response = await connect(request, to.signal)
    if (response === null) return to.events.ended({ kind: 'failed', code: 'ETIMEDOUT' })
    const { status, headers, body } = response
    const isStream = headers.get('content-type')?.startsWith('text/event-stream') ?? false
    if (status !== 200 || body === null || !isStream) {
      await body?.cancel()
      const retryAfterMs = restAfter(headers, status, request.timing.now())
      // A page where a stream should be is an address that is not a streaming server.
      return to.events.ended({ kind: 'refused', status: status === 200 ? 404 : status, retryAfterMs })
    }
    to.events.opened()
    await readAll(body, new SseParser(request.limits.messageBytesMax), to)
    to.events.ended({ kind: 'closed', code: ENDED })
  } catch (error) {
    to.events.ended({ kind: 'failed', code: errorCode(error) })
  }
}

/** @returns null when the server did not answer in time */
async function connect(request: EventsRequest, signal: AbortSignal): Promise<Response | null> {
  const answered = new AbortController()
  const tooSlow = new AbortController()
  void request.timing
    .wait(request.limits.handshakeMs, AbortSignal.any([answered.signal, signal]))
    .then(() => {
      if (!answered.signal.aborted) tooSlow.abort()
    })
  try {
    return await request.fetch(request.url, {
      headers: { ...request.headers, accept: 'text/event-stream', 'accept-encoding': 'identity' },
      redirect: 'manual',
      signal: AbortSignal.any([signal, tooSlow.signal]),
    })
  } catch (error) {
    if (tooSlow.signal.aborted && !signal.aborted) return null
    throw error
  } finally {
    answered.abort()
  }
}

async function readAll(
  body: ReadableStream<Uint8Array>,
  parser: SseParser,
  { events, gate }: { events: LineEvents; gate: Gate },
): Promise<void> {
  const decoder = new TextDecoder()
  for await (const bytes of body) {
    events.sign()
    for (const message of parser.push(decoder.decode(bytes, { stream: true }))) events.message(message)
    await gate.passed()
  }
}

/** Lets through while it is open. */
class Gate {
  #closed: { readonly passed: Promise<void>; readonly open: () => void } | null = null

  close(): void {
    if (this.#closed !== null) return
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#closed = { passed: promise, open: resolve }
  }

  open(): void {
    this.#closed?.open()
    this.#closed = null
  }

  async passed(): Promise<void> {
    await this.#closed?.passed
  }
}
