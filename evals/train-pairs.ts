import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ClaimLabel } from '../src/domain/verdict.ts'
import type { BoostedTrees } from '../src/lib/boosted-trees.ts'
import { PAIR_FEATURES } from '../src/truth/check/pair-features.ts'
import type { PairModel, PairModels } from '../src/truth/check/pair-model.ts'
import { type PairExample, type TrainingSet, trainingPairs } from './claim-pairs.ts'
import { growTrees } from './grow-trees.ts'
import { fitLogistic } from './logistic-regression.ts'
import type { EvalArguments } from './run.ts'

/** In the order of `STANCE_ORDER`. */
const CLASSES: readonly ClaimLabel[] = ['supported', 'refuted', 'not_enough']
/** What a pair of each set counts; chosen on rte3-fr and daccord-fr (five-fold) and on the development parts, 2026-11-22. */
const WEIGHTS: Readonly<Record<'english' | 'french', Readonly<Record<TrainingSet, number>>>> = {
  english: {
    'rte3-fr': 1,
    'daccord-fr': 0,
    'fool-me-twice': 0.5,
    'same-page': 0.2,
    wice: 0.6,
    generated: 0.15,
  },
  french: {
    'rte3-fr': 1,
    'daccord-fr': 1,
    'fool-me-twice': 0.5,
    'same-page': 0.2,
    wice: 0.6,
    generated: 0.1,
  },
}
/** 1: every stance counts the same; 0: as often as it is in the sets. */
const BALANCE = { english: 1, french: 0.7 } as const
const PENALTY = 20
const GROWTH = {
  predicts: 'log_odds',
  trees: 150,
  depth: 3,
  learningRate: 0.1,
  limits: 12,
  leafExamplesMin: 15,
  shrinkage: 5,
  share01: 0.7,
  seed: 'pairs',
} as const
const WEIGHTS_FILE = join(import.meta.dirname, '..', 'src', 'truth', 'check', 'pair-trees.json')

/** Trains how a passage stands to a claim, on sets whose licence allows it. Writes `pair-trees.json`; about one minute. */
export async function run({ dataDir }: EvalArguments): Promise<void> {
  const models = trainPairs(await trainingPairs(dataDir))
  await writeFile(WEIGHTS_FILE, `${JSON.stringify(models)}\n`)
  console.log(`Written to ${WEIGHTS_FILE}`)
}

/** Also for cross-validation, which leaves examples out. */
export function trainPairs(examples: readonly PairExample[]): PairModels {
  return {
    english: { regressions: fitRegressions(weighed(examples, 'english')), forests: [] },
    french: trainFrench(examples),
  }
}

export function trainFrench(examples: readonly PairExample[]): PairModel {
  const french = weighed(examples, 'french')
  return { regressions: fitRegressions(french), forests: growForests(french) }
}

type Weighed = PairExample & { readonly weight: number }

function weighed(examples: readonly PairExample[], lang: 'english' | 'french'): Weighed[] {
  const used = examples.filter(({ set }) => WEIGHTS[lang][set] > 0)
  const totals = CLASSES.map((label) =>
    used.reduce((sum, one) => sum + (one.label === label ? WEIGHTS[lang][one.set] : 0), 0),
  )
  const mean = totals.reduce((sum, total) => sum + total, 0) / totals.length
  return used.map((one) => {
    const total = totals[CLASSES.indexOf(one.label)] ?? mean
    return { ...one, weight: WEIGHTS[lang][one.set] * (mean / total) ** BALANCE[lang] }
  })
}

/** The rows must be what the names say, or the weights mean something else. */
function assertWidth(examples: readonly Weighed[]): void {
  const odd = examples.find(({ features }) => features.length !== PAIR_FEATURES.length)
  if (odd !== undefined) throw new Error(`A pair of ${odd.set} has ${odd.features.length} features.`)
}

function fitRegressions(examples: readonly Weighed[]): number[][] {
  assertWidth(examples)
  return CLASSES.map((label) =>
    fitLogistic(
      examples.map((one) => ({
        features: [...one.features],
        label: Number(one.label === label),
        weight: one.weight,
      })),
      PENALTY,
    ).map((weight) => Number(weight.toFixed(4))),
  )
}

function growForests(examples: readonly Weighed[]): BoostedTrees[] {
  return CLASSES.map((label) =>
    growTrees(
      examples.map(({ features, label: own, weight }) => ({
        features,
        target: Number(own === label),
        weight,
      })),
      { ...GROWTH, seed: `${GROWTH.seed}-${label}` },
    ),
  )
}
