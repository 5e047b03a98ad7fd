import { type Ground, readGround } from '../support/ground.ts'
import type { Source } from '../support/judge-answer.ts'
import { moodDifferences } from '../support/match-words.ts'
import { type RankedSentence, shareHeld, wordWeights } from '../support/rank-evidence.ts'
import { readWords, type Word } from '../support/read-words.ts'
import { sourceForm } from '../support/source-form.ts'
import { type StatementSupport, statementSupport } from '../support/statement-support.ts'
import { saysOtherNumber } from './says-other-number.ts'

export type Stance = 'supports' | 'refutes' | 'neutral'
export type ClaimLabel = 'supported' | 'refuted' | 'conflicting' | 'not_enough'

/** A span of a piece of evidence. Offsets are UTF-16 code units into its text. */
export type ClaimEvidence = {
  readonly id: string
  readonly stance: Stance
  readonly confidence01: number
  /** How much the span bears on the claim, whatever its stance, beside those ranked before it. */
  readonly relevance01: number
  readonly start: number
  readonly end: number
}

export type ClaimJudgement = {
  /** The best guess. */
  readonly label: ClaimLabel
  readonly confidence01: number
  /** Sum to 1. `supported` is calibrated on wice; the others share what is left by rule. */
  readonly probabilities: Readonly<Record<ClaimLabel, number>>
  /** Best first; every piece of evidence that was given stands here at least once. */
  readonly evidence: readonly ClaimEvidence[]
}

/** Sentences of evidence that are ranked; the others follow with relevance 0. */
const RANKED_MAX = 50
/** What follows in a longer claim is not looked at. */
const CLAIM_WORDS_MAX = 150
/**
 * A sentence that holds this share of the claim's telling words speaks for it; one that holds a little less and denies
 * it, or says another number of the same thing, against it. By hand, 2026-11-22.
 */
const SUPPORTING_SHARE_MIN = 0.8
const REFUTING_SHARE_MIN = 0.6
const REFUTED_IF_AGAINST01 = 0.6
/** Of what support leaves open, where nothing speaks against a claim; a sober guess until verdicts are trained. */
const REFUTED_SHARE = 0.15
const CONFLICTING_SHARE = 0.05
const DISPUTED_SHARE = 0.5

/**
 * Finds what bears on a claim in the evidence given and says how likely that carries it. Labels are sober rules: words,
 * numbers and denials are compared, not meanings, so no such label is fit to be shown as a verdict.
 *
 * @param lang declared language, used where a text does not tell its own
 */
export function judgeClaim(
  claim: string,
  evidence: readonly Source[],
  lang: string | null = null,
): ClaimJudgement {
  const ground = readGround(evidence.map(({ text }) => ({ text, form: sourceForm(text, lang) })))
  const statement = readWords(claim, sourceForm(claim, lang)).words.slice(0, CLAIM_WORDS_MAX)
  const support = statementSupport(statement, ground, RANKED_MAX)
  const weights = wordWeights(statement, ground)
  const spans = support.ranked.map((ranked) => ({
    id: evidence[ranked.sentence.source]?.id ?? '',
    ...stanceOf(ranked, statement, weights),
    relevance01: ranked.relevance01,
    start: ranked.sentence.start,
    end: ranked.sentence.end,
  }))
  const probabilities = probabilitiesOf(support, spans)
  const label = likeliest(probabilities)
  return {
    label,
    confidence01: probabilities[label],
    probabilities,
    evidence: [...spans, ...unranked(evidence, support.ranked, ground)],
  }
}

function stanceOf(
  { sentence, matches }: RankedSentence,
  statement: readonly Word[],
  weights: readonly number[],
): { stance: Stance; confidence01: number } {
  const share01 = shareHeld(matches, weights)
  const isDenied = moodDifferences(statement, matches, sentence).denied > 0
  if (share01 >= REFUTING_SHARE_MIN && (isDenied || saysOtherNumber(statement, sentence.words)))
    return { stance: 'refutes', confidence01: REFUTED_IF_AGAINST01 }
  if (share01 >= SUPPORTING_SHARE_MIN) return { stance: 'supports', confidence01: share01 }
  return { stance: 'neutral', confidence01: 1 - share01 }
}

function probabilitiesOf(
  { supported01 }: StatementSupport,
  spans: readonly ClaimEvidence[],
): Record<ClaimLabel, number> {
  const best = spans[0]?.stance
  const isDisputed =
    spans.some(({ stance }) => stance === 'refutes') && spans.some(({ stance }) => stance === 'supports')
  const supported = best === 'refutes' ? supported01 * (1 - REFUTED_IF_AGAINST01) : supported01
  const rest = 1 - supported
  const refuted = rest * (best === 'refutes' ? REFUTED_IF_AGAINST01 : REFUTED_SHARE)
  const conflicting = (rest - refuted) * (isDisputed ? DISPUTED_SHARE : CONFLICTING_SHARE)
  return { supported, refuted, conflicting, not_enough: rest - refuted - conflicting }
}

function likeliest(probabilities: Readonly<Record<ClaimLabel, number>>): ClaimLabel {
  const labels = Object.keys(probabilities) as ClaimLabel[]
  return labels.reduce((best, label) => (probabilities[label] > probabilities[best] ? label : best))
}

/** The evidence that holds no telling word of the claim: the first sentence of each, or nothing of an empty text. */
function unranked(
  evidence: readonly Source[],
  ranked: readonly RankedSentence[],
  ground: Ground,
): ClaimEvidence[] {
  const shown = new Set(ranked.map(({ sentence }) => sentence.source))
  const first = new Map(ground.sentences.toReversed().map((sentence) => [sentence.source, sentence]))
  return evidence.flatMap(({ id }, source): ClaimEvidence[] => {
    if (shown.has(source)) return []
    const { start, end } = first.get(source) ?? { start: 0, end: 0 }
    return [{ id, stance: 'neutral', confidence01: 1, relevance01: 0, start, end }]
  })
}
