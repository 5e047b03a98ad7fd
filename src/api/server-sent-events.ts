import type { Context } from 'hono'
import { type SSEStreamingApi, streamSSE } from 'hono/streaming'

/** Proxies and browsers drop silent connections; a comment line keeps ours. */
const KEEPALIVE_MS = 10_000

export type ServerSentEvent = { readonly event: string; readonly data: unknown; readonly id?: number }

/**
 * Streams events until the source ends or the client goes away; then the source's iterator is
 * closed. A failing source becomes a final `failed` event, never a cut line.
 */
export function streamEvents(
  context: Context,
  open: (signal: AbortSignal) => AsyncIterable<ServerSentEvent>,
  describeFailure: (thrown: unknown) => { code: string; message: string },
): Response {
  context.header('Cache-Control', 'no-store')
  context.header('X-Accel-Buffering', 'no')
  return streamSSE(context, async (stream) => {
    const gone = new AbortController()
    stream.onAbort(() => gone.abort())
    const keepalive = setInterval(() => void writeComment(stream), KEEPALIVE_MS)
    try {
      for await (const { event, data, id } of open(gone.signal)) {
        if (gone.signal.aborted) break
        await stream.writeSSE({
          event,
          data: JSON.stringify(data),
          ...(id !== undefined && { id: String(id) }),
        })
      }
    } catch (thrown) {
      if (!gone.signal.aborted) {
        await stream.writeSSE({
          event: 'failed',
          data: JSON.stringify({ type: 'failed', ...describeFailure(thrown) }),
        })
      }
    } finally {
      clearInterval(keepalive)
      gone.abort()
    }
  })
}

async function writeComment(stream: SSEStreamingApi): Promise<void> {
  if (!stream.aborted && !stream.closed) await stream.write(': keepalive\n\n')
}
