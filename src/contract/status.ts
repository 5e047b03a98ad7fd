import { z } from 'zod'
import { modelUsedSchema } from './answer.ts'
import { sourceSchema } from './sources.ts'

export const statusSchema = z.object({
  version: z.string(),
  posts: z.int(),
  size_bytes: z.int(),
  oldest_at: z.string().nullable(),
  newest_at: z.string().nullable(),
  posts_per_second: z.number(),
  sources: z.array(sourceSchema),
  engine: modelUsedSchema,
  retention: z.object({ days: z.number(), size_bytes_max: z.int() }),
})

export type StatusJson = z.infer<typeof statusSchema>
