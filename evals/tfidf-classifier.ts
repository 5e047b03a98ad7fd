import { foldAccents } from '../src/domain/text/fold.ts'
import { hash32, Random } from '../src/lib/random.ts'
import { FOLD_NUMBERS, foldOf } from './claim-pairs.ts'

export type TextItem = {
  readonly text: string
  readonly other?: string
  readonly is: string
  readonly group: string
}

const SPACE = 1 << 16
const EPOCHS = 8
const STEP = 0.5
const PENALTY = 1e-5

/**
 * The anchor beside each figure: logistic regression over the TF-IDF of a set's own words and word pairs (claim and evidence apart, and what they
 * share), labels balanced, five-fold by group. It sees the set; what it stands beside mostly does not.
 */
export function tfidfFiveFold(
  items: readonly TextItem[],
): { said: string; is: string; scores: ReadonlyMap<string, number> }[] {
  const rows = items.map(tokens)
  return FOLD_NUMBERS.flatMap((fold) => {
    const inside = items.flatMap(({ group }, at) => (foldOf(group) === fold ? [at] : []))
    const outside = items.flatMap(({ group }, at) => (foldOf(group) === fold ? [] : [at]))
    const model = train(outside.map((at) => ({ row: rows[at] ?? [], is: items[at]?.is ?? '' })))
    return inside.map((at) => {
      const scores = model(rows[at] ?? [])
      const [said = ''] = [...scores].sort((a, b) => b[1] - a[1])[0] ?? []
      return { said, is: items[at]?.is ?? '', scores }
    })
  })
}

function tokens({ text, other }: TextItem): number[] {
  const words = (of: string) => foldAccents(of.toLowerCase()).match(/[\p{L}\p{N}]+/gu) ?? []
  const grams = (of: readonly string[]) => [...of, ...of.slice(1).map((word, at) => `${of[at]} ${word}`)]
  const own = words(text)
  const beside = other === undefined ? [] : words(other)
  const both = new Set(beside)
  const keys = [
    ...grams(own).map((gram) => `a ${gram}`),
    ...grams(beside).map((gram) => `b ${gram}`),
    ...own.filter((word) => both.has(word)).map((word) => `ab ${word}`),
  ]
  return [...new Set(keys.map((key) => hash32(key) % SPACE))]
}

type Row = { readonly row: readonly number[]; readonly is: string }

function train(rows: readonly Row[]): (row: readonly number[]) => Map<string, number> {
  const seen = new Float64Array(SPACE)
  for (const { row } of rows) for (const key of row) seen[key] = (seen[key] ?? 0) + 1
  const rarity = (key: number) => Math.log((rows.length + 1) / ((seen[key] ?? 0) + 1)) + 1
  const values = (row: readonly number[]) => {
    const raw = row.map(rarity)
    const norm = Math.sqrt(raw.reduce((sum, value) => sum + value * value, 0)) || 1
    return raw.map((value) => value / norm)
  }
  const labels = [...new Set(rows.map(({ is }) => is))].sort()
  const vectors = rows.map(({ row }) => values(row))
  const models = labels.map((label) => fitOne(rows, vectors, label))
  return (row) => {
    const own = values(row)
    return new Map(
      labels.map((label, at) => [label, score(models[at] ?? new Float64Array(SPACE + 1), row, own)]),
    )
  }
}

function fitOne(rows: readonly Row[], vectors: readonly (readonly number[])[], label: string): Float64Array {
  const weights = new Float64Array(SPACE + 1)
  const squares = new Float64Array(SPACE + 1).fill(1e-6)
  const positives = rows.filter(({ is }) => is === label).length
  const balance = {
    yes: rows.length / (2 * Math.max(1, positives)),
    no: rows.length / (2 * Math.max(1, rows.length - positives)),
  }
  const random = new Random(label)
  const step = (key: number, gradient: number) => {
    squares[key] = (squares[key] ?? 0) + gradient * gradient
    weights[key] = (weights[key] ?? 0) - (STEP * gradient) / Math.sqrt(squares[key] ?? 1)
  }
  for (let epoch = 0; epoch < EPOCHS; epoch++) {
    for (const at of random.shuffled(rows.map((_, index) => index))) {
      const { row, is } = rows[at] ?? { row: [], is: '' }
      const own = vectors[at] ?? []
      const isYes = is === label
      const wrong =
        (1 / (1 + Math.exp(-score(weights, row, own))) - Number(isYes)) * (isYes ? balance.yes : balance.no)
      for (const [place, key] of row.entries())
        step(key, wrong * (own[place] ?? 0) + PENALTY * (weights[key] ?? 0))
      step(SPACE, wrong)
    }
  }
  return weights
}

function score(weights: Float64Array, row: readonly number[], values: readonly number[]): number {
  return row.reduce(
    (sum, key, place) => sum + (weights[key] ?? 0) * (values[place] ?? 0),
    weights[SPACE] ?? 0,
  )
}
