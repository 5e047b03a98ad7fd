import { cleanText } from '../../domain/text/clean-text.ts'
import { tokens } from '../../domain/text/tokenise.ts'
import { dot, type WordVectors } from '../../models/embedding/word-vectors.ts'
import { ClaimIndex, type IndexSettings, termsOf } from './claim-index.ts'
import { comparableText } from './comparable-text.ts'

/** A claim that was checked before. `title` is the headline of the check, where there is one. */
export type KnownClaim = { readonly id: ClaimId; readonly claim: string; readonly title?: string | null }
type ClaimId = string | number
/** A score orders the claims for one text; it says nothing across texts. */
export type ClaimMatch = { readonly claimId: ClaimId; readonly score: number }

export type MatchSettings = IndexSettings & {
  /** Of each pair of words that follow each other in both texts. */
  readonly pairBonus: number
  /** Of the closeness of what both are about, by word vectors. */
  readonly closeness: number
}

/**
 * All constants 2026-11-22, on ct20-verified-claims and ct25 (claim to post), development parts; see docs/decisions/0023.
 * Chosen while looking at all development items, even and odd ones agree; nothing is trained.
 */
export const MATCH: MatchSettings = {
  wordSaturation: 1.2,
  lengthDiscount01: 0.9,
  lettersWeight: 0.2,
  pairBonus: 0.6,
  closeness: 6,
}

/** Best by words and letters; only these are looked at again. */
const LOOKED_AT = 100

/** Finds claims that say what a text says, in a list that fits into memory. */
export class ClaimMatcher {
  readonly #claims: readonly KnownClaim[]
  readonly #texts: readonly string[]
  readonly #index: ClaimIndex
  readonly #vectors: WordVectors | null
  readonly #settings: MatchSettings
  readonly #looks = new Map<number, Look>()

  /** @param vectors null leaves closeness out */
  constructor(claims: readonly KnownClaim[], vectors: WordVectors | null, settings: MatchSettings = MATCH) {
    this.#claims = claims
    this.#vectors = vectors
    this.#settings = settings
    this.#texts = claims.map(({ claim, title }) => comparableText(title ? `${claim}\n${title}` : claim))
    this.#index = new ClaimIndex(this.#texts, settings)
  }

  /** @returns best first, at most `limit`; claims that have nothing in common with the text are left out */
  match(text: string, limit: number): ClaimMatch[] {
    const comparable = comparableText(text)
    const scores = this.#index.scores(comparable)
    const first = [...scores.keys()]
      .filter((place) => (scores[place] as number) > 0)
      .sort((a, b) => (scores[b] as number) - (scores[a] as number) || a - b)
      .slice(0, Math.max(limit, LOOKED_AT))
    const own = this.#lookAt(comparable)
    return first
      .map((place, rank) => {
        const more = rank < LOOKED_AT ? this.#likeness(own, this.#lookAtClaim(place)) : 0
        return { place, score: (scores[place] as number) + more }
      })
      .sort((a, b) => b.score - a.score || a.place - b.place)
      .slice(0, limit)
      .map(({ place, score }) => ({ claimId: this.#claims[place]?.id ?? '', score }))
  }

  #likeness(one: Look, other: Look): number {
    const { pairBonus, closeness } = this.#settings
    const common = one.pairs.intersection(other.pairs).size
    const near = one.vector && other.vector ? dot(one.vector, other.vector) : 0
    return pairBonus * common + closeness * near
  }

  #lookAtClaim(place: number): Look {
    const known = this.#looks.get(place)
    if (known !== undefined) return known
    const look = this.#lookAt(this.#texts[place] ?? '')
    this.#looks.set(place, look)
    return look
  }

  #lookAt(text: string): Look {
    const terms = termsOf(text)
    const pairs = new Set(terms.slice(1).map((term, at) => `${terms[at]} ${term}`))
    return { pairs, vector: this.#vectors?.textVector(wordsOf(text)) ?? null }
  }
}

type Look = { readonly pairs: ReadonlySet<string>; readonly vector: Float32Array | null }

function wordsOf(text: string): string[] {
  return tokens(cleanText(text)).flatMap(({ kind, text: word }) => (kind === 'word' ? [word] : []))
}
