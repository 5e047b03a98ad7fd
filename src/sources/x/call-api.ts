import type { Timing } from '../../lib/timing.ts'
import { asObject, type JsonObject } from '../../lib/unknown-json.ts'
import { type Problem, readProblems } from './api-problem.ts'

/** How X's API is reached. Holds the token: never log it, never put it into an error. */
export type XApi = {
  /** Without a slash at its end. */
  readonly baseUrl: string
  readonly token: string
  readonly fetch: typeof fetch
  readonly timing: Timing
}

export type ApiRequest = {
  readonly method?: 'GET' | 'POST' | 'PUT'
  /** Below the base address, or a whole address that X gave us. */
  readonly path: string
  readonly query?: Readonly<Record<string, string | undefined>>
  /** Sent as JSON; text is sent as it is. */
  readonly body?: JsonObject | string
}

/** A request that did not give what it asked for. */
export type ApiFailure =
  | {
      readonly kind: 'refused'
      readonly status: number
      readonly problems: readonly Problem[]
      /** UTC milliseconds at which the rate limit starts anew; null when X did not say. */
      readonly resetAt: number | null
    }
  /** No answer came about. `code` as Node gives it, e.g. `ENOTFOUND`, or our own: `TIMEOUT`, `TOO_LARGE`, `NOT_JSON`. */
  | { readonly kind: 'failed'; readonly code: string }

export type ApiAnswer = { readonly kind: 'ok'; readonly body: JsonObject } | ApiFailure

/** Largest body of an ordinary answer: 100 posts with all they refer to are well below it. */
const BODY_BYTES_MAX = 16_777_216
const PROBLEM_BYTES_MAX = 65_536
const ANSWER_MS = 30_000
/** Longest wait a server may ask for: windows are 15 minutes, caps end within a day. */
const RESET_MAX_MS = 24 * 3_600_000

/**
 * Makes one request and reads its JSON. Bounded in time and size; follows no redirect, because the token would
 * travel with it.
 *
 * @returns never throws for what X or the line does; an abort gives `failed` with code `ABORTED`
 */
export async function callApi(api: XApi, request: ApiRequest, signal: AbortSignal): Promise<ApiAnswer> {
  using guard = limitTime(api.timing, ANSWER_MS, signal)
  try {
    const response = await sendRequest(api, request, guard.signal)
    if (!response.ok) return await readRefusal(api, response)
    const text = await readBody(response, BODY_BYTES_MAX)
    if (text === null) return { kind: 'failed', code: 'TOO_LARGE' }
    const body = parseObject(text)
    return body === null ? { kind: 'failed', code: 'NOT_JSON' } : { kind: 'ok', body }
  } catch (thrown) {
    if (signal.aborted) return { kind: 'failed', code: 'ABORTED' }
    return { kind: 'failed', code: guard.signal.aborted ? 'TIMEOUT' : networkCode(thrown) }
  }
}

/** Sends a request with the token. The token goes to the configured server only. */
export function sendRequest(api: XApi, request: ApiRequest, signal: AbortSignal): Promise<Response> {
  const url = new URL(request.path.startsWith('/') ? api.baseUrl + request.path : request.path)
  for (const [name, value] of Object.entries(request.query ?? {})) {
    if (value !== undefined) url.searchParams.set(name, value)
  }
  const headers = new Headers({ 'user-agent': 'Verity' })
  if (url.origin === new URL(api.baseUrl).origin) headers.set('authorization', `Bearer ${api.token}`)
  const { body } = request
  if (body !== undefined) {
    headers.set('content-type', typeof body === 'string' ? 'text/plain' : 'application/json')
  }
  // Compressing a stream would hold its posts back until a block is full.
  if (request.path === STREAM_PATH) headers.set('accept-encoding', 'identity')
  return api.fetch(url, {
    method: request.method ?? 'GET',
    headers,
    signal,
    redirect: 'error',
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
}

export const STREAM_PATH = '/2/tweets/search/stream'

/** Reads why a request was refused. */
export async function readRefusal(api: XApi, response: Response): Promise<ApiFailure> {
  const text = await readBody(response, PROBLEM_BYTES_MAX).catch(() => null)
  return {
    kind: 'refused',
    status: response.status,
    problems: withoutToken(readProblems(text === null ? null : parseObject(text)), api.token),
    resetAt: readResetAt(response.headers, api.timing.now()),
  }
}

/**
 * A body as text, well-formed whatever the bytes are.
 *
 * @returns null when it is longer than `bytesMax`; the rest is then not read
 */
export async function readBody(response: Response, bytesMax: number): Promise<string | null> {
  if (response.body === null) return ''
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of response.body) {
    length += chunk.length
    if (length > bytesMax) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks, length).toString('utf8')
}

/** A signal that aborts with the given one or after a while; disposing ends the wait. */
export function limitTime(
  timing: Timing,
  ms: number,
  signal: AbortSignal,
): { readonly signal: AbortSignal } & Disposable {
  const late = new AbortController()
  const done = new AbortController()
  void timing.wait(ms, done.signal).then(() => {
    if (!done.signal.aborted) late.abort()
  })
  return { signal: AbortSignal.any([signal, late.signal]), [Symbol.dispose]: () => done.abort() }
}

/** Why no answer came, as Node names it; never the message, which may quote what was sent. */
export function networkCode(thrown: unknown): string {
  for (let error = thrown, depth = 0; error instanceof Error && depth < 5; error = error.cause, depth += 1) {
    if (error instanceof AggregateError && error.errors.length > 0) return networkCode(error.errors[0])
    const { code } = error as NodeJS.ErrnoException
    if (typeof code === 'string') return code
  }
  return 'UNKNOWN'
}

/** @see https://docs.x.com/x-api/fundamentals/rate-limits */
function readResetAt(headers: Headers, now: number): number | null {
  const resetS = headerNumber(headers, 'x-rate-limit-reset')
  const afterS = headerNumber(headers, 'retry-after')
  const remaining = headerNumber(headers, 'x-rate-limit-remaining')
  // Refused although requests are left: another limit, whose end the header does not tell.
  const at = resetS !== null && !(remaining !== null && remaining > 0) ? resetS * 1_000 : null
  const resetAt = at ?? (afterS === null ? null : now + afterS * 1_000)
  return resetAt === null ? null : Math.min(resetAt, now + RESET_MAX_MS)
}

function headerNumber(headers: Headers, name: string): number | null {
  const value = headers.get(name)
  return value !== null && /^\d{1,12}$/.test(value) ? Number(value) : null
}

function withoutToken(problems: readonly Problem[], token: string): readonly Problem[] {
  const clean = (text: string) => text.replaceAll(token, '…')
  return problems.map((problem) => ({
    ...problem,
    title: clean(problem.title),
    detail: clean(problem.detail),
  }))
}

function parseObject(text: string): JsonObject | null {
  try {
    return asObject(JSON.parse(text))
  } catch {
    return null
  }
}
