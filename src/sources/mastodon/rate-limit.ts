import { parseRetryAfter } from '../../lib/parse-retry-after.ts'

/** Requests left over for the person's own apps, which share the limit. */
const RESERVE = 5
/** A server cannot send us away for longer. */
export const REST_MAX_MS = 15 * 60_000

/**
 * How long to leave the server alone after this answer: `Retry-After` where it gives one, else until its limit is
 * renewed when (almost) no requests are left. Times are compared with the server's own clock.
 *
 * @param now UTC milliseconds, for servers that do not date their answers
 * @returns milliseconds in [0, 15 minutes]; null when the answer asks for no rest
 * @see https://docs.joinmastodon.org/api/rate-limits/
 */
export function restAfter(headers: Headers, status: number, now: number): number | null {
  const retryAfterMs = parseRetryAfter(headers.get('retry-after') ?? undefined, serverNow(headers, now))
  if (retryAfterMs !== null) return bounded(retryAfterMs)
  const remaining = headers.get('x-ratelimit-remaining')
  const isSpent =
    status === 429 || (remaining !== null && /^\d{1,9}$/.test(remaining) && Number(remaining) < RESERVE)
  const resetAt = timeOf(headers.get('x-ratelimit-reset'))
  return isSpent && resetAt !== null ? bounded(resetAt - serverNow(headers, now)) : null
}

/** `Retry-After` of a refused handshake. */
export function retryAfterOf(header: string | undefined, now: number): number | null {
  const waitMs = parseRetryAfter(header, now)
  return waitMs === null ? null : bounded(waitMs)
}

function serverNow(headers: Headers, now: number): number {
  const date = Date.parse(headers.get('date') ?? '')
  return Number.isFinite(date) ? date : now
}

/** Mastodon writes an ISO time; some software writes seconds since 1970. */
function timeOf(value: string | null): number | null {
  if (value === null) return null
  const at = /^\d{9,11}$/.test(value) ? Number(value) * 1_000 : Date.parse(value)
  return Number.isFinite(at) ? at : null
}

function bounded(ms: number): number {
  return Math.min(Math.max(ms, 0), REST_MAX_MS)
}
