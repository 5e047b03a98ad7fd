import { chooseSentences, wordShares } from './choose-sentences.ts'
import { type PoolSentence, poolSentences, type SummaryDocument } from './sentence-pool.ts'
import { comparedWords, isFunctionWord, wordCount } from './summary-words.ts'
import { chooseTimeline, isTimeline } from './timeline.ts'

export type SummaryRequest = {
  readonly documents: readonly SummaryDocument[]
  readonly maxWords: number
  /** What the reader wants to know; null for what the documents are about. */
  readonly query: string | null
  /** Whether a text is meant as a joke; such sentences are wanted less. */
  readonly isJoke?: (text: string) => boolean
}

export type Summary = {
  readonly text: string
  /** In the order of the summary. Each stands word for word in all its documents' first one, and with the same words in the others. */
  readonly sentences: readonly { readonly text: string; readonly documentIds: readonly string[] }[]
}

const CUT_END = /[,;:–—(«“"-]+$/

/**
 * A summary of what documents share, made of their own sentences: nothing is worded anew, so each sentence is carried by its
 * documents. Documents over weeks make a timeline. Never longer than `maxWords`; empty where there is no sentence.
 */
export function summarize({ documents, maxWords, query, isJoke }: SummaryRequest): Summary {
  const sentences = poolSentences(documents)
  const request = {
    sentences,
    shares: wordShares(sentences),
    maxWords,
    queryWords: new Set(comparedWords(query ?? '').filter((word) => !isFunctionWord(word))),
    ...(isJoke !== undefined && { isJoke: ({ text }: PoolSentence) => isJoke(text) }),
  }
  const chosen = isTimeline(documents, maxWords) ? chooseTimeline(request) : inOrder(chooseSentences(request))
  const parts = chosen.length > 0 ? chosen : cutToFit(sentences, maxWords)
  return {
    text: parts.map(({ text }) => text).join(' '),
    sentences: parts.map(({ text, documentIds }) => ({ text, documentIds })),
  }
}

/** As the documents have them: by time where it is known, else as they came. */
function inOrder(chosen: readonly PoolSentence[]): PoolSentence[] {
  return chosen.toSorted(
    (a, b) => (a.createdAt ?? 0) - (b.createdAt ?? 0) || a.document - b.document || a.place - b.place,
  )
}

/** Where every sentence is too long: the beginning of the shortest. */
function cutToFit(sentences: readonly PoolSentence[], maxWords: number): PoolSentence[] {
  const shortest = sentences.toSorted((a, b) => a.length - b.length)[0]
  if (shortest === undefined) return []
  let end = 0
  for (const { index, 0: piece } of shortest.text.matchAll(/\S+/g)) {
    if (wordCount(shortest.text.slice(0, index + piece.length)) > maxWords) break
    end = index + piece.length
  }
  const text = shortest.text.slice(0, end).replace(CUT_END, '').trimEnd()
  // Where even one piece is too long ("aujourd'hui" of two words), there is nothing to say in so few.
  return text === '' ? [] : [{ ...shortest, text, documentIds: shortest.documentIds.slice(0, 1) }]
}
