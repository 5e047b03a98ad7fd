import { Hono } from 'hono'
import { z } from 'zod'
import type { SearchPageJson } from '../contract/search.ts'
import { listPosts, SEARCH_MODES } from '../search/list-posts.ts'
import { parseQuery } from '../search/query.ts'
import type { ApiDependencies, ApiEnvironment } from './environment.ts'
import { postToJson } from './post-to-json.ts'
import { readQuery } from './read-input.ts'

const querySchema = z.object({
  query: z.string().trim().min(1).max(4_000),
  lang: z.string().max(20).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  /** Left out: relevance alone, copies shown. */
  mode: z.enum(SEARCH_MODES).optional(),
})

/** GET /api/search: ranked, best first; with `mode` as readers want it. */
export function searchRoutes({ archive }: ApiDependencies): Hono<ApiEnvironment> {
  return new Hono<ApiEnvironment>().get('/', async (context) => {
    const { query, lang, limit, mode } = readQuery(context, querySchema)
    const request = { query, limit, lang, mode: mode ?? 'top', folds: mode !== undefined, now: Date.now() }
    const found = await listPosts(archive, request, { signal: context.req.raw.signal })
    const complete = await archive.completePosts(found.map(({ post }) => post))
    const body: SearchPageJson = {
      literal: [...parseQuery(query).literal],
      results: found.map(({ post, score, folded }, at) => ({
        post_id: post.id,
        score,
        folded: [...folded],
        post: postToJson(complete[at] ?? post),
      })),
    }
    return context.json(body)
  })
}
