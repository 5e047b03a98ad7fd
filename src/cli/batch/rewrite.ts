import { z } from 'zod'
import { rewriteQueries } from '../../assistant/rewrite-queries.ts'
import { standaloneQuestion } from '../../assistant/understand/standalone/standalone-question.ts'
import type { BatchTask } from './batch-task.ts'
import { readItem } from './read-item.ts'

const CHARS_MAX = 100_000

const itemSchema = z.object({
  id: z.union([z.string(), z.number()]),
  history: z
    .array(z.object({ role: z.string(), text: z.string().max(CHARS_MAX) }))
    .max(1_000)
    .default([]),
  question: z.string().trim().min(1).max(CHARS_MAX),
  profile: z.array(z.string().max(CHARS_MAX)).max(1_000).nullish(),
})

/** Conversation to a question that stands alone, and the queries that would be searched with. Reads no archive. */
export const task: BatchTask = {
  open: async (context) => ({
    handle: async (raw) => {
      const { id, history, question, profile } = readItem(itemSchema, raw)
      const rewrite = standaloneQuestion({
        history: history.filter(isSaid),
        question,
        profile: profile ?? [],
        locale: null,
      })
      const queries = rewriteQueries(rewrite, context.clock())
      return { id, standalone: rewrite.standalone, queries }
    },
    [Symbol.asyncDispose]: async () => {},
  }),
}

/** Instructions and tool messages are no part of what was said. */
function isSaid(message: {
  role: string
  text: string
}): message is { role: 'user' | 'assistant'; text: string } {
  return message.role === 'user' || message.role === 'assistant'
}
