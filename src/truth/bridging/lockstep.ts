import { connectedComponents } from '../../lib/connected-components.ts'
import type { RatingTable } from './rating.ts'

/** Notes that two raters must have in common before their likeness says anything. */
const COMMON_NOTES_MIN = 4
/** Share of the common notes on which both say the same. */
const AGREEMENT_MIN01 = 0.9
/** Two raters are alike when chance brings as much in common about less often than this. */
const PAIR_CHANCE = 1e-3
/** Chance with which anybody at all would have as many that are alike, where all rate independently. */
const FALSE_GROUP_CHANCE = 0.01
const GROUP_MIN = 3
/** Notes with more raters than this are left out of the search: everybody has them in common, and pairs grow as the square. */
const RATERS_PER_NOTE_MAX = 1_500

/**
 * Ratings that are not independent. Two raters are alike who rated the same notes the same way more than chance brings about, given
 * how much each rates and how often each note is rated. One such pair says nothing; a group in which each is alike to
 * many others, more than anybody would be by chance, acts in lockstep: what it rated in common is left out.
 *
 * Whoever follows the same interests as others rates the same notes too; what tells them from a brigade is that they do not
 * agree on nine of ten.
 *
 * @returns row numbers
 */
export function lockstepRows(table: RatingTable): ReadonlySet<number> {
  const rowsOfNote = groupRows(table.note, table.notes.length)
  const rowsOfRater = groupRows(table.rater, table.raters.length)
  const active = rowsOfRater.filter((rows) => rows.length >= COMMON_NOTES_MIN).length
  const pairs = [...alikePairs(table, rowsOfNote, rowsOfRater)]
  const groups = connectedComponents(densePairs(pairs, degreeNeeded(active)))
  const found = new Set<number>()
  for (const group of groups)
    if (group.length >= GROUP_MIN) for (const row of commonRows(group, table, rowsOfRater)) found.add(row)
  return found
}

/** The least number of alike raters that nobody among so many has by chance. */
function degreeNeeded(raters: number): number {
  const expected = Math.max(0, raters - 1) * PAIR_CHANCE
  let term = Math.exp(-expected)
  let above = 1 - term
  let degree = 1
  while (above * raters > FALSE_GROUP_CHANCE && degree < raters) {
    term *= expected / degree
    above -= term
    degree += 1
  }
  return Math.max(GROUP_MIN - 1, degree)
}

/** Pairs between raters who each keep so many of them when those who have fewer are taken out, again and again (the k-core). */
function densePairs(
  pairs: readonly (readonly [number, number])[],
  needed: number,
): (readonly [number, number])[] {
  const neighbours = new Map<number, Set<number>>()
  const join = (one: number, other: number) => {
    const known = neighbours.get(one)
    if (known === undefined) neighbours.set(one, new Set([other]))
    else known.add(other)
  }
  for (const [one, other] of pairs) {
    join(one, other)
    join(other, one)
  }
  const waiting = [...neighbours.keys()].filter((rater) => (neighbours.get(rater)?.size ?? 0) < needed)
  for (let rater = waiting.pop(); rater !== undefined; rater = waiting.pop()) {
    for (const other of neighbours.get(rater) ?? []) {
      const theirs = neighbours.get(other)
      if (theirs?.delete(rater) && theirs.size === needed - 1) waiting.push(other)
    }
    neighbours.delete(rater)
  }
  return pairs.filter(([one, other]) => neighbours.has(one) && neighbours.has(other))
}

function* alikePairs(
  table: RatingTable,
  rowsOfNote: readonly (readonly number[])[],
  rowsOfRater: readonly (readonly number[])[],
): Generator<readonly [number, number]> {
  const total = table.value.length
  // By note: the chance that one rating of a random rater falls on it.
  const popularity = rowsOfNote.map((rows) => rows.length / Math.max(1, total))
  for (let one = 0; one < table.raters.length; one++) {
    const own = rowsOfRater[one] ?? []
    if (own.length < COMMON_NOTES_MIN) continue
    const expectedPerRating = own.reduce((sum, row) => sum + (popularity[table.note[row] as number] ?? 0), 0)
    for (const [other, { common, alike }] of commonWith(one, own, table, rowsOfNote)) {
      if (common < COMMON_NOTES_MIN || alike < AGREEMENT_MIN01 * common) continue
      const expected = expectedPerRating * (rowsOfRater[other]?.length ?? 0)
      if (tailChance(common, own.length, expected / own.length) < PAIR_CHANCE) yield [one, other]
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

/**
 * An upper bound of the chance that at least so many of `trials` independent trials succeed, whose mean chance is `chance01`.
 *
 * @see Hoeffding, "Probability Inequalities for Sums of Bounded Random Variables", 1963, theorem 1
 */
function tailChance(count: number, trials: number, chance01: number): number {
  const share = count / trials
  if (share <= chance01) return 1
  if (chance01 <= 0) return 0
  const rest = share >= 1 ? 0 : (1 - share) * Math.log((1 - share) / (1 - chance01))
  return Math.exp(-trials * (share * Math.log(share / chance01) + rest))
}
