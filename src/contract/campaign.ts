import { z } from 'zod'
import { postSchema } from './post.ts'

/** One row of the list. Times are ISO 8601, UTC. */
export const campaignSummarySchema = z.object({
  id: z.string(),
  confirmed: z.boolean(),
  accounts: z.int(),
  posts: z.int(),
  channels: z.array(z.string()),
  languages: z.array(z.object({ lang: z.string(), posts: z.int() })),
  first_at: z.string(),
  last_at: z.string(),
  first_seen_at: z.string(),
  confirmed_at: z.string().nullable(),
  p_value: z.number(),
  q_value: z.number(),
  /** Somebody's own words, as stored; null where the post is gone. Untrusted. */
  narrative: z.object({ text: z.string(), post_id: z.string() }).nullable(),
  coordination01: z.number(),
  /** Null where nothing could be measured; never merged with coordination. */
  inauthenticity01: z.number().nullable(),
  growth: z.array(z.object({ at: z.string(), accounts: z.int(), posts: z.int() })),
})

export const campaignListSchema = z.object({
  campaigns: z.array(campaignSummarySchema),
  /** When the archive was last looked through; null: never. */
  looked_at: z.string().nullable(),
})

const objectSchema = z.object({
  channel: z.string(),
  /** Null where every post of it is gone. Untrusted. */
  key: z.string().nullable(),
  accounts: z.int(),
  outsiders: z.int(),
  first_at: z.string(),
  last_at: z.string(),
  expected: z.number(),
  post_ids: z.array(z.string()),
})

export const campaignSchema = campaignSummarySchema.extend({
  why: z.string(),
  members: z.array(
    z.object({ id: z.string(), name: z.string().nullable(), score01: z.number(), posts: z.int() }),
  ),
  post_ids: z.array(z.string()),
  objects: z.array(objectSchema),
  object_count: z.int(),
  outsiders: z.int(),
  links: z.array(
    z.object({
      from: z.string(),
      to: z.string(),
      posts: z.int(),
      channels: z.array(z.string()),
      first_at: z.string(),
      /** Null where the two were not tested as a pair. */
      p_value: z.number().nullable(),
      q_value: z.number().nullable(),
    }),
  ),
  reach: z.object({
    posts: z.int(),
    likes: z.int().nullable(),
    reposts: z.int().nullable(),
    replies: z.int().nullable(),
  }),
  signs: z.array(z.object({ kind: z.string(), score01: z.number(), measured: z.int(), of: z.int() })),
  counter_evidence: z.array(z.object({ kind: z.string(), value: z.number(), of: z.number() })),
  would_change: z.array(z.string()),
  techniques: z.array(z.object({ id: z.string(), name: z.string() })),
  /** Its posts that are stored, oldest first; at most 400. */
  posts_stored: z.array(postSchema),
})

export type CampaignSummaryJson = z.infer<typeof campaignSummarySchema>
export type CampaignListJson = z.infer<typeof campaignListSchema>
export type CampaignJson = z.infer<typeof campaignSchema>
