import { afterEach, beforeEach, expect, test } from 'vitest'
import { inlineReader } from '../src/sources/feeds/document-reader.ts'
import type { FeedsOptionsInput } from '../src/sources/feeds/feeds-options.ts'
import { feedsSource } from '../src/sources/feeds/feeds-source.ts'
import type { LineState, SourceBatch } from '../src/sources/source.ts'
import { FakeTiming } from './support/fake-timing.ts'
import { articlePage, escapeXml, type Item, rss } from './support/feed-samples.ts'
import { cut, FeedServer, hang, loopback, loopbackOnly, redirect } from './support/feed-server.ts'
import { until } from './support/until.ts'

const MINUTE_MS = 60_000
const RSS = { 'content-type': 'application/rss+xml' }

let server: FeedServer
let timing: FakeTiming
let stop: AbortController

beforeEach(async () => {
  server = await FeedServer.start()
  timing = new FakeTiming()
  stop = new AbortController()
})

afterEach(async () => {
  stop.abort()
  await server[Symbol.asyncDispose]()
})

/** The n-th item of a feed on this server; its article stands at the link when `article` was called. */
function item(n: number, fields: Partial<Item> = {}): Item {
  return {
    link: server.url(`/articles/${n}`),
    title: `Story ${n}`,
    description: `What happened in story ${n}, in short.`,
    pubDate: 'Sat, 21 Nov 2026 11:00:00 GMT',
    ...fields,
  }
}

function putFeed(items: readonly Item[], { path = '/feed', headers = {}, channel = '' } = {}): void {
  server.set(path, { body: rss(items, channel), headers: { ...RSS, ...headers } })
}

/** Runs the source on this server with time standing still. */
function run(options: Partial<FeedsOptionsInput> = {}, cursor: string | null = null) {
  const lines: LineState[] = []
  const source = feedsSource(
    { feeds: [server.url('/feed')], ...options },
    {
      timing,
      random: () => 0.5,
      policy: loopbackOnly,
      resolve: loopback({ 'inside.example': ['10.0.0.1'] }),
      hostGapMs: 0,
      makeReader: () => inlineReader,
    },
  )
  const batches = source
    .run({ cursor, signal: stop.signal, onLine: (line) => lines.push(line) })
    [Symbol.asyncIterator]()
  const next = async () => (await batches.next()).value as SourceBatch
  return {
    lines,
    next,
    /** All of one reading: the batches up to and with the one that plans the next reading, as one. */
    poll: async (): Promise<SourceBatch> => {
      const first = await next()
      return merged(planned(first.cursor) ? [first] : [first, ...(await restOf(next))])
    },
    end: () => batches.return?.(undefined),
  }
}

async function restOf(next: () => Promise<SourceBatch>): Promise<SourceBatch[]> {
  const batch = await next()
  return planned(batch.cursor) ? [batch] : [batch, ...(await restOf(next))]
}

type CursorFeed = {
  next: number
  etag?: string
  url?: string
  gone?: string
  failures?: number
  seen: string
}

function feedOf(cursor: string | null, address = server.url('/feed')): CursorFeed {
  return JSON.parse(cursor ?? '').feeds[address]
}

/** Whether every feed has its next reading in the future, or none any more. */
function planned(cursor: string | null): boolean {
  const feeds: CursorFeed[] = Object.values(JSON.parse(cursor ?? '').feeds)
  return feeds.every(({ next, gone }) => next > timing.now() || gone !== undefined)
}

function merged(batches: readonly SourceBatch[]): SourceBatch {
  const sum = (counts: readonly Readonly<Record<string, number>>[]) => {
    const all: Record<string, number> = {}
    for (const [reason, count] of counts.flatMap((each) => Object.entries(each)))
      all[reason] = (all[reason] ?? 0) + count
    return all
  }
  return {
    posts: batches.flatMap(({ posts }) => posts),
    edits: batches.flatMap(({ edits }) => edits),
    pages: batches.flatMap(({ pages }) => pages ?? []),
    deletions: [],
    cursor: batches.at(-1)?.cursor ?? null,
    lastEventAt: null,
    dropped: sum(batches.map(({ dropped }) => dropped)),
    parked: sum(batches.map(({ parked }) => parked)),
    parkedSamples: batches.flatMap(({ parkedSamples }) => parkedSamples),
  }
}

