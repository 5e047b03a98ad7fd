import { stemmer as stemFrench } from '@orama/stemmers/french'
import { foldAccents } from './fold.ts'
import { functionWordMask } from './function-words.ts'
import type { WordGrams } from './ngram-languages.ts'
import { porterStem } from './porter-stem.ts'

/** Words longer than this are noise (keys, hashes, laughter): they are cut, not stemmed. */
export const WORD_CHARS_MAX = 64
/** So many words are remembered, a power of two; each has one place, so that memory is bounded (about 10 MB). */
const REMEMBERED_WORDS = 65_536
const HAS_DIGIT = /\d/

/** What analysis knows about a word (lower case, accents as written); stems are filled in when first asked for. */
export type WordFacts = {
  readonly word: string
  /** Languages that have it as a function word, as bits; see `functionWordMask`. */
  readonly functionMask: number
  english: string | null
  french: string | null
  folded: string | null
  grams: WordGrams | null
}

const remembered: (WordFacts | undefined)[] = new Array(REMEMBERED_WORDS).fill(undefined)
/** The hash of the last word that was not remembered at each place. */
const candidates = new Uint32Array(REMEMBERED_WORDS)

/**
 * Looks a word up. A word takes a place among the remembered ones when it asks for it twice in a row: most
 * words of a large collection come once, and would only drive out the frequent ones.
 */
export function wordFacts(lower: string): WordFacts {
  const word = lower.length > WORD_CHARS_MAX ? lower.slice(0, WORD_CHARS_MAX).toWellFormed() : lower
  const hash = hashOf(word)
  const place = hash & (REMEMBERED_WORDS - 1)
  const known = remembered[place]
  if (known !== undefined && known.word === word) return known
  const facts = newFacts(word)
  if (known === undefined || candidates[place] === hash) remembered[place] = facts
  else candidates[place] = hash
  return facts
}

/** FNV-1a over UTF-16 units, its high bits folded into the low ones. */
function hashOf(word: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < word.length; at++) hash = Math.imul(hash ^ word.charCodeAt(at), 0x01000193)
  return (hash ^ (hash >>> 15)) >>> 0
}

function newFacts(word: string): WordFacts {
  return {
    word,
    functionMask: functionWordMask(word),
    english: null,
    french: null,
    folded: null,
    grams: null,
  }
}

/**
 * The index term of one word: its stem, accents folded.
 *
 * @param lang stems for `en` and `fr`; English rules also where the language is unknown, because search
 *   looks for a word's surface, English and French forms at once; other languages keep their surface form
 */
export function wordTerm(facts: WordFacts, lang: string | null): string {
  if (lang === 'en' || lang === null) {
    facts.english ??= englishStem(facts)
    return facts.english
  }
  if (lang === 'fr') {
    facts.french ??= frenchStem(facts)
    return facts.french
  }
  return surfaceTerm(facts)
}

/** The word as written, accents folded. */
export function surfaceTerm(facts: WordFacts): string {
  facts.folded ??= foldAccents(facts.word)
  return facts.folded
}

function englishStem(facts: WordFacts): string {
  return isStemmable(facts.word) ? foldAccents(porterStem(facts.word)) : surfaceTerm(facts)
}

/** Folded after stemming, because the French rules read accents. */
function frenchStem(facts: WordFacts): string {
  return isStemmable(facts.word) ? foldAccents(stemFrench(facts.word)) : surfaceTerm(facts)
}

function isStemmable(word: string): boolean {
  return word.length > 2 && word.length < WORD_CHARS_MAX && !HAS_DIGIT.test(word)
}
