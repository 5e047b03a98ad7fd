import { splitSentences } from '../../domain/text/sentences.ts'
import { comparedWords, wordCount } from './summary-words.ts'

export type SummaryDocument = {
  readonly id: string
  readonly text: string
  /** UTC milliseconds; null where it is not known. */
  readonly createdAt: number | null
}

/** A sentence that could stand in a summary, word for word as its documents have it. */
export type PoolSentence = {
  readonly text: string
  readonly words: readonly string[]
  readonly length: number
  /** Documents that hold it, the first one first; the text is cut from that one. */
  readonly documentIds: readonly string[]
  /** Index of the first document and place in it. */
  readonly document: number
  readonly place: number
  readonly createdAt: number | null
}

/** Shorter ones are headings, cries and cut lines. */
const WORDS_MIN = 3
const SENTENCES_MAX = 40_000
const LINK = /https?:\/\/\S+/g
const REPOST_MARK = /^(?:RT\s+)?(?:@[\w.-]+:?\s+)+/i

/** All sentences of the documents; those with the same words are one, with all their documents. */
export function poolSentences(documents: readonly SummaryDocument[]): PoolSentence[] {
  const byWords = new Map<string, PoolSentence & { documentIds: string[] }>()
  for (const [document, { id, text, createdAt }] of documents.entries()) {
    for (const [place, sentence] of splitSentences(text).entries()) {
      const bare = sentence.text.replace(REPOST_MARK, '').replace(LINK, '').trim()
      // What is shown is cut from the document in one piece, so a link in the middle stays.
      const shown = sentence.text.includes(bare) ? bare : sentence.text
      const words = comparedWords(shown)
      if (words.length < WORDS_MIN) continue
      const key = words.join(' ')
      const known = byWords.get(key)
      if (known !== undefined) {
        if (!known.documentIds.includes(id)) known.documentIds.push(id)
        continue
      }
      byWords.set(key, {
        text: shown,
        words,
        length: wordCount(shown),
        documentIds: [id],
        document,
        place,
        createdAt,
      })
      if (byWords.size >= SENTENCES_MAX) return [...byWords.values()]
    }
  }
  return [...byWords.values()]
}
