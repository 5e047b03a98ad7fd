import { z } from 'zod'

/** What an import did so far: `import --json` prints the same fields when it ends. */
export const importReportSchema = z.object({
  read: z.int(),
  stored: z.int(),
  duplicates: z.int(),
  parked: z.int(),
  reasons: z.record(z.string(), z.int()),
  seconds: z.number(),
})

export const jobSchema = z.object({
  id: z.string(),
  kind: z.enum(['import', 'simulate', 'backfill']),
  title: z.string(),
  state: z.enum(['running', 'done', 'failed', 'stopped']),
  progress01: z.number().min(0).max(1).nullable(),
  report: importReportSchema.nullable(),
  error: z.object({ code: z.string(), message: z.string() }).nullable(),
  created_at: z.string(),
})

export const simulateBodySchema = z.strictObject({
  seed: z.int().min(0).default(1),
  posts: z.int().min(100).max(1_000_000).default(5_000),
})

/** `POST /api/sources/:id/backfill`: older posts of the source's network. */
export const backfillBodySchema = z.strictObject({
  /** One of the kind's `backfills`. */
  what: z.string().max(40),
  /** The account, tag, query or address that it is about. */
  target: z.string().trim().min(1).max(4_096),
  posts_max: z.int().min(1).max(1_000_000).default(1_000),
  /** Only back to this time. */
  from: z.iso.datetime({ offset: true }).optional(),
  /** From the newest post on, also where an earlier request was not read to its end. */
  anew: z.boolean().default(false),
})

export type ImportReportJson = z.infer<typeof importReportSchema>
export type JobJson = z.infer<typeof jobSchema>
