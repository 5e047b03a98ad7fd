import { randomBytes } from 'node:crypto'
import { type Context, Hono } from 'hono'
import { z } from 'zod'
import {
  changeNotificationSettingsSchema,
  type NotificationListJson,
  type NotificationSettingsJson,
} from '../contract/notification.ts'
import { webhookPlace } from '../desk/notify/keep-sending.ts'
import { AppError } from '../domain/errors.ts'
import type { Notification, NotificationSettings } from '../ledger/notifications.ts'
import type { ApiDependencies, ApiEnvironment, Viewer } from './environment.ts'
import { html } from './html.ts'
import { readBody, readQuery } from './read-input.ts'
import { rssFeed } from './rss.ts'
import { localeOf, viewerOf } from './viewer.ts'

type Deps = Pick<ApiDependencies, 'ledger' | 'notifying' | 'publicUrl'>

const listQuerySchema = z.object({ limit: z.coerce.number().int().min(1).max(200).default(50) })
const readBodySchema = z.strictObject({ id: z.string().max(100).optional() })
const FEED_ITEMS = 50

/** GET /api/notifications · POST /api/notifications/read · GET, PATCH /api/notifications/settings */
export function notificationRoutes(deps: Deps): Hono<ApiEnvironment> {
  const { notifications } = deps.ledger
  const routes = new Hono<ApiEnvironment>()

  routes.get('/', async (context) => context.json(await listOf(context, deps)))

  routes.post('/read', async (context) => {
    const { id } = await readBody(context, readBodySchema)
    await notifications.markRead(viewerOf(context).id, id)
    return context.json(await listOf(context, deps))
  })

  routes.get('/settings', async (context) => {
    const settings = await notifications.settings(viewerOf(context).id)
    return context.json(await settingsJson(settings, null, deps))
  })

  routes.patch('/settings', async (context) => {
    const viewer = viewerOf(context)
    const change = await readBody(context, changeNotificationSettingsSchema)
    assertOwnAddress(change.email, viewer)
    const secret = typeof change.webhook_url === 'string' ? randomBytes(32).toString('base64url') : null
    const sealed =
      secret === null
        ? null
        : (await deps.notifying.openBox()).seal(secret, webhookPlace({ personId: viewer.id }))
    const settings = await notifications.changeSettings(viewer.id, {
      ...(change.email !== undefined && { email: change.email }),
      ...(change.webhook_url !== undefined && { webhookUrl: change.webhook_url, webhookSecret: sealed }),
      ...(change.off_kinds !== undefined && { offKinds: change.off_kinds }),
      locale: localeOf(context),
    })
    return context.json(await settingsJson(settings, secret, deps))
  })
  return routes
}

/** What opens by its token alone: the end of mails, and a person's feed. */
export function tokenRoutes({ ledger, publicUrl }: Deps): Hono<ApiEnvironment> {
  const routes = new Hono<ApiEnvironment>()

  // A mail program that follows links must not end anything: the page asks, the button ends.
  routes.get('/stop-mails/:token', (context) => context.html(stopPage(false).html))

  routes.post('/stop-mails/:token', async (context) => {
    const isKnown = await ledger.notifications.stopMails(context.req.param('token'))
    if (!isKnown) throw new AppError('not_found', 'This link is not known any more.')
    return context.html(stopPage(true).html)
  })

  routes.get('/feeds/notifications/:file', async (context) => {
    const token = context.req.param('file').replace(/\.xml$/, '')
    const settings = await ledger.notifications.ownerOfFeed(token)
    if (settings === null) throw new AppError('not_found', 'There is no such feed.')
    const told = await ledger.notifications.list(settings.personId, FEED_ITEMS)
    context.header('Content-Type', 'application/rss+xml; charset=utf-8')
    const items = told.map(({ id, title, body, path, createdAt }) => {
      return { title, link: `${publicUrl}${path}`, guid: id, description: body, at: createdAt }
    })
    return context.body(
      rssFeed({ title: 'Verity', link: publicUrl, description: 'What Verity tells you.', items }),
    )
  })
  return routes
}

/** Mail goes to one's own address; the owner, who set the mail server up, may name any. */
function assertOwnAddress(email: string | null | undefined, { email: own, role }: Viewer): void {
  if (typeof email !== 'string' || role === 'owner') return
  if (email.toLowerCase() !== own?.toLowerCase())
    throw new AppError('forbidden', 'Notifications are sent to the address of your account only.')
}

async function listOf(context: Context<ApiEnvironment>, { ledger }: Deps): Promise<NotificationListJson> {
  const { id } = viewerOf(context)
  const { limit } = readQuery(context, listQuerySchema)
  const [told, unread] = await Promise.all([
    ledger.notifications.list(id, limit),
    ledger.notifications.unreadCount(id),
  ])
  return { notifications: told.map(notificationJson), unread }
}

function notificationJson({ id, kind, title, body, path, createdAt, readAt }: Notification) {
  return { id, kind, title, body, path, created_at: new Date(createdAt).toISOString(), read: readAt !== null }
}

async function settingsJson(
  settings: NotificationSettings,
  secret: string | null,
  { ledger, notifying }: Deps,
): Promise<NotificationSettingsJson> {
  const sends = await ledger.notifications.lastSends(settings.personId)
  return {
    email: settings.email,
    mail_available: notifying.canMail,
    webhook_url: settings.webhookUrl,
    webhook_secret: secret,
    off_kinds: [...settings.offKinds],
    feed_path: `/feeds/notifications/${settings.feedToken}.xml`,
    last_sends: sends.map(({ at, ...sent }) => ({ ...sent, at: new Date(at).toISOString() })),
  }
}

function stopPage(isStopped: boolean) {
  const body = isStopped
    ? html`<p>No more mails are sent to you. · Vous ne recevrez plus de courriels.</p>`
    : html`<form method="post"><p>End mails from Verity? · Ne plus recevoir de courriels de Verity ?</p><p><button type="submit">End mails · Arrêter</button></p></form>`
  return html`<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>Verity</title></head><body>${body}</body></html>`
}
