import type { TermForm } from '../../domain/text/stem.ts'
import {
  BEST_EVIDENCE_MAX,
  type ClaimEvidence,
  type ClaimLabel,
  type ClaimProbabilities,
  type Stance,
  type VerdictBasis,
  type VerdictChange,
} from '../../domain/verdict.ts'
import { checkExactly, type ExactCheck } from '../exact/check-exactly.ts'
import { type Ground, type GroundSentence, readGround } from '../support/ground.ts'
import type { Source } from '../support/judge-answer.ts'
import { type RankedSentence, rankEvidence } from '../support/rank-evidence.ts'
import { readWords, type Word } from '../support/read-words.ts'
import { sourceForm } from '../support/source-form.ts'
import { SUPPORT_MODEL } from '../support/support-model.ts'
import { calibrated01, withConfidence } from './calibrate.ts'
import { type ClaimPair, pairFeatures } from './pair-features.ts'
import {
  judgePair,
  type PairModels,
  STANCE_ORDER,
  type StanceProbabilities,
  withPlainSaying,
} from './pair-model.ts'
import { DEBUNKS } from './pair-words.ts'
import { readPairs } from './read-pairs.ts'
import { weighEvidence } from './weigh-evidence.ts'
import { whatWouldChange } from './what-would-change.ts'

export type ClaimJudgement = {
  /** The best guess. */
  readonly label: ClaimLabel
  readonly confidence01: number
  /** Sum to 1. */
  readonly probabilities: ClaimProbabilities
  /** Whether it is sure enough to be shown as a verdict. */
  readonly committed: boolean
  readonly basis: VerdictBasis
  /** Best first; every piece of evidence that was given stands here at least once. */
  readonly evidence: readonly ClaimEvidence[]
  /** Strongest first, at most `BEST_EVIDENCE_MAX`, one for each piece of evidence. */
  readonly bestFor: readonly ClaimEvidence[]
  readonly bestAgainst: readonly ClaimEvidence[]
  readonly whatWouldChange: readonly VerdictChange[]
}

/** Verdicts at least this sure are shown: seven or more of ten of them were right, all sets together, 2026-11-22. */
export const COMMITTED_MIN = 0.66

/** Sentences of evidence that are ranked; the others follow with relevance 0. */
const RANKED_MAX = 50
/** Of those, how many are laid beside the claim word by word, besides the best of each piece. */
const PAIRED_MAX = 16
/** What follows in a longer claim is not looked at. */
const CLAIM_WORDS_MAX = 150
/** A passage that shares no telling word with the claim. */
const UNRELATED: StanceProbabilities = { supports: 0.02, refutes: 0.02, neutral: 0.96 }

/**
 * Says how evidence stands to a claim: finds the sentences that bear on it, weighs each with the passage it stands in, and
 * puts them together. Compares words, numbers, names, denials and directions, not meanings (docs/models/verdicts.md).
 * A claim whose own numbers settle it needs no evidence (`basis: 'exact'`). About 0.4 ms a sentence that bears on the claim.
 *
 * @param evidence independent pieces: what one voice said twice belongs in one
 * @param lang declared language, used where a text does not tell its own
 */
export function judgeClaim(
  claim: string,
  evidence: readonly Source[],
  lang: string | null = null,
  models?: PairModels,
): ClaimJudgement {
  const exact = checkExactly(claim, lang ?? (sourceForm(claim) === 'french' ? 'fr' : 'en'))
  const byEvidence = judgeByEvidence(claim, evidence, { lang, models })
  return exact === null ? byEvidence : settled(exact, byEvidence, claim)
}

function judgeByEvidence(
  claim: string,
  evidence: readonly Source[],
  { lang, models }: { lang: string | null; models: PairModels | undefined },
): ClaimJudgement {
  const form = sourceForm(claim, lang)
  const texts = evidence.map(({ text }) => text)
  const ground = readGround(texts.map((text) => ({ text, form: sourceForm(text, lang) })))
  const statement = readWords(claim, form).words.slice(0, CLAIM_WORDS_MAX)
  const ranked = rankEvidence(statement, ground, { limit: RANKED_MAX, model: SUPPORT_MODEL.evidence })
  const told = ranked.filter(({ sentence }) => !isQuestion(sentence, texts))
  const best = bestOfEachSource(told, ground, texts)
  const paired = [...new Set([...best, ...told.slice(0, PAIRED_MAX)])]
  const pairs = readPairs(statement, paired, { ground, texts, form })
  const stances = new Map(paired.map((one, at) => [one, stancesOf(pairs[at], form, models)]))
  const pieces = ranked.length === 0 ? [] : best.flatMap((one) => stances.get(one) ?? [])
  const raw = weighEvidence(pieces)
  const label = likeliest(raw)
  const confidence01 =
    pieces.length === 0 ? nothingSaid01(statement, evidence) : sureness(label, { raw, pieces, form })
  const spans = ranked.map((one) => spanOf(one, evidence, { stances: stances.get(one) ?? UNRELATED, form }))
  const bestFor = bestOfSide(spans, 'supports')
  const bestAgainst = bestOfSide(spans, 'refutes')
  const held = statement.map((_, at) => ranked[0]?.matches[at]?.match01 === 1)
  return {
    label,
    confidence01,
    probabilities: withConfidence(raw, label, confidence01),
    committed: (label === 'supported' || label === 'refuted') && confidence01 >= COMMITTED_MIN,
    basis: 'evidence',
    evidence: [...spans, ...unranked(evidence, ranked, ground)],
    bestFor,
    bestAgainst,
    whatWouldChange: whatWouldChange(
      { label, bestFor, bestAgainst },
      { claim: statement, held, text: claim },
    ),
  }
}

