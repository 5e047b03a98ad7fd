import { Hono } from 'hono'
import { z } from 'zod'
import type { SearchPageJson } from '../contract/search.ts'
import { countPosts } from '../search/count-posts.ts'
import { listPosts, SEARCH_MODES } from '../search/list-posts.ts'
import { parseQuery } from '../search/query.ts'
import type { ApiDependencies, ApiEnvironment } from './environment.ts'
import { markedPostToJson } from './post-to-json.ts'
import { readQuery } from './read-input.ts'

/** Further down nobody looks, and each page costs more than the one before. */
const OFFSET_MAX = 1_000

const time = z.iso
  .datetime({ offset: true })
  .transform((text) => Date.parse(text))
  .optional()

const querySchema = z.object({
  query: z.string().trim().min(1).max(4_000),
  lang: z.string().max(20).optional(),
  /** Network as posts name it. */
  source: z.string().max(100).optional(),
  from: time,
  to: time,
  limit: z.coerce.number().int().min(1).max(200).default(50),
  offset: z.coerce.number().int().min(0).max(OFFSET_MAX).default(0),
  /** Left out: relevance alone, copies shown, one page. */
  mode: z.enum(SEARCH_MODES).optional(),
})

/** GET /api/search: ranked, best first; with `mode` as readers want it, page by page. */
export function searchRoutes({ archive, timing }: ApiDependencies): Hono<ApiEnvironment> {
  return new Hono<ApiEnvironment>().get('/', async (context) => {
    const { mode, limit, offset, ...asked } = readQuery(context, querySchema)
    const options = { signal: context.req.raw.signal }
    const now = timing.now()
    const order = { mode: mode ?? 'top', folds: mode !== undefined } as const
    const { posts, hasMore } = await listPosts(archive, { ...asked, ...order, limit, offset, now }, options)
    const complete = await archive.completePosts(posts.map(({ post }) => post))
    const marks = await archive.campaignsOfPosts(posts.map(({ post }) => post.id))
    const next = hasMore && offset + limit <= OFFSET_MAX ? offset + limit : null
    const isFirst = mode !== undefined && offset === 0
    const body: SearchPageJson = {
      literal: [...parseQuery(asked.query).literal],
      results: posts.map(({ post, score, folded }, at) => ({
        post_id: post.id,
        score,
        folded: [...folded],
        post: markedPostToJson(complete[at] ?? post, marks.get(post.id)),
      })),
      ...(mode !== undefined && { next, as_of: new Date(now).toISOString() }),
      ...(isFirst && { count: await countPosts(archive, { ...asked, mode }, options) }),
    }
    return context.json(body)
  })
}
