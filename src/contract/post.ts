import { z } from 'zod'
import { campaignMarkSchema } from './campaign-mark.ts'

/** A post as the web app receives it: the post line of import and export, plus where it can be opened. */
export const postSchema = z.object({
  id: z.string(),
  author: z.string(),
  author_name: z.string().nullable(),
  created_at: z.string().nullable(),
  text: z.string(),
  lang: z.string().nullable(),
  urls: z.array(z.string()),
  hashtags: z.array(z.string()),
  mentions: z.array(z.string()),
  reply_to: z.string().nullable(),
  repost_of: z.string().nullable(),
  quote_of: z.string().nullable(),
  thread_root: z.string().nullable(),
  /** As far as they were heard; null where nothing was. */
  likes: z.int().nullable(),
  reposts: z.int().nullable(),
  replies: z.int().nullable(),
  media: z.array(
    z.object({
      kind: z.enum(['image', 'video', 'audio', 'link', 'other']),
      alt: z.string().nullable(),
      url: z.string(),
      /** Path on this server; answers only where the setting `thumbnails` is on. */
      thumbnail: z.string().nullable(),
    }),
  ),
  source: z.string(),
  /** True for the simulated network: shown with a label wherever it appears. */
  simulated: z.boolean(),
  /** Page on the post's own network, null when there is none. */
  url: z.string().nullable(),
  /** It coincides with others of a campaign. Left out for nearly all posts. */
  campaign: campaignMarkSchema.optional(),
})

/** What `GET /api/posts/:id` says, with status 410, of a post that its author deleted: all that is kept. */
export const deletedPostSchema = z.object({
  deleted: z.object({
    id: z.string(),
    author: z.string(),
    created_at: z.string().nullable(),
    /** SHA-256 of the text as it was stored, in hexadecimal. */
    text_sha256: z.string(),
    deleted_at: z.string(),
  }),
})

/** Feed and search page: newest or best first; `next` is the cursor of the following page, null at the end. */
export const postPageSchema = z.object({ posts: z.array(postSchema), next: z.string().nullable() })

export const searchResultSchema = z.object({
  results: z.array(z.object({ post_id: z.string(), score: z.number(), post: postSchema.optional() })),
})

export type DeletedPostJson = z.infer<typeof deletedPostSchema>
export type PostJson = z.infer<typeof postSchema>
export type PostPageJson = z.infer<typeof postPageSchema>
