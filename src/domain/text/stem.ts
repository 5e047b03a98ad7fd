import { stemmer as stemEnglish } from '@orama/stemmers/english'
import { stemmer as stemFrench } from '@orama/stemmers/french'
import { foldAccents } from './fold.ts'

/** Words longer than this are noise (keys, hashes, laughter): they are cut, not stemmed. */
export const WORD_CHARS_MAX = 64
const CACHE_WORDS_MAX = 40_000
const HAS_DIGIT = /\d/

type Stem = (lower: string) => string

/** Stem of an English word, accents folded. */
export const englishStem: Stem = cached((word) => foldAccents(stemmable(word) ? stemEnglish(word) : word))
/** Stem of a French word, accents folded after stemming, because the rules read them. */
export const frenchStem: Stem = cached((word) => foldAccents(stemmable(word) ? stemFrench(word) : word))

/**
 * The index term of one word.
 *
 * @param lower in lower case, accents as written
 * @param lang stems for `en` and `fr`; English rules also where the language is unknown, because search
 *   looks for a word's surface, English and French forms at once; other languages keep their surface form
 */
export function wordTerm(lower: string, lang: string | null): string {
  if (lower.length > WORD_CHARS_MAX) return foldAccents(lower.slice(0, WORD_CHARS_MAX).toWellFormed())
  if (lang === 'fr') return frenchStem(lower)
  return lang === 'en' || lang === null ? englishStem(lower) : foldAccents(lower)
}

function stemmable(word: string): boolean {
  return word.length > 2 && !HAS_DIGIT.test(word)
}

/** Two generations: when the young one is full it becomes the old one, so that frequent words stay. */
function cached(stem: Stem): Stem {
  let young = new Map<string, string>()
  let old = new Map<string, string>()
  return (word) => {
    const known = young.get(word)
    if (known !== undefined) return known
    const term = old.get(word) ?? stem(word)
    if (young.size >= CACHE_WORDS_MAX) {
      old = young
      young = new Map()
    }
    young.set(word, term)
    return term
  }
}
