import { type BackoffPolicy, backoffMs } from '../../lib/backoff.ts'
import type { ConnectionEnd } from './stream-connection.ts'

export type Retry = {
  readonly delayMs: number
  /** Whether the next try goes to another server. */
  readonly moveOn: boolean
  /** What a person reads. */
  readonly error: string
}

/** Ordinary trouble: first retry within a second, then up to two minutes apart. */
const ORDINARY: BackoffPolicy = { baseMs: 1_000, maxMs: 120_000 }
/** The server does not want this request as it is: asking again soon is rude and useless. */
const UNWANTED: BackoffPolicy = { baseMs: 30_000, maxMs: 300_000 }
const RETRY_AFTER_MAX_MS = 600_000

/** Close codes by which a server says that it is going away or full, not that we did wrong. */
const GOING_AWAY: ReadonlySet<number> = new Set([1000, 1001, 1006, 1011, 1012, 1013, 1014])
const BUSY_STATUSES: ReadonlySet<number> = new Set([408, 425, 429])

/**
 * Decides by what ended a connection when to come back and where.
 *
 * @param failures ends in a row, from 1; connections that lasted start again at 1
 * @param random uniform in [0, 1)
 */
export function planRetry(
  end: Exclude<ConnectionEnd, { kind: 'left' }>,
  failures: number,
  random: () => number,
): Retry {
  switch (end.kind) {
    case 'closed':
      return GOING_AWAY.has(end.code)
        ? {
            delayMs: backoffMs(failures, ORDINARY, random),
            moveOn: failures > 1,
            error: `closed the connection (${end.code})`,
          }
        : {
            delayMs: backoffMs(failures, UNWANTED, random),
            moveOn: true,
            error: `rejected the connection (${end.code})`,
          }
    case 'stalled':
      return {
        delayMs: backoffMs(failures, ORDINARY, random),
        moveOn: true,
        error: `sent nothing for ${Math.round(end.silentMs / 1_000)} seconds`,
      }
    case 'failed':
      return {
        delayMs: backoffMs(failures, ORDINARY, random),
        moveOn: true,
        error: `could not be reached (${end.code})`,
      }
    case 'refused':
      return refusal(end, failures, random)
  }
}

function refusal(
  end: { status: number; retryAfterMs: number | null },
  failures: number,
  random: () => number,
): Retry {
  const isOrdinary = end.status >= 500 || BUSY_STATUSES.has(end.status)
  const delayMs = backoffMs(failures, isOrdinary ? ORDINARY : UNWANTED, random)
  return {
    delayMs: Math.max(delayMs, Math.min(end.retryAfterMs ?? 0, RETRY_AFTER_MAX_MS)),
    moveOn: true,
    error: `refused the connection (HTTP ${end.status})`,
  }
}
