import { Random } from '../../lib/random.ts'
import type { RatingTable } from './rating.ts'

/** Regularisation as published; heavy on intercepts, so that what viewpoints explain is left to the factors. */
export const FIT = { interceptWeight: 0.15, factorWeight: 0.03 } as const

/** A rating is explained as `mean + raterIntercept + noteIntercept + raterFactor * noteFactor`. By number of rater and note. */
export type Fit = {
  readonly mean: number
  readonly raterIntercepts: Float64Array
  readonly noteIntercepts: Float64Array
  readonly raterFactors: Float64Array
  readonly noteFactors: Float64Array
  readonly sweeps: number
  readonly hasConverged: boolean
}

const SWEEPS_MAX = 2_000
/** The largest step of any parameter in a sweep, at which the rest cannot move a status. */
const STEP_MIN = 1e-7
const POWER_ROUNDS = 60

/**
 * Fits the model of Community Notes: minimises, over all ratings, the squared error plus 0.15 times the squares of the three
 * intercepts and 0.03 times those of the two factors, by solving for raters and notes in turn, each exactly. The first
 * factors are the leading pair of what intercepts leave unexplained, so the result is the same each time; the sign of
 * the factors means nothing.
 *
 * @see https://communitynotes.x.com/guide/en/under-the-hood/ranking-notes (read 2026-11-22)
 */
export function fitRatings(table: RatingTable): Fit {
  const raters = new Side(table.raters.length, table.rater, table.note)
  const notes = new Side(table.notes.length, table.note, table.rater)
  let mean = 0
  const solveBoth = (): number => {
    mean = meanOf(table, mean, raters, notes)
    return Math.max(raters.solve(table.value, mean, notes), notes.solve(table.value, mean, raters))
  }
  for (let round = 0; round < 20; round++) if (solveBoth() < 1e-4) break
  startFactors(table, mean, raters, notes)
  let sweeps = 0
  let step = Number.POSITIVE_INFINITY
  while (sweeps < SWEEPS_MAX && step > STEP_MIN) {
    step = solveBoth()
    sweeps += 1
  }
  return {
    mean,
    ...{ raterIntercepts: raters.intercepts, raterFactors: raters.factors },
    ...{ noteIntercepts: notes.intercepts, noteFactors: notes.factors },
    ...{ sweeps, hasConverged: step <= STEP_MIN },
  }
}

/** What is minimised. */
export function lossOf(table: RatingTable, fit: Omit<Fit, 'sweeps' | 'hasConverged'>): number {
  let loss = 0
  for (let row = 0; row < table.value.length; row++) {
    const rater = table.rater[row] as number
    const note = table.note[row] as number
    const [ui, ni] = [fit.raterIntercepts[rater] as number, fit.noteIntercepts[note] as number]
    const [uf, nf] = [fit.raterFactors[rater] as number, fit.noteFactors[note] as number]
    const error = (table.value[row] as number) - fit.mean - ui - ni - uf * nf
    loss += error * error + FIT.interceptWeight * (ui * ui + ni * ni + fit.mean * fit.mean)
    loss += FIT.factorWeight * (uf * uf + nf * nf)
  }
  return loss
}

/** Raters, or notes: their two numbers each, and their rows in one run. */
class Side {
  readonly intercepts: Float64Array
  readonly factors: Float64Array
  readonly #starts: Uint32Array
  readonly #rows: Uint32Array
  readonly #others: Uint32Array

  constructor(size: number, own: Uint32Array, others: Uint32Array) {
    this.intercepts = new Float64Array(size)
    this.factors = new Float64Array(size)
    this.#others = others
    this.#starts = new Uint32Array(size + 1)
    for (const each of own) this.#starts[each + 1] = (this.#starts[each + 1] as number) + 1
    for (let at = 0; at < size; at++)
      this.#starts[at + 1] = (this.#starts[at + 1] as number) + (this.#starts[at] as number)
    const next = this.#starts.slice()
    this.#rows = new Uint32Array(own.length)
    for (let row = 0; row < own.length; row++) {
      const each = own[row] as number
      this.#rows[next[each] as number] = row
      next[each] = (next[each] as number) + 1
    }
  }

