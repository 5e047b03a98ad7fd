import { describeRefusal } from './api-problem.ts'
import type { ApiFailure } from './call-api.ts'

/** Why a stream is over. */
export type StreamEnd =
  /** We closed it. */
  | { readonly kind: 'left' }
  /** X or the line closed it; `said` is what X gave as a reason in the stream. */
  | { readonly kind: 'closed'; readonly said: string | null }
  /** It is open, but not even a sign of life comes. */
  | { readonly kind: 'stalled'; readonly silentMs: number }
  /** X does not accept the rules as they are. `said` reads on after the name of the server. */
  | { readonly kind: 'wrong_rules'; readonly said: string }
  | ApiFailure

export type Retry = {
  readonly delayMs: number
  /** What a person reads. */
  readonly error: string
}

/** Documented for TCP/IP trouble: 250 ms more with each try, at most 16 s. */
const LINE_STEP_MS = 250
const LINE_MAX_MS = 16_000
/** Documented for HTTP errors: 5 s, doubled with each try, at most 320 s. */
const HTTP_BASE_MS = 5_000
const HTTP_MAX_MS = 320_000
/** Documented for 429 without a time to come back: 1 min, doubled; its longest wait is one window. */
const BUSY_BASE_MS = 60_000
const BUSY_MAX_MS = 15 * 60_000
/** A person has to do something first: asking again is only to notice that it was done. */
const UNWANTED_MS = 15 * 60_000
/** Clocks differ; coming back a moment after the reset is cheaper than a second refusal. */
const RESET_MARGIN_MS = 1_000

/** Bad token, no credits, not in the plan. */
const UNWANTED: ReadonlySet<number> = new Set([401, 402, 403])

/**
 * Decides by what ended a stream, or failed a request, when to come back, as X documents it.
 *
 * @param failures failures in a row, from 0: a stream that lasted and then broke is taken up at once
 * @param now UTC milliseconds
 * @see https://docs.x.com/x-api/fundamentals/handling-disconnections
 */
export function planRetry(end: Exclude<StreamEnd, { kind: 'left' }>, failures: number, now: number): Retry {
  switch (end.kind) {
    case 'closed':
      return {
        delayMs: doubled(HTTP_BASE_MS, failures, HTTP_MAX_MS),
        error: end.said === null ? 'closed the connection' : `closed the connection: ${end.said}`,
      }
    case 'stalled':
      return {
        delayMs: doubled(HTTP_BASE_MS, failures, HTTP_MAX_MS),
        error: `sent nothing for ${Math.round(end.silentMs / 1_000)} seconds`,
      }
    case 'failed':
      return {
        delayMs: Math.min(failures * LINE_STEP_MS, LINE_MAX_MS),
        error: `could not be reached (${end.code})`,
      }
    case 'wrong_rules':
      return { delayMs: UNWANTED_MS, error: end.said }
    case 'refused':
      return {
        delayMs: refusalMs(end, failures, now),
        error: describeRefusal(end.status, end.problems),
      }
  }
}

function refusalMs(end: { status: number; resetAt: number | null }, failures: number, now: number): number {
  if (UNWANTED.has(end.status)) return UNWANTED_MS
  if (end.status !== 429) return doubled(HTTP_BASE_MS, Math.max(failures, 1), HTTP_MAX_MS)
  if (end.resetAt === null) return doubled(BUSY_BASE_MS, Math.max(failures, 1), BUSY_MAX_MS)
  return Math.max(end.resetAt - now, 0) + RESET_MARGIN_MS
}

/** `base`, then twice as much with each failure; nothing when there was none. */
function doubled(baseMs: number, failures: number, maxMs: number): number {
  return failures <= 0 ? 0 : Math.min(baseMs * 2 ** Math.min(failures - 1, 30), maxMs)
}
