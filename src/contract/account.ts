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
  /** Whether people may make themselves an account now. Absent from servers before 0.1. */
  sign_up_open: z.boolean().optional(),
})

export const settingsSchema = z.strictObject({
  retention_days: z.number().min(1).max(3_650),
  retention_size_bytes_max: z.int().min(100_000_000),
  /** Whether people may make themselves an account once there is an owner. */
  sign_up: z.enum(['closed', 'open']).optional(),
})

export type MeJson = z.infer<typeof meSchema>
export type SettingsJson = z.infer<typeof settingsSchema>
