import type { GrowingBytes } from '../../lib/growing-bytes.ts'
import type { LanguageHint } from './detect-language.ts'
import { functionWordMask } from './function-words.ts'
import type { GramList } from './ngram-languages.ts'
import type { TermForm } from './stem.ts'

/** So many words are remembered, a power of two; each has one place, so that memory is bounded (8 MB). */
const PLACES = 65_536
/** A place is two cache lines: what the processor fetches from memory at once. An English text needs only the first one. */
const PLACE_BYTES = 128
// Where what stands in a place: two numbers of four bytes, two of one byte, the word, the English term behind its length;
// then another term behind its length, which form that is, how many n-grams, and the n-grams, numbers of four bytes.
const HASH_AT = 0
const TEXT_NUMBER_AT = 4
const LENGTH_AT = 8
const MASK_AT = 9
const WORD_AT = 10
const ENGLISH_AT = 36
const OTHER_AT = 64
const OTHER_FORM_AT = 92
const GRAM_COUNT_AT = 93
const GRAMS_AT = 96
/** UTF-16 units of a word that fits. */
const WORD_UNITS_MAX = (ENGLISH_AT - WORD_AT) / 2
/** UTF-8 bytes of a term that fits. */
const TERM_BYTES_MAX = OTHER_AT - ENGLISH_AT - 1
const GRAMS_MAX = (PLACE_BYTES - GRAMS_AT) / 4

/** `find` found no place. */
export const NO_PLACE = -1
/** In place of a length: the term is not known yet, or longer than fits. */
const NO_TERM = 255
const FORM_NUMBERS = { english: 0, french: 1, surface: 2 } as const satisfies Record<TermForm, number>
/** In place of a count of n-grams: nothing is known, or the hint stands elsewhere. */
const NOT_YET = 255
const ELSEWHERE = 254

/**
 * What is known of frequent words, so that it is found once and not for each of their appearances: an import looks up
 * twenty words a post, a million times. A place holds the word, the languages that have it as a function word,
 * and its terms, side by side: following objects from one place of the memory to the next took a third of the time of
 * an analysis (2026-11-22).
 *
 * A word takes a place when it asks for it twice in a row: most words of a large collection come once, and would only
 * drive out the frequent ones. A place that the present text uses stays as it is until `startText`.
 */
export class WordTable {
  readonly #bytes = Buffer.alloc(PLACES * PLACE_BYTES)
  readonly #units = new Uint16Array(this.#bytes.buffer, this.#bytes.byteOffset)
  readonly #numbers = new Uint32Array(this.#bytes.buffer, this.#bytes.byteOffset)
  /** The hash of the last word that was not remembered at each place. */
  readonly #candidates = new Uint32Array(PLACES)
  readonly #hints: (LanguageHint | undefined)[] = new Array(PLACES).fill(undefined)
  #textNumber = 1
  #fetched = 0

  /** What was found for the text before may change from now on. */
  startText(): void {
    this.#textNumber = (this.#textNumber + 1) >>> 0
  }

  /** Has the processor fetch the place where `find` will look: several are fetched at the same time. */
  fetch(hash: number): void {
    this.#fetched ^= this.#numbers[((hash & (PLACES - 1)) * PLACE_BYTES + HASH_AT) >> 2] as number
  }

  /**
   * The place of the word whose units stand in `units` from `start` to `end`, or `NO_PLACE` where it is not remembered
   * (yet).
   *
   * @param hash of the word; the same for the same word
   */
  find(units: Uint16Array, start: number, end: number, hash: number): number {
    const length = end - start
    if (length > WORD_UNITS_MAX) return NO_PLACE
    const place = hash & (PLACES - 1)
    if (this.#isAt(place, hash, units, start, length)) {
      this.#numbers[(place * PLACE_BYTES + TEXT_NUMBER_AT) >> 2] = this.#textNumber
      return place
    }
    if (!this.#mayTake(place, hash)) return NO_PLACE
    this.#remember(place, hash, units, start, length)
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

  /** What language detection noted about the word; undefined where it did not yet, or n-grams that `addGrams` adds. */
  hintAt(place: number): LanguageHint | undefined {
    return this.#hints[place]
  }

  noteHintAt(place: number, hint: LanguageHint): void {
    const base = place * PLACE_BYTES
    const fits = typeof hint !== 'string' && hint.length <= GRAMS_MAX
    this.#bytes[base + GRAM_COUNT_AT] = fits ? hint.length : ELSEWHERE
    this.#hints[place] = fits ? undefined : hint
    if (fits) this.#numbers.set(hint, (base + GRAMS_AT) >> 2)
  }

  /** Adds the n-grams that were noted; false where none were. */
  addGrams(place: number, to: GramList): boolean {
    const base = place * PLACE_BYTES
    const count = this.#bytes[base + GRAM_COUNT_AT] as number
    if (count > GRAMS_MAX) return false
    const from = (base + GRAMS_AT) >> 2
    for (let at = from; at < from + count; at++) to.grams[to.count++] = this.#numbers[at] as number
    return true
  }

  /** Appends the word's term, which `termOf` makes where the place does not hold it in this form. */
  addTerm(
    target: GrowingBytes,
    place: number,
    form: TermForm,
    termOf: (word: string, form: TermForm) => string,
  ): void {
    const base = place * PLACE_BYTES
    const at = base + (form === 'english' ? ENGLISH_AT : OTHER_AT)
    const isForm = form === 'english' || this.#bytes[base + OTHER_FORM_AT] === FORM_NUMBERS[form]
    const length = this.#bytes[at] as number
    if (isForm && length !== NO_TERM) {
      target.addBytes(this.#bytes, at, at + 1 + length)
      return
    }
    const term = termOf(this.wordAt(place), form)
    target.addString(term)
    const bytes = Buffer.from(term)
    if (bytes.length > TERM_BYTES_MAX) return
    this.#bytes[at] = bytes.length
    this.#bytes.set(bytes, at + 1)
    if (form !== 'english') this.#bytes[base + OTHER_FORM_AT] = FORM_NUMBERS[form]
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

  #remember(place: number, hash: number, units: Uint16Array, start: number, length: number): void {
    const base = place * PLACE_BYTES
    this.#numbers[(base + HASH_AT) >> 2] = hash
    this.#numbers[(base + TEXT_NUMBER_AT) >> 2] = this.#textNumber
    this.#bytes[base + LENGTH_AT] = length
    const to = (base + WORD_AT) >> 1
    for (let at = 0; at < length; at++) this.#units[to + at] = units[start + at] as number
    this.#bytes[base + MASK_AT] = functionWordMask(this.wordAt(place))
    this.#bytes[base + ENGLISH_AT] = NO_TERM
    this.#bytes[base + OTHER_AT] = NO_TERM
    this.#bytes[base + GRAM_COUNT_AT] = NOT_YET
    this.#hints[place] = undefined
  }
}