  /** Solves intercept and factor of each, given the other side: two linear equations. @returns the largest step */
  solve(values: Float64Array, mean: number, other: Side): number {
    let largest = 0
    for (let each = 0; each < this.intercepts.length; each++) {
      const from = this.#starts[each] as number
      const to = this.#starts[each + 1] as number
      if (from === to) continue
      let [factor, square, rest, restFactor] = [0, 0, 0, 0]
      for (let at = from; at < to; at++) {
        const row = this.#rows[at] as number
        const them = this.#others[row] as number
        const left = (values[row] as number) - mean - (other.intercepts[them] as number)
        const theirs = other.factors[them] as number
        factor += theirs
        square += theirs * theirs
        rest += left
        restFactor += left * theirs
      }
      const count = to - from
      const a = count * (1 + FIT.interceptWeight)
      const d = square + count * FIT.factorWeight
      const determinant = a * d - factor * factor
      const intercept = (rest * d - restFactor * factor) / determinant
      const own = (a * restFactor - factor * rest) / determinant
      const step =
        Math.abs(intercept - (this.intercepts[each] as number)) +
        Math.abs(own - (this.factors[each] as number))
      if (step > largest) largest = step
      this.intercepts[each] = intercept
      this.factors[each] = own
    }
    return largest
  }
}

function meanOf(table: RatingTable, before: number, raters: Side, notes: Side): number {
  if (table.value.length === 0) return before
  let sum = 0
  for (let row = 0; row < table.value.length; row++) {
    const rater = table.rater[row] as number
    const note = table.note[row] as number
    const explained = (raters.intercepts[rater] as number) + (notes.intercepts[note] as number)
    sum +=
      (table.value[row] as number) -
      explained -
      (raters.factors[rater] as number) * (notes.factors[note] as number)
  }
  return sum / (table.value.length * (1 + FIT.interceptWeight))
}

/** The leading pair of the residuals by power iteration, shared out evenly between both sides. */
function startFactors(table: RatingTable, mean: number, raters: Side, notes: Side): void {
  const random = new Random('bridging')
  const residuals = table.value.map((value, row) => {
    const explained = raters.intercepts[table.rater[row] as number] as number
    return value - mean - explained - (notes.intercepts[table.note[row] as number] as number)
  })
  let ofNotes: Float64Array<ArrayBufferLike> = Float64Array.from(
    { length: table.notes.length },
    () => random.next01() - 0.5,
  )
  let ofRaters: Float64Array<ArrayBufferLike> = new Float64Array(table.raters.length)
  let scale = 0
  for (let round = 0; round < POWER_ROUNDS; round++) {
    ofRaters = times(residuals, table.rater, table.note, ofNotes, table.raters.length)
    normalise(ofRaters)
    ofNotes = times(residuals, table.note, table.rater, ofRaters, table.notes.length)
    scale = normalise(ofNotes)
  }
  const share = Math.sqrt(scale)
  const perRater = Math.sqrt(Math.max(1, table.raters.length))
  const perNote = Math.sqrt(Math.max(1, table.notes.length))
  const balance = Math.sqrt(perRater / perNote)
  ofRaters.forEach((value, at) => {
    raters.factors[at] = value * share * balance
  })
  ofNotes.forEach((value, at) => {
    notes.factors[at] = (value * share) / balance
  })
}

function times(
  residuals: Float64Array,
  own: Uint32Array,
  others: Uint32Array,
  vector: Float64Array,
  size: number,
): Float64Array {
  const product = new Float64Array(size)
  for (let row = 0; row < residuals.length; row++) {
    const each = own[row] as number
    product[each] =
      (product[each] as number) + (residuals[row] as number) * (vector[others[row] as number] as number)
  }
  return product
}

/** Brings a vector to length 1. @returns its length before */
function normalise(vector: Float64Array): number {
  const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0))
  if (length > 0) for (let at = 0; at < vector.length; at++) vector[at] = (vector[at] as number) / length
  return length
}
