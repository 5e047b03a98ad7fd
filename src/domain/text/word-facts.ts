import { functionWordMask } from './function-words.ts'
import type { WordGrams } from './ngram-languages.ts'

/** Words longer than this are noise (keys, hashes, laughter): they are cut, not stemmed. */
export const WORD_CHARS_MAX = 64
/** So many words are remembered, a power of two; each has one place, so that memory is bounded (about 10 MB). */
const REMEMBERED_WORDS = 65_536

/** What analysis knows about a word (lower case, accents as written); stems are filled in when first asked for. */
export type WordFacts = {
  /** A remembered word stands for itself among the tokens of a text. */
  readonly kind: 'word'
  readonly text: string
  /** Languages that have it as a function word, as bits; see `functionWordMask`. */
  readonly functionMask: number
  english: string | null
  french: string | null
  folded: string | null
  grams: WordGrams | null
}

const remembered: (WordFacts | undefined)[] = new Array(REMEMBERED_WORDS).fill(undefined)
/** Hash of the word remembered at each place: most other words are told apart without a look at them. */
const hashes = new Uint32Array(REMEMBERED_WORDS)
/** The hash of the last word that was not remembered at each place. */
const candidates = new Uint32Array(REMEMBERED_WORDS)

/**
 * Looks a word up. A word takes a place among the remembered ones when it asks for it twice in a row: most
 * words of a large collection come once, and would only drive out the frequent ones.
 */
export function wordFacts(lower: string): WordFacts {
  const word = lower.length > WORD_CHARS_MAX ? lower.slice(0, WORD_CHARS_MAX).toWellFormed() : lower
  let hash = FNV_OFFSET
  for (let at = 0; at < word.length; at++) hash = Math.imul(hash ^ word.charCodeAt(at), FNV_PRIME)
  hash = mixed(hash)
  const place = hash & (REMEMBERED_WORDS - 1)
  const known = remembered[place]
  if (known !== undefined && hashes[place] === hash && known.text === word) return known
  return remember(word, hash)
}

/**
 * `wordFacts(text.slice(start, end).toLowerCase())`, without making that string where the word is remembered: this
 * runs for every word of every post.
 */
export function wordFactsAt(text: string, start: number, end: number): WordFacts {
  if (end - start > WORD_CHARS_MAX) return wordFacts(text.slice(start, end).toLowerCase())
  let hash = FNV_OFFSET
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at)
    if (code > LATIN1_LAST) return wordFacts(text.slice(start, end).toLowerCase())
    hash = Math.imul(hash ^ lowerLatin1(code), FNV_PRIME)
  }
  hash = mixed(hash)
  const place = hash & (REMEMBERED_WORDS - 1)
  const known = remembered[place]
  if (known !== undefined && hashes[place] === hash && isWordAt(known.text, text, start, end)) return known
  return remember(text.slice(start, end).toLowerCase(), hash)
}

function isWordAt(word: string, text: string, start: number, end: number): boolean {
  if (word.length !== end - start) return false
  for (let at = 0; at < word.length; at++)
    if (word.charCodeAt(at) !== lowerLatin1(text.charCodeAt(start + at))) return false
  return true
}

function remember(word: string, hash: number): WordFacts {
  const place = hash & (REMEMBERED_WORDS - 1)
  const facts: WordFacts = {
    kind: 'word',
    text: word,
    functionMask: functionWordMask(word),
    english: null,
    french: null,
    folded: null,
    grams: null,
  }
  if (remembered[place] === undefined || candidates[place] === hash) {
    remembered[place] = facts
    hashes[place] = hash
  } else candidates[place] = hash
  return facts
}

const FNV_OFFSET = 0x811c9dc5
const FNV_PRIME = 0x01000193
const LATIN1_LAST = 255
/** Bit by which Latin-1 capitals and small letters differ. */
const CASE_BIT = 32
const TIMES_SIGN = 215

/** FNV-1a over UTF-16 units ends here: its high bits are folded into the low ones. */
function mixed(hash: number): number {
  return (hash ^ (hash >>> 15)) >>> 0
}

/** A–Z and À–Þ to small letters; the multiplication sign between them is none. */
function lowerLatin1(code: number): number {
  const isCapital = (code >= 65 && code <= 90) || (code >= 192 && code <= 222 && code !== TIMES_SIGN)
  return isCapital ? code | CASE_BIT : code
}
