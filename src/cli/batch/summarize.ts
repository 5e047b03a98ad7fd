import { z } from 'zod'
import { parseIsoTime } from '../../lib/iso-time.ts'
import { jokeLikelihood } from '../../trends/satire/joke-likelihood.ts'
import { summarize } from '../../trends/summary/summarize.ts'
import type { BatchTask } from './batch-task.ts'
import { readItem } from './read-item.ts'

const DOCUMENTS_MAX = 10_000
const CHARS_MAX = 1_000_000
const WORDS_MAX = 100_000
/** Longer texts are articles, for which the guard was not made. */
const JOKE_CHARS_MAX = 400
const JOKE01 = 0.9

const itemSchema = z.object({
  id: z.union([z.string(), z.number()]),
  documents: z
    .array(
      z.object({
        id: z.union([z.string(), z.number()]),
        text: z.string().max(CHARS_MAX),
        created_at: z.string().nullish(),
      }),
    )
    .max(DOCUMENTS_MAX),
  max_words: z.number().int().min(1).max(WORDS_MAX),
  query: z.string().max(CHARS_MAX).nullish(),
})

/** `batch summarize`: documents in, a summary of their own sentences out, each with its documents. No model, no archive. */
export const task: BatchTask = {
  open: async () => ({
    handle: async (raw) => {
      const { id, documents, max_words: maxWords, query } = readItem(itemSchema, raw)
      // Ids are answered as they came: numbers stay numbers.
      const ids = new Map(documents.map((document) => [String(document.id), document.id]))
      const { text, sentences } = summarize({
        documents: documents.map((document) => ({
          id: String(document.id),
          text: document.text,
          createdAt: parseIsoTime(document.created_at ?? ''),
        })),
        maxWords,
        query: query ?? null,
        isJoke,
      })
      return {
        id,
        summary: text,
        sentences: sentences.map((sentence) => ({
          text: sentence.text,
          document_ids: sentence.documentIds.map((documentId) => ids.get(documentId)),
        })),
      }
    },
    [Symbol.asyncDispose]: async () => {},
  }),
}

function isJoke(text: string): boolean {
  if (text.length > JOKE_CHARS_MAX) return false
  return jokeLikelihood({ text, author: '', authorName: null, replies: [] }) >= JOKE01
}
