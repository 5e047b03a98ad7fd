/** A leaf is a number; a branch goes to `[2]` where the feature is at most the limit, else to `[3]`. */
export type DecisionTree =
  | number
  | readonly [feature: number, atMost: number, low: DecisionTree, high: DecisionTree]

/** A sum of small decision trees, as gradient boosting makes them. */
export type BoostedTrees = { readonly base: number; readonly trees: readonly DecisionTree[] }

/** Sum of the leaves that the features lead to: a log-odds or a value, as the trees were grown. */
export function scoreTrees({ base, trees }: BoostedTrees, features: Float64Array): number {
  let sum = base
  for (const tree of trees) {
    let node = tree
    while (typeof node !== 'number') node = (features[node[0]] ?? 0) <= node[1] ? node[2] : node[3]
    sum += node
  }
  return sum
}
