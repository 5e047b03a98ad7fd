import { type BackoffPolicy, backoffMs } from '../../lib/backoff.ts'
import type { LineEnd } from './line-end.ts'

export type Retry = {
  readonly delayMs: number
  /** What a person reads: what happened and, where it is up to them, what to do. Holds no token. */
  readonly error: string
}

/** What a retry depends on besides what happened. */
export type RetryContext = {
  readonly host: string
  readonly hasToken: boolean
  readonly isList: boolean
}

/** Ordinary trouble: first retry within a second, then up to two minutes apart. */
const ORDINARY: BackoffPolicy = { baseMs: 1_000, maxMs: 120_000 }
/** The instance does not want this request as it is: only a person can change that. */
const UNWANTED: BackoffPolicy = { baseMs: 60_000, maxMs: 1_800_000 }

/** Close codes by which a server says that it is going away or full, not that we did wrong. */
const GOING_AWAY: ReadonlySet<number> = new Set([1000, 1001, 1005, 1006, 1011, 1012, 1013, 1014])
const BUSY_STATUSES: ReadonlySet<number> = new Set([408, 425, 429])

/**
 * Decides by what ended a stretch of listening when to come back.
 *
 * @param failures ends in a row, from 1; stretches that lasted start again at 1
 * @param random uniform in [0, 1)
 */
export function planRetry(
  end: Exclude<LineEnd, { kind: 'left' | 'renewed' }>,
  of: RetryContext & { failures: number; random: () => number },
): Retry {
  const { host, failures, random } = of
  switch (end.kind) {
    case 'closed': {
      const isOrdinary = GOING_AWAY.has(end.code)
      const words = isOrdinary ? 'closed the connection' : 'rejected the connection'
      const delayMs = backoffMs(failures, isOrdinary ? ORDINARY : UNWANTED, random)
      return { delayMs, error: `${host} ${words} (${end.code}).` }
    }
    case 'stalled': {
      const error = `${host} sent nothing for ${Math.round(end.silentMs / 1_000)} seconds.`
      return { delayMs: backoffMs(failures, ORDINARY, random), error }
    }
    case 'failed': {
      const error = `${host} could not be reached or understood (${end.code}).`
      return { delayMs: backoffMs(failures, ORDINARY, random), error }
    }
    case 'refused': {
      const isOrdinary = end.status >= 500 || BUSY_STATUSES.has(end.status)
      const delayMs = backoffMs(failures, isOrdinary ? ORDINARY : UNWANTED, random)
      return { delayMs: Math.max(delayMs, end.retryAfterMs ?? 0), error: refusalText(end.status, of) }
    }
  }
}

function refusalText(status: number, { host, hasToken, isList }: RetryContext): string {
  if (status === 429) return `${host} asks us to slow down (HTTP 429).`
  if (status >= 500) return `${host} is in trouble (HTTP ${status}).`
  if (status >= 300 && status < 400)
    return `${host} points to another address (HTTP ${status}): remove this source and add the instance under the address where its people sign in.`
  if (status === 401 || status === 403 || status === 422) {
    return hasToken
      ? `${host} does not accept the access token (HTTP ${status}): make a new one there with the scope read (Preferences, Development) and add the source again.`
      : `${host} shows this only to its members (HTTP ${status}): make an access token there with the scope read (Preferences, Development) and add the source again.`
  }
  if (status === 404 && isList)
    return `${host} knows no such list of this account (HTTP 404): look up the number in the address of the list.`
  if (status === 404 || status === 410)
    return `${host} does not answer like a Mastodon instance (HTTP ${status}): check the address.`
  return `${host} refuses the request (HTTP ${status}).`
}