/** Moves time to the next reading of the only feed. */
function wake(cursor: string | null, address?: string): number {
  const ms = feedOf(cursor, address).next - timing.now()
  timing.advance(ms)
  return ms
}

test('an entry becomes a post with its lead, and its article a page that the post names', async () => {
  server.set('/articles/1', { body: articlePage('Flood in the old town') })
  putFeed([item(1, { title: 'Flood in the old town' })])
  const live = run()
  const { posts, pages, dropped } = await live.poll()
  const [page] = pages ?? []
  expect(dropped).toEqual({})
  expect(page).toMatchObject({
    url: server.url('/articles/1'),
    canonicalUrl: server.url('/articles/1'),
    site: 'The Courier',
    title: 'Flood in the old town',
    lang: 'en',
    fetchedAt: timing.now(),
    publishedAt: Date.parse('2026-11-21T11:00:00Z'),
  })
  expect(page?.id).toMatch(/^page:[0-9a-f]{32}$/)
  expect(page?.text).toContain('Nobody was hurt')
  expect(page?.text).not.toMatch(/[<>]|track|First!|Sport|rights reserved/)
  const [post] = posts
  expect(post).toMatchObject({
    author: 'news.example',
    authorName: 'The Courier',
    lang: 'en',
    createdAt: Date.parse('2026-11-21T11:00:00Z'),
    urls: [server.url('/articles/1')],
    source: 'feeds',
    extra: { feed: server.url('/feed'), page: page?.id },
  })
  expect(post?.id).toMatch(/^feeds:[\w-]{22}$/)
  expect(post?.text).toMatch(/^Flood in the old town\n\nThe river rose/)
  expect(live.lines).toEqual([
    { kind: 'connecting', endpoint: server.url('/feed') },
    { kind: 'connected', endpoint: server.url('/feed'), missed: null },
  ])
})

test('without full text only the feed is asked', async () => {
  putFeed([item(1)])
  const { posts, pages } = await run({ fullText: false }).poll()
  expect(posts.map(({ text }) => text)).toEqual(['Story 1\n\nWhat happened in story 1, in short.'])
  expect(pages).toEqual([])
  expect(server.paths).toEqual(['/feed'])
})

test('an article that cannot be had leaves the words of the feed, and says why', async () => {
  server
    .set('/articles/2', { status: 403 })
    .set('/articles/3', { body: '<p>Accept cookies.</p>' })
    .set('/articles/4', { body: '%PDF', headers: { 'content-type': 'application/pdf' } })
    .set('/articles/5', { body: 'x'.repeat(4_000_000) })
    .set('/articles/6', redirect('http://inside.example/'))
    .set('/articles/7', redirect('/articles/7'))
    .set('/articles/8', {
      body: articlePage('Story 8', { head: '<meta name="ROBOTS" content="NOINDEX,NOFOLLOW">' }),
    })
    .set('/articles/9', {
      body: articlePage('Story 9'),
      headers: { 'content-type': 'text/html', 'x-robots-tag': 'noindex' },
    })
  putFeed([1, 2, 3, 4, 5, 6, 7, 8, 9].map((n) => item(n)))
  const { posts, pages, dropped } = await run().poll()
  expect(posts).toHaveLength(9)
  expect(pages).toEqual([])
  expect(dropped).toEqual({
    article_http_404: 1,
    article_http_403: 1,
    article_no_text: 1,
    article_wrong_type: 1,
    article_too_large: 1,
    article_forbidden_address: 1,
    article_redirect_loop: 1,
    article_noindex: 2,
  })
})

test('robots.txt is asked once for a site and kept to; feeds themselves are made for programs', async () => {
  const robots =
    'User-agent: *\nDisallow: /feed\nDisallow: /articles/2\n\nUser-agent: Verity\nDisallow: /articles/1'
  server.set('/robots.txt', { body: robots })
  for (const n of [1, 2]) server.set(`/articles/${n}`, { body: articlePage(`Story ${n}`) })
  putFeed([item(2), item(1)])
  const { posts, pages, dropped } = await run({ contact: 'ops@courier.example' }).poll()
  expect(posts).toHaveLength(2)
  expect(pages?.map(({ title }) => title)).toEqual(['Story 2'])
  expect(dropped).toEqual({ article_refused: 1 })
  expect(server.paths).toEqual(['/feed', '/robots.txt', '/articles/2'])
  for (const { headers } of server.requests)
    expect(headers['user-agent']).toBe('Verity/1 (news reader; robots.txt: verity; ops@courier.example)')
})

