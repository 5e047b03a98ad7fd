import { addHint, languageHint } from './detect-language.ts'
import { functionWordMask } from './function-words.ts'
import type { GramList } from './ngram-languages.ts'
import { ScannedText } from './scanned-text.ts'
import { termForm, wordTerm } from './stem.ts'
import { TermList } from './term-list.ts'
import { addTokenTerms } from './token-terms.ts'
import { scanTokens, type Token, type TokenKind, type TokenSink } from './tokenise.ts'
import { NO_PLACE, WordTable } from './word-table.ts'

const FOUND_FIRST = 256
const TOKEN_AT = 0
const START_AT = 1
const END_AT = 2
const WORD_HASH_AT = 3
const WORD_NUMBERS = 4

/**
 * The tokens of one text, for its language and its terms. Words that the table remembers are numbers of places, which
 * saves a string and its stem for almost every word of a post.
 */
export class TextTokens implements TokenSink {
  readonly #scanned = new ScannedText()
  readonly #table = new WordTable()
  /** For each token a place in the table, or `-1 - i` for `#loose[i]`. */
  readonly #tokens: number[] = []
  readonly #loose: Token[] = []
  /** Words of the present text that are to be looked up: for each so many numbers, as below. */
  #found = new Uint32Array(FOUND_FIRST)
  #words = 0
  readonly #terms = new TermList()
  /** Terms of one loose token. */
  readonly #fresh: string[] = []

  /** Replaces what was read before. @param cleaned see `cleanText` */
  read(cleaned: string): void {
    this.#scanned.readString(cleaned)
    this.#scan()
  }

  /** The same for a text that was not cleaned; false where it must be first. See `ScannedText.readUtf8`. */
  readUtf8(bytes: Buffer, start: number, end: number): boolean {
    if (!this.#scanned.readUtf8(bytes, start, end)) return false
    this.#scan()
    return true
  }

  /** The cleaned text. */
  get text(): string {
    return this.#scanned.text
  }

  addWordAt({ wordHash }: ScannedText, start: number, end: number): void {
    const token = this.#tokens.push(NO_PLACE) - 1
    const at = WORD_NUMBERS * this.#words++
    if (at + WORD_NUMBERS > this.#found.length) this.#found = doubled(this.#found)
    this.#found[at + TOKEN_AT] = token
    this.#found[at + START_AT] = start
    this.#found[at + END_AT] = end
    this.#found[at + WORD_HASH_AT] = wordHash
  }

  add(kind: TokenKind, text: string): void {
    this.#loose.push({ kind, text })
    this.#tokens.push(-this.#loose.length)
  }

  get count(): number {
    return this.#tokens.length
  }

  /** Languages that have the token as a function word, as bits; 0 for what is no word. */
  functionMaskAt(index: number): number {
    const token = this.#tokens[index] as number
    if (token >= 0) return this.#table.maskAt(token)
    const { kind, text } = this.#looseAt(token)
    return kind === 'word' ? functionWordMask(text) : 0
  }

  /** See `LanguageTokens`. */
  addHintAt(index: number, grams: GramList): string | null {
    const token = this.#tokens[index] as number
    if (token >= 0) return this.#addRememberedHint(token, grams)
    const { kind, text } = this.#looseAt(token)
    return kind === 'word' || kind === 'run' ? addHint(languageHint(text), grams) : null
  }

  /** The search terms of all tokens, in order. Valid until the next call. */
  terms(lang: string | null, countMax: number): TermList {
    const form = termForm(lang)
    const terms = this.#terms
    terms.start(countMax)
    for (let index = 0; index < this.#tokens.length; index++) {
      const token = this.#tokens[index] as number
      if (token < 0) this.#addLoose(token, lang)
      else if (terms.takeRoom()) this.#table.addTerm(terms.bytes, token, form, wordTerm)
    }
    return terms
  }

  #scan(): void {
    this.#tokens.length = 0
    this.#loose.length = 0
    this.#words = 0
    this.#table.startText()
    scanTokens(this.#scanned, this)
    this.#findWords()
  }

  /** All words are fetched before any is looked at: waiting for the memory once and not twenty times saves a tenth of an analysis. */
  #findWords(): void {
    const found = this.#found
    const end = WORD_NUMBERS * this.#words
    for (let at = WORD_HASH_AT; at < end; at += WORD_NUMBERS) this.#table.fetch(found[at] as number)
    for (let at = 0; at < end; at += WORD_NUMBERS) {
      const token = found[at + TOKEN_AT] as number
      const from = found[at + START_AT] as number
      const to = found[at + END_AT] as number
      const place = this.#table.find(this.#scanned.units, from, to, found[at + WORD_HASH_AT] as number)
      if (place !== NO_PLACE) this.#tokens[token] = place
      else this.#tokens[token] = -this.#loose.push({ kind: 'word', text: this.#scanned.lowerSlice(from, to) })
    }
  }

  #addLoose(token: number, lang: string | null): void {
    this.#fresh.length = 0
    addTokenTerms(this.#fresh, this.#looseAt(token), lang)
    for (const term of this.#fresh) this.#terms.add(term)
  }

  #addRememberedHint(place: number, grams: GramList): string | null {
    if (this.#table.addGrams(place, grams)) return null
    const known = this.#table.hintAt(place)
    if (known !== undefined) return addHint(known, grams)
    const hint = languageHint(this.#table.wordAt(place))
    this.#table.noteHintAt(place, hint)
    return addHint(hint, grams)
  }

  #looseAt(token: number): Token {
    return this.#loose[-1 - token] as Token
  }
}

function doubled(numbers: Uint32Array): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(2 * numbers.length)
  larger.set(numbers)
  return larger
}
