import { FUNCTION_WORD_LANGUAGES } from './function-words.ts'
import { primarySubtag } from './language-tag.ts'
import { GramList, NgramLanguages, type WordGrams } from './ngram-languages.ts'
import { cutWord } from './stem.ts'

/** Enough for a verdict; more only costs time. */
const WORDS_MAX = 40
const NGRAM_WORDS_MAX = 24
const ONLY_LETTERS = /^\D+$/
/** A language must lead by this many function words to be believed without the n-gram model. */
const LEAD_MIN = 2
/** Below this many words the n-gram model names languages at random (`ok` is Polish to it). */
const NGRAM_WORDS_MIN = 3
/** Below this many words it is believed only for the languages we stem, or the declared one. */
const NGRAM_WORDS_SURE = 6

/** A word that says nothing about its language. */
const NO_LETTERS = ''
/** The language whose script a word is in, `''` where it says nothing, or its n-grams. */
export type LanguageHint = string | WordGrams

/** What is known of the tokens of a text. */
export type LanguageTokens = {
  readonly count: number
  /** Languages that have the token as a function word, as bits. */
  functionMaskAt(index: number): number
  /** The language whose script the token is in, or null; then its n-grams are added to the list, if it is a word. */
  addHintAt(index: number, grams: GramList): string | null
}

const SCRIPTS: readonly (readonly [RegExp, string])[] = [
  [/[\u3040-\u30ff]/, 'ja'],
  [/[\uac00-\ud7af]/, 'ko'],
  [/[\u4e00-\u9fff]/, 'zh'],
  [/[\u0e00-\u0e7f]/, 'th'],
  [/[\u0370-\u03ff]/, 'el'],
  [/[\u0590-\u05ff]/, 'he'],
  [/[\u10a0-\u10ff]/, 'ka'],
  [/[\u0530-\u058f]/, 'hy'],
]
const NOT_LATIN = /[^\0-\u024f\u1e00-\u1eff\u2000-\u20cf]/

/**
 * Language of a text as a two-letter code, or null when it cannot be told.
 *
 * Scripts that only one language uses decide first, then function words, then eld's n-grams where they
 * are reliable, then what the source declared.
 *
 * @param tokens of the text, of which the first 40 count
 * @param declared what the source says; only trusted where the text itself does not decide
 */
export function detectLanguage(tokens: LanguageTokens, declared: string | null): string | null {
  const claimed = primarySubtag(declared)
  return byFunctionWords(tokens, claimed) ?? byNgrams(tokens, claimed) ?? claimed
}

const counts = new Uint8Array(FUNCTION_WORD_LANGUAGES.length)

function byFunctionWords(tokens: LanguageTokens, declared: string | null): string | null {
  counts.fill(0)
  const seen = Math.min(tokens.count, WORDS_MAX)
  for (let at = 0; at < seen; at++) {
    let mask = tokens.functionMaskAt(at)
    for (let index = 0; mask !== 0; index++, mask >>= 1)
      if (mask & 1) counts[index] = (counts[index] ?? 0) + 1
  }
  let best = 0
  let second = 0
  let winner = -1
  for (let index = 0; index < counts.length; index++) {
    const count = counts[index] ?? 0
    if (count > best) {
      second = best
      best = count
      winner = index
    } else if (count > second) second = count
  }
  const language = FUNCTION_WORD_LANGUAGES[winner]
  if (language === undefined || language === 'scandinavian') return null
  return best - second >= (language === declared ? 1 : LEAD_MIN) ? language : null
}

const grams = new GramList(NGRAM_WORDS_MAX)

function byNgrams(tokens: LanguageTokens, declared: string | null): string | null {
  grams.count = 0
  let words = 0
  for (let at = 0; at < tokens.count && words < NGRAM_WORDS_MAX; at++) {
    const before = grams.count
    const language = tokens.addHintAt(at, grams)
    if (language !== null) return language
    if (grams.count > before) words++
  }
  if (words < NGRAM_WORDS_MIN) return null
  const language = ngramLanguages().detect(grams)
  const sure = words >= NGRAM_WORDS_SURE || language === 'en' || language === 'fr' || language === declared
  return sure ? language : null
}

/** What `addHintAt` does with the hint of one word. */
export function addHint(hint: LanguageHint, to: GramList): string | null {
  if (typeof hint !== 'string') to.add(hint)
  return typeof hint === 'string' && hint !== NO_LETTERS ? hint : null
}

function scriptLanguage(word: string): string | null {
  return SCRIPTS.find(([script]) => script.test(word))?.[1] ?? null
}

/** What one word (lower case) or unspaced run says about its language. */
export function languageHint(uncut: string): LanguageHint {
  const word = cutWord(uncut)
  if (!ONLY_LETTERS.test(word)) return NO_LETTERS
  return (NOT_LATIN.test(word) ? scriptLanguage(word) : null) ?? ngramLanguages().gramsOf(word)
}

let loaded: NgramLanguages | undefined

/** Read when the first text needs it. */
function ngramLanguages(): NgramLanguages {
  loaded ??= NgramLanguages.load()
  return loaded
}
