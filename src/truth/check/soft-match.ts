import { dot, type WordVectors, wordVectorsNow } from '../../models/embedding/word-vectors.ts'
import type { Word } from '../support/read-words.ts'
import type { AlignedPair } from './align-pair.ts'

/** How well the words of a claim are met by words like them, where they are not met themselves. All 0 to 1. */
export type SoftMatch = {
  /** Mean over the claim's telling words of how close the closest word of the evidence is. */
  readonly mean01: number
  /** The same for the least met third of them. */
  readonly weakest01: number
  /** Share of telling words that nothing comes near. */
  readonly alone01: number
  /** Closeness by letters alone. */
  readonly letters01: number
  /** Cosine of both texts' directions; 0 where the language has no vectors. */
  readonly direction01: number
}

const NEAR_MIN = 0.45
const NOTHING: SoftMatch = { mean01: 0, weakest01: 0, alone01: 1, letters01: 0, direction01: 0 }

/** English words are compared by bundled vectors and letters, words of other languages by letters. */
export function softMatch({ claim, evidence, alignments, form }: AlignedPair): SoftMatch {
  const vectors = form === 'english' ? wordVectorsNow() : null
  const others = [...new Map(evidence.filter(isTelling).map((word) => [word.norm, word])).values()]
  const told = claim.flatMap((word, at) =>
    isTelling(word) ? [{ word, match01: alignments[at]?.match01 ?? 0 }] : [],
  )
  if (told.length === 0 || others.length === 0) return NOTHING
  const byLetters = told.map(({ word, match01 }) => Math.max(match01, closestByLetters(word, others)))
  const byBoth = told.map(({ word, match01 }, at) =>
    match01 === 1
      ? 1
      : Math.max(byLetters[at] ?? 0, vectors === null ? 0 : closestByVector(word, others, vectors)),
  )
  const weakest = byBoth.toSorted((a, b) => a - b).slice(0, Math.max(1, Math.floor(told.length / 3)))
  return {
    mean01: mean(byBoth),
    weakest01: mean(weakest),
    alone01: byBoth.filter((value) => value < NEAR_MIN).length / told.length,
    letters01: mean(byLetters),
    direction01: vectors === null ? 0 : directionOf(claim, evidence, vectors),
  }
}

function isTelling({ kind }: Word): boolean {
  return kind !== 'function'
}

function closestByLetters(word: Word, others: readonly Word[]): number {
  if (word.kind === 'number') return 0
  const own = pairsOf(word.norm)
  let best = 0
  for (const other of others) {
    if (other.kind === 'number' || other.norm.charCodeAt(0) !== word.norm.charCodeAt(0)) continue
    best = Math.max(best, dice(own, pairsOf(other.norm)))
  }
  return best
}

const known = new Map<string, ReadonlySet<string>>()
const KNOWN_MAX = 50_000

function pairsOf(norm: string): ReadonlySet<string> {
  let pairs = known.get(norm)
  if (pairs === undefined) {
    if (known.size >= KNOWN_MAX) known.clear()
    pairs = new Set(Array.from({ length: Math.max(0, norm.length - 1) }, (_, at) => norm.slice(at, at + 2)))
    known.set(norm, pairs)
  }
  return pairs
}

function dice(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  let both = 0
  for (const pair of one) if (other.has(pair)) both++
  return one.size + other.size === 0 ? 0 : (2 * both) / (one.size + other.size)
}

function closestByVector(word: Word, others: readonly Word[], vectors: WordVectors): number {
  if (word.kind === 'number') return 0
  const own = vectors.wordVector(word.norm)
  if (own === null) return 0
  let best = 0
  for (const other of others) {
    if (other.kind === 'number') continue
    const direction = vectors.wordVector(other.norm)
    if (direction !== null) best = Math.max(best, dot(own, direction))
  }
  return best
}

function directionOf(claim: readonly Word[], evidence: readonly Word[], vectors: WordVectors): number {
  const of = (words: readonly Word[]) => vectors.textVector(words.filter(isTelling).map(({ norm }) => norm))
  return Math.max(0, dot(of(claim), of(evidence)))
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
