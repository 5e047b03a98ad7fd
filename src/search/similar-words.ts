import { analyseQuery } from '../domain/text/analyse-query.ts'
import { loadWordVectors } from '../models/embedding/word-vectors.ts'
import { readOperators } from './query-operators.ts'
import { isStopGroup } from './stop-words.ts'
import type { WeightedWord } from './term-weights.ts'

/** Set by reasoning, 2026-11-22: a word that only means nearly the same never outweighs the word itself. */
const SIMILAR_WORDS = {
  /** For each word of the query. */
  perWord: 3,
  /** Closeness from which words are taken for each other; GloVe holds opposites ("rise", "fall") close too. */
  similarity01Min: 0.65,
  /** Weight of all of them together, beside the query's 1. */
  weight: 0.4,
  /** Longer queries say enough themselves. */
  wordsMax: 8,
} as const

/** Words that mean nearly the same as those of a query (English), with their weights; quotes and operators bring none. */
export async function similarWords(query: string): Promise<WeightedWord[]> {
  const vectors = await loadWordVectors()
  const { text } = readOperators(query)
  const groups = analyseQuery(text).groups.filter((group) => !isStopGroup(group))
  const own = new Set(groups.flat())
  const near = groups
    .slice(0, SIMILAR_WORDS.wordsMax)
    .flatMap((group) =>
      vectors.nearest(group.at(-1) ?? '', SIMILAR_WORDS.perWord, SIMILAR_WORDS.similarity01Min),
    )
    .map(({ word }) => analyseQuery(word).groups[0] ?? [])
    .filter((group) => group.length > 0 && !group.some((term) => own.has(term)))
  const distinct = [...new Map(near.map((group) => [group[0], group])).values()]
  return distinct.map((terms) => ({ terms, weight: SIMILAR_WORDS.weight / distinct.length }))
}
