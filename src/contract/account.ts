import { z } from 'zod'

export const meSchema = z.object({
  /** Null: nobody is signed in. On loopback the first visitor is the owner and this is never null. */
  user: z
    .object({
      id: z.string(),
      name: z.string(),
      email: z.string().nullable(),
      role: z.enum(['owner', 'member']),
    })
    .nullable(),
  sign_in_required: z.boolean(),
  /** True until the first account exists on a server that is not on loopback: the next sign-up becomes the owner. */
  owner_missing: z.boolean(),
})

export const settingsSchema = z.strictObject({
  retention_days: z.number().min(1).max(3_650),
  retention_size_bytes_max: z.int().min(100_000_000),
})

export type MeJson = z.infer<typeof meSchema>
export type SettingsJson = z.infer<typeof settingsSchema>
