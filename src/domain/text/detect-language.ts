import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { FUNCTION_WORD_LANGUAGES, functionWordMask } from './function-words.ts'
import { primarySubtag } from './language-tag.ts'

/** Enough for a verdict; more only costs time. eld itself stops reading after about 350 bytes. */
const WORDS_MAX = 60
/** A language must lead by this many function words to be believed without the n-gram model. */
const LEAD_MIN = 2
/** Below this many words the n-gram model names languages at random (`ok` is Polish to it). */
const NGRAM_WORDS_MIN = 3
/** Below this many words it is believed only for the languages we stem, or the declared one. */
const NGRAM_WORDS_SURE = 6

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
 * @param words words of the text in lower case with their accents: no URLs, mentions or hashtags
 * @param declared what the source says; only trusted where the text itself does not decide
 */
export function detectLanguage(words: readonly string[], declared: string | null): string | null {
  const seen = words.length > WORDS_MAX ? words.slice(0, WORDS_MAX) : words
  return byFunctionWords(seen) ?? byNgrams(seen, primarySubtag(declared)) ?? primarySubtag(declared)
}

function byFunctionWords(words: readonly string[]): string | null {
  const counts = new Array<number>(FUNCTION_WORD_LANGUAGES.length).fill(0)
  for (const word of words) {
    let mask = functionWordMask(word)
    for (let index = 0; mask !== 0; index++, mask >>= 1)
      if (mask & 1) counts[index] = (counts[index] ?? 0) + 1
  }
  let best = 0
  let second = 0
  let winner = -1
  counts.forEach((count, index) => {
    if (count > best) {
      second = best
      best = count
      winner = index
    } else if (count > second) second = count
  })
  const language = FUNCTION_WORD_LANGUAGES[winner]
  return best - second >= LEAD_MIN && language !== undefined && language !== 'scandinavian' ? language : null
}

function byNgrams(words: readonly string[], declared: string | null): string | null {
  const text = words.join(' ')
  if (NOT_LATIN.test(text)) {
    for (const [script, language] of SCRIPTS) if (script.test(text)) return language
  }
  if (words.length < NGRAM_WORDS_MIN) return null
  const result = ngramDetector().detect(text)
  if (!result.isReliable()) return null
  const { language } = result
  const sure =
    words.length >= NGRAM_WORDS_SURE || language === 'en' || language === 'fr' || language === declared
  return sure ? language : null
}

type NgramDetector = { detect(text: string): { language: string; isReliable(): boolean } }
let detector: NgramDetector | undefined

/** The n-gram tables take 0.3 s and about 90 MB, so they are read when the first text needs them. */
function ngramDetector(): NgramDetector {
  detector ??= createRequire(import.meta.url)(fileURLToPath(import.meta.resolve('eld/small')))
    .eld as NgramDetector
  return detector
}
