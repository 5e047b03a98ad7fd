import { stemmer as stemEnglish } from '@orama/stemmers/english'
import { stemmer as stemFrench } from '@orama/stemmers/french'
import { foldAccents } from './fold.ts'
import { functionWordMask } from './function-words.ts'
import type { WordGrams } from './ngram-languages.ts'

/** Words longer than this are noise (keys, hashes, laughter): they are cut, not stemmed. */
export const WORD_CHARS_MAX = 64
/** Two generations of so many words are remembered, a few megabytes. */
const REMEMBERED_WORDS_MAX = 30_000
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

let young = new Map<string, WordFacts>()
let old = new Map<string, WordFacts>()

/** Looks a word up, remembering frequent ones: when the young generation is full it becomes the old one. */
export function wordFacts(lower: string): WordFacts {
  const known = young.get(lower)
  if (known !== undefined) return known
  const facts = old.get(lower) ?? newFacts(lower)
  if (young.size >= REMEMBERED_WORDS_MAX) {
    old = young
    young = new Map()
  }
  young.set(facts.word, facts)
  return facts
}

function newFacts(lower: string): WordFacts {
  const word = lower.length > WORD_CHARS_MAX ? lower.slice(0, WORD_CHARS_MAX).toWellFormed() : lower
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
  return isStemmable(facts.word) ? foldAccents(stemEnglish(facts.word)) : surfaceTerm(facts)
}

/** Folded after stemming, because the French rules read accents. */
function frenchStem(facts: WordFacts): string {
  return isStemmable(facts.word) ? foldAccents(stemFrench(facts.word)) : surfaceTerm(facts)
}

function isStemmable(word: string): boolean {
  return word.length > 2 && word.length < WORD_CHARS_MAX && !HAS_DIGIT.test(word)
}
