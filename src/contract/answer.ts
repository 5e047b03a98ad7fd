import { z } from 'zod'
import { campaignMarkSchema } from './campaign-mark.ts'
import { claimCheckSchema } from './check.ts'
import { citationSchema, modelUsedSchema } from './citation.ts'

export const sentenceSchema = z.object({
  text: z.string(),
  start: z.int().min(0),
  end: z.int().min(0),
  support01: z.number().min(0).max(1),
  citations: z.array(z.int().min(1)),
  independent_accounts: z.int().min(0),
  /** Its words are gone with what it cited; `text` says so. */
  withdrawn: z.boolean().optional(),
})

/** What an answer may spend on plugged models and what it spent; `cost_usd` is null where the price is unknown. */
export const budgetSchema = z.object({
  calls_max: z.int(),
  calls: z.int(),
  ms_max: z.number(),
  ms: z.number(),
  cost_usd_max: z.number(),
  cost_usd: z.number().nullable(),
  ended_by: z.enum(['calls', 'time', 'cost']).nullable(),
})

export const modelCallSchema = z.object({
  step: z.enum(['plan', 'judge', 'write']),
  prompt: z.object({ name: z.string(), version: z.int(), sha256: z.string() }),
  ms: z.number(),
  input_tokens: z.int().nullable(),
  output_tokens: z.int().nullable(),
  /** The server counted nothing, or what cannot be: estimated from characters. */
  is_estimated: z.boolean(),
  cost_usd: z.number().nullable(),
  outcome: z.enum(['done', 'failed', 'cut', 'unusable']),
  note: z.string().nullable(),
})

export const readingNoteSchema = z.object({
  id: z.string(),
  author: z.string(),
  fate: z.enum(['cited', 'read', 'left_out']),
  reason: z.string().nullable(),
})

export const depthSchema = z.enum(['quick', 'deep'])

/** A heading of a report; offsets of its words in `answer.text`. */
export const sectionSchema = z.object({ title: z.string(), start: z.int().min(0), end: z.int().min(0) })

export const unsupportedReasonSchema = z.enum([
  'no_citation',
  'invented_number',
  'invented_url',
  'invented_quote',
  'not_in_evidence',
])

export const struckSentenceSchema = z.object({
  text: z.string(),
  reason: unsupportedReasonSchema,
  after: z.int().min(0),
})

/** What was searched beside posts. `host` is the machine that was asked, null where nothing left this one. */
const webNoteSchema = z.object({
  configured: z.boolean(),
  searches: z.array(
    z.object({
      provider: z.string(),
      host: z.string().nullable(),
      query: z.string(),
      results: z.int(),
      failure: z.string().nullable(),
    }),
  ),
  pages_read: z.int(),
  pages_fetched: z.int(),
  files_read: z.int(),
  dropped: z.record(z.string(), z.int()),
})

/** How a question was taken; `from` and `to` are the days it is limited to, end excluded. */
const understoodSchema = z.object({
  standalone: z.string(),
  follow_up: z.boolean(),
  lang: z.string(),
  about: z.array(z.string()),
  from: z.string().nullable(),
  to: z.string().nullable(),
  operators: z.array(z.string()),
})

export const traceSchema = z.object({
  kind: z.string(),
  understood: understoodSchema.optional(),
  queries: z.array(z.string()),
  posts_found: z.int(),
  posts_read: z.int(),
  dropped: z.record(z.string(), z.int()),
  steps_ms: z.record(z.string(), z.number()),
  total_ms: z.number(),
  /** What plugged models took; null where a price is unknown. */
  cost_usd: z.number().nullable(),
  depth: depthSchema.optional(),
  budget: budgetSchema.optional(),
  model_calls: z.array(modelCallSchema).optional(),
  reading: z.array(readingNoteSchema).optional(),
  fallback_reason: z.string().optional(),
  /** Pages and files that were looked for beside posts. */
  web: webNoteSchema.optional(),
})

/** Share of those who say something of what was asked, with its 95 % interval. */
const opinionShareSchema = z.object({
  position: z.string(),
  share01: z.number().min(0).max(1),
  low01: z.number().min(0).max(1),
  high01: z.number().min(0).max(1),
  accounts: z.int().min(0),
})

const opinionGroupSchema = z.object({
  name: z.string(),
  raw: z.array(opinionShareSchema),
  cleaned: z.array(opinionShareSchema),
})

/** Positions with every account counted once, and with each confirmed campaign counted once. */
const integritySchema = z.object({
  campaigns: z.array(campaignMarkSchema.extend({ in_answer: z.int().min(0) })),
  raw: z.array(opinionShareSchema),
  cleaned: z.array(opinionShareSchema),
  /** Posts whose words stand in positions. */
  quoted: z.array(z.object({ position: z.string(), id: z.string(), author: z.string() })).optional(),
  /** The same by network, language and day (UTC) of those who were read. */
  by_network: z.array(opinionGroupSchema).optional(),
  by_language: z.array(opinionGroupSchema).optional(),
  by_day: z.array(opinionGroupSchema).optional(),
  /** Shares as one confirmed campaign more is counted once, the largest first. */
  steps: z.array(z.object({ campaign_id: z.string(), after: z.array(opinionShareSchema) })).optional(),
  /** Polls in posts: self-selected, not public opinion. `n` is null where votes are not known. */
  polls: z
    .array(
      z.object({
        post_id: z.string(),
        author: z.string(),
        text: z.string(),
        options: z.array(z.object({ text: z.string(), votes: z.int().nullable() })),
        n: z.int().nullable(),
        closes_at: z.string().nullable(),
      }),
    )
    .optional(),
})

export const answerSchema = z.object({
  answer: z.object({ text: z.string(), sentences: z.array(sentenceSchema) }),
  sections: z.array(sectionSchema).optional(),
  /** Questions that what was read can answer next; at most three. */
  follow_ups: z.array(z.string()).optional(),
  /** What a model wrote that its evidence does not carry; `after` sentences of the answer stand before it. */
  unsupported: z.array(struckSentenceSchema).optional(),
  citations: z.array(citationSchema),
  abstained: z.boolean(),
  /** Of a question of the kind "is it true". */
  verdict: claimCheckSchema.optional(),
  /** Null where it was not measured. */
  integrity: integritySchema.nullable(),
  model: modelUsedSchema,
  trace: traceSchema,
})

/** Server-sent events of a running answer; `event:` is the type, `id:` counts from 1 and can be resumed from. */
export const answerEventSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('step'),
    step: z.enum(['understand', 'plan', 'search', 'read', 'judge', 'write', 'check']),
    count: z.int().nullable(),
  }),
  z.object({ type: z.literal('sentence'), sentence: sentenceSchema, citations: z.array(citationSchema) }),
  z.object({
    type: z.literal('unsupported'),
    text: z.string(),
    reason: unsupportedReasonSchema,
  }),
  z.object({ type: z.literal('section'), title: z.string() }),
  z.object({ type: z.literal('done'), answer: answerSchema }),
  z.object({ type: z.literal('failed'), code: z.string(), message: z.string() }),
])

export type CitationJson = z.infer<typeof citationSchema>
export type SentenceJson = z.infer<typeof sentenceSchema>
export type AnswerJson = z.infer<typeof answerSchema>
export type AnswerEventJson = z.infer<typeof answerEventSchema>
