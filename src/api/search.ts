import { Hono } from 'hono'
import { z } from 'zod'
import { searchPosts } from '../search/search-posts.ts'
import type { ApiDependencies, ApiEnvironment } from './environment.ts'
import { postToJson } from './post-to-json.ts'
import { readQuery } from './read-input.ts'

const querySchema = z.object({
  query: z.string().trim().min(1).max(4_000),
  lang: z.string().max(20).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})

/** GET /api/search: ranked, best first. */
export function searchRoutes({ archive }: ApiDependencies): Hono<ApiEnvironment> {
  return new Hono<ApiEnvironment>().get('/', async (context) => {
    const { query, lang, limit } = readQuery(context, querySchema)
    const request = { query, limit, ...(lang !== undefined && { lang }) }
    const hits = await searchPosts(archive, request, { signal: context.req.raw.signal })
    const posts = new Map(
      (await archive.getPosts(hits.map((hit) => hit.postId))).map((post) => [post.id, post]),
    )
    return context.json({
      results: hits.map(({ postId, score }) => {
        const post = posts.get(postId)
        return { post_id: postId, score, ...(post !== undefined && { post: postToJson(post) }) }
      }),
    })
  })
}
