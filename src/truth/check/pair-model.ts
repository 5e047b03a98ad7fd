import type { TermForm } from '../../domain/text/stem.ts'
import type { Stance } from '../../domain/verdict.ts'
import { type BoostedTrees, scoreTrees } from '../../lib/boosted-trees.ts'
import { logistic, type Weights } from '../support/weigh.ts'
import model from './pair-trees.json' with { type: 'json' }

/** How likely a passage supports, refutes or leaves open a claim; sum to 1. */
export type StanceProbabilities = Readonly<Record<Stance, number>>

/** One regression for each stance, and, where enough text of the language was there to grow them, one small forest each. */
export type PairModel = {
  readonly regressions: readonly Weights[]
  readonly forests: readonly BoostedTrees[]
}
export type PairModels = Readonly<Record<'english' | 'french', PairModel>>

/** Order of the regressions and forests. */
export const STANCE_ORDER = ['supports', 'refutes', 'neutral'] as const satisfies readonly Stance[]

/** Data, figures and limits: docs/models/verdicts.md. */
export const PAIR_MODELS = model as unknown as PairModels

/**
 * The English model says "refutes" twice as often as "supports" where both are equally common (fool-me-twice, five-fold: 403 to 148), because
 * generated pairs teach it denials best; with these odds both are said about as often. 2026-11-22.
 */
const ENGLISH_SUPPORT_ODDS = 1.6

/** Weighs the features of a pair; other languages than French are judged by the English model. */
export function judgePair(
  features: Float64Array,
  form: TermForm,
  models: PairModels = PAIR_MODELS,
): StanceProbabilities {
  const { regressions, forests } = models[form === 'french' ? 'french' : 'english']
  const linear = shares(regressions.map((weights) => logistic(weighArray(features, weights))))
  const grown = shares(forests.map((forest) => logistic(scoreTrees(forest, features))))
  const [supports = 0, refutes = 0, neutral = 0] = linear.map((share, at) =>
    grown.length === 0 ? share : (share + (grown[at] ?? 0)) / 2,
  )
  return form === 'french'
    ? { supports, refutes, neutral }
    : inOdds(supports * ENGLISH_SUPPORT_ODDS, refutes, neutral)
}

function inOdds(supports: number, refutes: number, neutral: number): StanceProbabilities {
  const total = supports + refutes + neutral
  return { supports: supports / total, refutes: refutes / total, neutral: neutral / total }
}

/**
 * What passages say outright weighs beside what the words compare to. No training set has enough of such passages, so these odds are
 * by hand, 2026-11-22: an answer of yes or no to a question about the claim, a passage that calls something false or fake.
 */
const ANSWER_ODDS = 6
const DEBUNK_ODDS = 3
const NOTHING_FOUND: StanceProbabilities = { supports: 0.03, refutes: 0.03, neutral: 0.94 }

export type PlainSaying = {
  readonly answer: -1 | 0 | 1
  readonly isDebunk: boolean
  readonly foundNothing: boolean
}

export function withPlainSaying(stances: StanceProbabilities, saying: PlainSaying): StanceProbabilities {
  if (saying.foundNothing) return NOTHING_FOUND
  const supports = stances.supports * (saying.answer > 0 ? ANSWER_ODDS : 1)
  const refutes =
    stances.refutes * (saying.answer < 0 ? ANSWER_ODDS : 1) * (saying.isDebunk ? DEBUNK_ODDS : 1)
  return inOdds(supports, refutes, stances.neutral)
}

function weighArray(features: Float64Array, weights: Weights): number {
  let sum = weights[features.length] ?? 0
  for (let at = 0; at < features.length; at++) sum += (features[at] ?? 0) * (weights[at] ?? 0)
  return sum
}

function shares(values: readonly number[]): number[] {
  const total = values.reduce((sum, value) => sum + value, 0)
  return values.map((value) => value / total)
}
