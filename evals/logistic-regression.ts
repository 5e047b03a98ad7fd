/** One example: its features, its label (0 to 1) and what it counts. */
export type Example = {
  readonly features: readonly number[]
  readonly label: number
  readonly weight?: number
}

const STEPS_MAX = 30
const SMALLEST_STEP = 1e-8

/**
 * Logistic regression with a quadratic penalty, by Newton's method on standardised features.
 *
 * @param penalty on the standardised weights, not on the bias; > 0
 * @returns the weights for features as they are, the bias last
 */
export function fitLogistic(examples: readonly Example[], penalty: number): number[] {
  const size = (examples[0]?.features.length ?? 0) + 1
  const { means, deviations } = moments(examples, size - 1)
  const rows = examples.map(({ features }) => [
    ...features.map((value, at) => (value - (means[at] ?? 0)) / (deviations[at] ?? 1)),
    1,
  ])
  let weights = new Array<number>(size).fill(0)
  for (let step = 0; step < STEPS_MAX; step++) {
    const change = newtonStep(rows, examples, weights, penalty)
    weights = weights.map((weight, at) => weight - (change[at] ?? 0))
    if (Math.max(...change.map(Math.abs)) < SMALLEST_STEP) break
  }
  const plain = weights.slice(0, -1).map((weight, at) => weight / (deviations[at] ?? 1))
  const shift = plain.reduce((sum, weight, at) => sum + weight * (means[at] ?? 0), 0)
  return [...plain, (weights.at(-1) ?? 0) - shift]
}

function moments(examples: readonly Example[], size: number): { means: number[]; deviations: number[] } {
  const columns = Array.from({ length: size }, (_, at) => examples.map(({ features }) => features[at] ?? 0))
  const means = columns.map(mean)
  const deviations = columns.map((values, at) =>
    Math.sqrt(mean(values.map((value) => (value - (means[at] ?? 0)) ** 2)) + 1e-12),
  )
  return { means, deviations }
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

function newtonStep(
  rows: readonly (readonly number[])[],
  examples: readonly Example[],
  weights: readonly number[],
  penalty: number,
): number[] {
  const size = weights.length
  const gradient = weights.map((weight, at) => (at === size - 1 ? 0 : penalty * weight))
  const hessian = weights.map((_, at) => {
    const row = new Array<number>(size).fill(0)
    row[at] = at === size - 1 ? 1e-9 : penalty
    return row
  })
  for (const [index, row] of rows.entries()) {
    const { label, weight = 1 } = examples[index] ?? { label: 0 }
    const score = row.reduce((sum, value, at) => sum + value * (weights[at] ?? 0), 0)
    const probability = 1 / (1 + Math.exp(-score))
    const curvature = weight * probability * (1 - probability)
    for (const [at, value] of row.entries()) {
      gradient[at] = (gradient[at] ?? 0) + weight * (probability - label) * value
      const line = hessian[at] ?? []
      for (let other = 0; other <= at; other++)
        line[other] = (line[other] ?? 0) + curvature * value * (row[other] ?? 0)
    }
  }
  return solveSymmetric(hessian, gradient)
}

/** Solves A x = b by Cholesky. @param lower the lower half of A, positive definite; overwritten */
function solveSymmetric(lower: number[][], b: readonly number[]): number[] {
  const at = (row: number, column: number) => lower[row]?.[column] ?? 0
  for (let row = 0; row < b.length; row++) {
    for (let column = 0; column <= row; column++) {
      let sum = at(row, column)
      for (let k = 0; k < column; k++) sum -= at(row, k) * at(column, k)
      const line = lower[row] ?? []
      line[column] = row === column ? Math.sqrt(Math.max(sum, 1e-12)) : sum / at(column, column)
    }
  }
  const y: number[] = []
  for (let row = 0; row < b.length; row++) {
    let sum = b[row] ?? 0
    for (let k = 0; k < row; k++) sum -= at(row, k) * (y[k] ?? 0)
    y.push(sum / at(row, row))
  }
  const x = new Array<number>(b.length).fill(0)
  for (let row = b.length - 1; row >= 0; row--) {
    let sum = y[row] ?? 0
    for (let k = row + 1; k < b.length; k++) sum -= at(k, row) * (x[k] ?? 0)
    x[row] = sum / at(row, row)
  }
  return x
}
