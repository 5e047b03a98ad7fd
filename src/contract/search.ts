import { z } from 'zod'
import { postSchema, searchResultSchema } from './post.ts'

/**
 * What `GET /api/search` gives. `folded` are the copies that a post stands for; `literal` names what looks like an operator and
 * was read as words.
 *
 * With `mode`: `next` is the `offset` of the following page (ask for it with the same parameters and `to` = `as_of`, so that nothing
 * shifts), null at the end; `count` how many stored posts have any, or all, of the words, null where that is not known.
 */
export const searchPageSchema = searchResultSchema.extend({
  literal: z.array(z.string()),
  next: z.int().nullable().optional(),
  as_of: z.string().optional(),
  count: z
    .object({ posts: z.int(), words: z.enum(['any', 'all']) })
    .nullable()
    .optional(),
  results: z.array(
    z.object({
      post_id: z.string(),
      score: z.number(),
      folded: z.array(z.string()),
      post: postSchema.optional(),
    }),
  ),
})

export type SearchPageJson = z.infer<typeof searchPageSchema>
