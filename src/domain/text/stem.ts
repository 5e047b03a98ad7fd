import { stemmer as stemFrench } from '@orama/stemmers/french'
import { foldAccents } from './fold.ts'
import { porterStem } from './porter-stem.ts'
import { WORD_CHARS_MAX, type WordFacts } from './word-facts.ts'

const HAS_DIGIT = /\d/

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
  facts.folded ??= foldAccents(facts.text)
  return facts.folded
}

function englishStem(facts: WordFacts): string {
  return isStemmable(facts.text) ? foldAccents(porterStem(facts.text)) : surfaceTerm(facts)
}

/** Folded after stemming, because the French rules read accents. */
function frenchStem(facts: WordFacts): string {
  return isStemmable(facts.text) ? foldAccents(stemFrench(facts.text)) : surfaceTerm(facts)
}

function isStemmable(word: string): boolean {
  return word.length > 2 && word.length < WORD_CHARS_MAX && !HAS_DIGIT.test(word)
}
