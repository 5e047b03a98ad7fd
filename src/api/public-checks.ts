import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Context, Hono } from 'hono'
import { claimReview } from '../assistant/verdict/claim-review.ts'
import { labelText, summaryText } from '../assistant/verdict/verdict-words.ts'
import { AppError } from '../domain/errors.ts'
import type { StoredClaim } from '../ledger/claims.ts'
import { postUrl } from '../sources/post-url.ts'
import { EMBED_STYLE_SOURCE, embedCard, standingPage } from './check-card.ts'
import type { ApiDependencies, ApiEnvironment } from './environment.ts'
import { escapeHtml, jsonLd } from './html.ts'
import { rssFeed } from './rss.ts'

type Deps = Pick<ApiDependencies, 'ledger' | 'identify' | 'webDir' | 'publicUrl'>
type Ctx = Context<ApiEnvironment>

const FEED_ITEMS = 50
/** A card may stand in anybody's page, and does nothing there: no script, no request, no form. */
const EMBED_CSP = `default-src 'none'; style-src ${EMBED_STYLE_SOURCE}; base-uri 'none'; form-action 'none'; frame-ancestors *`
const PAGE_CSP = `default-src 'none'; style-src ${EMBED_STYLE_SOURCE}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`

/**
 * What others may see of checks, without signing in once a claim is published: its page with ClaimReview in it, the same
 * as JSON, the card to embed, and the feed of the board.
 */
export function publicCheckRoutes(deps: Deps): Hono<ApiEnvironment> {
  const routes = new Hono<ApiEnvironment>()

  routes.get('/api/checks/:id/claimreview.json', async (context) => {
    const claim = await visibleClaim(context, deps)
    const review = reviewOf(claim, deps.publicUrl)
    if (review === null) throw new AppError('not_found', 'There is no verdict on this claim yet.')
    context.header('Content-Type', 'application/ld+json; charset=utf-8')
    context.header('Access-Control-Allow-Origin', '*')
    return context.body(JSON.stringify(review))
  })

  routes.get('/embed/checks/:id', async (context) => {
    const claim = await visibleClaim(context, deps)
    context.header('Content-Security-Policy', EMBED_CSP)
    context.header('Cache-Control', 'no-cache')
    return context.html(embedCard(claim, deps.publicUrl).html)
  })

  routes.get('/feeds/checks.xml', async (context) => {
    const isMember = (await viewerOrNull(context, deps)) !== null
    const page = await deps.ledger.claims.list({
      ...{ states: ['verdict', 'revised'], limit: FEED_ITEMS },
      ...(!isMember && { isPublished: true }),
    })
    const items = page.claims.flatMap((claim) => feedItem(claim, deps.publicUrl))
    context.header('Content-Type', 'application/rss+xml; charset=utf-8')
    return context.body(
      rssFeed({
        title: 'Verity: checked claims',
        link: `${deps.publicUrl}/checks`,
        description: 'Verdicts as they are given and revised, with what they rest on.',
        items,
      }),
    )
  })

  routes.get('/checks/:id', async (context, next) => {
    const id = context.req.param('id')
    const claim = await deps.ledger.claims.get(id)
    const viewer = await viewerOrNull(context, deps)
    if (claim === null || (viewer === null && !claim.isPublished)) return await next()
    const review = reviewOf(claim, deps.publicUrl)
    const app = viewer === null ? null : await readApp(deps.webDir)
    context.header('Cache-Control', 'no-cache')
    if (app !== null) return context.html(withHead(app, claim, review))
    context.header('Content-Security-Policy', PAGE_CSP)
    return context.html(standingPage(claim, review, deps.publicUrl).html)
  })
  return routes
}

/** @throws {AppError} unauthorized alike where there is none and where a stranger may not see it, not_found for who is signed in */
async function visibleClaim(context: Ctx, deps: Deps): Promise<StoredClaim> {
  const claim = await deps.ledger.claims.get(context.req.param('id') ?? '')
  if (claim?.isPublished) return claim
  if ((await viewerOrNull(context, deps)) === null)
    throw new AppError('unauthorized', 'There is no such check, or it is not published. Sign in first.')
  if (claim === null) throw new AppError('not_found', 'There is no such check: it was deleted, or never was.')
  return claim
}

/** A page of another site that shows the card is a visitor like any other. */
async function viewerOrNull(context: Ctx, { identify }: Pick<Deps, 'identify'>) {
  try {
    return await identify(context.req.raw)
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code === 'forbidden') return null
    throw thrown
  }
}

function reviewOf(claim: StoredClaim, publicUrl: string): Record<string, unknown> | null {
  if (claim.check === null) return null
  const { kind, id } = claim.origin
  return claimReview({
    ...{ text: claim.text, check: claim.check, publicUrl, reviewedAt: claim.changedAt },
    url: `${publicUrl}/checks/${encodeURIComponent(claim.id)}`,
    appearance: kind === 'post' && id !== null ? postUrl(id) : null,
  })
}

function feedItem(claim: StoredClaim, publicUrl: string) {
  const { check } = claim
  if (check === null) return []
  const locale = check.lang === 'fr' ? 'fr' : 'en'
  const url = `${publicUrl}/checks/${encodeURIComponent(claim.id)}`
  return [
    {
      title: `${labelText(check.verdict, locale)}: ${claim.text}`,
      link: url,
      guid: `${url}#${claim.revision}`,
      description: summaryText(check, locale),
      at: claim.changedAt,
    },
  ]
}

async function readApp(webDir: string | null): Promise<string | null> {
  if (webDir === null) return null
  return await readFile(join(webDir, 'index.html'), 'utf8').catch(() => null)
}

/** The app's page with what crawlers and link previews read. */
function withHead(app: string, claim: StoredClaim, review: Record<string, unknown> | null): string {
  const locale = claim.lang === 'fr' ? 'fr' : 'en'
  const description =
    claim.check === null
      ? ''
      : `${labelText(claim.check.verdict, locale)}. ${summaryText(claim.check, locale)}`
  const head = [
    `<meta property="og:title" content="${escapeHtml(claim.text)}">`,
    `<meta property="og:description" content="${escapeHtml(description)}">`,
    `<meta name="description" content="${escapeHtml(description)}">`,
    review === null ? '' : jsonLd(review).html,
  ].join('\n')
  return app.replace('</head>', () => `${head}\n</head>`)
}
