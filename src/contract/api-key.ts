import { z } from 'zod'

/** A key of the API as its owner sees it. Times are ISO 8601, UTC. */
export const apiKeySchema = z.object({
  id: z.string(),
  name: z.string(),
  /** Its last characters. */
  hint: z.string(),
  /** `model:ID`, `endpoint:NAME`, `source:NAME`; `*` where nothing is limited. */
  scopes: z.array(z.string()),
  requests_per_minute: z.int().min(1).nullable(),
  created_at: z.string(),
  expires_at: z.string().nullable(),
  last_used_at: z.string().nullable(),
})

export const apiKeyListSchema = z.object({ keys: z.array(apiKeySchema) })

export const newApiKeyBodySchema = z.strictObject({
  name: z.string().trim().min(1).max(100),
  scopes: z.array(z.string().max(220)).max(100).optional(),
  expires_at: z.iso.datetime({ offset: true }).nullable().optional(),
  requests_per_minute: z.int().min(1).max(1_000_000).nullable().optional(),
})

/** `key` is shown once; only a hash of it is kept. */
export const newApiKeySchema = z.object({ key: z.string(), about: apiKeySchema })

export type ApiKeyJson = z.infer<typeof apiKeySchema>
export type ApiKeyListJson = z.infer<typeof apiKeyListSchema>
export type NewApiKeyJson = z.infer<typeof newApiKeySchema>