/** What a sum settles, short of a slip in reading it: of 500 generated claims all that were read came out right. */
const SETTLED01 = 0.98
/** A sum that is right says little of what it is about: "Smith, born in 1950, died at 70 in 2020" may be no fact at all. */
const FITS01 = 0.6

/** A wrong sum refutes whatever it is about; a right one settles a claim that names nobody and nothing else. */
function settled(exact: ExactCheck, byEvidence: ClaimJudgement, claim: string): ClaimJudgement {
  const label = exact.isTrue ? 'supported' : 'refuted'
  const isAboutWorld = readWords(claim).words.some(
    ({ kind, stem }) => kind === 'name' && !stem.startsWith('month:'),
  )
  if (exact.isTrue && isAboutWorld && byEvidence.label !== 'not_enough') return byEvidence
  const confidence01 = exact.isTrue && isAboutWorld ? FITS01 : SETTLED01
  return {
    ...byEvidence,
    label,
    confidence01,
    probabilities: withConfidence(NO_EVIDENCE, label, confidence01),
    committed: confidence01 >= COMMITTED_MIN,
    basis: 'exact',
    whatWouldChange: [{ kind: 'other_numbers', detail: exact.worked }],
  }
}

const NO_EVIDENCE: ClaimProbabilities = { supported: 0, refuted: 0, conflicting: 0, not_enough: 1 }

/** Of claims that share no word with their evidence this many are left open by people too; of none given, all. 2026-11-22. */
const UNRELATED01 = 0.62

function nothingSaid01(statement: readonly Word[], evidence: readonly Source[]): number {
  return statement.length === 0 || evidence.length === 0 ? 1 : UNRELATED01
}

const SIDES = { supported: 'supports', refuted: 'refutes' } as const

/** The calibrated confidence of a label, never above that of the piece that says it best. */
function sureness(
  label: ClaimLabel,
  { raw, pieces, form }: { raw: ClaimProbabilities; pieces: readonly StanceProbabilities[]; form: TermForm },
): number {
  const whole = calibrated01(label, raw[label], form)
  if (label !== 'supported' && label !== 'refuted') return whole
  const strongest = Math.max(...pieces.map((piece) => piece[SIDES[label]]))
  return Math.min(whole, calibrated01(label, strongest, form))
}

/** The surest spans of one side, one for each piece of evidence. */
function bestOfSide(spans: readonly ClaimEvidence[], side: Stance): ClaimEvidence[] {
  const own = spans.filter(({ stance }) => stance === side)
  const strength = ({ confidence01, relevance01 }: ClaimEvidence) => confidence01 * relevance01
  const ordered = own.toSorted((a, b) => strength(b) - strength(a))
  return [...new Map(ordered.toReversed().map((span) => [span.id, span])).values()]
    .reverse()
    .slice(0, BEST_EVIDENCE_MAX)
}

function stancesOf(pair: ClaimPair | undefined, form: TermForm, models?: PairModels): StanceProbabilities {
  if (pair === undefined) return UNRELATED
  const isDebunk = hasAny(pair.sentence, DEBUNKS) && !hasAny(pair.claim, DEBUNKS)
  const saying = { answer: pair.answer, isDebunk, foundNothing: pair.foundNothing }
  return withPlainSaying(judgePair(pairFeatures(pair), form, models), saying)
}

function hasAny(words: readonly Word[], set: ReadonlySet<string>): boolean {
  return words.some(({ norm }) => set.has(norm))
}

/**
 * For each source the sentence that bears most on the claim, its first where none does. A question says nothing itself: it counts
 * through the sentences that answer it.
 */
export function bestOfEachSource(
  ranked: readonly RankedSentence[],
  ground: Ground,
  texts: readonly string[],
): RankedSentence[] {
  const best = new Map<number, RankedSentence>()
  for (const one of ranked) {
    if (!best.has(one.sentence.source) && !isQuestion(one.sentence, texts)) best.set(one.sentence.source, one)
  }
  for (const sentence of ground.sentences) {
    if (!best.has(sentence.source) && !isQuestion(sentence, texts))
      best.set(sentence.source, { sentence, matches: [], relevance01: 0 })
  }
  return texts.flatMap((_, source) => best.get(source) ?? [])
}

const ASKS = /\?["'”’»)\]\s]*$/u

function isQuestion({ source, start, end }: GroundSentence, texts: readonly string[]): boolean {
  return ASKS.test((texts[source] ?? '').slice(Math.max(start, end - 8), end))
}

const LABEL_OF = { supports: 'supported', refutes: 'refuted', neutral: 'not_enough' } as const

function spanOf(
  { sentence, relevance01 }: RankedSentence,
  evidence: readonly Source[],
  { stances, form }: { stances: StanceProbabilities; form: TermForm },
): ClaimEvidence {
  const stance = STANCE_ORDER.reduce((best: Stance, one) => (stances[one] > stances[best] ? one : best))
  return {
    id: evidence[sentence.source]?.id ?? '',
    stance,
    confidence01: calibrated01(LABEL_OF[stance], stances[stance], form),
    relevance01,
    start: sentence.start,
    end: sentence.end,
  }
}

function likeliest(probabilities: ClaimProbabilities): ClaimLabel {
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
