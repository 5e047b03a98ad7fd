import { parseCursor, timeOfCursor } from './stream-cursor.ts'
import type { Place, Stretch } from './stream-protocol.ts'

/** Each server sees events at its own time, so going on elsewhere starts a little earlier; repeats are dropped later. */
const REWIND_US = 5_000_000
/** What Jetstream's servers keep to replay. */
const LOOKBACK_MS = 36 * 3_600_000
/**
 * Whatever a server claims the time is, a cursor is never further ahead of our clock than what going on from it takes
 * back, so that a wrong date cannot skip anything.
 *
 * @param timeUs microseconds since 1970 at which the server saw the event
 */
export function placeAt(timeUs: number, now: number): Place {
  const order = Math.min(timeUs, now * 1_000 + REWIND_US)
  return { cursor: String(order), order, at: Math.floor(order / 1_000) }
}

/** Where a cursor stands in a stream that is placed by time; null for what is no cursor. */
export function timeUsOf(cursor: string | null): number | null {
  const parsed = parseCursor(cursor)
  if (parsed === null) return null
  return parsed.kind === 'time' ? parsed.timeUs : parsed.at * 1_000
}

/** The time to ask for in order to go on from a cursor; null starts at now. */
export function resumeTimeUs(cursor: string | null): number | null {
  const timeUs = timeUsOf(cursor)
  return timeUs === null ? null : Math.max(timeUs - REWIND_US, 0)
}

/** What servers no longer have of the time since a cursor. */
export function missedStretch(cursor: string | null, now: number): Stretch | null {
  const from = timeOfCursor(cursor)
  if (from === null || from >= now - LOOKBACK_MS) return null
  return { from, to: now - LOOKBACK_MS }
}
