import { readWords, type Word } from '../support/read-words.ts'
import { alignWords } from './align-words.ts'
import { type Squeezed, squeeze } from './squeeze.ts'

/** A text that may hold the quotation. */
export type QuotationCandidate = {
  readonly id: string
  readonly text: string
  /** UTC milliseconds. */
  readonly createdAt: number | null
}

/** Where a candidate holds the quotation; offsets are UTF-16 code units into its text. */
export type QuotationPlace = {
  readonly id: string
  readonly start: number
  readonly end: number
  /** Letter for letter, save case, accents, spaces and marks. */
  readonly isVerbatim: boolean
  /** Share of the quotation's words that stand there in order. */
  readonly match01: number
}

export type QuotationSearch =
  /** `places` best first; verbatim ones are all there, the earliest first. */
  | { readonly kind: 'found'; readonly places: readonly QuotationPlace[] }
  /** Something like it stands in several texts, and nothing tells which is meant. */
  | { readonly kind: 'ambiguous'; readonly places: readonly QuotationPlace[] }
  | { readonly kind: 'not_found' }
  | { readonly kind: 'too_short' }

/** Fewer letters are said by many: no source can be named for them. */
const LETTERS_MIN = 12
const WORDS_MIN = 3
/** Words of a longer quotation that are aligned where it stands nowhere verbatim. */
const QUOTED_WORDS_MAX = 80
const TEXT_WORDS_MAX = 10_000
/**
 * Least share of the words that must stand there in order, where it is not verbatim, and by how much the best must lead. By
 * hand, 2026-11-22; `npm run eval -- quote-source` measures them.
 */
const MATCH_MIN01 = 0.75
const LEAD_MIN01 = 0.1

/**
 * Names the source of a quotation among candidates: those that hold it verbatim, else the one that clearly holds most
 * of its words in order.
 */
export function findQuotation(quotation: string, candidates: readonly QuotationCandidate[]): QuotationSearch {
  const quoted = squeeze(quotation)
  const words = readWords(quotation).words.slice(0, QUOTED_WORDS_MAX)
  if (quoted.letters.length < LETTERS_MIN || words.length < WORDS_MIN) return { kind: 'too_short' }
  const verbatim = candidates
    .toSorted(byTime)
    .flatMap((candidate) => verbatimPlace(quoted.letters, candidate) ?? [])
  if (verbatim.length > 0) return { kind: 'found', places: verbatim }
  const close = candidates
    .flatMap((candidate) => alignedPlace(words, candidate) ?? [])
    .filter(({ match01 }) => match01 >= MATCH_MIN01)
    .sort((a, b) => b.match01 - a.match01)
  return decide(close, candidates)
}

function decide(
  close: readonly QuotationPlace[],
  candidates: readonly QuotationCandidate[],
): QuotationSearch {
  const best = close[0]
  if (best === undefined) return { kind: 'not_found' }
  const texts = new Map(candidates.map(({ id, text }) => [id, squeeze(text).letters]))
  const rivals = close.filter(({ match01 }) => match01 > best.match01 - LEAD_MIN01)
  const isOneText = rivals.every(({ id }) => texts.get(id) === texts.get(best.id))
  return isOneText ? { kind: 'found', places: rivals } : { kind: 'ambiguous', places: rivals }
}

/** Unknown times come last. */
function byTime(one: QuotationCandidate, other: QuotationCandidate): number {
  return (one.createdAt ?? Number.POSITIVE_INFINITY) - (other.createdAt ?? Number.POSITIVE_INFINITY) || 0
}

function verbatimPlace(letters: string, { id, text }: QuotationCandidate): QuotationPlace | null {
  const squeezed: Squeezed = squeeze(text)
  const at = squeezed.letters.indexOf(letters)
  if (at < 0) return null
  const start = squeezed.starts[at] ?? 0
  const end = squeezed.ends[at + letters.length - 1] ?? start
  return { id, start, end, isVerbatim: true, match01: 1 }
}

function alignedPlace(quoted: readonly Word[], { id, text }: QuotationCandidate): QuotationPlace | null {
  const words = readWords(text).words.slice(0, TEXT_WORDS_MAX)
  const known = new Set(words.map(({ norm }) => norm))
  const shared = quoted.filter(({ norm }) => known.has(norm)).length / quoted.length
  if (shared < MATCH_MIN01) return null
  const found = alignWords(
    quoted.map(({ norm }) => norm),
    words.map(({ norm }) => norm),
  )
  const [first, last] = [words[found?.first ?? -1], words[found?.last ?? -1]]
  if (found === null || first === undefined || last === undefined) return null
  return { id, start: first.start, end: last.end, isVerbatim: false, match01: found.share01 }
}
