import { Hono } from 'hono'
import { z } from 'zod'
import type { Tombstone } from '../archive/archive.ts'
import type { ErrorJson } from '../contract/error.ts'
import type { DeletedPostJson, PostPageJson } from '../contract/post.ts'
import type { HubItem } from '../desk/post-hub.ts'
import { AppError } from '../domain/errors.ts'
import type { Post } from '../domain/post.ts'
import { analyseText } from '../domain/text/analyse-text.ts'
import type { ApiDependencies, ApiEnvironment } from './environment.ts'
import { describeFailure } from './errors.ts'
import { markedPostToJson } from './post-to-json.ts'
import { readQuery } from './read-input.ts'
import { streamEvents } from './server-sent-events.ts'

const filterSchema = z.object({
  query: z.string().max(500).optional(),
  lang: z.string().max(20).optional(),
  source: z.string().max(100).optional(),
  author: z.string().max(300).optional(),
  before: z.string().max(300).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})

/** GET /api/posts, /api/posts/stream, /api/posts/:id */
export function postRoutes({ archive, hub, liveMark }: ApiDependencies): Hono<ApiEnvironment> {
  const routes = new Hono<ApiEnvironment>()

  routes.get('/', async (context) => {
    const { query, lang, source, author, before, limit } = readQuery(context, filterSchema)
    const page = await archive.latestPosts({
      limit,
      ...(query !== undefined && query.trim() !== '' && { terms: [...new Set(analyseText(query).terms)] }),
      ...(lang !== undefined && { lang }),
      ...(source !== undefined && { source }),
      ...(author !== undefined && { author }),
      ...(before !== undefined && { before }),
    })
    const posts = await archive.completePosts(page.posts)
    const marks = await archive.campaignsOfPosts(posts.map(({ id }) => id))
    const body: PostPageJson = {
      posts: posts.map((post) => markedPostToJson(post, marks.get(post.id))),
      next: page.next,
    }
    return context.json(body)
  })

  routes.get('/stream', (context) => {
    const wants = postFilter(readQuery(context, filterSchema))
    return streamEvents(
      context,
      (signal) => newPosts(hub.subscribe({ signal, wants }), liveMark),
      describeFailure,
    )
  })

  routes.get('/:id{.+}', async (context) => {
    const id = context.req.param('id')
    const [post] = await archive.completePosts(await archive.getPosts([id]))
    const marks = await archive.campaignsOfPosts([id])
    if (post !== undefined) return context.json(markedPostToJson(post, marks.get(id)))
    const [tombstone] = await archive.getTombstones([id])
    if (tombstone === undefined)
      throw new AppError('not_found', 'This post is not stored: it is past the retention, or never arrived.')
    const error = {
      code: 'not_found',
      message: 'This post was deleted by its author.',
      request_id: context.get('requestId'),
    }
    return context.json({ error, ...tombstoneToJson(tombstone) } satisfies ErrorJson & DeletedPostJson, 410)
  })
  return routes
}

function tombstoneToJson({ id, author, createdAt, textSha256, deletedAt }: Tombstone): DeletedPostJson {
  const deleted = {
    ...{ id, author, text_sha256: textSha256 },
    created_at: createdAt === null ? null : new Date(createdAt).toISOString(),
    deleted_at: new Date(deletedAt).toISOString(),
  }
  return { deleted }
}

async function* newPosts(items: AsyncIterable<HubItem>, liveMark: ApiDependencies['liveMark']) {
  for await (const item of items) {
    if (item.kind === 'post') yield { event: 'post', data: markedPostToJson(item.post, liveMark(item.post)) }
    else if (item.kind === 'withdrawn') yield { event: 'withdrawn', data: { ids: item.ids } }
    else yield { event: 'missed', data: { count: item.count } }
  }
}

/** A post is analysed once for all who watch. */
const analysed = new WeakMap<Post, ReadonlySet<string>>()

function termsOf(post: Post): ReadonlySet<string> {
  const known = analysed.get(post)
  if (known !== undefined) return known
  const terms = new Set(analyseText(post.text, post).terms)
  analysed.set(post, terms)
  return terms
}

function postFilter(filter: z.infer<typeof filterSchema>): (post: Post) => boolean {
  const wanted = filter.query === undefined ? [] : [...new Set(analyseText(filter.query).terms)]
  return (post) => {
    if (filter.lang !== undefined && post.lang !== filter.lang) return false
    if (filter.source !== undefined && post.source !== filter.source) return false
    if (filter.author !== undefined && post.author !== filter.author) return false
    if (wanted.length === 0) return true
    const terms = termsOf(post)
    return wanted.every((term) => terms.has(term))
  }
}
