import { expect, test } from 'vitest'
import { ALICE, BOB, postRecord } from '../../../test/support/jetstream-messages.ts'
import type { JsonObject } from '../../lib/unknown-json.ts'
import type { BackfillPage } from '../source.ts'
import type { QueryParameters } from './app-view.ts'
import { backfillFeed } from './backfill-feed.ts'
import type { BackfillRequest } from './backfill-page.ts'
import { backfillProfile } from './backfill-profile.ts'
import { backfillSearch } from './backfill-search.ts'
import { backfillThread } from './backfill-thread.ts'

// Answers in the shape of the app.bsky.feed.defs lexicon, written by hand for these tests.

const NOW = Date.parse('2026-11-22T00:00:00Z')

type Asked = { readonly method: string; readonly parameters: QueryParameters }

function request(answer: (asked: Asked) => unknown, rest: Partial<BackfillRequest> = {}) {
  const asked: Asked[] = []
  const query = async (method: string, parameters: QueryParameters) => {
    asked.push({ method, parameters })
    return answer({ method, parameters }) as JsonObject
  }
  const signal = new AbortController().signal
  return { asked, request: { appView: { query }, signal, now: () => NOW, ...rest } }
}

function view(key: string, fields: JsonObject = {}) {
  return {
    uri: `at://${ALICE}/app.bsky.feed.post/${key}`,
    author: { did: ALICE, handle: 'alice.example', createdAt: '2024-01-02T00:00:00Z' },
    record: postRecord({ text: key }),
    likeCount: 3,
    repostCount: 0,
    replyCount: 0,
    indexedAt: '2026-11-21T12:00:00.000Z',
    ...fields,
  }
}

async function all(pages: AsyncIterable<BackfillPage>): Promise<readonly BackfillPage[]> {
  const taken: BackfillPage[] = []
  for await (const page of pages) taken.push(page)
  return taken
}

function texts(pages: readonly BackfillPage[]): readonly string[] {
  return pages.flatMap((page) => page.posts.map((post) => post.text))
}

test('a profile comes page by page, with counts and the author as they are known there', async () => {
  const { asked, request: wanted } = request(({ parameters }) =>
    parameters['cursor'] === undefined
      ? { feed: [{ post: view('one') }, { post: view('two') }], cursor: 'more' }
      : { feed: [{ post: view('three') }] },
  )
  const pages = await all(backfillProfile('alice.example', wanted))
  expect(texts(pages)).toEqual(['one', 'two', 'three'])
  expect(pages.map((page) => page.cursor)).toEqual(['more', null])
  expect(pages[0]?.posts[0]).toMatchObject({
    id: `bluesky:at://${ALICE}/app.bsky.feed.post/one`,
    author: ALICE,
    authorName: 'alice.example',
    authorCreatedAt: Date.parse('2024-01-02T00:00:00Z'),
    createdAt: Date.parse('2026-11-21T11:59:59.500Z'),
    likes: 3,
    reposts: 0,
    replies: 0,
    source: 'bluesky',
  })
  expect(asked[0]).toEqual({
    method: 'app.bsky.feed.getAuthorFeed',
    parameters: { actor: 'alice.example', filter: 'posts_with_replies', limit: 100, cursor: undefined },
  })
})

test('a backfill goes on from the cursor of its last page', async () => {
  const { asked, request: wanted } = request(() => ({ feed: [], cursor: 'c9' }), {
    cursor: 'c8',
    pagesMax: 1,
  })
  const [page] = await all(backfillFeed('at://f/app.bsky.feed.generator/x', wanted))
  expect(asked.map(({ parameters }) => parameters['cursor'])).toEqual(['c8'])
  expect(page?.cursor).toBe('c9')
})

test('a server that hands out the same cursor for ever does not hold us for ever', async () => {
  const { asked, request: wanted } = request(() => ({ posts: [], cursor: 'same' }))
  await all(backfillSearch({ query: 'pont' }, wanted))
  expect(asked).toHaveLength(2)
})

test('stopping ends the pages', async () => {
  const stop = new AbortController()
  const { asked, request: wanted } = request(
    ({ parameters }) => {
      stop.abort()
      return { posts: [], cursor: `${parameters['cursor'] ?? ''}+` }
    },
    { signal: stop.signal },
  )
  await all(backfillSearch({ query: 'pont' }, wanted))
  expect(asked).toHaveLength(1)
})

