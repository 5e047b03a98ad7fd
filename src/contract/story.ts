import { z } from 'zod'
import { postSchema } from './post.ts'

const partSchema = z.object({ name: z.string(), posts: z.int() })

const storyTrendSchema = z.object({
  announced_at: z.string(),
  /** -log10 of an upper bound for the chance of such a rise. */
  score: z.number(),
  /** Independent accounts in the window that surprised most, and how many its own past let expect. */
  voices: z.number(),
  expected: z.number(),
  window_seconds: z.number(),
})

/** A story as a row of a list. Title, terms, links and tags are words of posts: untrusted. Times are ISO 8601, UTC. */
export const storySchema = z.object({
  id: z.string(),
  title: z.string(),
  /** The post whose words the title is; null where there is none. */
  title_post_id: z.string().nullable(),
  terms: z.array(z.string()),
  first_at: z.string(),
  last_at: z.string(),
  first_post_id: z.string(),
  first_author: z.string(),
  posts: z.int(),
  /** Independent accounts; copies count once. */
  voices: z.int(),
  languages: z.array(partSchema),
  networks: z.array(partSchema),
  links: z.array(partSchema),
  tags: z.array(partSchema),
  /** In steps of ten minutes; stretches without posts are left out. */
  beats: z.array(z.object({ at: z.string(), posts: z.int(), voices: z.int() })),
  /** Null where it has not risen. */
  trend: storyTrendSchema.nullable(),
})

export const storyListSchema = z.object({ stories: z.array(storySchema) })

/** One story with posts that are still stored, oldest first, and a summary of their own sentences. */
export const storyDetailSchema = storySchema.extend({
  is_live: z.boolean(),
  post_ids: z.array(z.string()),
  posts_stored: z.array(postSchema),
  summary: z.array(z.object({ text: z.string(), post_ids: z.array(z.string()) })),
})

export const trendListSchema = z.object({
  /** Words and tags that rise now, the most surprising first. Untrusted. */
  terms: z.array(
    z.object({
      word: z.string(),
      /** A story it rises in; null while that is not kept yet. */
      story_id: z.string().nullable(),
      score: z.number(),
      voices: z.number(),
      expected: z.number(),
      window_seconds: z.number(),
    }),
  ),
  trends: z.array(
    z.object({
      story: storySchema,
      /** Of the present rise; 0 where it has ended and is shown a little longer. */
      score: z.number(),
      posts_lately: z.int(),
      voices_lately: z.int(),
      /** By posts, and by independent accounts. From 1. */
      raw_rank: z.int(),
      cleaned_rank: z.int(),
    }),
  ),
})

export type StoryJson = z.infer<typeof storySchema>
export type StoryListJson = z.infer<typeof storyListSchema>
export type StoryDetailJson = z.infer<typeof storyDetailSchema>
export type TrendListJson = z.infer<typeof trendListSchema>
