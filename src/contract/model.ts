import { z } from 'zod'

const kindSchema = z.enum(['xai', 'openai', 'anthropic', 'google', 'mistral', 'openai-compatible'])
const priceSchema = z.object({ input_usd: z.number().min(0), output_usd: z.number().min(0) })

/** A server of models. Its key is never given back. */
export const modelConnectionSchema = z.object({
  id: z.string(),
  /** `environment` and `local` stand for VERITY_MODEL and for models in the process. */
  kind: z.union([kindSchema, z.enum(['environment', 'local'])]),
  host: z.string(),
  has_key: z.boolean(),
})

/** One model of a role. Null is "not measured" or "not known", never zero. */
export const chainModelSchema = z.object({
  ref: z.string(),
  price: priceSchema.nullable(),
  calls: z.int(),
  failures: z.int(),
  first_word_ms: z.number().nullable(),
  last_failure: z.string().nullable(),
  last_failure_at: z.string().nullable(),
  /** It failed a moment ago: the next one is asked first. */
  resting: z.boolean(),
})

export const modelRoleSchema = z.object({
  role: z.enum(['answer', 'rewrite', 'judge', 'embed', 'see', 'draw', 'listen', 'speak']),
  /** Asked in this order. */
  chain: z.array(chainModelSchema),
  /** Whether the embedded engine does it where no model does. */
  embedded: z.boolean(),
  ms_max: z.number().nullable(),
  usd_per_day_max: z.number().nullable(),
})

export const modelsSchema = z.object({
  connections: z.array(modelConnectionSchema),
  roles: z.array(modelRoleSchema),
  spent_today_usd: z.number(),
})

export const roleBodySchema = z.strictObject({
  /** `connection/model`, in the order in which they are asked; empty gives the role to the embedded engine. */
  chain: z.array(z.string().max(300)).max(5).optional(),
  ms_max: z.int().min(1_000).max(3_600_000).nullable().optional(),
  usd_per_day_max: z.number().min(0).max(100_000).nullable().optional(),
})

export const connectionBodySchema = z.strictObject({
  kind: kindSchema,
  url: z
    .url({ protocol: /^https?$/ })
    .nullable()
    .optional(),
  /** Left out: the key that was there stays. Null: none. */
  key: z.string().min(1).max(4_096).nullable().optional(),
})

export type ModelsJson = z.infer<typeof modelsSchema>
export type ModelRoleJson = z.infer<typeof modelRoleSchema>
export type RoleBodyJson = z.infer<typeof roleBodySchema>
export type ConnectionBodyJson = z.infer<typeof connectionBodySchema>
