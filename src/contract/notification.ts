import { z } from 'zod'

/** What a person is told, newest first. Times are ISO 8601, UTC. */
export const notificationSchema = z.object({
  id: z.string(),
  kind: z.string(),
  title: z.string(),
  body: z.string(),
  path: z.string(),
  created_at: z.string(),
  read: z.boolean(),
})
export const notificationListSchema = z.object({
  notifications: z.array(notificationSchema),
  unread: z.int().min(0),
})

export const notificationSettingsSchema = z.object({
  email: z.string().nullable(),
  /** Whether this installation can send mail at all. */
  mail_available: z.boolean(),
  webhook_url: z.string().nullable(),
  /** The secret is shown once, when it is made. */
  webhook_secret: z.string().nullable(),
  off_kinds: z.array(z.string()),
  /** A feed of your notifications for a feed reader; its address is its key. */
  feed_path: z.string(),
  last_sends: z.array(
    z.object({
      channel: z.enum(['email', 'webhook']),
      state: z.string(),
      error: z.string().nullable(),
      at: z.string(),
    }),
  ),
})

export const changeNotificationSettingsSchema = z.strictObject({
  email: z.email().max(254).nullable().optional(),
  webhook_url: z.url().max(2_000).nullable().optional(),
  off_kinds: z.array(z.string().max(50)).max(50).optional(),
})
export type NotificationListJson = z.infer<typeof notificationListSchema>
export type NotificationSettingsJson = z.infer<typeof notificationSettingsSchema>
