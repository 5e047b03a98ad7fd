import type { Context } from 'hono'
import { type SSEStreamingApi, streamSSE } from 'hono/streaming'
import type { ApiEnvironment } from './environment.ts'

/** Proxies and browsers drop silent connections; a comment line keeps ours. */
const KEEPALIVE_MS = 10_000

export type ServerSentEvent = { readonly event: string; readonly data: unknown; readonly id?: number }

/**
 * Streams events until the source ends or the client goes away; then the source's iterator is
 * closed. A failing source becomes a final `failed` event, never a cut line.
 */
export function streamEvents(
  context: Context<ApiEnvironment>,
  open: (signal: AbortSignal) => AsyncIterable<ServerSentEvent>,
  describeFailure: (thrown: unknown) => { code: string; message: string },
): Response {
  context.header('X-Accel-Buffering', 'no')
  const response = streamSSE(context, async (stream) => {
    const gone = new AbortController()
    stream.onAbort(() => gone.abort())
    const keepalive = setInterval(keepaliveOf(stream), KEEPALIVE_MS)
    try {
      for await (const { event, data, id } of open(gone.signal)) {
        if (gone.signal.aborted) break
        await stream.writeSSE({
          event,
          data: JSON.stringify(data),
          ...(id !== undefined && { id: String(id) }),
        })
        if (gone.signal.aborted) break
      }
    } catch (thrown) {
      if (!gone.signal.aborted) {
        const failure = describeFailure(thrown)
        if (failure.code === 'internal')
          context.get('log').error({ err: thrown, requestId: context.get('requestId') }, 'stream failed')
        await stream.writeSSE({ event: 'failed', data: JSON.stringify({ type: 'failed', ...failure }) })
      }
    } finally {
      clearInterval(keepalive)
      gone.abort()
    }
  })
  response.headers.set('Cache-Control', 'no-store')
  return response
}

/** Writes a comment line, unless the client has not even taken the last one. */
function keepaliveOf(stream: SSEStreamingApi): () => void {
  let isWaiting = false
  return () => {
    if (isWaiting || stream.aborted || stream.closed) return
    isWaiting = true
    void stream.write(': keepalive\n\n').finally(() => {
      isWaiting = false
    })
  }
}
