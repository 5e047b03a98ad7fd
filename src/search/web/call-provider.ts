import { parseRetryAfter } from '../../lib/parse-retry-after.ts'
import type { Timing } from '../../lib/timing.ts'
import { asObject, type JsonObject } from '../../lib/unknown-json.ts'
import { type FailedSearch, failedSearch } from './web-search.ts'

export type ProviderDependencies = {
  readonly fetch: typeof fetch
  readonly timing: Timing
}

export type ProviderCall = {
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  /** Sent as JSON with POST; without it the request is a GET. */
  readonly body?: unknown
  readonly timeoutMs: number
}

/** How a provider says that it will not, where that differs from the usual meaning of a status. */
export type ReadRefusal = (status: number, body: JsonObject | null, headers: Headers) => FailedSearch | null

export type ProviderAnswer = { readonly kind: 'answered'; readonly body: JsonObject } | FailedSearch

const ANSWER_BYTES_MAX = 4_000_000

/**
 * One request for a JSON object. Follows no redirect, so that a key goes nowhere else; reads a bounded answer. What
 * a failure says never holds the address, the key or what came back.
 */
export async function callProvider(
  call: ProviderCall,
  { fetch, timing }: ProviderDependencies,
  signal: AbortSignal,
  readRefusal: ReadRefusal = () => null,
): Promise<ProviderAnswer> {
  const over = new AbortController()
  const done = new AbortController()
  void timing.wait(call.timeoutMs, done.signal).then(() => over.abort())
  try {
    const response = await fetch(call.url, {
      method: call.body === undefined ? 'GET' : 'POST',
      headers: {
        accept: 'application/json',
        'user-agent': 'Verity',
        ...(call.body === undefined ? {} : { 'content-type': 'application/json' }),
        ...call.headers,
      },
      ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
      redirect: 'manual',
      signal: AbortSignal.any([signal, over.signal]),
    })
    return await readAnswer(response, readRefusal, timing.now())
  } catch (error) {
    if (signal.aborted) return failedSearch('cancelled', 'was stopped')
    if (over.signal.aborted)
      return failedSearch('timeout', `did not answer within ${call.timeoutMs / 1_000} seconds`)
    if (error instanceof RangeError) return failedSearch('bad_answer', 'sent too long an answer')
    return failedSearch('unavailable', 'could not be reached')
  } finally {
    done.abort()
  }
}

async function readAnswer(
  response: Response,
  readRefusal: ReadRefusal,
  now: number,
): Promise<ProviderAnswer> {
  const { status, headers } = response
  const body = parseObject(await readBounded(response))
  if (status < 200 || status > 299) {
    const own = readRefusal(status, body, headers)
    return own ?? refusalOf(status, parseRetryAfter(headers.get('retry-after') ?? undefined, now))
  }
  return body === null
    ? failedSearch('bad_answer', 'sent an answer that is no JSON')
    : { kind: 'answered', body }
}

function refusalOf(status: number, retryAfterMs: number | null): FailedSearch {
  if (status === 401 || status === 403) return failedSearch('refused_key', `refused the key (${status})`)
  if (status === 429) return failedSearch('over_limit', 'was asked too often (429)', retryAfterMs)
  if (status >= 500 || status === 408)
    return failedSearch('unavailable', `cannot answer now (${status})`, retryAfterMs)
  if (status >= 300 && status < 400)
    return failedSearch('refused_request', `points to another address (${status})`)
  return failedSearch('refused_request', `does not take the request (${status})`)
}

/** The limit is on what comes out of decompression. */
async function readBounded(response: Response): Promise<string> {
  const parts: Uint8Array[] = []
  let sizeBytes = 0
  for await (const part of response.body ?? []) {
    sizeBytes += part.length
    if (sizeBytes > ANSWER_BYTES_MAX) throw new RangeError('too long')
    parts.push(part)
  }
  return Buffer.concat(parts).toString('utf8')
}

function parseObject(text: string): JsonObject | null {
  try {
    return asObject(JSON.parse(text))
  } catch {
    return null
  }
}
