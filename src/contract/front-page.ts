import { z } from 'zod'
import { storySchema } from './story.ts'

/**
 * A story as the front page tells it: `/api/front-page`. Sentences are posts' own words: untrusted. What is said of coordination
 * counts the posts of it that were read, not all that ever joined.
 */
export const frontStorySchema = storySchema.extend({
  /** Null where its posts could not be read just now; empty where none is stored any more. */
  summary: z.array(z.object({ text: z.string(), post_ids: z.array(z.string()) })).nullable(),
  /** Posts that are part of a confirmed campaign, of those read. Null where none was read. */
  coordinated: z.object({ posts: z.int(), read: z.int() }).nullable(),
})

/** Those with most independent accounts lately first. */
export const frontPageSchema = z.object({
  as_of: z.string(),
  stories: z.array(frontStorySchema),
  /** How many there are in all. */
  count: z.int(),
})

export type FrontStoryJson = z.infer<typeof frontStorySchema>
export type FrontPageJson = z.infer<typeof frontPageSchema>
