import { type LanguageHint, languageHint } from './detect-language.ts'
import { functionWordMask } from './function-words.ts'
import { termForm, wordTerm } from './stem.ts'
import { TermList } from './term-list.ts'
import { addTokenTerms } from './token-terms.ts'
import { type ScannedText, scanTokens, type Token, type TokenKind, type TokenSink } from './tokenise.ts'
import { NO_PLACE, WordTable } from './word-table.ts'

/**
 * The tokens of one text, for its language and its terms. Words that the table remembers are numbers of places, which
 * saves a string and its stem for almost every word of a post.
 */
export class TextTokens implements TokenSink {
  readonly #table = new WordTable<LanguageHint>()
  /** For each token a place in the table, or `-1 - i` for `#loose[i]`. */
  readonly #tokens: number[] = []
  readonly #loose: Token[] = []
  readonly #terms = new TermList()
  /** Terms of one loose token. */
  readonly #fresh: string[] = []

  /** Replaces what was read before. @param cleaned see `cleanText` */
  read(cleaned: string): void {
    this.#tokens.length = 0
    this.#loose.length = 0
    this.#table.startText()
    scanTokens(cleaned, this)
  }

  addWordAt({ lower, units }: ScannedText, start: number, end: number): void {
    const place = this.#table.find(lower, units, start, end)
    if (place !== NO_PLACE) this.#tokens.push(place)
    else this.add('word', lower.slice(start, end))
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

  /** What the token says about the language of the text; null for what says nothing. */
  languageHintAt(index: number): LanguageHint | null {
    const token = this.#tokens[index] as number
    if (token >= 0) return this.#rememberedHint(token)
    const { kind, text } = this.#looseAt(token)
    return kind === 'word' || kind === 'run' ? languageHint(text) : null
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

  #addLoose(token: number, lang: string | null): void {
    this.#fresh.length = 0
    addTokenTerms(this.#fresh, this.#looseAt(token), lang)
    for (const term of this.#fresh) this.#terms.add(term)
  }

  #rememberedHint(place: number): LanguageHint {
    const known = this.#table.hintAt(place)
    if (known !== undefined) return known
    const hint = languageHint(this.#table.wordAt(place))
    this.#table.noteHintAt(place, hint)
    return hint
  }

  #looseAt(token: number): Token {
    return this.#loose[-1 - token] as Token
  }
}
