import { z } from 'zod'
import { postSchema, searchResultSchema } from './post.ts'

/**
 * What `GET /api/search` gives. `folded` are the copies that a post stands for; `literal` names what looks like an operator and
 * was read as words.
 */
export const searchPageSchema = searchResultSchema.extend({
  literal: z.array(z.string()),
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
