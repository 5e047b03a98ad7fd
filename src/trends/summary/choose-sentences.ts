import type { PoolSentence } from './sentence-pool.ts'
import { isFunctionWord } from './summary-words.ts'

/** Set on halves of opinosis' topics and background-summaries' events (`npm run eval -- summaries`, 2026-11-22). */
const WEIGHTS = {
  /** Function words count a little: sentences are made of them. */
  functionWord: 0.3,
  /** What a word is worth that the summary has already. */
  again: 0.2,
  /** A sentence is worth its words divided by its length to this power: 1 would like the shortest, 0 the longest. */
  lengthPower: 0.8,
  lengthOffset: 2,
  /** The first sentence of a text of several mostly says what it is about. */
  opening: 1.3,
  /** What a question asks for. */
  query: 4,
  joke: 0.7,
} as const
/** A short summary is one thought: nothing is added once half of it is said. */
const SHORT_WORDS = 60
/** Sentences that are looked at again and again; the best by their own words. */
const CANDIDATES_MAX = 3_000

export type ChooseRequest = {
  readonly sentences: readonly PoolSentence[]
  /** How often each word is said, as a share of all sentences. */
  readonly shares: ReadonlyMap<string, number>
  readonly maxWords: number
  readonly queryWords: ReadonlySet<string>
  /** More than 1 for sentences that are wanted more. */
  readonly boost?: (sentence: PoolSentence) => number
  readonly isJoke?: (sentence: PoolSentence) => boolean
}

/** In how many sentences each word stands. */
export function wordShares(sentences: readonly PoolSentence[]): Map<string, number> {
  const shares = new Map<string, number>()
  // A sentence that many documents hold was said by many.
  let total = 0
  for (const { words, documentIds } of sentences) {
    total += documentIds.length
    for (const word of new Set(words)) shares.set(word, (shares.get(word) ?? 0) + documentIds.length)
  }
  for (const [word, count] of shares) shares.set(word, count / total)
  return shares
}

/**
 * Chooses sentences that together say most of what the documents share, each time the one that adds most for its length. Never
 * more than `maxWords`.
 *
 * @see Lin and Bilmes, "A Class of Submodular Functions for Document Summarization", ACL 2011
 */
export function chooseSentences(request: ChooseRequest): PoolSentence[] {
  const worth = (word: string) => wordWorth(word, request)
  let candidates = request.sentences.filter(({ length }) => length <= request.maxWords)
  if (candidates.length > CANDIDATES_MAX) {
    const own = new Map(candidates.map((sentence) => [sentence, score(sentence, request, worth, NONE)]))
    candidates = candidates
      .toSorted((a, b) => (own.get(b) as number) - (own.get(a) as number))
      .slice(0, CANDIDATES_MAX)
  }
  const chosen: PoolSentence[] = []
  const said = new Set<string>()
  let left = request.maxWords
  const enough = request.maxWords <= SHORT_WORDS ? request.maxWords / 2 : 0
  while (left > enough) {
    const best = bestOf(candidates, left, (sentence) => score(sentence, request, worth, said))
    if (best === null) break
    chosen.push(best)
    left -= best.length
    for (const word of best.words) said.add(word)
    candidates = candidates.filter((sentence) => sentence !== best)
  }
  return chosen
}

const NONE: ReadonlySet<string> = new Set()

function bestOf(
  candidates: readonly PoolSentence[],
  left: number,
  scoreOf: (sentence: PoolSentence) => number,
): PoolSentence | null {
  let best: PoolSentence | null = null
  let bestScore = 0
  for (const sentence of candidates) {
    if (sentence.length > left) continue
    const own = scoreOf(sentence)
    if (own <= bestScore) continue
    best = sentence
    bestScore = own
  }
  return best
}

function wordWorth(word: string, { shares, queryWords }: ChooseRequest): number {
  const share = shares.get(word) ?? 0
  if (isFunctionWord(word)) return share * WEIGHTS.functionWord
  return queryWords.has(word) ? share * WEIGHTS.query : share
}

function score(
  sentence: PoolSentence,
  { boost, isJoke }: ChooseRequest,
  worth: (word: string) => number,
  said: ReadonlySet<string>,
): number {
  let sum = 0
  for (const word of new Set(sentence.words)) sum += worth(word) * (said.has(word) ? WEIGHTS.again : 1)
  const place = sentence.place === 0 ? WEIGHTS.opening : 1
  const sincerity = isJoke?.(sentence) === true ? WEIGHTS.joke : 1
  return (
    (sum * place * sincerity * (boost?.(sentence) ?? 1)) /
    (sentence.words.length + WEIGHTS.lengthOffset) ** WEIGHTS.lengthPower
  )
}
