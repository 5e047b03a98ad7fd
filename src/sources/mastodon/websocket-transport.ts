import { WebSocket } from 'ws'
import { publicInternet } from '../../lib/safe-fetch/address-policy.ts'
import { guardedLookup } from '../../lib/safe-fetch/guarded-lookup.ts'
import type { Timing } from '../../lib/timing.ts'
import { errorCode } from './line-end.ts'
import { retryAfterOf } from './rate-limit.ts'
import type { LineEvents, LineLimits, Transport } from './stream-line.ts'

export type WebSocketRequest = {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly limits: LineLimits
  readonly timing: Timing
  /** Whether the host was named by the instance: then it must be on the public internet. */
  readonly isForeignHost: boolean
}

/**
 * Opens a stream over WebSocket. The token goes into a header, where it is in no log of addresses.
 *
 * @see https://docs.joinmastodon.org/methods/streaming/#websocket
 */
export function openWebSocket(request: WebSocketRequest, events: LineEvents): Transport {
  const socket = new WebSocket(request.url, {
    handshakeTimeout: request.limits.handshakeMs,
    maxPayload: request.limits.messageBytesMax,
    // A broken character parks one message instead of ending the connection.
    skipUTF8Validation: true,
    headers: request.headers,
    ...(request.isForeignHost && { lookup: guardedLookup(publicInternet) }),
  })
  socket.on('open', events.opened)
  socket.on('message', (data, isBinary) =>
    events.message({ kind: 'frame', text: isBinary ? '<binary frame>' : data.toString() }),
  )
  socket.on('ping', events.sign)
  socket.on('pong', events.sign)
  socket.on('unexpected-response', (_request, response) => {
    const retryAfterMs = retryAfterOf(response.headers['retry-after'], request.timing.now())
    response.resume()
    events.ended({ kind: 'refused', status: response.statusCode ?? 0, retryAfterMs })
  })
  socket.on('error', (error) => events.ended({ kind: 'failed', code: errorCode(error) }))
  socket.on('close', (code) => events.ended({ kind: 'closed', code }))
  return {
    pause: () => socket.pause(),
    resume: () => socket.resume(),
    probe: () => {
      if (socket.readyState === WebSocket.OPEN) socket.ping()
    },
    close: () => socket.terminate(),
  }
}
