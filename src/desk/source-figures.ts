import { z } from 'zod'

/** What people see of a source; the words are those of the contract. `waiting`: it should run, and no process runs it. */
export type SourceState = 'connecting' | 'connected' | 'unreachable' | 'waiting' | 'paused' | 'failed'

const counts = z.record(z.string(), z.number())
const time = z.number().nullable()

/**
 * How one source is doing. Totals are since it was connected, also over restarts; a process that was killed takes its
 * last seconds of counting with it. Times are UTC milliseconds.
 */
export const sourceFiguresSchema = z.object({
  state: z.enum(['connecting', 'connected', 'unreachable', 'failed']),
  /** Posts stored, mean over the last ten seconds. */
  postsPerSecond: z.number(),
  /** As the network dates its newest event. */
  lastEventAt: time,
  /** When that event arrived here. */
  lastReceivedAt: time,
  stored: z.number(),
  dropped: counts,
  parked: counts,
  lastError: z.string().nullable(),
  /** The last few errors, newest last; one that comes again and again is one entry. */
  errors: z.array(
    z.object({ firstAt: z.number(), lastAt: z.number(), count: z.number(), message: z.string() }),
  ),
  /** The last few items that could not be understood, newest last. */
  parkedSamples: z.array(z.object({ reason: z.string(), raw: z.string(), at: z.number() })),
  /** A few of the posts that the filter left out, newest last. */
  droppedSamples: z.array(
    z.object({
      reason: z.string(),
      id: z.string(),
      author: z.string(),
      source: z.string(),
      text: z.string(),
      at: z.number(),
    }),
  ),
  cursor: z.string().nullable(),
  /** What the source follows, one by one, where it says so: rules, feeds. */
  parts: z
    .array(
      z.object({
        name: z.string(),
        state: z.enum(['working', 'waiting', 'refused']),
        note: z.string().nullable(),
      }),
    )
    .default([]),
  /** When the network was last asked whether stored posts were deleted; null where it says so by itself, or never was. */
  recheckedAt: time.default(null),
})

export type SourceFigures = Readonly<z.infer<typeof sourceFiguresSchema>>

/** Figures as a process wrote them into the ledger; null when another version wrote something else. */
export function readFigures(stored: unknown): SourceFigures | null {
  const parsed = sourceFiguresSchema.safeParse(stored)
  return parsed.success ? parsed.data : null
}

/** Figures of a source that has not run yet. */
export const NO_FIGURES: SourceFigures = {
  state: 'connecting',
  postsPerSecond: 0,
  lastEventAt: null,
  lastReceivedAt: null,
  stored: 0,
  dropped: {},
  parked: {},
  lastError: null,
  errors: [],
  parkedSamples: [],
  droppedSamples: [],
  cursor: null,
  parts: [],
  recheckedAt: null,
}