test('what is not public, not there or not theirs is left out with a reason', async () => {
  const labels = [{ val: '!no-unauthenticated' }]
  const { request: wanted } = request(() => ({
    feed: [
      { post: view('kept') },
      { post: view('private', { author: { did: ALICE, labels } }) },
      { post: { uri: `at://${BOB}/app.bsky.feed.post/x`, notFound: true } },
      { post: view('shared'), reason: { $type: 'app.bsky.feed.defs#reasonRepost' } },
      { post: view('strange', { author: { did: BOB } }) },
      { post: view('empty', { record: {} }) },
      null,
    ],
  }))
  const [page] = await all(backfillProfile(ALICE, wanted))
  expect(page?.posts.map((post) => post.text)).toEqual(['kept'])
  expect(page?.dropped).toEqual({ not_for_public: 1, not_available: 2, repost: 1 })
  expect(page?.parked).toEqual({ bad_id: 1, no_text: 1 })
  expect(page?.parkedSamples.map((sample) => sample.reason)).toEqual(['bad_id', 'no_text'])
})

test('counts that are none stay unknown', async () => {
  const { request: wanted } = request(() => ({
    posts: [view('odd', { likeCount: -1, repostCount: '7', replyCount: undefined })],
  }))
  const [page] = await all(backfillSearch({ query: 'x' }, wanted))
  expect(page?.posts[0]).toMatchObject({ likes: null, reposts: null, replies: null })
})

test('a search asks for the latest in its time', async () => {
  const { asked, request: wanted } = request(() => ({ posts: [] }))
  await all(backfillSearch({ query: 'pont', since: '2026-01-01T00:00:00Z', lang: 'fr' }, wanted))
  expect(asked[0]?.parameters).toMatchObject({
    q: 'pont',
    sort: 'latest',
    since: '2026-01-01T00:00:00Z',
    lang: 'fr',
  })
})

function node(key: string, fields: { replies?: unknown; parent?: unknown; replyCount?: number } = {}) {
  const { replyCount = 0, ...rest } = fields
  return { $type: 'app.bsky.feed.defs#threadViewPost', post: view(key, { replyCount }), ...rest }
}

const uriOf = (key: string) => `at://${ALICE}/app.bsky.feed.post/${key}`

test('a thread comes with what it answers and with all replies, however deep', async () => {
  const threads: Record<string, unknown> = {
    [uriOf('middle')]: node('middle', {
      parent: node('top', { parent: { $type: 'app.bsky.feed.defs#notFoundPost' } }),
      replyCount: 2,
      replies: [node('left', { replyCount: 1 }), { $type: 'app.bsky.feed.defs#blockedPost' }],
    }),
    [uriOf('left')]: node('left', { replyCount: 1, replies: [node('deep')] }),
  }
  const { asked, request: wanted } = request(({ parameters }) => ({
    thread: threads[String(parameters['uri'])],
  }))
  const pages = await all(backfillThread(uriOf('middle'), wanted))
  expect(new Set(texts(pages))).toEqual(new Set(['top', 'middle', 'left', 'deep']))
  expect(pages[0]?.dropped).toEqual({ not_available: 2 })
  expect(pages.map((page) => page.cursor)).toEqual([uriOf('left'), null])
  expect(asked.map(({ parameters }) => parameters['parentHeight'])).toEqual([100, 0])
})

test('a thread that was broken off goes on at its open ends', async () => {
  const { asked, request: wanted } = request(() => ({ thread: node('left') }), {
    cursor: `${uriOf('left')} ${uriOf('right')}`,
  })
  await all(backfillThread(uriOf('middle'), wanted))
  expect(asked.map(({ parameters }) => parameters['uri'])).toEqual([uriOf('left'), uriOf('right')])
})

test('a thread without end, or that bites its tail, is bounded', async () => {
  let n = 0
  const { asked, request: wanted } = request(() => {
    n += 1
    let deep: unknown = null
    for (let level = 0; level < 5_000; level += 1) {
      deep = node(`n${n}-${level}`, {
        replyCount: 1,
        ...(deep !== null && { replies: [deep, node(`b${n}-${level}`, { replyCount: 1 })] }),
      })
    }
    return { thread: deep }
  })
  const pages = await all(backfillThread(uriOf('start'), wanted))
  expect(asked).toHaveLength(50)
  expect(Math.max(...pages.map((page) => page.posts.length))).toBeLessThanOrEqual(1_000)
  expect(pages.at(-1)?.cursor?.split(' ').length).toBeLessThanOrEqual(200)
})
