import { z } from 'zod'
import { searchPosts } from '../../search/search-posts.ts'
import type { BatchTask } from './batch-task.ts'
import { readItem } from './read-item.ts'

const time = z.iso.datetime({ offset: true }).or(z.iso.date())

const itemSchema = z.object({
  id: z.union([z.string(), z.number()]),
  query: z.string(),
  lang: z.string().nullish(),
  from: time.nullish(),
  to: time.nullish(),
  limit: z.int().min(1).max(10_000).nullish(),
})

const RESULTS_DEFAULT = 100

/** Plain relevance: nothing folded, no recency, no diversity. */
export const task: BatchTask = {
  open: async (context) => {
    const archive = await context.openArchive()
    return {
      handle: async (raw) => {
        const { id, query, lang, from, to, limit } = readItem(itemSchema, raw)
        const hits = await searchPosts(
          archive,
          {
            query,
            limit: limit ?? RESULTS_DEFAULT,
            ...(lang != null && { lang }),
            ...(from != null && { from: Date.parse(from) }),
            ...(to != null && { to: Date.parse(to) }),
          },
          { signal: context.signal },
        )
        return { id, results: hits.map(({ postId, score }) => ({ post_id: postId, score })) }
      },
      [Symbol.asyncDispose]: () => archive.close(),
    }
  },
}
