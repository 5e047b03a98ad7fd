import { timingSafeEqual } from 'node:crypto'
import { type Context, Hono, type MiddlewareHandler } from 'hono'
import { loadPrompt, PROMPT_NAMES } from '../assistant/prompts/prompts.ts'
import type { MeJson } from '../contract/account.ts'
import { AppError } from '../domain/errors.ts'
import { askRoutes } from './ask.ts'
import { botRoutes } from './bots.ts'
import { campaignRoutes } from './campaigns.ts'
import { chatRoutes } from './chats.ts'
import { checkRoutes } from './checks.ts'
import { docsRoutes } from './docs.ts'
import type { ApiDependencies, ApiEnvironment } from './environment.ts'
import { toErrorResponse } from './errors.ts'
import { explainRoutes } from './explain.ts'
import { fileRoutes } from './files.ts'
import { frontPageRoutes, storyFeedRoutes } from './front-page.ts'
import { clickhouseRoutes } from './internal/clickhouse.ts'
import { jobRoutes } from './jobs.ts'
import { keyRoutes } from './keys.ts'
import { modelSettingRoutes } from './models.ts'
import { notificationRoutes, tokenRoutes } from './notifications.ts'
import { openApiDocument } from './openapi.ts'
import { pageRoutes } from './pages.ts'
import { postRoutes } from './posts.ts'
import { publicCheckRoutes } from './public-checks.ts'
import { retentionRoutes } from './retention.ts'
import { runRoutes } from './runs.ts'
import { searchRoutes } from './search.ts'
import { settingsRoutes } from './settings.ts'
import { sourceRoutes } from './sources.ts'
import { serveWebApp } from './static-files.ts'
import { statusRoutes } from './status.ts'
import { storyRoutes, trendRoutes } from './stories.ts'
import { thumbnailRoutes } from './thumbnails.ts'
import { createV1 } from './v1/create-v1.ts'
import { localeOf, ownerOf, viewerOf } from './viewer.ts'

/** Everything a page of ours may load comes from us; nothing may frame it. */
const SECURITY_HEADERS = {
  'Content-Security-Policy':
    "default-src 'self'; img-src 'self' data:; base-uri 'none'; frame-ancestors 'none'; object-src 'none'; form-action 'self'",
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
} as const

/** Web app, /api, probes and metrics as one handler of requests; a test calls it without a socket. */
export function createApi(dependencies: ApiDependencies): Hono<ApiEnvironment> {
  const app = new Hono<ApiEnvironment>()
  app.use(prepare(dependencies))
  app.onError(toErrorResponse)
  app.notFound((context) =>
    toErrorResponse(
      new AppError('not_found', `There is nothing at ${new URL(context.req.url).pathname}.`),
      context,
    ),
  )

  addProbes(app, dependencies)
  addInternal(app, dependencies)
  app.route('/', publicCheckRoutes(dependencies))
  app.route('/', tokenRoutes(dependencies))
  app.route('/', storyFeedRoutes())
  app.use('/api/*', identifyVisitor(dependencies))
  addApi(app, dependencies)
  app.route('/', createV1(dependencies))
  if (dependencies.webDir !== null) app.use(serveWebApp(dependencies.webDir))
  return app
}

/** Whoever asks learns whether the server lives and is ready, and not why it is not: the log says that. */
function addProbes(app: Hono<ApiEnvironment>, dependencies: ApiDependencies): void {
  const { assertReady, readMetrics, log } = dependencies
  app.get('/healthz', (context) => context.json({ status: 'alive' }))
  app.get('/readyz', async (context) => {
    try {
      await assertReady()
    } catch (err) {
      log.warn({ err }, 'Not ready.')
      throw new AppError('store_failed', 'Verity is not ready: a store does not answer.', { cause: err })
    }
    return context.json({ status: 'ready' })
  })
  app.use('/metrics', identifyVisitor(dependencies))
  app.get('/metrics', async (context) => {
    if (!bears(context, dependencies.metricsToken)) ownerOf(context)
    const { contentType, text } = await readMetrics()
    return context.body(text, 200, { 'Content-Type': contentType })
  })
}

