/** One person's judgement of one note: helpful 1, somewhat 0.5, not helpful 0. */
export type Rating = { readonly rater: string; readonly note: string; readonly value: number }

/** Ratings with raters and notes as numbers from 0, in columns. */
export type RatingTable = {
  readonly raters: readonly string[]
  readonly notes: readonly string[]
  readonly rater: Uint32Array
  readonly note: Uint32Array
  readonly value: Float64Array
  /** Place of each rating in what the table was made of. */
  readonly place: Uint32Array
}

/** Each pair of rater and note once: the last rating given stands. Values outside 0 to 1 are brought into it. */
export function ratingTable(ratings: Iterable<Rating>): RatingTable {
  const raters = new Map<string, number>()
  const notes = new Map<string, number>()
  const byPair = new Map<string, { rater: number; note: number; value: number; place: number }>()
  let place = -1
  for (const { rater, note, value } of ratings) {
    place += 1
    if (!Number.isFinite(value)) continue
    const pair = { rater: numberOf(raters, rater), note: numberOf(notes, note) }
    byPair.set(`${pair.rater} ${pair.note}`, { ...pair, place, value: Math.min(1, Math.max(0, value)) })
  }
  const rows = [...byPair.values()]
  return {
    ...{ raters: [...raters.keys()], notes: [...notes.keys()] },
    rater: Uint32Array.from(rows, (row) => row.rater),
    note: Uint32Array.from(rows, (row) => row.note),
    value: Float64Array.from(rows, (row) => row.value),
    place: Uint32Array.from(rows, (row) => row.place),
  }
}

/** The rows for which `keeps` holds; raters and notes keep their numbers, also those that have no rating left. */
export function withRows(table: RatingTable, keeps: (row: number) => boolean): RatingTable {
  const rows = [...table.value.keys()].filter(keeps)
  return {
    ...table,
    rater: Uint32Array.from(rows, (row) => table.rater[row] as number),
    note: Uint32Array.from(rows, (row) => table.note[row] as number),
    value: Float64Array.from(rows, (row) => table.value[row] as number),
    place: Uint32Array.from(rows, (row) => table.place[row] as number),
  }
}

function numberOf(numbers: Map<string, number>, name: string): number {
  const known = numbers.get(name)
  if (known !== undefined) return known
  numbers.set(name, numbers.size)
  return numbers.size - 1
}