test('a site whose robots.txt fails is not entered; its articles are tried again twice', async () => {
  server.set('/robots.txt', { status: 500 })
  putFeed([item(1)])
  server.set('/articles/1', { body: articlePage('Story 1') })
  const live = run()
  const first = await live.poll()
  expect(first.dropped).toEqual({ article_paused: 1 })
  expect(first.posts).toHaveLength(1)
  server.remove('/robots.txt')
  wake(first.cursor)
  const second = await live.poll()
  expect(second.pages).toHaveLength(1)
  expect(second.edits.map(({ id }) => id)).toEqual(first.posts.map(({ id }) => id))
  expect(second.edits[0]?.text).toContain('The river rose')
})

test('what an outage leaves of an article replaces it only when the site has failed three times', async () => {
  server.set('/articles/1', { body: articlePage('Story 1') })
  putFeed([item(1)])
  const live = run()
  let { cursor } = await live.poll()
  server.set('/articles/1', { status: 500 })
  putFeed([item(1, { title: 'Story 1, corrected' })])
  for (const edits of [[], [], ['Story 1, corrected\n\nWhat happened in story 1, in short.'], []]) {
    wake(cursor)
    const batch = await live.poll()
    expect(batch.edits.map(({ text }) => text)).toEqual(edits)
    cursor = batch.cursor
  }
  expect(server.paths.filter((path) => path === '/articles/1')).toHaveLength(4)
})

test('a feed that has not changed is asked with what it gave, and less and less often', async () => {
  putFeed([item(1)], { headers: { etag: '"a1"', 'last-modified': 'Sat, 21 Nov 2026 11:00:00 GMT' } })
  const live = run({ fullText: false })
  const first = await live.poll()
  const waits: number[] = []
  let { cursor } = first
  for (let reading = 0; reading < 6; reading += 1) {
    waits.push(wake(cursor) / MINUTE_MS)
    const batch = await live.poll()
    expect([batch.posts, batch.edits]).toEqual([[], []])
    cursor = batch.cursor
  }
  expect(waits).toEqual(
    [7.5, 11.25, 16.875, 25.3125, 37.96875, 56.953125].map((minutes) => expect.closeTo(minutes, 2)),
  )
  expect(server.requests.at(-1)?.headers).toMatchObject({
    'if-none-match': '"a1"',
    'if-modified-since': 'Sat, 21 Nov 2026 11:00:00 GMT',
  })
})

test('new entries come once, oldest first; known ones do not come again', async () => {
  putFeed([item(2), item(1)])
  const live = run({ fullText: false })
  const first = await live.poll()
  expect(first.posts.map(({ text }) => text.slice(0, 7))).toEqual(['Story 1', 'Story 2'])
  putFeed([item(3), item(2), item(1)])
  wake(first.cursor)
  const second = await live.poll()
  expect(second.posts.map(({ text }) => text.slice(0, 7))).toEqual(['Story 3'])
  expect(second.edits).toEqual([])
})

test('an entry that changes is an edit, and its changed article a new snapshot', async () => {
  server.set('/articles/1', { body: articlePage('Story 1') })
  putFeed([item(1)])
  const live = run()
  const first = await live.poll()
  server.set('/articles/1', { body: articlePage('Story 1').replaceAll('forty houses', 'sixty houses') })
  putFeed([item(1, { description: 'Sixty houses by now.' })])
  wake(first.cursor)
  const second = await live.poll()
  expect(second.posts).toEqual([])
  expect(second.edits.map(({ id }) => id)).toEqual(first.posts.map(({ id }) => id))
  expect(second.edits[0]?.text).toContain('sixty houses')
  expect(second.pages).toHaveLength(1)
  expect(second.pages?.[0]?.id).not.toBe(first.pages?.[0]?.id)
  expect(second.pages?.[0]?.canonicalUrl).toBe(first.pages?.[0]?.canonicalUrl)
})

