import { expect, test } from 'vitest'
import type { PostJson } from '../../../../src/contract/post.ts'
import type { FollowRequest } from '../../shared/api/follow-events.ts'
import { openFeed, WAITING_MAX } from './feed-store.ts'

const post = (id: string): PostJson => ({
  id,
  author: 'a',
  author_name: null,
  created_at: null,
  text: `text of ${id}`,
  lang: 'en',
  urls: [],
  hashtags: [],
  mentions: [],
  reply_to: null,
  repost_of: null,
  quote_of: null,
  thread_root: null,
  likes: null,
  reposts: null,
  replies: null,
  media: [],
  source: 'mock',
  simulated: false,
  url: null,
})

function start(pages: Record<string, { posts: PostJson[]; next: string | null }>) {
  let request: FollowRequest | undefined
  let flush: () => void = () => {}
  const feed = openFeed(
    { query: 'fire & smoke', lang: 'en' },
    {
      later: (act) => {
        flush = act
        return () => {}
      },
      loadPage: async (_, before) => pages[before ?? ''] ?? Promise.reject(new Error('no such page')),
      follow: async (given) => {
        request = given
      },
    },
  )
  const send = async (...ids: string[]) => {
    for (const id of ids) request?.onEvent({ event: 'post', id: null, data: JSON.stringify(post(id)) })
    flush()
    flush = () => {}
    await Promise.resolve()
    await Promise.resolve()
  }
  const withdraw = (...gone: string[]) =>
    request?.onEvent({ event: 'withdrawn', id: null, data: JSON.stringify({ ids: gone }) })
  return {
    feed,
    send,
    withdraw,
    url: () => request?.url,
    ids: () => feed.getSnapshot().posts.map((shown) => shown.id),
  }
}

const FIRST = { '': { posts: [post('2'), post('1')], next: 'c1' } }

test('new posts come in on top, each once, under the filter', async () => {
  const { send, ids, url } = start(FIRST)
  await send('3', '4', '3')
  expect(ids()).toEqual(['4', '3', '2', '1'])
  expect(url()).toBe('/api/posts/stream?query=fire+%26+smoke&lang=en')
})

test('a held list does not move; letting go brings in what waited', async () => {
  const { feed, send, ids } = start(FIRST)
  await send()
  feed.hold(true)
  await send('3', '2', '4')
  expect(ids()).toEqual(['2', '1'])
  expect(feed.getSnapshot().waitingCount).toBe(2)
  feed.hold(false)
  expect(ids()).toEqual(['4', '3', '2', '1'])
  expect(feed.getSnapshot().waitingCount).toBe(0)
})

test('what waits is bounded, the count goes on', async () => {
  const { feed, send } = start(FIRST)
  await send()
  feed.hold(true)
  for (let i = 0; i < 3; i++) await send(...Array.from({ length: 300 }, (_, at) => `n${i}-${at}`))
  expect(feed.getSnapshot().waiting).toHaveLength(WAITING_MAX)
  expect(feed.getSnapshot().waitingCount).toBe(900)
})

test('what its author took away leaves the list at once, also a frozen one and what waits behind it', async () => {
  const { feed, send, withdraw, ids } = start(FIRST)
  await send()
  feed.hold(true)
  await send('3', '4')
  withdraw('1', '4', 'never seen')
  expect(ids()).toEqual(['2'])
  expect(feed.getSnapshot().waitingCount).toBe(1)
  feed.hold(false)
  expect(ids()).toEqual(['3', '2'])
})

test('older pages follow the cursor to the end and a failed one can be tried again', async () => {
  const pages: Parameters<typeof start>[0] = { ...FIRST }
  const { feed, send, ids } = start(pages)
  await send()
  await feed.loadOlder()
  expect(feed.getSnapshot().older).toBe('failed')
  pages['c1'] = { posts: [post('1'), post('0')], next: null }
  await feed.loadOlder()
  expect(ids()).toEqual(['2', '1', '0'])
  expect(feed.getSnapshot().older).toBe('end')
  await feed.loadOlder()
  expect(ids()).toHaveLength(3)
})

test('a feed that cannot be loaded says so and keeps what arrives live', async () => {
  const { feed, send, ids } = start({})
  await send('5')
  expect(feed.getSnapshot().phase).toBe('failed')
  expect(ids()).toEqual(['5'])
})
