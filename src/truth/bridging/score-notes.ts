import { type Fit, fitRatings } from './fit-ratings.ts'
import { lockstepRows } from './lockstep.ts'
import { type Rating, type RatingTable, ratingTable, withRows } from './rating.ts'

export type NoteStatus = 'helpful' | 'not_helpful' | 'needs_more_ratings'

/** A note with what decided its status. */
export type ScoredNote = {
  readonly note: string
  readonly status: NoteStatus
  /** What of its ratings no viewpoint explains; null where it has too few ratings. */
  readonly intercept: number | null
  /** On which side it is liked; the sign means nothing. */
  readonly factor: number | null
  /** Ratings that counted, and those left out because their raters act in lockstep. */
  readonly ratings: number
  readonly leftOut: number
  /** Helpful minus not helpful ratings by raters of either side. */
  readonly netHelpful: readonly [number, number]
  /** What kept it from being helpful though its intercept was high enough. */
  readonly heldBackBy: 'one_side' | 'few_raters_decide' | null
}

/** As published by Community Notes (read 2026-11-22; ../shared/anchors, product anchors §5). */
export const STATUS = {
  ratingsMin: 5,
  helpfulInterceptMin: 0.4,
  helpfulFactorMax: 0.5,
  /** Not helpful below `-0.05 - 0.8 * |factor|`. */
  notHelpfulIntercept: -0.05,
  notHelpfulPerFactor: 0.8,
  /** A helpful note needs this many more helpful than other ratings on each side … */
  netHelpfulMin: 10,
  /** … or this many, where they also make up this share of that side's ratings. */
  netHelpfulFew: 4,
  netHelpfulRatio: 0.05,
  /** And this intercept still, without the raters that moved most. */
  baselineInterceptMin: 0.37,
  topRatersShare: 0.001,
} as const

/** A note that was helpful stays so until it falls this far below the threshold. */
const INERTIA = 0.01

/**
 * Which notes people who usually disagree find helpful. Notes below five ratings have no status. Ratings given in lockstep
 * are left out; a note that is helpful by its intercept must be so on both sides, and without the raters who rate most.
 *
 * @param before statuses of the run before, for inertia
 */
export function scoreNotes(
  ratings: Iterable<Rating>,
  before: ReadonlyMap<string, NoteStatus> = new Map(),
): ScoredNote[] {
  const given = [...ratings]
  const all = ratingTable(given)
  const lockstep = lockstepRows(all)
  const dropped = new Set([...lockstep].map((row) => all.place[row]))
  // Where somebody changed an own rating for one in lockstep, the own one stands again.
  const independent = sameNumbers(
    given.filter((_, place) => !dropped.has(place)),
    all,
  )
  const counts = countsOf(independent)
  const table = withRows(
    independent,
    (row) => (counts[independent.note[row] as number] ?? 0) >= STATUS.ratingsMin,
  )
  const fit = fitRatings(table)
  const baseline = fitWithoutTopRaters(table)
  const sides = netHelpfulOf(table, fit)
  const leftOut = countsOf(withRows(all, (row) => lockstep.has(row)))
  return all.notes.map((note, at) => {
    const known = {
      note,
      ratings: counts[at] ?? 0,
      leftOut: leftOut[at] ?? 0,
      netHelpful: sides[at] ?? [0, 0],
    }
    if (known.ratings < STATUS.ratingsMin)
      return { ...known, status: 'needs_more_ratings', intercept: null, factor: null, heldBackBy: null }
    const intercept = fit.noteIntercepts[at] as number
    const factor = fit.noteFactors[at] as number
    const wasHelpful = before.get(note) === 'helpful'
    const heldBackBy = isHelpful(intercept, factor, wasHelpful)
      ? whatHoldsBack(sides[at] ?? EMPTY_SIDES, baseline.noteIntercepts[at] as number)
      : null
    return {
      ...known,
      intercept,
      factor,
      heldBackBy,
      status: statusOf(intercept, factor, { wasHelpful, heldBackBy }),
    }
  })
}

