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
  kind: z.enum(['import', 'simulate']),
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

export type ImportReportJson = z.infer<typeof importReportSchema>
export type JobJson = z.infer<typeof jobSchema>
