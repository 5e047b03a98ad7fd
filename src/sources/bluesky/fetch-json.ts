import type { JsonObject } from '../../lib/unknown-json.ts'
import { parseObject } from './parse-object.ts'

export type BoundedRequest = {
  readonly url: string
  readonly fetch: typeof fetch
  readonly signal: AbortSignal
  readonly timeoutMs: number
  /** A longer body is not read to its end. */
  readonly bytesMax: number
}

export type JsonAnswer = {
  readonly status: number
  readonly headers: Headers
  /** Null when the body is not a JSON object. */
  readonly body: JsonObject | null
}

/**
 * Gets one JSON object. Follows no redirect: the addresses asked here name their own server.
 *
 * @throws {Error} when no answer came in time or the signal aborted; {RangeError} when the body was too long
 */
export async function fetchJson(request: BoundedRequest): Promise<JsonAnswer> {
  const { status, headers, bytes } = await fetchBytes(request, 'application/json')
  return { status, headers, body: parseObject(bytes.toString()) }
}

/** The same for any content. */
export async function fetchBytes(
  request: BoundedRequest,
  accept = '*/*',
): Promise<{ readonly status: number; readonly headers: Headers; readonly bytes: Buffer }> {
  const response = await request.fetch(request.url, {
    headers: { accept, 'user-agent': 'Verity' },
    redirect: 'error',
    signal: AbortSignal.any([request.signal, AbortSignal.timeout(request.timeoutMs)]),
  })
  const { status, headers } = response
  return { status, headers, bytes: await readBounded(response, request.bytesMax) }
}

/** The limit is on what comes out of decompression, so a small answer cannot become a large one. */
async function readBounded(response: Response, bytesMax: number): Promise<Buffer> {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of response.body ?? []) {
    size += part.length
    if (size > bytesMax) throw new RangeError(`The answer is longer than ${bytesMax} bytes.`)
    parts.push(part)
  }
  return Buffer.concat(parts)
}
