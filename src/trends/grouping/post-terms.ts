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
/** A power of two. */
const KNOWN_WORDS = 1 << 16
/** Stands for a word that tells nothing. */
const UNTELLING = 0

/** What grouping reads of a post. */
export type GroupedText = Pick<Post, 'text' | 'urls' | 'hashtags'>

/**
 * What a post is about, each term once, as numbers: beginnings of telling words, numbers, tags and the words in them, linked
 * pages. Function words of eight languages, words of small talk and mentioned accounts are left out. Cost: about 10 µs for a post.
 */
export function postTermHashes(post: GroupedText): Uint32Array {
  reader.start()
  scanned.readString(cleanText(post.text))
  scanTokens(scanned, reader)
  for (const tag of post.hashtags) reader.add('hashtag', tag.replace(/^#/, ''))
  for (const url of post.urls) reader.add('url', url)
  return reader.take()
}

/** The number of a word as it stands in `postTermHashes`; 0 for words that tell nothing. @param word in lower case */
export function wordTermHash(word: string): number {
  if (functionWordMask(word) !== 0) return UNTELLING
  const folded = foldAccents(word)
  if (isTalkWord(folded) || ONE_LATIN.test(folded)) return UNTELLING
  return hash32(folded.length > PREFIX_CHARS ? folded.slice(0, PREFIX_CHARS) : folded)
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

  start(): void {
    this.#count = 0
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
    this.#push(this.#wordTerms[place] as number)
  }

  add(kind: TokenKind, text: string): void {
    if (kind === 'word' || kind === 'number') this.#push(wordTermHash(text))
    else if (kind === 'hashtag') this.#addTag(text)
    else if (kind === 'url') this.#addUrl(text)
    else if (kind === 'run') this.#addRun(text)
  }

  #push(term: number): void {
    if (term === UNTELLING || this.#count === TERMS_MAX) return
    for (let at = 0; at < this.#count; at++) if (this.#found[at] === term) return
    this.#found[this.#count++] = term
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
