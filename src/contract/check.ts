import { z } from 'zod'
import { citationSchema, modelUsedSchema } from './citation.ts'

/** The wire shape of a verdict: `check --json`, `/api/checks` and the `verdict` of an answer. Times are ISO 8601, UTC. */
export const claimLabelSchema = z.enum(['supported', 'refuted', 'conflicting', 'not_enough'])

const probability = z.number().min(0).max(1)

/** `start` and `end` are UTF-16 code units into the text as stored. */
export const checkEvidenceSchema = citationSchema
  .omit({ n: true, independent: true, withdrawn: true })
  .extend({
    stance: z.enum(['supports', 'refutes', 'neutral']),
    confidence01: probability,
    relevance01: probability,
    /** Said by an authority, or by whom the claim names. */
    primary: z.boolean(),
    /** Posts and pages that say the same and count as this one. */
    repeats: z.int().min(1),
  })

/** Somebody else's published check of the same claim. */
export const knownCheckSchema = z.object({
  id: z.string(),
  claim: z.string(),
  claimant: z.string().nullable(),
  publisher: z.string(),
  url: z.string(),
  title: z.string().nullable(),
  rating: z.string().nullable(),
  reviewed_at: z.string().nullable(),
  from: z.enum(['page', 'feed', 'google', 'local']),
})

/** A code and its words in the language asked for. */
const codedSchema = z.object({ kind: z.string(), text: z.string() })

export const claimCheckSchema = z.object({
  claim: z.string(),
  lang: z.string().nullable(),
  /** The best guess, always. */
  label: claimLabelSchema,
  /** The label in words; "Not enough to say" where the verdict is not committed to. */
  label_text: z.string(),
  confidence01: probability,
  /** How far the confidence moves when one voice is left out. */
  range: z.object({ low01: probability, high01: probability }),
  probabilities: z.object({
    supported: probability,
    refuted: probability,
    conflicting: probability,
    not_enough: probability,
  }),
  /** Whether it is shown as a verdict. */
  committed: z.boolean(),
  basis: z.enum(['evidence', 'exact']),
  refusal: z.enum(['nothing_to_check', 'not_enough_evidence']).nullable(),
  /** What the verdict amounts to, in a sentence. */
  summary: z.string(),
  best_for: z.array(checkEvidenceSchema),
  best_against: z.array(checkEvidenceSchema),
  evidence: z.array(checkEvidenceSchema),
  searched: z.object({
    queries: z.array(z.string()),
    posts_read: z.int(),
    pages_read: z.int(),
    voices: z.int(),
    repeated: z.int(),
    set_aside: z.record(z.string(), z.int()),
    missing: z.array(codedSchema),
  }),
  what_would_change: z.array(codedSchema),
  already_checked: z.array(knownCheckSchema),
  /** The time it was true for: that of the newest evidence. */
  valid_at: z.string().nullable(),
  checked_at: z.string(),
  total_ms: z.number(),
  model: modelUsedSchema,
})

export type CheckEvidenceJson = z.infer<typeof checkEvidenceSchema>
export type KnownCheckJson = z.infer<typeof knownCheckSchema>
export type ClaimCheckJson = z.infer<typeof claimCheckSchema>
