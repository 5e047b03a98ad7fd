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
  /** By network; null leaves a limit to the common one. The whole map is replaced. */
  retention_by_network: z
    .record(
      z.string().min(1).max(100),
      z.strictObject({
        days: z.number().min(1).max(3_650).nullable(),
        size_bytes_max: z.int().min(1_000_000).nullable(),
      }),
    )
    .optional(),
  pages_days: z.number().min(1).max(3_650).optional(),
  pages_size_bytes_max: z.int().min(10_000_000).optional(),
  /** Whether pictures of posts are fetched from where their networks keep them, to show them small. */
  thumbnails: z.enum(['off', 'on']).optional(),
  thumbnails_size_bytes_max: z.int().min(1_000_000).optional(),
  /** Whether people may make themselves an account once there is an owner. */
  sign_up: z.enum(['closed', 'open']).optional(),
})

const usage = { size_bytes: z.int(), oldest_at: z.string().nullable() }

/** `GET /api/retention`: who takes how much of the archive. Sizes are shares of the bytes on disk. */
export const retentionSchema = z.object({
  networks: z.array(z.object({ network: z.string(), posts: z.int(), ...usage })),
  pages: z.object({ pages: z.int(), ...usage }),
})

export type RetentionJson = z.infer<typeof retentionSchema>
export type MeJson = z.infer<typeof meSchema>
export type SettingsJson = z.infer<typeof settingsSchema>
