import { hash32 } from '../src/lib/random.ts'
import { judgeClaim } from '../src/truth/check/judge-claim.ts'
import { rankEvidence } from '../src/truth/support/rank-evidence.ts'
import { statementSupport } from '../src/truth/support/statement-support.ts'
import { SUPPORT_MODEL } from '../src/truth/support/support-model.ts'
import { groundWords, unsupported01 } from '../src/truth/support/word-support.ts'
import { areaUnderCurve, formatInterval, type Interval, mean, withInterval } from './class-measures.ts'
import { recordResult } from './record-result.ts'
import type { EvalArguments } from './run.ts'
import { wordOverlap } from './span-measures.ts'
import { f1OfWords, trainStatement } from './train-support.ts'
import { readClaim, readWice, type WiceClaim, type WiceTokens, wordLabels } from './wice-data.ts'

/** Bars of issue 4. */
const EVIDENCE_F1_MIN = 0.53
const SUPPORTED_AUC_MIN = 0.68
const FOLDS = 5
const TOP = 3

/**
 * wice: sentences of Wikipedia against the page they cite, sentence by sentence.
 *
 * Evidence F1@3 is the best F1 of the three most relevant sentences with what any annotator chose, 0 for claims for
 * which none chose any, as in the anchor. What ranks them was trained on other articles (`npm run eval --
 * train-support`). The supported AUC is cross-validated: what weighs a claim was trained on the other articles' claims.
 */
export async function run({ dataDir }: EvalArguments): Promise<void> {
  const { claims, tokensDev } = await readWice(dataDir)
  const cpu = process.cpuUsage()
  const evidence = claims.map(evidenceF1)
  const spent = process.cpuUsage(cpu)
  const supported = crossValidate(claims)
  const overlap = claims.map((claim) => ({
    score: wordOverlap(claim.claim, claim.evidence),
    is: isSupported(claim),
  }))
  const words = tokensDev.map(wordF1)
  const measures: Record<string, Interval> = {
    evidenceF1At3: withInterval(evidence, mean),
    supportedAuc: withInterval(supported, areaUnderCurve),
    supportedAucOfWordOverlap: withInterval(overlap, areaUnderCurve),
    unsupportedWordsF1: withInterval(
      words.map(({ ours }) => ours),
      mean,
    ),
    unsupportedWordsF1OfAll: withInterval(
      words.map(({ all }) => all),
      mean,
    ),
  }
  for (const [name, interval] of Object.entries(measures))
    console.log(`${name.padEnd(28)} ${formatInterval(interval)}`)
  recordResult('wice', {
    results: {
      claims: claims.length,
      folds: `${FOLDS}, by article`,
      interval: '95 % by bootstrap over claims',
      measures,
      anchors: { evidenceF1At3OfTfIdf: 0.51, source: 'anchors/eval-data.md' },
      checksPerSecondOfOneCore: Math.round(claims.length / ((spent.user + spent.system) / 1e6)),
    },
    bars: [
      {
        name: 'evidence F1@3',
        value: measures['evidenceF1At3']?.value ?? Number.NaN,
        unit: 'F1',
        atLeast: EVIDENCE_F1_MIN,
      },
      {
        name: 'supported AUC',
        value: measures['supportedAuc']?.value ?? Number.NaN,
        unit: 'AUC',
        atLeast: SUPPORTED_AUC_MIN,
      },
    ],
  })
}

function evidenceF1({ claim, evidence, supporting_sentences }: WiceClaim): number {
  const items = evidence.map((text, at) => ({ id: String(at), text }))
  const ranked = judgeClaim(claim, items).evidence.toSorted((a, b) => b.relevance01 - a.relevance01)
  const top = new Set([...new Set(ranked.map(({ id }) => id))].slice(0, TOP).map(Number))
  const scores = supporting_sentences
    .filter((set) => set.length > 0)
    .map((set) => (2 * set.filter((sentence) => top.has(sentence)).length) / (set.length + top.size))
  return Math.max(0, ...scores)
}

function crossValidate(claims: readonly WiceClaim[]): { score: number; is: boolean }[] {
  const foldOf = ({ meta }: WiceClaim) => hash32(meta.claim_title) % FOLDS
  return Array.from({ length: FOLDS }, (_, fold) => {
    const statement = trainStatement(
      claims.filter((claim) => foldOf(claim) !== fold),
      SUPPORT_MODEL,
    )
    return claims
      .filter((claim) => foldOf(claim) === fold)
      .map((claim) => {
        const { statement: words, ground } = readClaim(claim)
        const { supported01 } = statementSupport(words, ground, TOP, { ...SUPPORT_MODEL, statement })
        return { score: supported01, is: isSupported(claim) }
      })
  }).flat()
}

function isSupported({ label }: WiceClaim): boolean {
  return label === 'supported'
}

function wordF1(claim: WiceTokens): { ours: number; all: number } {
  const { statement, ground } = readClaim(claim)
  const ranked = rankEvidence(statement, ground, { limit: TOP, model: SUPPORT_MODEL.evidence })
  const probabilities = unsupported01(statement, groundWords(statement, ranked, ground), SUPPORT_MODEL.words)
  const labels = wordLabels(claim, statement)
  return {
    ours: f1OfWords(
      probabilities.map((p) => p > SUPPORT_MODEL.markAbove01),
      labels,
    ),
    all: f1OfWords(
      labels.map(() => true),
      labels,
    ),
  }
}