test('an entry that is only dated anew is not an edit', async () => {
  putFeed([item(1)])
  const live = run({ fullText: false })
  const first = await live.poll()
  putFeed([item(1, { pubDate: 'Sat, 21 Nov 2026 11:30:00 GMT' })])
  wake(first.cursor)
  const second = await live.poll()
  expect([second.posts, second.edits, second.dropped]).toEqual([[], [], { unchanged: 1 }])
})

test('after a restart a feed goes on from its cursor: nothing again, nothing missed', async () => {
  putFeed([item(2), item(1)], { headers: { etag: '"a"' } })
  const before = run({ fullText: false })
  const { cursor } = await before.poll()
  await before.end()
  putFeed([item(3), item(2), item(1)], { headers: { etag: '"b"' } })
  const after = run({ fullText: false }, cursor)
  const batch = after.poll()
  await new Promise(setImmediate)
  expect(server.requests).toHaveLength(1)
  wake(cursor)
  expect((await batch).posts.map(({ text }) => text.slice(0, 7))).toEqual(['Story 3'])
  expect(server.requests.at(-1)?.headers['if-none-match']).toBe('"a"')
})

test('the cursor of a batch covers that batch and no more', async () => {
  putFeed(
    Array.from({ length: 50 }, (_, n) => item(n)),
    { headers: { etag: '"a"' } },
  )
  const live = run({ fullText: false })
  const first = await live.next()
  expect(first.posts).toHaveLength(20)
  const feed = feedOf(first.cursor)
  expect(feed.seen.split(' ')).toHaveLength(20)
  expect(feed.etag).toBeUndefined()
  expect(feed.next).toBe(0)
  await live.end()
  const rest = await run({ fullText: false }, first.cursor).poll()
  expect(rest.posts).toHaveLength(30)
  expect(rest.posts.map(({ id }) => id)).not.toContain(first.posts[0]?.id)
})

test('a cursor that is none of ours starts at now', async () => {
  putFeed([item(1)])
  for (const cursor of [
    'yesterday',
    '{"feeds":3}',
    '[]',
    `{"feeds":{"${server.url('/feed')}":{"next":"x","seen":7,"url":"::"}}}`,
  ]) {
    const live = run({ fullText: false }, cursor)
    expect((await live.poll()).posts).toHaveLength(1)
    await live.end()
  }
})

test('the same article in two feeds is one post and is fetched once', async () => {
  server.set('/articles/1', { body: articlePage('Story 1') })
  putFeed([item(1)])
  putFeed([item(1, { link: `${server.url('/articles/1')}?utm_source=rss#top`, title: 'Story one' })], {
    path: '/other',
  })
  const { posts, pages, dropped } = await run({ feeds: [server.url('/feed'), server.url('/other')] }).poll()
  expect([posts.length, pages?.length, dropped]).toEqual([1, 1, { duplicate: 1 }])
  expect(server.paths.filter((path) => path.startsWith('/articles'))).toHaveLength(1)
})

test('an entry that stands twice in a feed is taken once; two entries may share a guid', async () => {
  const twin = { guid: 'same', link: server.url('/articles/2') }
  putFeed([item(1, { guid: 'same' }), item(1, { guid: 'same' }), item(2, twin)])
  const { posts, dropped } = await run({ fullText: false }).poll()
  expect(posts).toHaveLength(2)
  expect(dropped).toEqual({ duplicate: 1 })
})

test('entries without a link are known by their guid; without both they are parked', async () => {
  const bare = { title: 'No link', description: 'Only words.' }
  putFeed([{ ...bare, guid: 'tag:courier.example,2026:1', raw: '<x/>' }, bare])
  const { posts, parked, parkedSamples } = await run().poll()
  expect(posts.map(({ text, urls }) => [text, urls])).toEqual([['No link\n\nOnly words.', []]])
  expect(parked).toEqual({ entry_without_name: 1 })
  expect(parkedSamples[0]?.raw).toContain('Only words')
})

