import { z } from 'zod'
import { campaignMarkSchema } from './campaign-mark.ts'

/** The page or file that a citation of kind `page` quotes; `file` is its name, null for a web page. */
export const citedDocumentSchema = z.object({
  title: z.string().nullable(),
  site: z.string(),
  published_at: z.string().nullable(),
  fetched_at: z.string(),
  file: z.string().nullable(),
  page: z.int().min(1).nullable(),
})

/** The wire shape of an answer: `ask --json`, `batch ask` and `/api/runs/:id`. Times are ISO 8601, UTC. */
export const citationSchema = z.object({
  n: z.int().min(1),
  kind: z.enum(['post', 'page']),
  id: z.string(),
  url: z.string().nullable(),
  author: z.string(),
  author_name: z.string().nullable(),
  created_at: z.string().nullable(),
  quote: z.string(),
  start: z.int().min(0),
  end: z.int().min(0),
  snapshot_id: z.string(),
  independent: z.boolean(),
  /** The post coincides with others of a campaign. */
  campaign: campaignMarkSchema.optional(),
  /** Of a page or a file: what it is and when it was read. Absent for posts. */
  document: citedDocumentSchema.optional(),
  /** The post was deleted, or these words of it changed, by its author; `quote` is empty then. */
  withdrawn: z
    .object({ how: z.enum(['deleted', 'edited']), at: z.string(), text_sha256: z.string().nullable() })
    .optional(),
})

export const modelUsedSchema = z.object({ provider: z.string(), model: z.string(), embedded: z.boolean() })
