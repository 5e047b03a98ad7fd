import type { Post } from '../../domain/post.ts'
import { canonicalUrl } from '../../domain/text/canonical-url.ts'
import { cleanText } from '../../domain/text/clean-text.ts'
import { foldAccents } from '../../domain/text/fold.ts'
import { functionWordMask } from '../../domain/text/function-words.ts'
import { ScannedText } from '../../domain/text/scanned-text.ts'
import { scanTokens, type TokenKind, type TokenSink } from '../../domain/text/tokenise.ts'
import { hash32 } from '../../lib/random.ts'
import { isTalkWord } from './talk-words.ts'

/**
 * Words are compared by their first letters, accents folded: that joins the forms of a word in any language, and most
 * names and learned words across English and French (explosion, président, Marseille). Measured against stems on
 * mstream and crisislex-t26 (2026-11-22): as good on English, better where languages mix.
 */
const PREFIX_CHARS = 6
/** A longer post is a list or an article; its first words tell what it is about. */
const TERMS_MAX = 48
/** One letter says nothing, but one character of a script without spaces does. */
const ONE_LATIN = /^[\p{Script=Latin}\p{N}]$/u
const TAG_WORDS = /\p{Lu}+(?![\p{Ll}\p{M}])|\p{Lu}?[\p{Ll}\p{M}]+|[\p{Lo}\p{M}]+|\p{N}+/gu
const RUN_PAIR = 2
/** Names of things and numbers differ at their ends. */
const HAS_DIGIT = /\d/
/** A power of two. */
const KNOWN_WORDS = 1 << 16
/** Stands for a word that tells nothing. */
const UNTELLING = 0
const COPIED_WORDS_MIN = 4
/** Odd, so that no term is lost when sums are made. */
const COPY_SPREAD = 0x9e3779b1

/** What grouping reads of a post. */
export type GroupedText = Pick<Post, 'text' | 'urls' | 'hashtags'>

/**
 * What a post is about, each term once, as numbers: beginnings of telling words, numbers, tags and the words in them, linked
 * pages. Function words of eight languages, words of small talk and mentioned accounts are left out. Cost: about 10 µs for a post.
 */
export function postTermHashes(post: GroupedText): Uint32Array {
  return postTerms(post).terms
}

export type PostTerms = {
  readonly terms: Uint32Array
  /**
   * The same for texts with the same telling words, in whatever order and with whatever links and numbers: what is passed on,
   * and what a program fills in. 0 where too few words would make chance copies.
   */
  readonly copyKey: number
}

export function postTerms(post: GroupedText): PostTerms {
  reader.start()
  scanned.readString(cleanText(post.text))
  scanTokens(scanned, reader)
  for (const tag of post.hashtags) reader.add('hashtag', tag.replace(/^#/, ''))
  for (const url of post.urls) reader.add('url', url)
  return { terms: reader.take(), copyKey: reader.copyKey }
}

/** The number of a word as it stands in `postTermHashes`; 0 for words that tell nothing. @param word in lower case */
export function wordTermHash(word: string): number {
  if (functionWordMask(word) !== 0) return UNTELLING
  const folded = foldAccents(word)
  if (isTalkWord(folded) || ONE_LATIN.test(folded)) return UNTELLING
  return hash32(
    folded.length > PREFIX_CHARS && !HAS_DIGIT.test(folded) ? folded.slice(0, PREFIX_CHARS) : folded,
  )
}

/** @param tag with or without its sign, in any case */
export function tagTermHash(tag: string): number {
  return hash32(`#${foldAccents(tag.replace(/^#/, '').toLowerCase())}`)
}

class TermReader implements TokenSink {
  readonly #found = new Uint32Array(TERMS_MAX)
  #count = 0
  /** By the scanner's 32-bit hash of a word: its number. Two words that share a hash would count as one; that is rare enough. */
  readonly #wordHashes = new Uint32Array(KNOWN_WORDS)
  readonly #wordTerms = new Uint32Array(KNOWN_WORDS)

  #words = 0
  #wordSum = 0

  start(): void {
    this.#count = 0
    this.#words = 0
    this.#wordSum = 0
  }

  get copyKey(): number {
    return this.#words < COPIED_WORDS_MIN ? 0 : this.#wordSum >>> 0 || 1
  }

  take(): Uint32Array {
    return this.#found.slice(0, this.#count)
  }

  addWordAt(text: ScannedText, start: number, end: number): void {
    const { wordHash } = text
    const place = wordHash & (KNOWN_WORDS - 1)
    if (this.#wordHashes[place] !== wordHash) {
      this.#wordHashes[place] = wordHash
      this.#wordTerms[place] = wordTermHash(text.lowerSlice(start, end))
    }
    this.#pushWord(this.#wordTerms[place] as number)
  }

  add(kind: TokenKind, text: string): void {
    if (kind === 'word') this.#pushWord(wordTermHash(text))
    else if (kind === 'number') this.#push(wordTermHash(text))
    else if (kind === 'hashtag') this.#addTag(text)
    else if (kind === 'url') this.#addUrl(text)
    else if (kind === 'run') this.#addRun(text)
  }

  #pushWord(term: number): void {
    if (!this.#push(term)) return
    this.#words += 1
    this.#wordSum = (this.#wordSum + Math.imul(term, COPY_SPREAD)) | 0
  }

  /** Whether the term is new to this post. */
  #push(term: number): boolean {
    if (term === UNTELLING || this.#count === TERMS_MAX) return false
    for (let at = 0; at < this.#count; at++) if (this.#found[at] === term) return false
    this.#found[this.#count++] = term
    return true
  }

  #addTag(tag: string): void {
    this.#push(tagTermHash(tag))
    for (const word of tag.match(TAG_WORDS) ?? []) this.#push(wordTermHash(word.toLowerCase()))
  }

  #addUrl(url: string): void {
    const canonical = canonicalUrl(url)
    if (canonical !== null) this.#push(hash32(`url:${canonical.key}`))
  }

  /** Scripts without spaces by pairs of characters. */
  #addRun(run: string): void {
    const characters = [...run]
    if (characters.length < RUN_PAIR) this.#push(hash32(run))
    for (let at = 0; at + 1 < characters.length && this.#count < TERMS_MAX; at++)
      this.#push(hash32(`${characters[at]}${characters[at + 1]}`))
  }
}

const scanned = new ScannedText()
const reader = new TermReader()