test('a date in the future is not believed; an impossible one is unknown', async () => {
  putFeed([
    item(1, { pubDate: 'Sat, 21 Nov 2026 12:05:00 GMT' }),
    item(2, { pubDate: 'Fri, 01 Jan 2038 00:00:00 GMT' }),
    item(3, { pubDate: 'Thu, 01 Jan 1970 00:00:00 GMT' }),
    item(4, { pubDate: 'soon' }),
  ])
  const { posts } = await run({ fullText: false }).poll()
  const byTitle = new Map(posts.map((post) => [post.text.slice(0, 7), post]))
  expect(byTitle.get('Story 1')?.createdAt).toBe(Date.parse('2026-11-21T12:05:00Z'))
  expect(byTitle.get('Story 2')).toMatchObject({
    createdAt: timing.now(),
    extra: { declared_created_at: '2038-01-01T00:00:00.000Z' },
  })
  expect([byTitle.get('Story 3')?.createdAt, byTitle.get('Story 4')?.createdAt]).toEqual([null, null])
})

test('a feed that moved for good is read at its new address from then on', async () => {
  server.set('/feed', redirect('/new-feed', 301))
  putFeed([item(1)], { path: '/new-feed' })
  const live = run({ fullText: false })
  const first = await live.poll()
  expect(feedOf(first.cursor).url).toBe(server.url('/new-feed'))
  wake(first.cursor)
  await live.poll()
  expect(server.paths).toEqual(['/feed', '/new-feed', '/new-feed'])
})

test('a feed that redirects for now is asked at its own address again, and so is one that moved to no feed', async () => {
  server.set('/feed', redirect('/elsewhere', 302))
  putFeed([item(1)], { path: '/elsewhere' })
  const live = run({ fullText: false })
  const first = await live.poll()
  expect(feedOf(first.cursor).url).toBeUndefined()
  server
    .set('/feed', redirect('/parked', 301))
    .set('/parked', { body: '<html><body>Buy this domain</body></html>' })
  wake(first.cursor)
  const second = await live.poll()
  expect(second.parked).toEqual({ feed_not_a_feed: 1 })
  expect(feedOf(second.cursor).url).toBeUndefined()
})

test('a feed that is gone for good is left, with its reason, also after a restart', async () => {
  server.set('/feed', { status: 410 })
  putFeed([item(1)], { path: '/alive' })
  const feeds = [server.url('/feed'), server.url('/alive')]
  const live = run({ feeds, fullText: false })
  const { cursor, parked, parkedSamples, posts } = await live.poll()
  expect(posts).toHaveLength(1)
  expect(parked).toEqual({ feed_gone: 1 })
  expect(parkedSamples[0]?.raw).toBe(`${server.url('/feed')} is gone for good (HTTP 410)`)
  await live.end()
  const again = run({ feeds, fullText: false }, cursor)
  timing.advance(24 * 60 * MINUTE_MS)
  await again.poll()
  expect(server.paths.filter((path) => path === '/feed')).toHaveLength(1)
})

test('when every feed is gone the source waits to be stopped and says so', async () => {
  server.set('/feed', { status: 410 })
  const live = run()
  await live.poll()
  const ended = live.next()
  expect(live.lines.at(-1)).toMatchObject({
    kind: 'unreachable',
    error: `news.example:${server.port} is gone for good (HTTP 410)`,
  })
  stop.abort()
  expect(await ended).toBeUndefined()
})

test('a server that asks for a pause gets it', async () => {
  putFeed([item(1)])
  const live = run({ fullText: false })
  let { cursor } = await live.poll()
  for (const [status, retryAfter, waitMs] of [
    [429, '7200', 7_200_000],
    [503, new Date(timing.now() + 30 * 3_600_000).toUTCString(), null],
  ] as const) {
    server.set('/feed', { status, headers: { 'retry-after': retryAfter } })
    wake(cursor)
    const batch = await live.poll()
    expect(batch.parked[`feed_http_${status}`] ?? 0).toBe(status === 429 ? 1 : 0)
    const waited = feedOf(batch.cursor).next - timing.now()
    if (waitMs === null) expect(waited).toBeGreaterThan(20 * 3_600_000)
    else expect(waited).toBe(waitMs)
    cursor = batch.cursor
  }
  expect(live.lines.at(-1)).toMatchObject({
    kind: 'unreachable',
    error: `news.example:${server.port} answered with HTTP 503`,
    retryAt: feedOf(cursor).next,
  })
  putFeed([item(2), item(1)])
  wake(cursor)
  expect((await live.poll()).posts).toHaveLength(1)
  expect(live.lines.at(-1)?.kind).toBe('connected')
})

