import { stemmer as stemFrench } from '@orama/stemmers/french'
import { foldAccents } from './fold.ts'
import { porterStem } from './porter-stem.ts'

/** Words longer than this are noise (keys, hashes, laughter): they are cut, not stemmed. */
export const WORD_CHARS_MAX = 64
const HAS_DIGIT = /\d/

/** Which form of a word is its index term. */
export type TermForm = 'english' | 'french' | 'surface'

/**
 * Stems for `en` and `fr`; English rules also where the language is unknown, because search looks for a word's
 * surface, English and French forms at once; other languages keep their surface form.
 */
export function termForm(lang: string | null): TermForm {
  if (lang === 'en' || lang === null) return 'english'
  return lang === 'fr' ? 'french' : 'surface'
}

/**
 * The index term of one word, accents folded (after stemming, because the French rules read them).
 *
 * @param uncut in lower case
 */
export function wordTerm(uncut: string, form: TermForm): string {
  const word = cutWord(uncut)
  if (form === 'surface' || !isStemmable(word)) return foldAccents(word)
  return foldAccents(form === 'english' ? porterStem(word) : stemFrench(word))
}

/** The part of a word that is looked at. */
export function cutWord(word: string): string {
  return word.length > WORD_CHARS_MAX ? word.slice(0, WORD_CHARS_MAX).toWellFormed() : word
}

function isStemmable(word: string): boolean {
  return word.length > 2 && word.length < WORD_CHARS_MAX && !HAS_DIGIT.test(word)
}
