import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Archive, openArchive } from '../src/archive/archive.ts'
import { PostHub } from '../src/desk/post-hub.ts'
import { runSource } from '../src/desk/run-source.ts'
import { SourceStats } from '../src/desk/source-stats.ts'
import { inlineAnalysis } from '../src/ingest/analysis-pool.ts'
import { PostWriter } from '../src/ingest/post-writer.ts'
import { inlineReader } from '../src/sources/feeds/document-reader.ts'
import { feedsSource } from '../src/sources/feeds/feeds-source.ts'
import { FakeTiming } from './support/fake-timing.ts'
import { articlePage, rss } from './support/feed-samples.ts'
import { FeedServer, loopback, loopbackOnly } from './support/feed-server.ts'
import { until } from './support/until.ts'

let dataDir: string
let archive: Archive
let server: FeedServer

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'verity-feeds-'))
  archive = await openArchive({ kind: 'embedded', dataDir })
  server = await FeedServer.start()
})

afterEach(async () => {
  await server[Symbol.asyncDispose]()
  await archive.close()
  await rm(dataDir, { recursive: true, force: true })
})

/** Runs the source into the archive until one reading of its feed is stored, then stops it. */
async function runOnce(cursors: Map<string, string>, timing: FakeTiming): Promise<void> {
  const stats = new SourceStats(timing.now)
  const source = feedsSource(
    { feeds: [server.url('/feed')] },
    {
      timing,
      random: () => 0.5,
      policy: loopbackOnly,
      resolve: loopback(),
      hostGapMs: 0,
      makeReader: () => inlineReader,
    },
  )
  const stop = new AbortController()
  const running = runSource(
    { id: 'feeds', stream: 'feeds', source, stats, filter: () => null },
    {
      archive,
      writer: new PostWriter({ archive, clock: timing.now, analysis: inlineAnalysis }),
      cursors: {
        get: async (id) => cursors.get(id) ?? null,
        set: async (id, cursor) => void cursors.set(id, cursor),
      },
      hub: new PostHub(),
      honour: async () => {},
      timing,
    },
    stop.signal,
  )
  await until(() => (stats.cursor?.match(/"next":(\d+)/)?.[1] ?? '0') > String(timing.now()))
  stop.abort()
  await running
}

function put(words: string): void {
  server.set('/articles/1', { body: articlePage('Flood').replaceAll('forty houses', words) })
  const feed = rss([
    {
      link: server.url('/articles/1'),
      title: 'Flood',
      description: `About ${words}.`,
      pubDate: 'Sat, 21 Nov 2026 11:00:00 GMT',
    },
  ])
  server.set('/feed', { body: feed, headers: { 'content-type': 'application/rss+xml' } })
}

test('an article is found by search, cites its snapshot, and keeps the old snapshot when it changes', async () => {
  const timing = new FakeTiming()
  const cursors = new Map<string, string>()
  const latest = async () => (await archive.latestPosts({ limit: 10, source: 'feeds' })).posts
  put('forty houses')
  await runOnce(cursors, timing)
  const [first] = await latest()
  expect(first?.text).toContain('About forty houses near the old mill')
  const [page] = await archive.getPages([String(first?.extra['page'])])
  expect(page).toMatchObject({
    title: 'Flood',
    canonicalUrl: server.url('/articles/1'),
    fetchedAt: timing.now(),
  })

  put('sixty houses')
  timing.advance(24 * 3_600_000)
  await runOnce(cursors, timing)
  const [second, ...others] = await latest()
  expect(second?.text).toContain('sixty houses')
  expect(others).toEqual([])
  expect(second?.id).toBe(first?.id)
  const snapshots = await archive.pagesOfUrl(server.url('/articles/1'))
  expect(snapshots.map(({ text }) => text.match(/\w+ houses/)?.[0])).toEqual(['sixty houses', 'forty houses'])
  expect(snapshots.map(({ id }) => id)).toEqual([second?.extra['page'], first?.extra['page']])
})

test('a run that is repeated from an old cursor stores nothing twice', async () => {
  const timing = new FakeTiming()
  put('forty houses')
  await runOnce(new Map(), timing)
  await runOnce(new Map(), timing)
  expect(server.paths.filter((path) => path === '/articles/1')).toHaveLength(2)
  expect((await archive.stats()).posts).toBe(1)
  expect(await archive.pagesOfUrl(server.url('/articles/1'))).toHaveLength(1)
})