test('an article whose host asks for a long pause is not waited for', async () => {
  server.set('/articles/1', { status: 429, headers: { 'retry-after': '900' } })
  putFeed([item(2), item(1)])
  const { posts, dropped } = await run().poll()
  expect(posts).toHaveLength(2)
  expect(dropped).toEqual({ article_http_429: 1, article_paused: 1 })
  expect(server.paths).toEqual(['/feed', '/robots.txt', '/articles/1'])
})

test('what a server sends instead of a feed is told apart, once for each outage', async () => {
  const bodies: [string, Parameters<FeedServer['set']>[1]][] = [
    ['feed_malformed', { body: rss([item(1)]).slice(0, -40), headers: RSS }],
    ['feed_not_a_feed', { body: '<html><body>Hello</body></html>' }],
    ['feed_not_a_feed', { body: '', headers: RSS }],
    ['feed_cut', cut(rss([item(1)]), 'application/rss+xml')],
    ['feed_too_large', { body: Buffer.alloc(11_000_000, 'x'), headers: RSS }],
    ['feed_wrong_type', { body: 'GIF89a', headers: { 'content-type': 'image/gif' } }],
    ['feed_redirect_loop', redirect('/feed')],
    ['feed_forbidden_address', redirect('http://inside.example/feed')],
    ['feed_http_500', { status: 500 }],
  ]
  for (const [reason, standing] of bodies) {
    server.set('/feed', standing)
    const live = run()
    const first = await live.poll()
    expect(first.parked).toEqual({ [reason]: 1 })
    expect(first.parkedSamples[0]?.raw).toContain(server.url('/feed'))
    wake(first.cursor)
    const second = await live.poll()
    expect([second.parked, feedOf(second.cursor).failures]).toEqual([{}, 2])
    await live.end()
  }
})

test('a feed whose server hangs is left after its time, and the others go on meanwhile', async () => {
  server.set('/feed', hang)
  putFeed([item(1)], { path: '/fine' })
  const fine = server.url('/fine', 'other.example')
  const live = run({ feeds: [server.url('/feed'), fine], fullText: false })
  const first = await live.next()
  expect(first.posts).toHaveLength(1)
  await live.next()
  const hung = live.next()
  await until(() => server.paths.includes('/feed'))
  timing.advance(20_000)
  expect((await hung).parked).toEqual({ feed_timeout: 1 })
  expect(live.lines.at(-1)?.kind).toBe('connected')
})

test('a host is asked by one request at a time and with a pause between two', async () => {
  let open = 0
  let openMax = 0
  const paths = ['/a', '/b', '/c', '/d']
  for (const path of paths)
    server.set(path, (_request, response) => {
      open += 1
      openMax = Math.max(openMax, open)
      setImmediate(() => {
        open -= 1
        response.writeHead(200, RSS).end(rss([]))
      })
    })
  const source = feedsSource(
    { feeds: paths.map((path) => server.url(path)), fullText: false },
    { timing, policy: loopbackOnly, resolve: loopback(), makeReader: () => inlineReader },
  )
  const batches = source.run({ cursor: null, signal: stop.signal, onLine: () => {} })[Symbol.asyncIterator]()
  for (let count = 1; count <= paths.length; count += 1) {
    // A reading of an empty feed gives two batches.
    await batches.next()
    const second = batches.next()
    expect(server.requests).toHaveLength(count)
    await second
    timing.advance(999)
    await new Promise((resolve) => setTimeout(resolve, 5))
    expect(server.requests).toHaveLength(count)
    timing.advance(1)
  }
  expect(openMax).toBe(1)
})

