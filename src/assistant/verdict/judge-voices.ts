import type { ClaimEvidence, ClaimLabel } from '../../domain/verdict.ts'
import { type ClaimJudgement, judgeClaim } from '../../truth/check/judge-claim.ts'
import type { Source } from '../../truth/support/judge-answer.ts'
import type { PostReading } from '../read/statement.ts'
import type { Voice } from './gather-voices.ts'

/** Voices held against a claim, best found first; what search ranked lower bears on it little. */
const VOICES_MAX = 60
/** Texts of one voice that are looked at before the one that bears most on the claim stands for it. */
const TEXTS_PER_VOICE = 4
/** Voices left out one at a time for the range; the others move nothing that can be seen. */
const LEFT_OUT_MAX = 8

/** What a voice says to the claim: its one post or passage that bears most on it. */
export type JudgedVoice = {
  readonly voice: Voice
  readonly reading: PostReading
  readonly span: ClaimEvidence
}

export type JudgedVoices = {
  readonly judgement: ClaimJudgement
  /** Those that bear most on the claim first. */
  readonly voices: readonly JudgedVoice[]
  readonly range: { readonly low01: number; readonly high01: number }
}

/**
 * Judges a claim by its voices, each heard once: of a voice with several texts the one that bears most on the claim is
 * taken, so that saying it often, or in many places, weighs no more than saying it once.
 */
export function judgeVoices(claim: string, voices: readonly Voice[], lang: string | null): JudgedVoices {
  const heard = voices.slice(0, VOICES_MAX)
  const chosen = chooseTexts(claim, heard, lang)
  const sources = chosen.map(({ reading }) => toSource(reading))
  const judgement = judgeClaim(claim, sources, lang)
  const spans = bestSpans(judgement.evidence)
  const judged = chosen
    .flatMap(({ voice, reading }) => {
      const span = spans.get(reading.post.id)
      return span === undefined ? [] : [{ voice, reading, span }]
    })
    .sort((a, b) => b.span.relevance01 - a.span.relevance01)
  return { judgement, voices: judged, range: rangeOf(claim, sources, judgement, lang) }
}

type ChosenText = { readonly voice: Voice; readonly reading: PostReading }

function chooseTexts(claim: string, voices: readonly Voice[], lang: string | null): ChosenText[] {
  const many = voices.filter(({ readings }) => readings.length > 1)
  const texts = many.flatMap(({ readings }) => readings.slice(0, TEXTS_PER_VOICE).map(toSource))
  const spans = texts.length === 0 ? new Map() : bestSpans(judgeClaim(claim, texts, lang).evidence)
  return voices.flatMap((voice): ChosenText[] => {
    const [first, ...others] = voice.readings.slice(0, TEXTS_PER_VOICE)
    if (first === undefined) return []
    const best = others.reduce(
      (kept, other) => (bearing(spans, other) > bearing(spans, kept) ? other : kept),
      first,
    )
    return [{ voice, reading: best }]
  })
}

function bearing(spans: ReadonlyMap<string, ClaimEvidence>, { post }: PostReading): number {
  const span = spans.get(post.id)
  if (span === undefined) return 0
  return span.relevance01 * (span.stance === 'neutral' ? 0.5 : span.confidence01)
}

/** One span for each text: the first that takes a side, else the first. */
function bestSpans(evidence: readonly ClaimEvidence[]): Map<string, ClaimEvidence> {
  const spans = new Map<string, ClaimEvidence>()
  for (const span of evidence) {
    const known = spans.get(span.id)
    if (known === undefined || (known.stance === 'neutral' && span.stance !== 'neutral'))
      spans.set(span.id, span)
  }
  return spans
}

/** How the probability of the label moves when one voice is left out, for those that bear most on the claim. */
function rangeOf(
  claim: string,
  sources: readonly Source[],
  { label, probabilities, evidence }: ClaimJudgement,
  lang: string | null,
): JudgedVoices['range'] {
  const own = probabilities[label]
  const telling = [...new Set(evidence.filter(({ relevance01 }) => relevance01 > 0).map(({ id }) => id))]
  const others = telling.slice(0, LEFT_OUT_MAX).map((id) => {
    const rest = sources.filter((source) => source.id !== id)
    return probabilityOf(label, claim, rest, lang)
  })
  return { low01: Math.min(own, ...others), high01: Math.max(own, ...others) }
}

function probabilityOf(
  label: ClaimLabel,
  claim: string,
  sources: readonly Source[],
  lang: string | null,
): number {
  return judgeClaim(claim, sources, lang).probabilities[label]
}

function toSource({ post }: PostReading): Source {
  return { id: post.id, text: post.text }
}
