import { z } from 'zod'
import { claimCheckSchema, claimLabelSchema } from './check.ts'

/** The board of claims, `/api/checks`. Times are ISO 8601, UTC. */
export const claimStateSchema = z.enum(['new', 'checking', 'verdict', 'revised', 'failed'])

/** A claim as the board lists it. */
export const checkSummarySchema = z.object({
  id: z.string(),
  claim: z.string(),
  lang: z.string().nullable(),
  state: claimStateSchema,
  /** Null before the first verdict. */
  label: claimLabelSchema.nullable(),
  label_text: z.string().nullable(),
  confidence01: z.number().min(0).max(1).nullable(),
  committed: z.boolean(),
  summary: z.string().nullable(),
  /** Of the verdict, from 1; 0 before the first. */
  revision: z.int().min(0),
  published: z.boolean(),
  origin: z.object({ kind: z.enum(['text', 'post', 'page', 'answer']), id: z.string().nullable() }),
  created_at: z.string(),
  checked_at: z.string().nullable(),
  changed_at: z.string(),
  error: z.object({ code: z.string(), message: z.string() }).nullable(),
})

export const checkRevisionSchema = z.object({
  revision: z.int().min(1),
  reason: z.enum(['first', 'new_evidence', 'asked', 'withdrawn']),
  label: claimLabelSchema,
  label_text: z.string(),
  confidence01: z.number().min(0).max(1),
  committed: z.boolean(),
  at: z.string(),
})

export const ratingLevelSchema = z.enum(['helpful', 'somewhat', 'not_helpful'])

/** What readers make of a verdict; `status` is decided by people who usually disagree. */
export const checkRatingsSchema = z.object({
  count: z.int().min(0),
  status: z.enum(['needs_more_ratings', 'helpful', 'not_helpful']),
  yours: ratingLevelSchema.nullable(),
})

export const checkDetailSchema = checkSummarySchema.extend({
  check: claimCheckSchema.nullable(),
  revisions: z.array(checkRevisionSchema),
  following: z.boolean(),
  ratings: checkRatingsSchema,
  /** The page, the card and the feed for others; they open without signing in once the claim is published. */
  links: z.object({ page: z.string(), embed: z.string(), claim_review: z.string() }),
  yours: z.boolean(),
})

export const checkListSchema = z.object({
  checks: z.array(checkSummarySchema),
  next: z.string().nullable(),
  counts: z.record(claimStateSchema, z.int().min(0)),
})

export const checkCreatedSchema = z.object({ checks: z.array(checkSummarySchema) })

/** One of `text`, `post_id` and `page_id`. */
export const createCheckBodySchema = z
  .strictObject({
    text: z.string().min(1).max(20_000).optional(),
    post_id: z.string().min(1).max(500).optional(),
    page_id: z.string().min(1).max(200).optional(),
    lang: z.string().max(20).optional(),
    /** Visible to everybody who has the address, without signing in. */
    published: z.boolean().default(false),
    /** Be told when the verdict changes. */
    follow: z.boolean().default(true),
  })
  .refine(
    (body) => [body.text, body.post_id, body.page_id].filter((given) => given !== undefined).length === 1,
    {
      message: 'give one of text, post_id and page_id',
    },
  )

export const changeCheckBodySchema = z.strictObject({ published: z.boolean() })
export const rateCheckBodySchema = z.strictObject({ level: ratingLevelSchema.nullable() })

export type CheckSummaryJson = z.infer<typeof checkSummarySchema>
export type CheckDetailJson = z.infer<typeof checkDetailSchema>
export type CheckListJson = z.infer<typeof checkListSchema>
export type CheckRevisionJson = z.infer<typeof checkRevisionSchema>
export type RatingLevelJson = z.infer<typeof ratingLevelSchema>
