import type { BoostedTrees, DecisionTree } from '../src/lib/boosted-trees.ts'
import { Random } from '../src/lib/random.ts'

export type TreeExample = {
  readonly features: Float64Array
  readonly target: number
  readonly weight: number
}

export type GrowthOptions = {
  /** `log_odds`: targets are 0 or 1; `value`: targets are numbers. */
  readonly predicts: 'log_odds' | 'value'
  readonly trees: number
  readonly depth: number
  readonly learningRate: number
  /** Limits tried for each feature. */
  readonly limits: number
  readonly leafExamplesMin: number
  /** Examples that weigh against a leaf's value. */
  readonly shrinkage: number
  /** Share of the examples that each tree sees, 0 to 1. */
  readonly share01: number
  readonly seed: string
}

/**
 * Grows trees one after the other, each on what the ones before leave unexplained.
 *
 * @see Friedman, "Stochastic Gradient Boosting", 2002; Newton steps as in Chen and Guestrin, "XGBoost", 2016
 */
export function growTrees(examples: readonly TreeExample[], options: GrowthOptions): BoostedTrees {
  const random = new Random(options.seed)
  const limits = featureLimits(examples, options.limits)
  const columns = limits.map((cuts, feature) => binned(examples, feature, cuts))
  const base = baseScore(examples, options.predicts)
  const scores = new Float64Array(examples.length).fill(base)
  const trees: DecisionTree[] = []
  const slopes = { gradient: new Float64Array(examples.length), curvature: new Float64Array(examples.length) }
  for (let grown = 0; grown < options.trees; grown += 1) {
    takeSlopes(examples, scores, slopes, options.predicts)
    const rows = examples.flatMap((_, row) => (random.uint32() / 2 ** 32 < options.share01 ? [row] : []))
    const tree = growTree(rows, options.depth, { columns, limits, ...slopes, options })
    trees.push(tree)
    for (const [row, { features }] of examples.entries())
      scores[row] = (scores[row] ?? 0) + leafOf(tree, features)
  }
  return { base, trees }
}

type Slopes = { gradient: Float64Array; curvature: Float64Array }
type Growth = Slopes & {
  /** Bin of each example, by feature. */
  readonly columns: readonly Uint8Array[]
  readonly limits: readonly (readonly number[])[]
  readonly options: GrowthOptions
}

function baseScore(examples: readonly TreeExample[], predicts: GrowthOptions['predicts']): number {
  if (predicts === 'value') return 0
  const positive = examples.reduce((sum, { target, weight }) => sum + target * weight, 0)
  const all = examples.reduce((sum, { weight }) => sum + weight, 0)
  return Math.log(positive / (all - positive))
}

function takeSlopes(
  examples: readonly TreeExample[],
  scores: Float64Array,
  { gradient, curvature }: Slopes,
  predicts: GrowthOptions['predicts'],
): void {
  for (const [row, { target, weight }] of examples.entries()) {
    const score = scores[row] ?? 0
    const expected = predicts === 'value' ? score : 1 / (1 + Math.exp(-score))
    gradient[row] = weight * (target - expected)
    curvature[row] = predicts === 'value' ? weight : weight * expected * (1 - expected)
  }
}

function featureLimits(examples: readonly TreeExample[], max: number): number[][] {
  const width = examples[0]?.features.length ?? 0
  return Array.from({ length: width }, (_, feature) => {
    const values = [
      ...new Set(examples.map(({ features }) => Math.round((features[feature] ?? 0) * 1_000) / 1_000)),
    ]
    values.sort((a, b) => a - b)
    const count = Math.min(max, values.length - 1)
    const cuts = Array.from({ length: count }, (__, cut) => {
      const at = Math.floor(((cut + 1) * values.length) / (count + 1))
      return Math.round((((values[Math.max(0, at - 1)] ?? 0) + (values[at] ?? 0)) / 2) * 10_000) / 10_000
    })
    return [...new Set(cuts)]
  })
}

function binned(examples: readonly TreeExample[], feature: number, cuts: readonly number[]): Uint8Array {
  return Uint8Array.from(examples, ({ features }) => {
    const value = features[feature] ?? 0
    let bin = 0
    while (bin < cuts.length && value > (cuts[bin] ?? 0)) bin += 1
    return bin
  })
}

function growTree(rows: readonly number[], depth: number, growth: Growth): DecisionTree {
  const { gradient, curvature, options, columns, limits } = growth
  let slope = 0
  let curve = 0
  for (const row of rows) {
    slope += gradient[row] ?? 0
    curve += curvature[row] ?? 0
  }
  const leaf = Math.round(((options.learningRate * slope) / (curve + options.shrinkage)) * 1e5) / 1e5
  if (depth === 0 || rows.length < 2 * options.leafExamplesMin) return leaf
  const split = bestSplit(rows, { slope, curve }, growth)
  if (split === null) return leaf
  const column = columns[split.feature] ?? new Uint8Array()
  const low = rows.filter((row) => (column[row] ?? 0) <= split.bin)
  const high = rows.filter((row) => (column[row] ?? 0) > split.bin)
  const limit = limits[split.feature]?.[split.bin] ?? 0
  return [split.feature, limit, growTree(low, depth - 1, growth), growTree(high, depth - 1, growth)]
}

type Split = { readonly feature: number; readonly bin: number; readonly gain: number }
const GAIN_MIN = 1e-5

function bestSplit(
  rows: readonly number[],
  total: { slope: number; curve: number },
  growth: Growth,
): Split | null {
  let best: Split | null = null
  for (let feature = 0; feature < growth.limits.length; feature += 1) {
    const split = bestCut(rows, feature, total, growth)
    if (split !== null && split.gain > (best?.gain ?? GAIN_MIN)) best = split
  }
  return best
}

function bestCut(
  rows: readonly number[],
  feature: number,
  total: { slope: number; curve: number },
  { columns, limits, gradient, curvature, options }: Growth,
): Split | null {
  const size = (limits[feature]?.length ?? 0) + 1
  const column = columns[feature] ?? new Uint8Array()
  if (size < 2) return null
  const slopes = new Float64Array(size)
  const curves = new Float64Array(size)
  const counts = new Int32Array(size)
  for (const row of rows) {
    const bin = column[row] ?? 0
    slopes[bin] = (slopes[bin] ?? 0) + (gradient[row] ?? 0)
    curves[bin] = (curves[bin] ?? 0) + (curvature[row] ?? 0)
    counts[bin] = (counts[bin] ?? 0) + 1
  }
  const worth = (slope: number, curve: number) => slope ** 2 / (curve + options.shrinkage)
  let best: Split | null = null
  let [slope, curve, count] = [0, 0, 0]
  for (let bin = 0; bin < size - 1; bin += 1) {
    slope += slopes[bin] ?? 0
    curve += curves[bin] ?? 0
    count += counts[bin] ?? 0
    if (count < options.leafExamplesMin || rows.length - count < options.leafExamplesMin) continue
    const rest = worth(total.slope - slope, total.curve - curve)
    const gain = worth(slope, curve) + rest - worth(total.slope, total.curve)
    if (gain > (best?.gain ?? 0)) best = { feature, bin, gain }
  }
  return best
}

function leafOf(tree: DecisionTree, features: Float64Array): number {
  let node = tree
  while (typeof node !== 'number') node = (features[node[0]] ?? 0) <= node[1] ? node[2] : node[3]
  return node
}
