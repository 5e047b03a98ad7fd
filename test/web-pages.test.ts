import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Archive, openArchive } from '../src/archive/archive.ts'
import { makeFetchOnce } from '../src/lib/safe-fetch/fetch-once.ts'
import { realTiming, type Timing } from '../src/lib/timing.ts'
import { type FindPagesDependencies, findPages, type PagesRequest } from '../src/search/web/find-pages.ts'
import { readPage } from '../src/search/web/read-page.ts'
import { failedSearch, type WebResult, type WebSearchOutcome } from '../src/search/web/web-search.ts'
import { readDocumentBytes } from '../src/sources/documents/perform-reading.ts'
import type { DocumentBytes } from '../src/sources/documents/read-document.ts'
import { PoliteFetcher } from '../src/sources/feeds/polite-fetcher.ts'
import { buildPdf } from './support/document-samples.ts'
import { FakeTiming } from './support/fake-timing.ts'
import { articlePage } from './support/feed-samples.ts'
import { cut, drip, FeedServer, hang, loopback, loopbackOnly, redirect } from './support/feed-server.ts'

const NEVER = new AbortController().signal
const reader = { read: readDocumentBytes }
let server: FeedServer

beforeEach(async () => {
  server = await FeedServer.start()
})
afterEach(async () => {
  await server[Symbol.asyncDispose]()
})

function guest(others: Readonly<Record<string, readonly string[]>> = {}, timing: Timing = realTiming) {
  const fetchOnce = makeFetchOnce({ policy: loopbackOnly, resolve: loopback(others), timing })
  return new PoliteFetcher({ fetchOnce, timing, hostGapMs: 0 })
}

function result(url: string, fields: Partial<WebResult> = {}): WebResult {
  return { url, title: null, snippet: null, publishedAt: null, pageId: null, ...fields }
}

describe('a page that a search named', () => {
  const read = (path: string, fetcher = guest()) =>
    readPage(result(server.url(path)), { fetcher, reader, timing: realTiming }, NEVER)

  test('is kept as a snapshot with its text, hash and time', async () => {
    const head =
      '<meta property="article:published_time" content="2026-11-20T10:00:00Z"><link rel="canonical" href="/flood">'
    server.set('/flood?from=x', { body: articlePage('Flood', { head }) })
    const outcome = await read('/flood?from=x')
    expect(outcome).toMatchObject({
      kind: 'page',
      page: {
        ...{ title: 'Flood', site: 'The Courier', lang: 'en', canonicalUrl: server.url('/flood') },
        ...{
          publishedAt: Date.parse('2026-11-20T10:00:00Z'),
          id: expect.stringMatching(/^page:[0-9a-f]{32}$/),
        },
        ...{
          textSha256: expect.stringMatching(/^[0-9a-f]{64}$/),
          rawSha256: expect.stringMatching(/^[0-9a-f]{64}$/),
        },
      },
    })
  })

  test.each([
    [
      'in its head',
      { body: articlePage('Flood', { head: '<meta name="robots" content="noindex, follow">' }) },
    ],
    ['in its header', { headers: { 'x-robots-tag': 'noarchive' }, body: articlePage('Flood') }],
  ])('is not kept when it asks not to be, %s', async (_, answer) => {
    server.set('/private', answer)
    expect(await read('/private')).toEqual({ kind: 'none', reason: 'noindex' })
  })

  test('is kept when only another robot is asked to stay away', async () => {
    const head = '<meta name="robots" content="max-image-preview:large">'
    const headers = { 'content-type': 'text/html', 'x-robots-tag': 'otherbot: noindex' }
    server.set('/open', { headers, body: articlePage('Flood', { head }) })
    expect(await read('/open')).toMatchObject({ kind: 'page' })
  })

  test('may be a PDF or plain text', async () => {
    server.set('/report.pdf', {
      headers: { 'content-type': 'application/pdf' },
      body: buildPdf([['Nine people were hurt.']], { title: 'Report' }),
    })
    server.set('/note', {
      headers: { 'content-type': 'text/plain; charset=utf-8' },
      body: 'Gate 4 opens at nine.',
    })
    expect(await read('/report.pdf')).toMatchObject({
      page: { title: 'Report', text: 'Nine people were hurt.' },
    })
    expect(await read('/note')).toMatchObject({
      page: { text: 'Gate 4 opens at nine.', site: 'news.example' },
    })
  })

  test.each([
    ['a private address', 'http://10.0.0.1/', 'forbidden_address'],
    ['a name that stands for one', 'http://inside.example/', 'forbidden_address'],
    ['another port', 'http://10.0.0.1:22/', 'forbidden_address'],
  ])('is not read at %s', async (_, url, reason) => {
    const fetcher = guest({ 'inside.example': ['127.0.0.1', '192.168.0.1'] })
    const outcome = await readPage(result(url), { fetcher, reader, timing: realTiming }, NEVER)
    expect(outcome).toEqual({ kind: 'none', reason })
  })

  test('is not read where a redirect leads inside', async () => {
    server.set('/out', redirect('http://169.254.169.254/latest/meta-data'))
    expect(await read('/out')).toEqual({ kind: 'none', reason: 'forbidden_address' })
  })

  test('is not read where its site does not want programs', async () => {
    server.set('/robots.txt', {
      body: 'User-agent: *\nDisallow: /private',
      headers: { 'content-type': 'text/plain' },
    })
    server.set('/private/1', { body: articlePage('Flood') })
    expect(await read('/private/1')).toEqual({ kind: 'none', reason: 'refused' })
  })

  test.each([
    ['missing', { status: 404 }, 'http_404'],
    ['for subscribers', { status: 402 }, 'http_402'],
    ['a picture', { headers: { 'content-type': 'image/png' }, body: 'x' }, 'wrong_type'],
    ['a program called HTML', { body: Buffer.alloc(100, 0) }, 'wrong_type'],
    ['without an article', { body: '<nav>Home Sport</nav>' }, 'no_text'],
    ['too large', { headers: { 'content-type': 'text/plain' }, body: 'a '.repeat(7_000_000) }, 'too_large'],
    [
      'a bomb',
      {
        headers: { 'content-type': 'text/plain', 'content-encoding': 'gzip' },
        body: gzipSync(Buffer.alloc(40_000_000, 97)),
      },
      'too_large',
    ],
  ])('that is %s is left out and counted', async (_, standing, reason) => {
    server.set('/page', standing)
    expect(await read('/page')).toEqual({ kind: 'none', reason })
  })

  test('that breaks off is left out', async () => {
    server.set('/page', cut(articlePage('Flood')))
    expect(await read('/page')).toEqual({ kind: 'none', reason: 'cut' })
  })
})

