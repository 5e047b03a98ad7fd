import type { GrowingBytes } from '../../lib/growing-bytes.ts'
import { functionWordMask } from './function-words.ts'
import type { TermForm } from './stem.ts'

/** So many words are remembered, a power of two; each has one place, so that memory is bounded (8 MB). */
const PLACES = 65_536
/** A place is two cache lines: what the processor fetches from memory at once. The second one holds only the French term. */
const PLACE_BYTES = 128
// Where what stands in a place: two numbers of four bytes, two of one byte, the word, and terms behind their lengths.
const HASH_AT = 0
const TEXT_NUMBER_AT = 4
const LENGTH_AT = 8
const MASK_AT = 9
const WORD_AT = 10
const ENGLISH_AT = 36
const FRENCH_AT = 64
const SURFACE_AT = 96
/** UTF-16 units of a word that fits. */
const WORD_UNITS_MAX = (ENGLISH_AT - WORD_AT) / 2
/** UTF-8 bytes of a term that fits. */
const TERM_BYTES_MAX = FRENCH_AT - ENGLISH_AT - 1

/** `find` found no place. */
export const NO_PLACE = -1
const TERM_AT = {
  english: ENGLISH_AT,
  french: FRENCH_AT,
  surface: SURFACE_AT,
} as const satisfies Record<TermForm, number>
/** In place of a length: the term is not known yet, or longer than fits. */
const NO_TERM = 255

/**
 * What is known of frequent words, so that it is found once and not for each of their appearances: an import looks up
 * twenty words a post, a million times. A place holds the word, the languages that have it as a function word,
 * and its terms, side by side: following objects from one place of the memory to the next took a third of the time of
 * an analysis (2026-11-22).
 *
 * A word takes a place when it asks for it twice in a row: most words of a large collection come once, and would only
 * drive out the frequent ones. A place that the present text uses stays as it is until `startText`.
 */
export class WordTable<Hint> {
  readonly #bytes = Buffer.alloc(PLACES * PLACE_BYTES)
  readonly #units = new Uint16Array(this.#bytes.buffer, this.#bytes.byteOffset)
  readonly #numbers = new Uint32Array(this.#bytes.buffer, this.#bytes.byteOffset)
  /** The hash of the last word that was not remembered at each place. */
  readonly #candidates = new Uint32Array(PLACES)
  readonly #hints: (Hint | undefined)[] = new Array(PLACES).fill(undefined)
  #textNumber = 1

  /** What was found for the text before may change from now on. */
  startText(): void {
    this.#textNumber = (this.#textNumber + 1) >>> 0
  }

  /**
   * The place of the word `lower.slice(start, end)`, or `NO_PLACE` where it is not remembered (yet).
   *
   * @param units the UTF-16 units of `lower`
   */
  find(lower: string, units: Uint16Array, start: number, end: number): number {
    const length = end - start
    if (length > WORD_UNITS_MAX) return NO_PLACE
    let hash = FNV_OFFSET
    for (let at = start; at < end; at++) hash = Math.imul(hash ^ (units[at] as number), FNV_PRIME)
    hash = (hash ^ (hash >>> 15)) >>> 0
    const place = hash & (PLACES - 1)
    if (this.#isAt(place, hash, units, start, length)) {
      this.#numbers[(place * PLACE_BYTES + TEXT_NUMBER_AT) >> 2] = this.#textNumber
      return place
    }
    if (!this.#mayTake(place, hash)) return NO_PLACE
    this.#remember(place, hash, lower.slice(start, end))
    return place
  }

  /** Languages that have the word as a function word, as bits. */
  maskAt(place: number): number {
    return this.#bytes[place * PLACE_BYTES + MASK_AT] as number
  }

  wordAt(place: number): string {
    const from = place * PLACE_BYTES + WORD_AT
    return this.#bytes.toString(
      'utf16le',
      from,
      from + 2 * (this.#bytes[place * PLACE_BYTES + LENGTH_AT] as number),
    )
  }

  /** What language detection noted about the word. */
  hintAt(place: number): Hint | undefined {
    return this.#hints[place]
  }

  noteHintAt(place: number, hint: Hint): void {
    this.#hints[place] = hint
  }

  /** Appends the word's term, which `termOf` makes where the place does not hold it in this form. */
  addTerm(
    target: GrowingBytes,
    place: number,
    form: TermForm,
    termOf: (word: string, form: TermForm) => string,
  ): void {
    const at = place * PLACE_BYTES + TERM_AT[form]
    const length = this.#bytes[at] as number
    if (length !== NO_TERM) {
      target.addBytes(this.#bytes, at, at + 1 + length)
      return
    }
    const term = termOf(this.wordAt(place), form)
    target.addString(term)
    const bytes = Buffer.from(term)
    if (bytes.length > TERM_BYTES_MAX) return
    this.#bytes[at] = bytes.length
    this.#bytes.set(bytes, at + 1)
  }

  #isAt(place: number, hash: number, units: Uint16Array, start: number, length: number): boolean {
    const base = place * PLACE_BYTES
    if (this.#numbers[(base + HASH_AT) >> 2] !== hash || this.#bytes[base + LENGTH_AT] !== length)
      return false
    const from = (base + WORD_AT) >> 1
    for (let at = 0; at < length; at++) if (this.#units[from + at] !== units[start + at]) return false
    return true
  }

  #mayTake(place: number, hash: number): boolean {
    const base = place * PLACE_BYTES
    if (this.#bytes[base + LENGTH_AT] === 0) return true
    const isInUse = this.#numbers[(base + TEXT_NUMBER_AT) >> 2] === this.#textNumber
    if (!isInUse && this.#candidates[place] === hash) return true
    this.#candidates[place] = hash
    return false
  }

  #remember(place: number, hash: number, word: string): void {
    const base = place * PLACE_BYTES
    this.#numbers[(base + HASH_AT) >> 2] = hash
    this.#numbers[(base + TEXT_NUMBER_AT) >> 2] = this.#textNumber
    this.#bytes[base + LENGTH_AT] = word.length
    this.#bytes[base + MASK_AT] = functionWordMask(word)
    for (const at of Object.values(TERM_AT)) this.#bytes[base + at] = NO_TERM
    this.#hints[place] = undefined
    const to = (base + WORD_AT) >> 1
    for (let at = 0; at < word.length; at++) this.#units[to + at] = word.charCodeAt(at)
  }
}

// FNV-1a over UTF-16 units; its high bits are folded into the low ones at the end.
const FNV_OFFSET = 0x811c9dc5
const FNV_PRIME = 0x01000193
