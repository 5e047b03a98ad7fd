import type { ClaimEvidence } from '../../domain/verdict.ts'
import { type ClaimJudgement, judgeClaim } from '../../truth/check/judge-claim.ts'
import type { Source } from '../../truth/support/judge-answer.ts'
import type { PostReading } from '../read/statement.ts'
import type { Voice } from './gather-voices.ts'
import { heedDenial, withDenials } from './heed-denials.ts'

/** Voices held against a claim, best found first; what search ranked lower bears on it little. */
const VOICES_MAX = 60
/** Texts of one voice that are looked at before the one that bears most on the claim stands for it. */
const TEXTS_PER_VOICE = 4

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
 * The verdict is worked out from this many voices, those that bear most on the claim: the model that weighs evidence was
 * calibrated on about five pieces a claim (docs/models/verdicts.md), and with dozens its chance of some error in one of
 * them grows into a dispute that nobody has.
 */
const WEIGHED_MAX = 5

/**
 * Judges a claim by its voices, each heard once: of a voice with several texts the one that bears most on the claim is
 * taken, so that saying it often, or in many places, weighs no more than saying it once.
 */
export function judgeVoices(claim: string, voices: readonly Voice[], lang: string | null): JudgedVoices {
  const chosen = chooseTexts(claim, voices.slice(0, VOICES_MAX), lang)
  const spans = bestSpans(judgeClaim(claim, chosen.map(toSource), lang).evidence)
  const judged = chosen
    .flatMap(({ voice, reading }) => {
      const span = spans.get(reading.post.id)
      return span === undefined
        ? []
        : [{ voice, reading, span: heedDenial(claim, reading, span), asFound: span }]
    })
    .sort((a, b) => b.span.relevance01 - a.span.relevance01)
  const weighed = judged.toSorted((a, b) => bearingOf(b.span) - bearingOf(a.span)).slice(0, WEIGHED_MAX)
  const judgement = withDenials(judgeClaim(claim, weighed.map(toSource), lang), deniedShare01(weighed))
  return { judgement, voices: judged, range: rangeOf(claim, weighed, judgement, lang) }
}

type WeighedVoice = JudgedVoice & {
  /** As the claim's words alone let it seem. */
  readonly asFound: ClaimEvidence
}

function deniedShare01(weighed: readonly WeighedVoice[]): number {
  const supporting = weighed.filter(({ asFound }) => asFound.stance === 'supports')
  const denying = supporting.filter(({ span }) => span.stance === 'refutes')
  const sum = (voices: readonly WeighedVoice[]) => voices.reduce((all, { span }) => all + bearingOf(span), 0)
  return denying.length === 0 ? 0 : sum(denying) / sum(supporting)
}

type ChosenText = { readonly voice: Voice; readonly reading: PostReading }

function chooseTexts(claim: string, voices: readonly Voice[], lang: string | null): ChosenText[] {
  const many = voices.filter(({ readings }) => readings.length > 1)
  const texts = many.flatMap(({ readings }) =>
    readings.slice(0, TEXTS_PER_VOICE).map((reading) => toSource({ reading })),
  )
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
  return span === undefined ? 0 : bearingOf(span)
}

/** What takes a side bears on a claim twice as much as what only speaks of the same. */
function bearingOf({ relevance01, stance, confidence01 }: ClaimEvidence): number {
  return relevance01 * (stance === 'neutral' ? 0.5 : 0.5 + confidence01 / 2)
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

/** How the probability of the label moves when one of the voices is left out. */
function rangeOf(
  claim: string,
  weighed: readonly WeighedVoice[],
  { label, probabilities }: ClaimJudgement,
  lang: string | null,
): JudgedVoices['range'] {
  const own = probabilities[label]
  const others = weighed.map((left) => {
    const rest = weighed.filter((voice) => voice !== left)
    const judgement = judgeClaim(claim, rest.map(toSource), lang)
    return withDenials(judgement, deniedShare01(rest)).probabilities[label]
  })
  return { low01: Math.min(own, ...others), high01: Math.max(own, ...others) }
}

function toSource({ reading: { post } }: { readonly reading: PostReading }): Source {
  return { id: post.id, text: post.text }
}
