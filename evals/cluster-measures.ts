/** How well groups that were found fit groups that were labelled. */
export type ClusterScore = {
  readonly bcubedF1: number
  readonly bcubedPrecision: number
  readonly bcubedRecall: number
  /** Mutual information divided by the arithmetic mean of both entropies. */
  readonly nmi: number
  /** Share of what the labels tell that the groups tell too; 1 where no group mixes labels. */
  readonly homogeneity: number
  readonly items: number
  readonly groups: number
  readonly labels: number
}

/**
 * @param pairs of each item: the group it was put in, and its label
 * @see Amigó et al., "A comparison of extrinsic clustering evaluation metrics", 2009 (B-cubed)
 * @see Rosenberg and Hirschberg, "V-Measure", EMNLP 2007 (homogeneity)
 */
export function scoreClusters(pairs: readonly (readonly [group: string, label: string])[]): ClusterScore {
  const total = pairs.length
  const groups = counts(pairs.map(([group]) => group))
  const labels = counts(pairs.map(([, label]) => label))
  const both = Map.groupBy(pairs, ([group, label]) => JSON.stringify([group, label]))
  let precision = 0
  let recall = 0
  let information = 0
  for (const members of both.values()) {
    const [group, label] = members[0] as readonly [string, string]
    const count = members.length
    const ofGroup = groups.get(group) as number
    const ofLabel = labels.get(label) as number
    precision += (count * count) / ofGroup / total
    recall += (count * count) / ofLabel / total
    information += (count / total) * Math.log((count * total) / ofGroup / ofLabel)
  }
  const labelEntropy = entropy(labels, total)
  const meanEntropy = (entropy(groups, total) + labelEntropy) / 2
  return {
    bcubedF1: (2 * precision * recall) / (precision + recall),
    bcubedPrecision: precision,
    bcubedRecall: recall,
    nmi: meanEntropy === 0 ? 1 : information / meanEntropy,
    homogeneity: labelEntropy === 0 ? 1 : information / labelEntropy,
    items: total,
    groups: groups.size,
    labels: labels.size,
  }
}

function counts(names: readonly string[]): Map<string, number> {
  const found = new Map<string, number>()
  for (const name of names) found.set(name, (found.get(name) ?? 0) + 1)
  return found
}

function entropy(sizes: ReadonlyMap<string, number>, total: number): number {
  let sum = 0
  for (const size of sizes.values()) sum -= (size / total) * Math.log(size / total)
  return sum
}