/** For the command line of this machine, which proves itself by the secret in the data directory. */
function addInternal(app: Hono<ApiEnvironment>, { archive, internalSecret }: ApiDependencies): void {
  app.get('/internal/ping', (context) => {
    if (!bears(context, internalSecret)) {
      throw new AppError('unauthorized', 'This route is for the command line on this machine.')
    }
    return context.json({ status: 'alive' })
  })
  app.route('/internal/clickhouse', clickhouseRoutes({ archive, secret: internalSecret }))
}

/** Compares in constant time. */
function bears(context: Context, token: string | null): boolean {
  if (token === null) return false
  const given = Buffer.from(context.req.header('authorization') ?? '')
  const expected = Buffer.from(`Bearer ${token}`)
  return given.length === expected.length && timingSafeEqual(given, expected)
}

function addApi(app: Hono<ApiEnvironment>, dependencies: ApiDependencies): void {
  app.all('/api/auth/*', (context) => dependencies.handleAuth(context.req.raw, remoteAddress(context.env)))
  app.route('/api/docs', docsRoutes())
  app.get('/api/openapi.json', (context) => context.json(openApiDocument(dependencies.version)))
  app.get('/api/me', async (context) => {
    const { signInRequired, ownerMissing, signUpOpen } = await dependencies.describeEntrance(context.req.raw)
    const body: MeJson = {
      user: context.get('viewer'),
      sign_in_required: signInRequired,
      owner_missing: ownerMissing,
      sign_up_open: signUpOpen,
    }
    return context.json(body)
  })
  app.use('/api/*', async (context, next) => {
    viewerOf(context)
    context.header('Cache-Control', 'no-store')
    await next()
  })
  app.route('/api/status', statusRoutes(dependencies))
  app.route('/api/ask', askRoutes(dependencies))
  app.route('/api/explain', explainRoutes(dependencies))
  app.route('/api/chats', chatRoutes(dependencies))
  app.route('/api/runs', runRoutes(dependencies))
  app.route('/api/checks', checkRoutes(dependencies))
  app.route('/api/notifications', notificationRoutes(dependencies))
  app.route('/api/posts', postRoutes(dependencies))
  app.route('/api/pages', pageRoutes(dependencies))
  app.route('/api/campaigns', campaignRoutes(dependencies))
  app.route('/api/trends', trendRoutes(dependencies))
  app.route('/api/stories', storyRoutes(dependencies))
  app.route('/api/front-page', frontPageRoutes(dependencies))
  app.route('/api/files', fileRoutes(dependencies))
  app.route('/api/search', searchRoutes(dependencies))
  app.route('/api/sources', sourceRoutes(dependencies))
  app.route('/api/settings', settingsRoutes(dependencies))
  app.route('/api/keys', keyRoutes(dependencies))
  app.route('/api/bots', botRoutes(dependencies))
  app.route('/api/models', modelSettingRoutes(dependencies))
  app.route('/api/thumbnails', thumbnailRoutes(dependencies))
  app.route('/api/retention', retentionRoutes(dependencies))
  app.route('/api', jobRoutes(dependencies))
  app.get('/api/prompts', (context) => context.json({ prompts: PROMPT_NAMES.map(loadPrompt) }))
  app.get('/api/questions', async (context) =>
    context.json({ questions: await dependencies.suggestQuestions(localeOf(context)) }),
  )
  app.all('/api/*', () => {
    throw new AppError('not_found', 'There is no such route; /api/openapi.json lists them.')
  })
}

function prepare({ log, newId, timing, countRequest }: ApiDependencies): MiddlewareHandler<ApiEnvironment> {
  return async (context, next) => {
    const requestId = newId()
    const startedAt = timing.now()
    context.set('requestId', requestId)
    context.set('log', log)
    context.header('x-request-id', requestId)
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) context.header(name, value)
    await next()
    countRequest({
      method: context.req.method,
      status: context.res.status,
      seconds: (timing.now() - startedAt) / 1_000,
    })
  }
}

function identifyVisitor({ identify }: ApiDependencies): MiddlewareHandler<ApiEnvironment> {
  return async (context, next) => {
    context.set('viewer', await identify(context.req.raw))
    await next()
  }
}

function remoteAddress(env: ApiEnvironment['Bindings'] | undefined): string | null {
  return env?.incoming?.socket.remoteAddress ?? null
}
