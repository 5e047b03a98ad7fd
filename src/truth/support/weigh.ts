/** Weights of a logistic regression, one for each feature in order, and the bias. */
export type Weights = readonly number[]

/** The sum of the features by their weights, and the bias. */
export function weigh(features: readonly number[], weights: Weights): number {
  let sum = weights[features.length] ?? 0
  for (const [at, feature] of features.entries()) sum += feature * (weights[at] ?? 0)
  return sum
}

export function logistic(value: number): number {
  return 1 / (1 + Math.exp(-value))
}
