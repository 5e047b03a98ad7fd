import type { PostReading } from '../read/statement.ts'
import { findTimes } from '../read/times.ts'

/** Posts begin this much before the day as the speaker's clock has it, and go on for a night. */
const EARLY_MS = 3 * 3_600_000
const LATE_MS = 12 * 3_600_000
const VOTES_MIN = 3

/**
 * Whether what these posts report happened on the days asked about: by the days they name, else by when the first of
 * them were written. A fire of Tuesday is talked about on Wednesday, but it is no fire of Wednesday.
 */
export function matchesWindow(
  window: { from: number; to: number },
  readings: readonly PostReading[],
): boolean {
  const inside = new Set<string>()
  const outside = new Set<string>()
  for (const reading of readings) {
    const days = reading.statements.flatMap((statement) =>
      findTimes(reading.post.text.slice(statement.start, statement.end), reading.post.createdAt).flatMap(
        (time) => (time.day === null ? [] : [time.day]),
      ),
    )
    if (days.length > 0)
      (days.some((day) => day >= window.from && day < window.to) ? inside : outside).add(reading.voice)
  }
  if (inside.size + outside.size >= VOTES_MIN) return inside.size * 2 >= inside.size + outside.size
  const times = readings.flatMap((reading) => reading.post.createdAt ?? []).sort((a, b) => a - b)
  const onset = times[Math.floor(times.length * 0.1)]
  return onset !== undefined && onset >= window.from - EARLY_MS && onset < window.to + LATE_MS
}
