import { z } from 'zod'

/** Accounts that answer when they are mentioned, `/api/bots`. Times are ISO 8601, UTC. */
export const botNetworkSchema = z.enum(['bluesky', 'mastodon'])

export const botReplyStateSchema = z.enum([
  ...(['seen', 'drafting', 'waiting', 'approved', 'publishing', 'published'] as const),
  ...(['skipped', 'failed'] as const),
])

export const skipReasonSchema = z.enum([
  ...([
    'deleted',
    'self',
    'automated',
    'blocked',
    'not_public',
    'replies_closed',
    'not_asked',
    'too_old',
  ] as const),
  ...(['thread_limit', 'author_limit', 'repeated', 'dismissed', 'outdated'] as const),
])

const name = z.string().trim().min(1).max(320)

export const botSettingsSchema = z.strictObject({
  /** Drafts wait until somebody approves them. */
  approval_first: z.boolean(),
  replies_per_hour_max: z.int().min(0).max(1_000),
  replies_per_day_max: z.int().min(0).max(10_000),
  replies_per_thread_max: z.int().min(1).max(100),
  /** To one account in a day. */
  replies_per_author_max: z.int().min(1).max(1_000),
  blocked_accounts: z.array(name).max(1_000),
  blocked_servers: z.array(name).max(1_000),
})

export const botSchema = z.object({
  id: z.string(),
  network: botNetworkSchema,
  server: z.string(),
  handle: z.string(),
  paused: z.boolean(),
  settings: botSettingsSchema,
  /** What keeps it from working; null where nothing does. */
  trouble: z.string().nullable(),
  trouble_at: z.string().nullable(),
  /** When its mentions were last read. */
  seen_at: z.string().nullable(),
  created_at: z.string(),
  counts: z.record(botReplyStateSchema, z.int().min(0)),
})

export const botListSchema = z.object({
  bots: z.array(botSchema),
  /** Where replies point to; null until the public address of this installation is set. */
  public_url: z.string().nullable(),
})

export const addBotBodySchema = z.strictObject({
  network: botNetworkSchema,
  /** Address of the server; Bluesky's own where it is left out. */
  server: z.string().trim().min(1).max(300).optional(),
  /** Bluesky only: Mastodon's token says whose it is. */
  handle: z.string().trim().min(1).max(300).optional(),
  /** App password or access token; kept sealed and never shown again. */
  secret: z.string().trim().min(1).max(512),
})

export const changeBotBodySchema = z.strictObject({
  paused: z.boolean().optional(),
  settings: botSettingsSchema.partial().optional(),
})

/** A mention and what became of it. */
export const botReplySchema = z.object({
  id: z.string(),
  bot_id: z.string(),
  state: botReplyStateSchema,
  reason: skipReasonSchema.nullable(),
  mention: z.object({
    url: z.string().nullable(),
    author: z.string(),
    text: z.string(),
    at: z.string(),
  }),
  /** Null before it is drafted. */
  kind: z.enum(['verdict', 'answer', 'refusal', 'correction']).nullable(),
  lang: z.enum(['en', 'fr']).nullable(),
  /** The claim or question as it was understood. */
  asked: z.string().nullable(),
  posts: z.array(z.string()),
  check_id: z.string().nullable(),
  published_urls: z.array(z.string()),
  error: z.string().nullable(),
  changed_at: z.string(),
})

export const botReplyListSchema = z.object({ replies: z.array(botReplySchema) })

export type BotJson = z.infer<typeof botSchema>
export type BotListJson = z.infer<typeof botListSchema>
export type BotSettingsJson = z.infer<typeof botSettingsSchema>
export type BotReplyJson = z.infer<typeof botReplySchema>
export type BotReplyListJson = z.infer<typeof botReplyListSchema>