describe('finding pages for a question', () => {
  let dataDir: string
  let archive: Archive
  const request: PagesRequest = { queries: ['Lorville flood'], lang: 'en', from: null, to: null }

  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'verity-web-pages-'))
    archive = await openArchive({ kind: 'embedded', dataDir })
  })
  afterEach(async () => {
    await archive.close()
    await rm(dataDir, { recursive: true, force: true })
  })

  function provider(name: 'searxng' | 'brave', outcomes: readonly WebSearchOutcome[]) {
    const asked: string[] = []
    return {
      asked,
      provider: {
        ...{ name, host: `${name}.example` },
        search: async ({ query }: { query: string }) => {
          asked.push(query)
          return outcomes[asked.length - 1] ?? { kind: 'found', results: [] }
        },
      } as const,
    }
  }

  function deps(more: Partial<FindPagesDependencies> = {}): FindPagesDependencies {
    return {
      ...{ archive, reader, timing: realTiming, fetcher: guest(), providers: [] },
      budget: { searchesMax: 4, pagesMax: 6, totalMs: 8_000 },
      ...more,
    }
  }

  const found = (...urls: string[]): WebSearchOutcome => ({
    kind: 'found',
    results: urls.map((url) => result(url)),
  })

  test('with no service configured the archive alone is searched, and nobody is asked', async () => {
    const { pages, searches, fetched } = await findPages(request, deps(), NEVER)
    expect({ pages, fetched }).toEqual({ pages: [], fetched: 0 })
    expect(searches).toEqual([
      { provider: 'archive', host: null, query: 'Lorville flood', results: 0, failure: null, detail: null },
    ])
  })

  test('what a service names is read, stored, and found in the archive the next time', async () => {
    server.set('/flood', { body: articlePage('Flood in Lorville') })
    const { provider: searxng } = provider('searxng', [found(server.url('/flood'))])
    const first = await findPages(request, deps({ providers: [searxng] }), NEVER)
    expect(first).toMatchObject({ fetched: 1, dropped: {}, pages: [{ title: 'Flood in Lorville' }] })
    expect(await archive.getPages(first.pages.map(({ id }) => id))).toEqual(first.pages)
    const again = await findPages(request, deps(), NEVER)
    expect(again).toMatchObject({ fetched: 0, pages: [{ id: first.pages[0]?.id }] })
  })

  test('a page read within the hour is not fetched again', async () => {
    server.set('/flood', { body: articlePage('Flood in Lorville') })
    const outcome = found(server.url('/flood'))
    await findPages(request, deps({ providers: [provider('searxng', [outcome]).provider] }), NEVER)
    const again = await findPages(
      request,
      deps({ providers: [provider('searxng', [outcome]).provider] }),
      NEVER,
    )
    expect(again).toMatchObject({ fetched: 0, pages: [{ title: 'Flood in Lorville' }] })
    expect(server.paths.filter((path) => path === '/flood')).toHaveLength(1)
  })

  test('the next service is asked only where the one before failed or found nothing', async () => {
    server.set('/flood', { body: articlePage('Flood in Lorville') })
    const first = provider('searxng', [
      failedSearch('unavailable', 'cannot answer now (503)'),
      found(server.url('/flood')),
    ])
    const second = provider('brave', [found(server.url('/flood'))])
    const { searches } = await findPages(
      { ...request, queries: ['one', 'two'] },
      deps({ providers: [first.provider, second.provider] }),
      NEVER,
    )
    expect(first.asked).toEqual(['one', 'two'])
    expect(second.asked).toEqual(['one'])
    expect(searches.filter(({ provider }) => provider === 'searxng')).toMatchObject([
      { failure: 'unavailable', detail: 'cannot answer now (503)' },
      { failure: null, results: 1 },
    ])
  })

  test('no more is asked and read than the budget allows', async () => {
    const urls = Array.from({ length: 9 }, (_, at) => server.url(`/${at}`, `site${at}.example`))
    for (const [at] of urls.entries()) server.set(`/${at}`, { body: articlePage(`Flood ${at}`) })
    const { provider: searxng, asked } = provider('searxng', [found(...urls), found(...urls), found(...urls)])
    const outcome = await findPages(
      { ...request, queries: ['one', 'two', 'three'] },
      deps({ providers: [searxng], budget: { searchesMax: 2, pagesMax: 3, totalMs: 8_000 } }),
      NEVER,
    )
    expect(asked).toHaveLength(2)
    expect(outcome.pages.map(({ title }) => title)).toEqual(['Flood 0', 'Flood 1', 'Flood 2'])
    expect(outcome.dropped).toEqual({ over_budget: 6 })
  })

  test('one publisher gives two pages at most, however many hosts it has', async () => {
    const urls = ['a', 'b', 'c'].map((host) => server.url(`/${host}`, `${host}.courier.co.uk`))
    for (const host of ['a', 'b', 'c']) server.set(`/${host}`, { body: articlePage(`Flood ${host}`) })
    const { provider: searxng } = provider('searxng', [found(...urls)])
    expect(await findPages(request, deps({ providers: [searxng] }), NEVER)).toMatchObject({
      ...{ fetched: 2, dropped: { same_site: 1 } },
    })
  })

  test('the same article under two addresses is one page', async () => {
    const { provider: searxng } = provider('searxng', [
      found(server.url('/flood?utm_source=x'), server.url('/flood'), server.url('/flood#part')),
    ])
    server.set('/flood?utm_source=x', { body: articlePage('Flood') })
    expect((await findPages(request, deps({ providers: [searxng] }), NEVER)).pages).toHaveLength(1)
  })

  test('what is not read in time is left out; what was read is given', async () => {
    const timing = new FakeTiming()
    const arrived = Promise.withResolvers<void>()
    server.set('/fast', { body: articlePage('Fast flood') })
    server.set('/slow', (request, response) => {
      drip('<p>')(request, response)
      arrived.resolve()
    })
    const { provider: searxng } = provider('searxng', [
      found(server.url('/fast', 'fast.example'), server.url('/slow', 'slow.example')),
    ])
    const wasRead = Promise.withResolvers<void>()
    const telling = {
      read: (document: DocumentBytes) => readDocumentBytes(document).finally(() => wasRead.resolve()),
    }
    const finding = findPages(
      request,
      deps({ providers: [searxng], timing, reader: telling, fetcher: guest({}, timing) }),
      NEVER,
    )
    await Promise.all([arrived.promise, wasRead.promise])
    timing.advance(8_000)
    expect(await finding).toMatchObject({
      fetched: 1,
      dropped: { no_time: 1 },
      pages: [{ title: 'Fast flood' }],
    })
  })

  test('stopping stops the search and the reading', async () => {
    server.set('/flood', hang)
    const stop = new AbortController()
    const { provider: searxng } = provider('searxng', [found(server.url('/flood'))])
    const finding = findPages(request, deps({ providers: [searxng] }), stop.signal)
    stop.abort(new Error('stopped'))
    await expect(finding).rejects.toThrow('stopped')
  })
})