test('what a feed asks for is kept to: ttl, update period, max-age, hours of rest', async () => {
  const cases: [string, Record<string, string>, number][] = [
    ['<ttl>120</ttl>', {}, 120],
    ['<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>', {}, 30],
    ['', { 'cache-control': 'public, max-age=5400' }, 90],
    ['<ttl>999999</ttl>', {}, 24 * 60],
    ['<skipHours><hour>12</hour><hour>13</hour></skipHours>', {}, 120],
  ]
  for (const [channel, headers, minutes] of cases) {
    putFeed([item(1)], { channel, headers })
    const live = run({ fullText: false })
    const { cursor } = await live.poll()
    expect(feedOf(cursor).next - timing.now()).toBe(minutes * MINUTE_MS)
    await live.end()
  }
})

test('a sitemap of news, compressed, and an index of sitemaps are read like feeds', async () => {
  const { gzipSync } = await import('node:zlib')
  const sitemap = (entries: string) =>
    `<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">${entries}</urlset>`
  const entry = (n: number, date: string) =>
    `<url><loc>${server.url(`/articles/${n}`)}</loc><news:news><news:publication><news:name>The Courier</news:name><news:language>en</news:language></news:publication><news:publication_date>${date}</news:publication_date><news:title>${escapeXml(`Story ${n} & more`)}</news:title></news:news></url>`
  const child = (path: string, at: string) =>
    `<sitemap><loc>${server.url(path)}</loc><lastmod>${at}</lastmod></sitemap>`
  const index = (...children: string[]) => ({
    body: `<sitemapindex>${children.join('')}</sitemapindex>`,
    headers: { 'content-type': 'text/xml' },
  })
  server.set('/one.xml.gz', {
    body: gzipSync(sitemap(entry(1, '2026-11-21T10:00:00Z') + entry(9, '2026-10-01'))),
    headers: { 'content-type': 'application/x-gzip' },
  })
  server.set('/two.xml', {
    body: sitemap(entry(2, '2026-11-21T11:00:00Z')),
    headers: { 'content-type': 'text/xml' },
  })
  server.set(
    '/feed',
    index(
      child('/one.xml.gz', '2026-11-21T10:00:00Z'),
      child('/two.xml', '2026-11-21T11:00:00Z'),
      child('/three.xml', '2026-11-01'),
    ),
  )
  for (const n of [1, 2]) server.set(`/articles/${n}`, { body: articlePage(`Story ${n} &amp; more`) })
  const live = run()
  const first = await live.poll()
  expect(first.posts.map(({ text, lang }) => [text.slice(0, 14), lang])).toEqual([
    ['Story 2 & more', 'en'],
    ['Story 1 & more', 'en'],
  ])
  expect(first.pages).toHaveLength(2)
  expect(first.parked).toEqual({ feed_http_404: 1 })
  server.set('/two.xml', {
    body: sitemap(entry(3, '2026-11-21T12:00:00Z') + entry(2, '2026-11-21T11:00:00Z')),
    headers: { 'content-type': 'text/xml' },
  })
  server.set(
    '/feed',
    index(child('/one.xml.gz', '2026-11-21T10:00:00Z'), child('/two.xml', '2026-11-21T12:00:00Z')),
  )
  wake(first.cursor)
  const before = server.requests.length
  const second = await live.poll()
  expect(second.posts.map(({ text }) => text)).toEqual(['Story 3 & more'])
  expect(server.paths.slice(before)).toEqual(['/feed', '/two.xml', '/articles/3'])
})

test('stopping ends the source in the middle of an article', async () => {
  server.set('/articles/1', hang)
  putFeed([item(1)])
  const live = run()
  const running = live.next()
  await until(() => server.paths.includes('/articles/1'))
  stop.abort()
  expect(await running).toBeUndefined()
})

test('options are held to their bounds', () => {
  const feeds = ['https://courier.example/feed']
  for (const options of [
    {},
    { feeds: ['courier'] },
    { feeds: ['file:///etc/passwd'] },
    { feeds: ['https://user:pw@courier.example/'] },
    { feeds, pollMinSeconds: 10 },
    { feeds, pollMinSeconds: 600, pollMaxSeconds: 300 },
    { feeds, contact: 'a b' },
    { feeds, speed: 9 },
  ])
    expect(() => feedsSource(options as FeedsOptionsInput), JSON.stringify(options)).toThrow(
      expect.objectContaining({ code: 'invalid_input' }),
    )
  expect(feedsSource({ lists: ['news-en', 'news-fr'] }).kind).toBe('feeds')
})
