import { z } from 'zod'
import { modelUsedSchema } from './answer.ts'

export const sourceStateSchema = z.enum(['connecting', 'connected', 'unreachable', 'paused', 'failed'])

export const sourceSchema = z.object({
  id: z.string(),
  /** `bluesky`, … */
  kind: z.string(),
  title: z.string(),
  state: sourceStateSchema,
  enabled: z.boolean(),
  posts_per_second: z.number().nullable(),
  last_event_at: z.string().nullable(),
  last_error: z.string().nullable(),
  stored: z.int(),
  dropped: z.record(z.string(), z.int()),
  parked: z.record(z.string(), z.int()),
  cursor: z.string().nullable(),
})

export const sourceListSchema = z.object({ sources: z.array(sourceSchema) })
/** `POST /api/sources` adds a source of this kind; `PATCH /api/sources/:id` pauses or resumes it. */
export const addSourceBodySchema = z.strictObject({ kind: z.enum(['bluesky']) })
export const changeSourceBodySchema = z.strictObject({ enabled: z.boolean() })

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

export type SourceJson = z.infer<typeof sourceSchema>
export type StatusJson = z.infer<typeof statusSchema>
