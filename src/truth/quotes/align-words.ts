/** The best place of a quotation in a text, in words. */
export type WordAlignment = {
  /** Words of the quotation that stand there in order, of all. */
  readonly share01: number
  /** Index of the first and the last word of that place in the text. */
  readonly first: number
  readonly last: number
}

const GAP = -0.5
const OTHER_WORD = -0.5

/** One row of the table: for each word of the quotation the best alignment that ends there. */
type Row = {
  readonly score: Float64Array
  readonly matched: Int32Array
  readonly first: Int32Array
  readonly last: Int32Array
}

/**
 * Local alignment of two lists of words (Smith and Waterman 1981): where the text says most of the quotation, in
 * order, with few words between. Null where they share no word. Cost: the product of their lengths.
 */
export function alignWords(quotation: readonly string[], text: readonly string[]): WordAlignment | null {
  let [previous, row] = [emptyRow(quotation.length), emptyRow(quotation.length)]
  let best = { score: 0, matched: 0, first: -1, last: -1 }
  for (const [at, word] of text.entries()) {
    for (let column = 1; column <= quotation.length; column++) {
      clear(row, column)
      const isSame = quotation[column - 1] === word
      goOn(row, column, { from: previous, column: column - 1, score: isSame ? 1 : OTHER_WORD, at, isSame })
      goOn(row, column, { from: previous, column, score: GAP, at, isSame: false })
      goOn(row, column, { from: row, column: column - 1, score: GAP, at, isSame: false })
      if (value(row.score, column) > best.score) best = cellOf(row, column)
    }
    ;[previous, row] = [row, previous]
  }
  if (best.matched === 0) return null
  return { share01: best.matched / quotation.length, first: best.first, last: best.last }
}

type Step = { from: Row; column: number; score: number; at: number; isSame: boolean }

/** Takes a step into a cell where it leads to a better score than what stands there. */
function goOn(row: Row, column: number, step: Step): void {
  const score = value(step.from.score, step.column) + step.score
  if (score <= value(row.score, column)) return
  const begun = value(step.from.score, step.column) > 0
  row.score[column] = score
  row.matched[column] = (begun ? value(step.from.matched, step.column) : 0) + Number(step.isSame)
  row.first[column] = begun ? value(step.from.first, step.column) : step.at
  row.last[column] = step.isSame ? step.at : value(step.from.last, step.column)
}

function cellOf({ score, matched, first, last }: Row, column: number) {
  return {
    score: value(score, column),
    matched: value(matched, column),
    first: value(first, column),
    last: value(last, column),
  }
}

function clear(row: Row, column: number): void {
  row.score[column] = 0
  row.matched[column] = 0
}

function value(values: Float64Array | Int32Array, at: number): number {
  return values[at] ?? 0
}

function emptyRow(length: number): Row {
  return {
    score: new Float64Array(length + 1),
    matched: new Int32Array(length + 1),
    first: new Int32Array(length + 1),
    last: new Int32Array(length + 1),
  }
}
