import { type Context, Hono } from 'hono'
import { z } from 'zod'
import {
  addBotBodySchema,
  type BotJson,
  type BotListJson,
  type BotReplyJson,
  type BotReplyListJson,
  type BotSettingsJson,
  botReplyStateSchema,
  changeBotBodySchema,
} from '../contract/bot.ts'
import { AppError } from '../domain/errors.ts'
import type { BotReply } from '../ledger/bot-replies.ts'
import type { BotSettings, StoredBot } from '../ledger/bots.ts'
import type { ApiDependencies, ApiEnvironment } from './environment.ts'
import { readBody, readQuery } from './read-input.ts'
import { ownerOf } from './viewer.ts'

type Deps = Pick<ApiDependencies, 'ledger' | 'replyAccounts'>

const repliesQuerySchema = z.object({
  bot: z.string().max(100).optional(),
  state: botReplyStateSchema.optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})

/**
 * GET, POST /api/bots · PATCH, DELETE /api/bots/:id · GET /api/bots/replies · POST /api/bots/replies/:id/approve, dismiss and retry. The
 * owner's alone: these accounts speak in the owner's name.
 */
export function botRoutes(deps: Deps): Hono<ApiEnvironment> {
  const { ledger, replyAccounts } = deps
  const routes = new Hono<ApiEnvironment>()

  routes.get('/', async (context) => {
    ownerOf(context)
    const bots = await Promise.all((await ledger.bots.list()).map((bot) => botJson(bot, deps)))
    const body: BotListJson = { bots, public_url: replyAccounts.publicUrl }
    return context.json(body)
  })

  routes.post('/', async (context) => {
    ownerOf(context)
    const { network, server, handle, secret } = await readBody(context, addBotBodySchema)
    const wanted = { network, secret, server: server ?? null, handle: handle ?? null }
    return context.json(await botJson(await replyAccounts.add(wanted), deps), 201)
  })

  routes.get('/replies', async (context) => {
    ownerOf(context)
    const { bot, state, limit } = readQuery(context, repliesQuerySchema)
    const replies = await ledger.botReplies.list({
      ...{ limit, ...(bot !== undefined && { botId: bot }) },
      ...(state !== undefined && { states: [state] }),
    })
    const body: BotReplyListJson = { replies: replies.map(replyJson) }
    return context.json(body)
  })

  routes.post('/replies/:id/approve', (context) => decide(context, 'approve', deps))
  routes.post('/replies/:id/dismiss', (context) => decide(context, 'dismiss', deps))
  routes.post('/replies/:id/retry', (context) => decide(context, 'retry', deps))

  routes.patch('/:id', async (context) => {
    ownerOf(context)
    const { paused, settings } = await readBody(context, changeBotBodySchema)
    const bot = await requireBot(context, deps)
    const changed = await ledger.bots.update(bot.id, {
      ...(paused !== undefined && { isPaused: paused }),
      ...(settings !== undefined && { settings: { ...bot.settings, ...settingsOf(settings) } }),
    })
    return context.json(await botJson(changed ?? bot, deps))
  })

  routes.delete('/:id', async (context) => {
    ownerOf(context)
    const bot = await requireBot(context, deps)
    await ledger.bots.remove(bot.id)
    return context.body(null, 204)
  })
  return routes
}

const DECISIONS = {
  approve: 'There is no draft that waits under this id.',
  dismiss: 'There is nothing to dismiss under this id: it is out, or was decided already.',
  retry: 'Nothing failed under this id.',
} as const

async function decide(
  context: Context<ApiEnvironment>,
  decision: keyof typeof DECISIONS,
  { ledger }: Deps,
): Promise<Response> {
  ownerOf(context)
  const decided = await ledger.botReplies[decision](context.req.param('id') ?? '')
  if (decided === null) throw new AppError('not_found', DECISIONS[decision])
  return context.json(replyJson(decided))
}

async function requireBot(context: Context<ApiEnvironment>, { ledger }: Deps): Promise<StoredBot> {
  const bot = await ledger.bots.get(context.req.param('id') ?? '')
  if (bot === null) throw new AppError('not_found', 'There is no such reply account.')
  return bot
}

async function botJson(bot: StoredBot, { ledger }: Deps): Promise<BotJson> {
  const { id, network, server, handle, trouble } = bot
  return {
    ...{ id, network, server, handle, trouble, paused: bot.isPaused },
    settings: settingsJson(bot.settings),
    ...{ trouble_at: iso(bot.troubleAt), seen_at: iso(bot.seenAt) },
    created_at: new Date(bot.createdAt).toISOString(),
    counts: { ...(await ledger.botReplies.counts(id)) },
  }
}

function replyJson(reply: BotReply): BotReplyJson {
  const { draft, mention } = reply
  return {
    ...{ id: reply.id, bot_id: reply.botId, state: reply.state, reason: reply.reason, error: reply.error },
    mention: {
      ...{ url: mention.url, author: mention.authorName, text: mention.text },
      at: new Date(mention.at).toISOString(),
    },
    ...{ kind: draft?.kind ?? null, lang: draft?.lang ?? null, asked: draft?.asked ?? null },
    posts: draft?.posts.map(({ text }) => text) ?? [],
    check_id: reply.claimId,
    published_urls: reply.published.flatMap(({ url }) => url ?? []),
    changed_at: new Date(reply.changedAt).toISOString(),
  }
}

function settingsJson(settings: BotSettings): BotSettingsJson {
  return {
    approval_first: settings.isApprovalFirst,
    replies_per_hour_max: settings.repliesPerHourMax,
    replies_per_day_max: settings.repliesPerDayMax,
    replies_per_thread_max: settings.repliesPerThreadMax,
    replies_per_author_max: settings.repliesPerAuthorMax,
    blocked_accounts: [...settings.blockedAccounts],
    blocked_servers: [...settings.blockedServers],
  }
}

function settingsOf(
  json: { [Name in keyof BotSettingsJson]?: BotSettingsJson[Name] | undefined },
): Partial<BotSettings> {
  return {
    ...(json.approval_first !== undefined && { isApprovalFirst: json.approval_first }),
    ...(json.replies_per_hour_max !== undefined && { repliesPerHourMax: json.replies_per_hour_max }),
    ...(json.replies_per_day_max !== undefined && { repliesPerDayMax: json.replies_per_day_max }),
    ...(json.replies_per_thread_max !== undefined && { repliesPerThreadMax: json.replies_per_thread_max }),
    ...(json.replies_per_author_max !== undefined && { repliesPerAuthorMax: json.replies_per_author_max }),
    ...(json.blocked_accounts !== undefined && { blockedAccounts: json.blocked_accounts }),
    ...(json.blocked_servers !== undefined && { blockedServers: json.blocked_servers }),
  }
}

function iso(time: number | null): string | null {
  return time === null ? null : new Date(time).toISOString()
}
