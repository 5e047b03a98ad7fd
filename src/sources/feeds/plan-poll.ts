import { backoffMs } from '../../lib/backoff.ts'
import type { PollHints } from './feed-document.ts'

/** What one reading of a feed showed about how often to read it. */
export type PollResult =
  | {
      readonly kind: 'news' | 'nothing_new'
      readonly hints: PollHints
      readonly cacheControl: string | undefined
    }
  | { readonly kind: 'failed'; readonly failures: number; readonly retryAfterMs: number | null }

export type PollBounds = { readonly minMs: number; readonly maxMs: number }

type Plan = { readonly intervalMs: number; readonly nextAt: number }

const FIRST_MS = 15 * 60_000
const FASTER = 0.5
const SLOWER = 1.5
/** Spread of ±10 %, so that feeds do not fall into step. */
const JITTER = 0.1
/** What a feed asks for is honoured up to a day, and `Retry-After` up to a week. */
const ASKED_MAX_MS = 24 * 3_600_000
const RETRY_AFTER_MAX_MS = 7 * ASKED_MAX_MS
const FAILURE_BASE_MS = 120_000
const FAILURE_MAX_MS = 6 * 3_600_000
const HOUR_MS = 3_600_000

/**
 * When to read a feed again. News makes the interval shorter, none longer, inside the bounds; what the feed asks for
 * (ttl, update period, max-age) is kept to even beyond them. Hours and days in which it says it rests are skipped.
 *
 * @param intervalMs the last interval; null before the first reading
 * @param random uniform in [0, 1)
 */
export function planPoll(
  result: PollResult,
  last: {
    readonly intervalMs: number | null
    readonly bounds: PollBounds
    readonly now: number
    readonly random: () => number
  },
): Plan {
  const { bounds, now, random } = last
  const interval = clamp(last.intervalMs ?? FIRST_MS, bounds.minMs, bounds.maxMs)
  if (result.kind === 'failed') {
    const policy = {
      baseMs: Math.max(FAILURE_BASE_MS, bounds.minMs),
      maxMs: Math.max(FAILURE_MAX_MS, bounds.minMs),
    }
    const asked = Math.min(result.retryAfterMs ?? 0, RETRY_AFTER_MAX_MS)
    return { intervalMs: interval, nextAt: now + Math.max(backoffMs(result.failures, policy, random), asked) }
  }
  const wanted = interval * (result.kind === 'news' ? FASTER : SLOWER)
  const intervalMs = Math.round(clamp(wanted, bounds.minMs, bounds.maxMs))
  const asked = Math.min(Math.max(result.hints.ttlMs ?? 0, maxAgeMs(result.cacheControl)), ASKED_MAX_MS)
  const jittered = intervalMs * (1 - JITTER + 2 * JITTER * random())
  return { intervalMs, nextAt: afterRest(Math.round(now + Math.max(jittered, asked)), result.hints) }
}

/** The time itself, or the start of the first hour after it that is not skipped; a feed that always rests never does. */
function afterRest(at: number, { skipHours, skipDays }: PollHints): number {
  for (let hours = 0; hours <= 7 * 24; hours += 1) {
    const start = hours === 0 ? at : Math.floor(at / HOUR_MS + hours) * HOUR_MS
    const time = new Date(start)
    if (!skipHours.includes(time.getUTCHours()) && !skipDays.includes(time.getUTCDay())) return start
  }
  return at
}

function maxAgeMs(cacheControl: string | undefined): number {
  const seconds = /(?:^|[\s,])max-age\s*=\s*"?(\d{1,9})/i.exec(cacheControl ?? '')?.[1]
  return Number(seconds ?? 0) * 1_000
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high)
}
