import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** eld subtracts this from every score to keep its table small. */
const SCORE_BASE = 53
/** Bytes of a word that are looked at. */
const WORD_BYTES_MAX = 70
const GRAM_BYTES = 4
const STRIDE = 3
/** Puts eld's raw scores between 0 and 1; its own figure. */
const SCALE = 25
/** A language is believed when it scores this share of what correct detections score on average; eld's own default. */
const RELIABLE_SHARE01 = 0.75
/** … and when the next one is this far behind. */
const LEAD01_MIN = 0.01
const GRAMS_MIN = 3

/** N-grams of one word: where each stands in the table, -1 where it is not in it. */
export type WordGrams = readonly number[]

/**
 * eld's language n-grams (package `eld`, size `small`), scored word by word so that frequent words are looked up
 * once. Same table, same formula and (but for n-grams that two words of a text share) same scores as `eld.detect`, at a
 * tenth of its time, and of its memory, because the table is read as text and kept as bytes.
 * `ngram-languages.test.ts` compares the two.
 */
export class NgramLanguages {
  readonly #languages: readonly string[]
  readonly #reliable01: readonly number[]
  readonly #bytes: readonly string[]
  /** N-gram → start in `#scores`: a count, then so many pairs of language and score. */
  readonly #starts: NgramTable
  readonly #scores: Uint16Array
  readonly #sums: Float64Array

  constructor(tableSource: string, bytes: readonly string[], averages: Readonly<Record<string, number>>) {
    const starts = new Map<string, number>()
    const { languages, scores } = parseTable(tableSource, starts)
    this.#starts = new NgramTable(starts)
    this.#languages = languages
    this.#scores = scores
    this.#bytes = bytes
    this.#sums = new Float64Array(languages.length)
    this.#reliable01 = languages.map((language) => (averages[language] ?? 1) * RELIABLE_SHARE01)
  }

  /** Reads the table from the installed package: about 50 ms, 10 MB. */
  static load(): NgramLanguages {
    const source = dirname(dirname(fileURLToPath(import.meta.resolve('eld/small'))))
    const require = createRequire(import.meta.url)
    const { dictionary } = require(join(source, 'dictionary.js')) as { dictionary: string[] }
    const { avgScore } = require(join(source, 'avgScore.js')) as { avgScore: Record<string, number> }
    return new NgramLanguages(readFileSync(join(source, 'ngrams', 'small.js'), 'utf8'), dictionary, avgScore)
  }

