import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { NgramTable } from './ngram-table.ts'

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
const ASCII = /^[\0-\x7f]*$/

/** N-grams that one word has at most. */
export const WORD_GRAMS_MAX = Math.ceil(WORD_BYTES_MAX / STRIDE) + 1

/** N-grams of one word: where each stands in the table, `NO_GRAM` where it is not in it. */
export type WordGrams = Uint32Array

/** N-grams of a text, word after word. */
export class GramList {
  readonly grams: Uint32Array
  count = 0

  constructor(wordsMax: number) {
    this.grams = new Uint32Array(wordsMax * WORD_GRAMS_MAX)
  }

  add(grams: WordGrams): void {
    for (let at = 0; at < grams.length; at++) this.grams[this.count++] = grams[at] as number
  }
}

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
  readonly #table: NgramTable
  readonly #sums: Float64Array
  readonly #word = new Uint32Array(WORD_GRAMS_MAX)

  constructor(tableSource: string, bytes: readonly string[], averages: Readonly<Record<string, number>>) {
    const languages = languageNames(tableSource)
    this.#table = NgramTable.parse(tableSource)
    this.#languages = languages
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
    let count = 0
    let at = 0
    for (; at + GRAM_BYTES < length; at += STRIDE)
      this.#word[count++] = this.#table.find(word, at, at + GRAM_BYTES, at === 0, false)
    const from = length === 3 ? 0 : Math.max(0, length - GRAM_BYTES)
    this.#word[count++] = this.#table.find(word, from, word.length, at === 0, true)
    return this.#word.slice(0, count)
  }

  /** The language the words are in, null when that is not reliable. */
  detect({ grams, count }: GramList): string | null {
    if (count < GRAMS_MIN) return null
    this.#sums.fill(0)
    for (let at = 0; at < count; at++) this.#table.addScores(grams[at] as number, SCORE_BASE, this.#sums)
    return this.#reliableBest(count)
  }

  #reliableBest(grams: number): string | null {
    let winner = -1
    let best = 0
    let second = 0
    for (let language = 0; language < this.#sums.length; language++) {
      const sum = this.#sums[language] as number
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
    if (ASCII.test(lower)) return lower
    let encoded = ''
    for (const byte of Buffer.from(lower))
      encoded += byte < 0x80 ? String.fromCharCode(byte) : (this.#bytes[byte] ?? ' ')
    return encoded
  }
}

function scaled01(score: number): number {
  return score / (score + SCALE)
}

/** Reads the JavaScript literal without running it: `languages:{0:'am',…}`. */
function languageNames(source: string): string[] {
  const names = [...(/languages:\{([^}]*)\}/.exec(source)?.[1] ?? '').matchAll(/\d+:'(\w+)'/g)].map(
    ([, language]) => language as string,
  )
  if (names.length === 0) throw new Error('The n-gram table of eld is not as expected.')
  return names
}
