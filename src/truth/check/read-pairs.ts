import type { TermForm } from '../../domain/text/stem.ts'
import type { Ground, GroundSentence } from '../support/ground.ts'
import type { RankedSentence } from '../support/rank-evidence.ts'
import type { Word } from '../support/read-words.ts'
import type { ClaimPair } from './pair-features.ts'
import { DENIALS, NO, YES } from './pair-words.ts'

/** Sentences on either side that belong to a passage. */
const AROUND = 2
/** What follows in longer ones is a list or an attack, and is not read. */
const SENTENCE_WORDS_MAX = 200
const PASSAGE_WORDS_MAX = 400
/** A question about something else is not answered for the claim: it must hold this share of the claim's telling words. */
const ASKED_SHARE_MIN = 0.3

const FOUND_NOTHING =
  /\bno (?:answer|information|details|data) (?:could|can|was|were|is|are|has|have)\b|\bunanswerable\b|\baucune (?:réponse|information|donnée) (?:n['’]|ne )/i

/** Lays each ranked sentence beside the claim, with the passage that it stands in and the question that it answers. */
export function readPairs(
  claim: readonly Word[],
  ranked: readonly RankedSentence[],
  { ground, texts, form }: { ground: Ground; texts: readonly string[]; form: TermForm },
): ClaimPair[] {
  const places = new Map(ground.sentences.map((sentence, at) => [sentence, at]))
  return ranked.map(({ sentence }) => {
    const at = places.get(sentence) ?? 0
    const passage = around(ground, at)
    const words = [...questionBefore(claim, ground, { at, texts }), ...sentence.words].slice(
      0,
      SENTENCE_WORDS_MAX,
    )
    return {
      claim,
      sentence: words,
      passage: passage.length === 1 ? words : passage.flatMap((one) => one.words).slice(0, PASSAGE_WORDS_MAX),
      form,
      answer: answerOf(claim, ground, { at, texts }),
      foundNothing: FOUND_NOTHING.test((texts[sentence.source] ?? '').slice(sentence.start, sentence.end)),
    }
  })
}

function around({ sentences }: Ground, at: number): GroundSentence[] {
  const source = sentences[at]?.source
  return sentences.slice(Math.max(0, at - AROUND), at + AROUND + 1).filter((one) => one.source === source)
}

/**
 * Whether the source asks about the claim, and how it answers: yes, no, or in a sentence that denies. An answer leaves out what its question
 * said, so that a "not" in it bears on the claim wherever it stands.
 */
function answerOf(
  claim: readonly Word[],
  { sentences }: Ground,
  { at, texts }: { at: number; texts: readonly string[] },
): -1 | 0 | 1 {
  const own = sentences[at]
  if (own === undefined) return 0
  const text = texts[own.source] ?? ''
  for (let place = at; place >= Math.max(0, at - AROUND); place--) {
    const question = sentences[place]
    const answer = sentences[place + 1]
    if (question?.source !== own.source || answer?.source !== own.source) continue
    if (!text.slice(question.start, question.end).endsWith('?') || !asksAbout(claim, question)) continue
    return answered(text.slice(answer.start, answer.end), { answer, claim, question })
  }
  return 0
}

function questionBefore(
  claim: readonly Word[],
  { sentences }: Ground,
  { at, texts }: { at: number; texts: readonly string[] },
): readonly Word[] {
  const own = sentences[at]
  for (let place = at - 1; own !== undefined && place >= Math.max(0, at - AROUND); place--) {
    const question = sentences[place]
    if (question?.source !== own.source) break
    if ((texts[own.source] ?? '').slice(question.start, question.end).endsWith('?'))
      return asksAbout(claim, question) ? question.words : []
  }
  return []
}

function answered(
  said: string,
  { answer, claim, question }: { answer: GroundSentence; claim: readonly Word[]; question: GroundSentence },
): -1 | 0 | 1 {
  if (NO.test(said)) return -1
  if (YES.test(said)) return 1
  const denies = (words: readonly Word[]) => words.some(({ norm }) => DENIALS.has(norm))
  return denies(answer.words) && !denies(claim) && !denies(question.words) ? -1 : 0
}

function asksAbout(claim: readonly Word[], { words }: GroundSentence): boolean {
  const asked = new Set(words.map(({ stem }) => stem))
  const telling = claim.filter(({ kind }) => kind !== 'function')
  const held = telling.filter(({ stem }) => asked.has(stem)).length
  return held >= ASKED_SHARE_MIN * telling.length && held > 0
}
