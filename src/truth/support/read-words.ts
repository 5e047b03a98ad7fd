import { foldAccents } from '../../domain/text/fold.ts'
import { type Sentence, splitSentences } from '../../domain/text/sentences.ts'
import { type TermForm, wordTerm } from '../../domain/text/stem.ts'
import { UNSPACED_CHAR } from '../../domain/text/tokenise.ts'
import { isPlainWord, MONTH_STEMS } from './common-words.ts'
import { readQuantities } from './quantities.ts'

/** One word or number of a text. Offsets are UTF-16 code units into the text as given. */
export type Word = {
  readonly start: number
  readonly end: number
  /** Lower case, accents folded. */
  readonly norm: string
  /** What is compared: the stem; `month:6` for a month, `number:12` for a number however it is written. */
  readonly stem: string
  /** Index of its sentence. */
  readonly sentence: number
  readonly kind: WordKind
  /** `percent`, `dollar`, … beside a number, else null. */
  readonly unit: string | null
}

/** A word that says nothing alone is `function`; `name` starts with a capital where no sentence starts. */
export type WordKind = 'function' | 'content' | 'name' | 'number'

export type Reading = {
  readonly text: string
  readonly sentences: readonly Sentence[]
  readonly words: readonly Word[]
}

/** Words beyond this many are not read: about 1 MB of prose is cut to its first half. */
const WORDS_MAX = 100_000
const WORD = new RegExp(
  `${UNSPACED_CHAR.source}|\\p{N}+(?:[.,\\u00a0\\u202f]\\p{N}+)*|(?:\\p{L}\\.){2,}(?:\\p{L}(?![\\p{L}\\p{M}]))?|[\\p{L}\\p{M}]+`,
  'gu',
)

/**
 * Reads a text for comparison with others: its sentences and words, numbers by value, months by number.
 *
 * Offsets stay those of the text as given, whatever it holds. Cost: about 1 µs a word.
 */
export function readWords(text: string, form: TermForm = 'english'): Reading {
  const sentences = splitSentences(text)
  const raw = rawWords(text, sentences)
  const quantities = readQuantities(raw, text)
  const words = raw.map((word, index): Word => {
    const quantity = quantities[index] ?? null
    if (quantity !== null)
      return { ...word, stem: `number:${quantity.value}`, kind: 'number', unit: quantity.unit }
    const { stem, isFunction } = lookUp(word.norm, form)
    const isVerb = word.norm === 'may' && text.charAt(word.start) === 'm'
    if (isFunction || isVerb)
      return { ...word, stem: isVerb ? word.norm : stem, kind: 'function', unit: null }
    return { ...word, stem, kind: kindOf(word, text, sentences), unit: null }
  })
  return { text, sentences, words }
}

export type RawWord = Pick<Word, 'start' | 'end' | 'norm' | 'sentence'>

function rawWords(text: string, sentences: readonly Sentence[]): RawWord[] {
  const words: RawWord[] = []
  let sentence = 0
  for (const match of text.matchAll(WORD)) {
    const start = match.index
    while (sentence + 1 < sentences.length && start >= (sentences[sentence + 1]?.start ?? 0)) sentence++
    const norm = foldAccents(match[0].toLowerCase()).replaceAll('.', isDigits(match[0]) ? '.' : '')
    words.push({ start, end: start + match[0].length, norm, sentence })
    if (words.length >= WORDS_MAX) break
  }
  return words
}

function isDigits(written: string): boolean {
  return /^\p{N}/u.test(written)
}

type Known = { readonly stem: string; readonly isFunction: boolean }
/** What is known of a lower-case word, for each way to cut stems. */
const known = new Map<TermForm, Map<string, Known>>()
/** Enough for the vocabulary of a long run; then the memory starts afresh. */
const KNOWN_MAX = 50_000

function lookUp(norm: string, form: TermForm): Known {
  let table = known.get(form)
  if (table === undefined || table.size >= KNOWN_MAX) {
    table = new Map()
    known.set(form, table)
  }
  const found = table.get(norm)
  if (found !== undefined) return found
  const fresh = { stem: MONTH_STEMS.get(norm) ?? wordTerm(norm, form), isFunction: isPlainWord(norm, form) }
  table.set(norm, fresh)
  return fresh
}

function kindOf({ start, sentence }: RawWord, text: string, sentences: readonly Sentence[]): WordKind {
  const opens = sentences[sentence]?.start === start
  return !opens && /^\p{Lu}/u.test(text.charAt(start)) ? 'name' : 'content'
}