  /** @param lower one word in lower case, letters only */
  gramsOf(lower: string): WordGrams {
    const word = this.#encode(lower)
    const length = Math.min(word.length, WORD_BYTES_MAX)
    const grams: number[] = []
    let at = 0
    for (; at + GRAM_BYTES < length; at += STRIDE) {
      grams.push(this.#starts.find(word, at, at + GRAM_BYTES, at === 0, false))
    }
    const from = length === 3 ? 0 : Math.max(0, length - GRAM_BYTES)
    grams.push(this.#starts.find(word, from, word.length, at === 0, true))
    return grams
  }

  /** The language the words are in, null when that is not reliable. */
  detect(words: readonly WordGrams[]): string | null {
    this.#sums.fill(0)
    let grams = 0
    for (const word of words) {
      grams += word.length
      for (const start of word) if (start >= 0) this.#add(start)
    }
    return grams < GRAMS_MIN ? null : this.#reliableBest(grams)
  }

  #add(start: number): void {
    const end = start + 2 * (this.#scores[start] ?? 0)
    for (let at = start + 1; at < end; at += 2) {
      const language = this.#scores[at] ?? 0
      this.#sums[language] = (this.#sums[language] ?? 0) + (this.#scores[at + 1] ?? 0) + SCORE_BASE
    }
  }

  #reliableBest(grams: number): string | null {
    let winner = -1
    let best = 0
    let second = 0
    for (let language = 0; language < this.#sums.length; language++) {
      const sum = this.#sums[language] ?? 0
      if (sum > best) {
        second = best
        best = sum
        winner = language
      } else if (sum > second) second = sum
    }
    const best01 = scaled01(best / grams)
    if (best01 < (this.#reliable01[winner] ?? 1) || best01 - scaled01(second / grams) < LEAD01_MIN)
      return null
    return this.#languages[winner] ?? null
  }

  /** eld writes each byte of UTF-8 as one character of its own. */
  #encode(lower: string): string {
    if (/^[\0-\x7f]*$/.test(lower)) return lower
    let encoded = ''
    for (const byte of Buffer.from(lower))
      encoded += byte < 0x80 ? String.fromCharCode(byte) : (this.#bytes[byte] ?? ' ')
    return encoded
  }
}

/**
 * N-grams by hash. A gram is a piece of a word, with a space before it where it begins the word and one behind where
 * it ends it; it is looked up without being cut out.
 */
class NgramTable {
  readonly #mask: number
  /** Number of the gram at each place, from 1; 0 where none is. */
  readonly #numbers: Uint32Array
  readonly #grams: readonly string[]
  readonly #starts: Uint32Array

  constructor(starts: ReadonlyMap<string, number>) {
    const size = 2 ** Math.ceil(Math.log2(2 * starts.size))
    this.#mask = size - 1
    this.#numbers = new Uint32Array(size)
    this.#grams = [...starts.keys()]
    this.#starts = Uint32Array.from(starts.values())
    for (const [index, gram] of this.#grams.entries()) {
      let place = hashOf(gram, 0, gram.length, false, false) & this.#mask
      while (this.#numbers[place] !== 0) place = (place + 1) & this.#mask
      this.#numbers[place] = index + 1
    }
  }

  /** Where the scores of `word[from … to)` start, -1 where the table does not have it. */
  find(word: string, from: number, to: number, isFirst: boolean, isLast: boolean): number {
    let place = hashOf(word, from, to, isFirst, isLast) & this.#mask
    for (let number = this.#numbers[place]; number !== undefined && number !== 0; ) {
      if (isSame(this.#grams[number - 1] ?? '', word, from, to, isFirst, isLast))
        return this.#starts[number - 1] ?? -1
      place = (place + 1) & this.#mask
      number = this.#numbers[place]
    }
    return -1
  }
}

const SPACE = 32
const FNV_OFFSET = 0x811c9dc5
const FNV_PRIME = 0x01000193

function hashOf(text: string, from: number, to: number, isFirst: boolean, isLast: boolean): number {
  let hash = FNV_OFFSET
  if (isFirst) hash = Math.imul(hash ^ SPACE, FNV_PRIME)
  for (let at = from; at < to; at++) hash = Math.imul(hash ^ text.charCodeAt(at), FNV_PRIME)
  if (isLast) hash = Math.imul(hash ^ SPACE, FNV_PRIME)
  return (hash ^ (hash >>> 15)) >>> 0
}

function isSame(
  gram: string,
  word: string,
  from: number,
  to: number,
  isFirst: boolean,
  isLast: boolean,
): boolean {
  const start = isFirst ? 1 : 0
  if (gram.length !== start + to - from + (isLast ? 1 : 0)) return false
  if (isFirst && gram.charCodeAt(0) !== SPACE) return false
  if (isLast && gram.charCodeAt(gram.length - 1) !== SPACE) return false
  for (let at = from; at < to; at++)
    if (gram.charCodeAt(start + at - from) !== word.charCodeAt(at)) return false
  return true
}

function scaled01(score: number): number {
  return score / (score + SCALE)
}

/** Reads the JavaScript literal of the table without running it: `languages:{0:'am',…}` and `'gram':{lang:score,…},…`. */
function parseTable(
  source: string,
  starts: Map<string, number>,
): { languages: string[]; scores: Uint16Array } {
  const languages = [...(/languages:\{([^}]*)\}/.exec(source)?.[1] ?? '').matchAll(/\d+:'(\w+)'/g)].map(
    ([, language]) => language as string,
  )
  const scores: number[] = []
  const entries = /(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"):\{([\d:,]+)\}/g
  entries.lastIndex = source.indexOf('ngrams:{')
  for (let entry = entries.exec(source); entry !== null; entry = entries.exec(source)) {
    const gram = entry[1] ?? entry[2] ?? ''
    starts.set(gram.includes('\\') ? gram.replace(/\\(.)/g, '$1') : gram, scores.length)
    appendPairs(scores, entry[3] ?? '')
  }
  if (languages.length === 0 || starts.size === 0)
    throw new Error('The n-gram table of eld is not as expected.')
  return { languages, scores: Uint16Array.from(scores) }
}

/** `11:40,17:3` → 2, 11, 40, 17, 3. */
function appendPairs(scores: number[], pairs: string): void {
  const count = scores.push(0) - 1
  let value = 0
  for (let at = 0; at <= pairs.length; at++) {
    const code = pairs.charCodeAt(at)
    if (code >= 48 && code <= 57) value = value * 10 + code - 48
    else {
      scores.push(value)
      value = 0
    }
  }
  scores[count] = (scores.length - count - 1) / 2
}
