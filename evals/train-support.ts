import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { rankEvidence } from '../src/truth/support/rank-evidence.ts'
import { statementFeatures, statementSupport } from '../src/truth/support/statement-support.ts'
import type { Weights } from '../src/truth/support/weigh.ts'
import { groundWords, unsupported01, wordFeatures } from '../src/truth/support/word-support.ts'
import { balancedAccuracy, mean } from './class-measures.ts'
import { fitLogistic } from './logistic-regression.ts'
import type { EvalArguments } from './run.ts'
import {
  candidatesOf,
  evidenceShare,
  readClaim,
  readWice,
  type WiceClaim,
  type WiceTokens,
  wordLabels,
} from './wice-data.ts'

/** Set by hand on 2026-11-22; ten times more or less moves no figure of wice by .01. */
const EVIDENCE_PENALTY = 10
const WORD_PENALTY = 10
const STATEMENT_PENALTY = 100
/** Sentences ranked for word and statement features: more than they use. */
const RANKED = 5
const WEIGHTS_FILE = join(import.meta.dirname, '..', 'src', 'truth', 'support', 'support-weights.json')

/**
 * Trains what `statementSupport` weighs, on wice annotations only: evidence and words on the token part of its
 * training set, whole statements on its development claims. Writes `support-weights.json`.
 */
export async function run({ dataDir }: EvalArguments): Promise<void> {
  const { claims, tokensTrain } = await readWice(dataDir)
  const evidence = trainEvidence(tokensTrain)
  const words = trainWords(tokensTrain, evidence)
  const statement = trainStatement(claims, { evidence, words })
  const thresholds = {
    strikeAbove01: strikeThreshold(claims, { evidence, words, statement }),
    markAbove01: markThreshold(tokensTrain, { evidence, words }),
  }
  const rounded = (weights: Weights) => weights.map((weight) => Number(weight.toFixed(4)))
  const model = {
    evidence: rounded(evidence),
    words: rounded(words),
    statement: rounded(statement),
    ...thresholds,
  }
  await writeFile(WEIGHTS_FILE, `${JSON.stringify(model, null, 2)}\n`)
  console.log(`Written to ${WEIGHTS_FILE}`)
}

function trainEvidence(claims: readonly WiceClaim[]): number[] {
  const examples = claims.flatMap((claim) =>
    candidatesOf(claim).map(({ candidate, features }) => ({
      features,
      label: evidenceShare(claim, candidate.sentence.source),
    })),
  )
  return fitLogistic(examples, EVIDENCE_PENALTY)
}

function trainWords(claims: readonly WiceTokens[], evidence: Weights): number[] {
  const examples = claims.flatMap((claim) => {
    const { statement, ground } = readClaim(claim)
    const ranked = rankEvidence(statement, ground, { limit: RANKED, model: evidence })
    const labels = wordLabels(claim, statement)
    return wordFeatures(statement, groundWords(statement, ranked, ground)).map((features, at) => ({
      features,
      label: Number(labels[at]),
    }))
  })
  return fitLogistic(examples, WORD_PENALTY)
}

/** Also for cross-validation: `evals/wice.ts` calls it with parts of the claims. */
export function trainStatement(
  claims: readonly WiceClaim[],
  model: { evidence: Weights; words: Weights },
): number[] {
  const examples = claims.map((claim) => ({
    features: statementFeaturesOf(claim, model),
    label: Number(claim.label === 'supported'),
  }))
  return fitLogistic(examples, STATEMENT_PENALTY)
}

export function statementFeaturesOf(
  claim: WiceClaim,
  model: { evidence: Weights; words: Weights },
): number[] {
  const { statement, ground } = readClaim(claim)
  const ranked = rankEvidence(statement, ground, { limit: RANKED, model: model.evidence })
  const grounds = groundWords(statement, ranked, ground)
  return statementFeatures({
    words: statement,
    grounds,
    unsupported01: unsupported01(statement, grounds, model.words),
  })
}

const THRESHOLDS = Array.from({ length: 97 }, (_, at) => (at + 2) / 100)

/** Where supported and other claims are told apart best: the highest balanced accuracy. */
export function strikeThreshold(
  claims: readonly WiceClaim[],
  model: { evidence: Weights; words: Weights; statement: Weights },
): number {
  const scored = claims.map((claim) => {
    const { statement, ground } = readClaim(claim)
    const whole = { ...model, strikeAbove01: 1, markAbove01: 1 }
    const { weakest01 } = statementSupport(statement, ground, RANKED, whole)
    return { weakest01, isSupported: claim.label === 'supported' }
  })
  return bestOf(THRESHOLDS, (threshold) =>
    balancedAccuracy(
      scored.map(({ weakest01, isSupported }) => ({ said: weakest01 <= threshold, is: isSupported })),
    ),
  )
}

/** Where marked words agree best with the annotators': the highest mean F1. */
function markThreshold(claims: readonly WiceTokens[], model: { evidence: Weights; words: Weights }): number {
  const scored = claims.map((claim) => {
    const { statement, ground } = readClaim(claim)
    const ranked = rankEvidence(statement, ground, { limit: RANKED, model: model.evidence })
    const probabilities = unsupported01(statement, groundWords(statement, ranked, ground), model.words)
    return { probabilities, labels: wordLabels(claim, statement) }
  })
  return bestOf(THRESHOLDS, (threshold) =>
    mean(
      scored.map(({ probabilities, labels }) =>
        f1OfWords(
          probabilities.map((p) => p > threshold),
          labels,
        ),
      ),
    ),
  )
}

export function f1OfWords(marked: readonly boolean[], labels: readonly boolean[]): number {
  const both = marked.filter((mark, at) => mark && labels[at] === true).length
  const total = marked.filter(Boolean).length + labels.filter(Boolean).length
  return total === 0 ? 1 : (2 * both) / total
}

function bestOf(values: readonly number[], worth: (value: number) => number): number {
  return values.map((value) => ({ value, worth: worth(value) })).reduce((a, b) => (b.worth > a.worth ? b : a))
    .value
}
