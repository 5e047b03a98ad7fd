import type { JsonObject } from '../../lib/unknown-json.ts'
import { parseObject } from './parse-object.ts'

export type JsonAnswer = {
  readonly status: number
  readonly headers: Headers
  /** Null when the body is not a JSON object. */
  readonly body: JsonObject | null
}

/**
 * Gets one JSON object. Follows no redirect: the addresses asked here name their own server.
 *
 * @param request.bytesMax a longer body is not read to its end
 * @throws {Error} when no answer came in time, the body was too long, or the signal aborted
 */
export async function fetchJson(request: {
  readonly url: string
  readonly headers?: Readonly<Record<string, string>>
  readonly fetch: typeof fetch
  readonly signal: AbortSignal
  readonly timeoutMs: number
  readonly bytesMax: number
}): Promise<JsonAnswer> {
  const response = await request.fetch(request.url, {
    headers: { accept: 'application/json', 'user-agent': 'Verity', ...request.headers },
    redirect: 'error',
    signal: AbortSignal.any([request.signal, AbortSignal.timeout(request.timeoutMs)]),
  })
  const text = await readBounded(response, request.bytesMax)
  return { status: response.status, headers: response.headers, body: parseObject(text) }
}

/** The limit is on what comes out of decompression, so a small answer cannot become a large one. */
async function readBounded(response: Response, bytesMax: number): Promise<string> {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of response.body ?? []) {
    size += part.length
    if (size > bytesMax) throw new RangeError(`The answer is longer than ${bytesMax} bytes.`)
    parts.push(part)
  }
  return Buffer.concat(parts).toString()
}
