import { AppError } from '../../domain/errors.ts'
import { type BackoffPolicy, backoffMs } from '../../lib/backoff.ts'
import type { Timing } from '../../lib/timing.ts'
import { asString, type JsonObject } from '../../lib/unknown-json.ts'
import { fetchJson, type JsonAnswer } from './fetch-json.ts'

const TIMEOUT_MS = 20_000
const ANSWER_BYTES_MAX = 20_000_000
/** Never more often than this, whatever the server allows. */
const PAUSE_MS = 100
/** What is left of a limit for other programs at the same address. */
const SPARE_SHARE01 = 0.05
const WAIT_MAX_MS = 10 * 60_000
const TRIES_MAX = 4
const RETRY: BackoffPolicy = { baseMs: 1_000, maxMs: 30_000 }
const BUSY_STATUSES: ReadonlySet<number> = new Set([408, 425, 429, 500, 502, 503, 504])

/** The parameters of one query; a list is sent as repeated fields. */
export type QueryParameters = Readonly<Record<string, string | number | readonly string[] | undefined>>

/**
 * Asks an application view (Bluesky's public one or another) over its XRPC queries, without an account. One question
 * at a time, never faster than its `RateLimit-*` headers allow: when little is left it waits for the reset.
 *
 * @see https://docs.bsky.app/docs/advanced-guides/rate-limits
 */
export class AppView {
  readonly #url: string
  readonly #fetch: typeof fetch
  readonly #timing: Timing
  readonly #random: () => number
  #turn: Promise<unknown> = Promise.resolve()
  /** UTC milliseconds before which nothing is asked. */
  #freeAt = 0

  /** @param of.url e.g. `https://public.api.bsky.app` */
  constructor(of: { url: string; fetch: typeof fetch; timing: Timing; random?: () => number }) {
    this.#url = of.url.replace(/\/$/, '')
    this.#fetch = of.fetch
    this.#timing = of.timing
    this.#random = of.random ?? Math.random
  }

  /**
   * @param method e.g. `app.bsky.feed.getAuthorFeed`
   * @throws {AppError} cancelled; not_found; invalid_input when the server refuses the question; upstream_failed when
   * it gives no usable answer in four tries
   */
  query(method: string, parameters: QueryParameters, signal: AbortSignal): Promise<JsonObject> {
    const answer = this.#turn.then(() => this.#ask(queryUrl(this.#url, method, parameters), signal))
    this.#turn = answer.catch(() => undefined)
    return answer
  }

  async #ask(url: string, signal: AbortSignal): Promise<JsonObject> {
    let cause: unknown
    for (let failures = 1; failures <= TRIES_MAX; failures += 1) {
      await this.#timing.wait(this.#freeAt - this.#timing.now(), signal)
      if (signal.aborted) throw new AppError('cancelled', 'The request was stopped.')
      try {
        const limits = { timeoutMs: TIMEOUT_MS, bytesMax: ANSWER_BYTES_MAX }
        const answer = await fetchJson({ url, fetch: this.#fetch, signal, ...limits })
        this.#noteLimits(answer, failures)
        if (!BUSY_STATUSES.has(answer.status)) return bodyOf(answer, url)
        cause = `HTTP ${answer.status}`
      } catch (error) {
        if (error instanceof AppError) throw error
        if (signal.aborted) throw new AppError('cancelled', 'The request was stopped.', { cause: error })
        cause = error
        this.#freeAt = this.#timing.now() + backoffMs(failures, RETRY, this.#random)
      }
    }
    const { host } = new URL(url)
    throw new AppError('upstream_failed', `${host} gave no answer in ${TRIES_MAX} tries.`, { cause })
  }

  #noteLimits({ status, headers }: JsonAnswer, failures: number): void {
    const now = this.#timing.now()
    const backOffMs = BUSY_STATUSES.has(status) ? backoffMs(failures, RETRY, this.#random) : PAUSE_MS
    const waitMs = Math.max(backOffMs, retryAfterMs(headers, now), untilResetMs(headers, now, status))
    this.#freeAt = now + Math.min(waitMs, WAIT_MAX_MS)
  }
}

function queryUrl(base: string, method: string, parameters: QueryParameters): string {
  const url = new URL(`${base}/xrpc/${method}`)
  for (const [name, value] of Object.entries(parameters)) {
    const values = typeof value === 'object' ? value : [value]
    for (const item of values) if (item !== undefined) url.searchParams.append(name, String(item))
  }
  return url.href
}

function bodyOf({ status, body }: JsonAnswer, url: string): JsonObject {
  if (status === 200 && body !== null) return body
  const { host } = new URL(url)
  const said = asString(body?.['message'])?.slice(0, 200) ?? asString(body?.['error']) ?? `HTTP ${status}`
  const isMissing = status === 404 || body?.['error'] === 'NotFound'
  if (isMissing) throw new AppError('not_found', `${host} does not have it: ${said}.`)
  const isRefused = status >= 400 && status < 500
  throw new AppError(isRefused ? 'invalid_input' : 'upstream_failed', `${host} answered: ${said}.`)
}

function retryAfterMs(headers: Headers, now: number): number {
  const value = headers.get('retry-after')
  if (value === null) return 0
  const seconds = Number(value)
  const waitMs = Number.isFinite(seconds) ? seconds * 1_000 : Date.parse(value) - now
  return Number.isFinite(waitMs) ? Math.max(waitMs, 0) : 0
}

/** How long to wait for new allowance: only when little is left or the server already said no. */
function untilResetMs(headers: Headers, now: number, status: number): number {
  const [limit, left, reset] = ['limit', 'remaining', 'reset'].map((name) => {
    const value = headers.get(`ratelimit-${name}`)
    return value === null ? Number.NaN : Number(value)
  }) as [number, number, number]
  const isSpent = status === 429 || left <= limit * SPARE_SHARE01
  // The reset is a time in seconds since 1970.
  return isSpent && Number.isFinite(reset) ? Math.max(reset * 1_000 - now, 0) : 0
}
