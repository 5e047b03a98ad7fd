import { connectedComponents } from '../../lib/connected-components.ts'
import type { RatingTable } from './rating.ts'

/** Notes that two raters must have in common before their likeness says anything. */
const COMMON_NOTES_MIN = 5
/** Share of the common notes on which both say the same. */
const AGREEMENT_MIN01 = 0.9
/** Chance with which any pair at all is taken for lockstep where all rate independently. */
const FALSE_PAIR_CHANCE = 0.01
const GROUP_MIN = 3
/** Notes with more raters than this are left out of the search: everybody has them in common, and pairs grow as the square. */
const RATERS_PER_NOTE_MAX = 1_500

/**
 * Raters who rate the same notes alike far more than chance brings about, given how much each rates and how often each note
 * is rated: groups of three and more. They are not independent, so what they rated in common is left out.
 *
 * @returns row numbers of ratings that are not independent
 */
export function lockstepRows(table: RatingTable): ReadonlySet<number> {
  const rowsOfNote = groupRows(table.note, table.notes.length)
  const rowsOfRater = groupRows(table.rater, table.raters.length)
  const groups = connectedComponents(lockstepPairs(table, rowsOfNote, rowsOfRater)).filter(
    (group) => group.length >= GROUP_MIN,
  )
  const found = new Set<number>()
  for (const group of groups) for (const row of commonRows(group, table, rowsOfRater)) found.add(row)
  return found
}

function* lockstepPairs(
  table: RatingTable,
  rowsOfNote: readonly (readonly number[])[],
  rowsOfRater: readonly (readonly number[])[],
): Generator<readonly [number, number]> {
  const raters = table.raters.length
  const total = table.value.length
  const pairs = Math.max(1, (raters * (raters - 1)) / 2)
  // By note: the chance that one rating of a random rater falls on it.
  const popularity = rowsOfNote.map((rows) => rows.length / Math.max(1, total))
  for (let one = 0; one < raters; one++) {
    const own = rowsOfRater[one] ?? []
    if (own.length < COMMON_NOTES_MIN) continue
    const expectedPerRating = own.reduce((sum, row) => sum + (popularity[table.note[row] as number] ?? 0), 0)
    for (const [other, { common, alike }] of commonWith(one, own, table, rowsOfNote)) {
      if (common < COMMON_NOTES_MIN || alike < AGREEMENT_MIN01 * common) continue
      const expected = expectedPerRating * (rowsOfRater[other]?.length ?? 0)
      if (poissonTail(common, expected) * pairs < FALSE_PAIR_CHANCE) yield [one, other]
    }
  }
}

type Common = { common: number; alike: number }

/** Raters behind `one` in number, with how many notes they share with it and on how many they agree. */
function commonWith(
  one: number,
  own: readonly number[],
  table: RatingTable,
  rowsOfNote: readonly (readonly number[])[],
): Map<number, Common> {
  const found = new Map<number, Common>()
  for (const row of own) {
    const others = rowsOfNote[table.note[row] as number] ?? []
    if (others.length > RATERS_PER_NOTE_MAX) continue
    for (const otherRow of others) {
      const other = table.rater[otherRow] as number
      if (other <= one) continue
      const count = found.get(other) ?? { common: 0, alike: 0 }
      count.common += 1
      if (table.value[otherRow] === table.value[row]) count.alike += 1
      found.set(other, count)
    }
  }
  return found
}

/** Ratings that a third of the group, and two at least, gave to the same note alike. */
function commonRows(
  group: readonly number[],
  table: RatingTable,
  rowsOfRater: readonly (readonly number[])[],
): number[] {
  const byNote = new Map<string, number[]>()
  for (const rater of group)
    for (const row of rowsOfRater[rater] ?? []) {
      const key = `${table.note[row]} ${table.value[row]}`
      const rows = byNote.get(key)
      if (rows === undefined) byNote.set(key, [row])
      else rows.push(row)
    }
  const needed = Math.max(2, group.length / 3)
  return [...byNote.values()].filter((rows) => rows.length >= needed).flat()
}

function groupRows(column: Uint32Array, size: number): number[][] {
  const groups: number[][] = Array.from({ length: size }, () => [])
  for (const [row, each] of column.entries()) groups[each]?.push(row)
  return groups
}

/** P(X >= count) for a Poisson variable, bounded from above (Chernoff): exact enough for chances as small as these. */
function poissonTail(count: number, expected: number): number {
  if (count <= expected) return 1
  if (expected === 0) return 0
  return Math.exp(count - expected - count * Math.log(count / expected))
}
