import { type SseEvent, SseParser } from './sse-parser.ts'

/** A server that is alive says something at least every 15 s; after this silence the connection is opened anew. */
const SILENCE_MS_MAX = 45_000
const BACKOFF_MS = [500, 1_000, 2_000, 4_000, 8_000] as const

export type FollowRequest = {
  readonly url: string
  readonly signal: AbortSignal
  readonly onEvent: (event: SseEvent) => void
  /** Called when the connection is lost (false) and when it stands again (true). */
  readonly onConnection?: (isOpen: boolean) => void
  /** True for the event after which the stream is over and must not be opened again. */
  readonly isLast?: (event: SseEvent) => boolean
  readonly lastEventId?: string | null
  readonly fetch?: typeof fetch
  readonly wait?: (ms: number, signal: AbortSignal) => Promise<void>
}

/** The server refuses the stream for good: gone, not allowed. Trying again would not help. */
export class StreamRefused extends Error {
  readonly status: number
  override readonly name = 'StreamRefused'

  constructor(status: number) {
    super(`The event stream was refused with status ${status}.`)
    this.status = status
  }
}

/**
 * Follows a stream of server-sent events until its last event, an abort or a refusal. A cut connection is
 * opened again with `Last-Event-ID`, after 0.5 to 8 s, for as long as the signal stands.
 *
 * @returns when the last event came or the signal fired
 * @throws {StreamRefused} on a 4xx status other than 408 and 429
 */
export async function followEvents(request: FollowRequest): Promise<void> {
  const { signal, wait = waitMs } = request
  const position = { lastEventId: request.lastEventId ?? null }
  for (let failures = 0; !signal.aborted; ) {
    const end = await readConnection(request, position)
    if (end === 'last' || signal.aborted) return
    failures = end === 'cut' ? 1 : failures + 1
    request.onConnection?.(false)
    await wait(BACKOFF_MS[Math.min(failures - 1, BACKOFF_MS.length - 1)] ?? 8_000, signal)
  }
}

type ConnectionEnd = 'last' | 'cut' | 'unreachable'

async function readConnection(
  request: FollowRequest,
  position: { lastEventId: string | null },
): Promise<ConnectionEnd> {
  const silence = new AbortController()
  const signal = AbortSignal.any([request.signal, silence.signal])
  const timer = { handle: setTimeout(() => silence.abort(), SILENCE_MS_MAX) }
  let isOpen = false
  try {
    const reader = await openStream(request, position.lastEventId, signal)
    isOpen = true
    request.onConnection?.(true)
    const parser = new SseParser(position.lastEventId)
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return 'cut'
      clearTimeout(timer.handle)
      timer.handle = setTimeout(() => silence.abort(), SILENCE_MS_MAX)
      for (const event of parser.push(value)) {
        position.lastEventId = event.id
        request.onEvent(event)
        if (request.isLast?.(event)) return 'last'
      }
    }
  } catch (thrown) {
    if (thrown instanceof StreamRefused) throw thrown
    return isOpen ? 'cut' : 'unreachable'
  } finally {
    clearTimeout(timer.handle)
    silence.abort()
  }
}

async function openStream(request: FollowRequest, lastEventId: string | null, signal: AbortSignal) {
  const headers: Record<string, string> = { accept: 'text/event-stream' }
  if (lastEventId !== null) headers['last-event-id'] = lastEventId
  const response = await (request.fetch ?? fetch)(request.url, { headers, signal, cache: 'no-store' })
  const isFinal =
    response.status >= 400 && response.status < 500 && response.status !== 408 && response.status !== 429
  if (isFinal) throw new StreamRefused(response.status)
  if (!response.ok || !response.body) throw new TypeError('The event stream did not open.')
  return response.body
    .pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array<ArrayBuffer>>)
    .getReader()
}

function waitMs(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(handle)
      signal.removeEventListener('abort', done)
      resolve()
    }
    const handle = setTimeout(done, ms)
    signal.addEventListener('abort', done, { once: true })
  })
}
