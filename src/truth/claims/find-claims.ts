import { splitSentences } from '../../domain/text/sentences.ts'
import { sourceForm } from '../support/source-form.ts'
import { sentenceWorth } from './checkworthiness.ts'
import { selfStanding } from './self-standing.ts'
import { type SentenceKind, type SentenceSetting, sentenceKind } from './sentence-kind.ts'

/** A sentence that could be checked. Offsets are UTF-16 code units into the text as given. */
export type FoundClaim = {
  /** As it can stand alone. */
  readonly text: string
  readonly start: number
  readonly end: number
  /** How much it is worth checking; ranks. */
  readonly score01: number
  /** Only an `assertion` can be true or false; the others are found so that screens can say why they are not checked. */
  readonly kind: SentenceKind
}

export type ClaimSetting = SentenceSetting & {
  /** Declared language, used where the text does not tell its own. */
  readonly lang?: string | null
}

const READ_CHARACTERS = 50_000
/** Sentences beyond this many are not read. */
const SENTENCES_MAX = 400
const LETTERS_MIN = 8
/** A sentence below this says too little to be checked; by hand, 2026-11-22, on sentences of our own. */
const WORTH_MIN = 0.25

/**
 * The sentences of a text that say something, the most worth checking first, each once; opinions, questions, promises and
 * jokes are told apart (`kind`) and come last.
 *
 * Works on sentences: two claims in one sentence stay together. A joke without a mark, told by nobody known for jokes, passes as
 * an assertion.
 */
export function findClaims(text: string, { lang = null, origin = null }: ClaimSetting = {}): FoundClaim[] {
  const read = text.slice(0, READ_CHARACTERS)
  const form = sourceForm(read, lang)
  const sentences = splitSentences(read).slice(0, SENTENCES_MAX)
  const seen = new Set<string>()
  const found = sentences.flatMap((sentence, at): FoundClaim[] => {
    const claim = selfStanding(sentence.text, sentences.slice(Math.max(0, at - 1), at))
    const key = claim.toLowerCase()
    if (seen.has(key) || (claim.match(/\p{L}/gu)?.length ?? 0) < LETTERS_MIN) return []
    seen.add(key)
    const kind = sentenceKind(sentence.text, { origin })
    const score01 = sentenceWorth(claim, form)
    return [{ text: claim, start: sentence.start, end: sentence.end, score01, kind }]
  })
  return found.sort((a, b) => rank(b) - rank(a) || a.start - b.start)
}

/** The claims of a text that are worth checking: assertions above a floor, or the best one where all lie below it. */
export function claimsWorthChecking(text: string, setting: ClaimSetting = {}): FoundClaim[] {
  const assertions = findClaims(text, setting).filter(({ kind }) => kind === 'assertion')
  const worthy = assertions.filter(({ score01 }) => score01 >= WORTH_MIN)
  return worthy.length > 0 ? worthy : assertions.slice(0, 1)
}

function rank({ kind, score01 }: FoundClaim): number {
  return score01 + (kind === 'assertion' ? 1 : 0)
}
