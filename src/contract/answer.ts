import { z } from 'zod'

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
})

export const sentenceSchema = z.object({
  text: z.string(),
  start: z.int().min(0),
  end: z.int().min(0),
  support01: z.number().min(0).max(1),
  citations: z.array(z.int().min(1)),
  independent_accounts: z.int().min(0),
})

export const modelUsedSchema = z.object({ provider: z.string(), model: z.string(), embedded: z.boolean() })

export const traceSchema = z.object({
  kind: z.string(),
  queries: z.array(z.string()),
  posts_found: z.int(),
  posts_read: z.int(),
  dropped: z.record(z.string(), z.int()),
  steps_ms: z.record(z.string(), z.number()),
  total_ms: z.number(),
  cost_usd: z.number(),
  fallback_reason: z.string().optional(),
})

export const answerSchema = z.object({
  answer: z.object({ text: z.string(), sentences: z.array(sentenceSchema) }),
  citations: z.array(citationSchema),
  abstained: z.boolean(),
  integrity: z.null(),
  model: modelUsedSchema,
  trace: traceSchema,
})

/** Server-sent events of a running answer; `event:` is the type, `id:` counts from 1 and can be resumed from. */
export const answerEventSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('step'),
    step: z.enum(['understand', 'search', 'read', 'write', 'check']),
    count: z.int().nullable(),
  }),
  z.object({ type: z.literal('sentence'), sentence: sentenceSchema, citations: z.array(citationSchema) }),
  z.object({
    type: z.literal('unsupported'),
    text: z.string(),
    reason: z.enum(['no_citation', 'invented_number', 'invented_url', 'not_in_evidence']),
  }),
  z.object({ type: z.literal('done'), answer: answerSchema }),
  z.object({ type: z.literal('failed'), code: z.string(), message: z.string() }),
])

export type CitationJson = z.infer<typeof citationSchema>
export type SentenceJson = z.infer<typeof sentenceSchema>
export type AnswerJson = z.infer<typeof answerSchema>
export type AnswerEventJson = z.infer<typeof answerEventSchema>
