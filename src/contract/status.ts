import { z } from 'zod'
import { modelUsedSchema } from './citation.ts'
import { sourceSchema } from './sources.ts'

const limitsSchema = z.object({ calls_max: z.int(), ms_max: z.number(), cost_usd_max: z.number() })

export const statusSchema = z.object({
  version: z.string(),
  posts: z.int(),
  size_bytes: z.int(),
  oldest_at: z.string().nullable(),
  newest_at: z.string().nullable(),
  posts_per_second: z.number(),
  sources: z.array(sourceSchema),
  engine: modelUsedSchema,
  /** What one answer may take of a plugged model; null where none is configured. */
  budget: z
    .object({
      quick: limitsSchema,
      deep: limitsSchema,
      /** False: nobody knows what the model costs, so the limit in money cannot be kept. */
      price_known: z.boolean(),
    })
    .nullable(),
  retention: z.object({ days: z.number(), size_bytes_max: z.int() }),
  /** Whether pictures of posts are shown: fetched from their networks by this server. */
  thumbnails: z.enum(['off', 'on']).optional(),
})

export type StatusJson = z.infer<typeof statusSchema>
