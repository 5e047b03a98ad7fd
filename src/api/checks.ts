import { type Context, Hono } from 'hono'
import { z } from 'zod'
import {
  type CheckDetailJson,
  type CheckListJson,
  changeCheckBodySchema,
  claimStateSchema,
  createCheckBodySchema,
  rateCheckBodySchema,
} from '../contract/checks.ts'
import { AppError } from '../domain/errors.ts'
import type { StoredClaim } from '../ledger/claims.ts'
import { askedClaim } from '../truth/claims/asked-claim.ts'
import { checkDetail, checkSummary } from './check-to-json.ts'
import type { ApiDependencies, ApiEnvironment, Viewer } from './environment.ts'
import { readBody, readQuery } from './read-input.ts'
import { localeOf, viewerOf } from './viewer.ts'

type Deps = Pick<ApiDependencies, 'ledger' | 'checks' | 'timing'>
type Ctx = Context<ApiEnvironment>

const listQuerySchema = z.object({
  state: claimStateSchema.optional(),
  followed: z.enum(['1', 'true']).optional(),
  after: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(30),
})

/** A look that ends within this time is waited for, so that whoever asks gets the verdict at once. */
const WAIT_MS = 4_000

/** The board: GET, POST /api/checks · GET, PATCH, DELETE /api/checks/:id · follow, rating, check again. */
export function checkRoutes(deps: Deps): Hono<ApiEnvironment> {
  const { ledger, checks } = deps
  const routes = new Hono<ApiEnvironment>()

  routes.get('/', async (context) => {
    const viewer = viewerOf(context)
    const { state, followed, after, limit } = readQuery(context, listQuerySchema)
    const [page, counts] = await Promise.all([
      ledger.claims.list({
        ...{ limit, ...(after !== undefined && { after }) },
        ...(state !== undefined && { states: [state] }),
        ...(followed !== undefined && { followedBy: viewer.id }),
      }),
      ledger.claims.counts(),
    ])
    const locale = localeOf(context)
    const body: CheckListJson = {
      checks: page.claims.map((claim) => checkSummary(claim, locale)),
      next: page.next,
      counts: { ...counts },
    }
    return context.json(body)
  })

  routes.post('/', async (context) => {
    const { id: personId } = viewerOf(context)
    const body = await readBody(context, createCheckBodySchema)
    const added = await addClaims(body, personId, checks)
    if (body.follow) for (const claim of added) await ledger.claims.follow(claim.id, personId)
    await waitForFirst(added, deps, context.req.raw.signal)
    const now = await Promise.all(added.map(async (claim) => (await ledger.claims.get(claim.id)) ?? claim))
    const locale = localeOf(context)
    return context.json({ checks: now.map((claim) => checkSummary(claim, locale)) }, 201)
  })

  routes.get('/:id', async (context) => context.json(await detailOf(context, deps)))

  routes.patch('/:id', async (context) => {
    const claim = await requireClaim(context, deps)
    requireOwn(claim, viewerOf(context))
    const { published } = await readBody(context, changeCheckBodySchema)
    await ledger.claims.publish(claim.id, published)
    return context.json(await detailOf(context, deps))
  })

  routes.delete('/:id', async (context) => {
    const claim = await requireClaim(context, deps)
    requireOwn(claim, viewerOf(context))
    await ledger.claims.remove(claim.id)
    return context.body(null, 204)
  })

  routes.post('/:id/look', async (context) => {
    const claim = await requireClaim(context, deps)
    const look = checks.look(claim.id, 'asked')
    await Promise.race([look, deps.timing.wait(WAIT_MS, context.req.raw.signal)])
    return context.json(await detailOf(context, deps))
  })

  routes.post('/:id/follow', async (context) => {
    const claim = await requireClaim(context, deps)
    await ledger.claims.follow(claim.id, viewerOf(context).id)
    return context.json(await detailOf(context, deps))
  })

  routes.delete('/:id/follow', async (context) => {
    const claim = await requireClaim(context, deps)
    await ledger.claims.unfollow(claim.id, viewerOf(context).id)
    return context.json(await detailOf(context, deps))
  })

  routes.post('/:id/rating', async (context) => {
    const claim = await requireClaim(context, deps)
    const { level } = await readBody(context, rateCheckBodySchema)
    if (claim.revision === 0) throw new AppError('invalid_input', 'There is no verdict to rate yet.')
    await ledger.claims.rate(claim.id, viewerOf(context).id, level)
    checks.ratingsChanged()
    return context.json(await detailOf(context, deps))
  })
  return routes
}

/** A question of the kind "is it true that …" is the claim in it; a text of several sentences gives its claims. */
async function addClaims(
  body: z.infer<typeof createCheckBodySchema>,
  personId: string,
  checks: Deps['checks'],
): Promise<readonly StoredClaim[]> {
  const by = { personId, isPublished: body.published }
  if (body.post_id !== undefined) return await checks.addFrom({ kind: 'post', id: body.post_id }, by)
  if (body.page_id !== undefined) return await checks.addFrom({ kind: 'page', id: body.page_id }, by)
  const text = (body.text ?? '').trim()
  return await checks.addFromText(askedClaim(text) ?? text, body.lang ?? null, by)
}

/** The first claim is what was most worth checking; the others get their verdict meanwhile. */
async function waitForFirst(
  [first]: readonly StoredClaim[],
  { checks, timing }: Deps,
  signal: AbortSignal,
): Promise<void> {
  if (first === undefined || first.revision > 0) return
  await Promise.race([checks.look(first.id, 'first'), timing.wait(WAIT_MS, signal)])
}

async function requireClaim(context: Ctx, { ledger }: Pick<Deps, 'ledger'>): Promise<StoredClaim> {
  const claim = await ledger.claims.get(context.req.param('id') ?? '')
  if (claim === null) throw new AppError('not_found', 'There is no such check: it was deleted, or never was.')
  return claim
}

function requireOwn(claim: StoredClaim, viewer: Viewer): void {
  if (!isOwn(claim, viewer))
    throw new AppError('forbidden', 'Only who put this claim on the board, or the owner, may do this.')
}

function isOwn({ createdBy }: StoredClaim, { id, role }: Viewer): boolean {
  return createdBy === id || role === 'owner'
}

async function detailOf(context: Ctx, deps: Deps): Promise<CheckDetailJson> {
  const viewer = viewerOf(context)
  const claim = await requireClaim(context, deps)
  const { claims } = deps.ledger
  const [revisions, followers, ratings, status] = await Promise.all([
    claims.revisions(claim.id),
    claims.followers(claim.id),
    claims.ratingsOf(claim.id),
    deps.checks.ratingStatus(claim.id),
  ])
  const yours = ratings.find(({ personId }) => personId === viewer.id)?.level ?? null
  const setting = {
    ...{ revisions, following: followers.includes(viewer.id), yours: isOwn(claim, viewer) },
    ratings: { count: ratings.length, status, yours },
  }
  return checkDetail(claim, setting, localeOf(context))
}