/** The status that intercept and factor alone give: what the published thresholds say. */
export function thresholdStatus(intercept: number, factor: number): NoteStatus {
  return statusOf(intercept, factor, { wasHelpful: false, heldBackBy: null })
}

type Held = { readonly wasHelpful: boolean; readonly heldBackBy: ScoredNote['heldBackBy'] }

function statusOf(intercept: number, factor: number, { wasHelpful, heldBackBy }: Held): NoteStatus {
  if (isHelpful(intercept, factor, wasHelpful)) return heldBackBy === null ? 'helpful' : 'needs_more_ratings'
  const floor = STATUS.notHelpfulIntercept - STATUS.notHelpfulPerFactor * Math.abs(factor)
  return intercept < floor ? 'not_helpful' : 'needs_more_ratings'
}

function isHelpful(intercept: number, factor: number, wasHelpful: boolean): boolean {
  const least = STATUS.helpfulInterceptMin - (wasHelpful ? INERTIA : 0)
  return intercept >= least && Math.abs(factor) < STATUS.helpfulFactorMax
}

type NoteSides = { readonly [side in 0 | 1]: number } & readonly [number, number]
const EMPTY_SIDES: NoteSides = [0, 0]

/** A note that hardly anybody rated on one side is not held to be liked there. */
function whatHoldsBack(sides: NoteSides, baselineIntercept: number): ScoredNote['heldBackBy'] {
  if (sides.some((net) => net < STATUS.netHelpfulFew)) return 'one_side'
  return baselineIntercept < STATUS.baselineInterceptMin ? 'few_raters_decide' : null
}

/** Net helpful ratings by side of the raters' factors; a side whose net is a tiny share of its ratings counts as none. */
function netHelpfulOf(table: RatingTable, fit: Fit): NoteSides[] {
  const nets = table.notes.map(() => [0, 0] as [number, number])
  const counts = table.notes.map(() => [0, 0] as [number, number])
  for (let row = 0; row < table.value.length; row++) {
    const note = table.note[row] as number
    const side = (fit.raterFactors[table.rater[row] as number] as number) < 0 ? 0 : 1
    const value = table.value[row] as number
    const [net, count] = [nets[note], counts[note]]
    if (net === undefined || count === undefined) continue
    net[side] += value > 0.5 ? 1 : value < 0.5 ? -1 : 0
    count[side] += 1
  }
  return nets.map((net, note) => {
    const side = (at: 0 | 1) => {
      const total = counts[note]?.[at] ?? 0
      const enough = net[at] >= STATUS.netHelpfulMin || net[at] >= STATUS.netHelpfulRatio * total
      return enough ? net[at] : 0
    }
    return [side(0), side(1)]
  })
}

/** The fit without the raters who rate most: one in a thousand, at least one where there are many. */
function fitWithoutTopRaters(table: RatingTable): Fit {
  const counts = new Uint32Array(table.raters.length)
  for (const rater of table.rater) counts[rater] = (counts[rater] as number) + 1
  const dropped = Math.floor(table.raters.length * STATUS.topRatersShare)
  if (dropped === 0) return fitRatings(table)
  const order = [...counts.keys()].sort((a, b) => (counts[b] as number) - (counts[a] as number))
  const top = new Set(order.slice(0, dropped))
  return fitRatings(withRows(table, (row) => !top.has(table.rater[row] as number)))
}

/** A table of some of the ratings, with the numbers that raters and notes have in the table of all. */
function sameNumbers(ratings: readonly Rating[], all: RatingTable): RatingTable {
  const some = ratingTable(ratings)
  const raters = new Map(all.raters.map((name, at) => [name, at]))
  const notes = new Map(all.notes.map((name, at) => [name, at]))
  return {
    ...some,
    ...{ raters: all.raters, notes: all.notes },
    rater: some.rater.map((at) => raters.get(some.raters[at] ?? '') ?? 0),
    note: some.note.map((at) => notes.get(some.notes[at] ?? '') ?? 0),
  }
}

function countsOf(table: RatingTable): Uint32Array {
  const counts = new Uint32Array(table.notes.length)
  for (const note of table.note) counts[note] = (counts[note] as number) + 1
  return counts
}
