import { Random } from '../../src/lib/random.ts'
import { decodeText } from '../../src/lib/safe-fetch/decode-text.ts'
import { entryPost, namesOf } from '../../src/sources/feeds/entry-post.ts'
import type { FeedEntry } from '../../src/sources/feeds/feed-document.ts'
import { readCursor, writeCursor } from '../../src/sources/feeds/feed-state.ts'
import { htmlToText } from '../../src/sources/feeds/html-text.ts'
import { readArticleBytes, readFeedBytes } from '../../src/sources/feeds/perform-reading.ts'
import { allowsUrl, parseRobots } from '../../src/sources/feeds/robots.ts'
import { articlePage, rss } from './feed-samples.ts'

/** What a run of the fuzzer saw, so that a test can tell that it reached what it was meant to reach. */
export type FuzzReport = {
  readonly rounds: number
  readonly kinds: ReadonlySet<string>
  /** The slowest single input, in milliseconds. */
  readonly slowestMs: number
}

const URL_READ = 'https://courier.example/feed/index.xml'
const NOW = Date.parse('2026-11-21T12:00:00Z')

const LINKED = JSON.stringify({
  '@graph': [
    {
      '@type': 'NewsArticle',
      headline: 'Flood',
      datePublished: '2026-11-20T10:00:00Z',
      author: [{ name: 'Ann' }],
    },
  ],
})
const PAGE = articlePage('The flood of São Tomé', {
  head: `<link rel="canonical" href="/a"><script type="application/ld+json">${LINKED}</script>`,
})
const FEEDS: readonly string[] = [
  rss(
    [
      {
        title: 'One &amp; two',
        link: '/1',
        guid: 'a',
        description: '<p>Text <b>bold</b> &eacute;</p>',
        pubDate: 'Sat, 21 Nov 2026 11:00:00 GMT',
      },
      {
        title: 'Deux',
        link: 'https://courier.example/2?utm_source=x',
        raw: '<content:encoded xmlns:content="http://purl.org/rss/1.0/modules/content/"><![CDATA[<p>Un<script>x()</script></p>]]></content:encoded>',
      },
    ],
    '<ttl>60</ttl><skipHours><hour>3</hour><hour>4</hour></skipHours><sy:updatePeriod>daily</sy:updatePeriod>',
  ),
  '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xml:base="http://b.example/" xml:lang="fr"><title type="html">T &amp;amp; U</title><entry xml:base="sub/"><id>tag:1</id><title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">H <b>b</b></div></title><link rel="alternate" href="one.html"/><updated>2026-11-21T10:00:00Z</updated><content type="html">&lt;p&gt;x&lt;/p&gt;</content><author><name>Bob</name></author></entry></feed>',
  '{"version":"https://jsonfeed.org/version/1.1","title":"J","language":"fr","items":[{"id":"1","url":"/a","title":"x","content_html":"<p>q</p>","date_published":"2026-11-21T10:00:00Z","authors":[{"name":"z"}]}]}',
  '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="u"><title>R</title></channel><item rdf:about="http://r.example/1"><title>i</title><link>http://r.example/1</link><dc:date>2026-11-21</dc:date></item></rdf:RDF>',
]
const SITEMAPS: readonly string[] = [
  '<?xml version="1.0" encoding="UTF-8"?><urlset xmlns:news="n"><url><loc>https://courier.example/1?a=1&amp;b=2</loc><lastmod>2026-11-21T11:00:00Z</lastmod><news:news><news:publication><news:name>C</news:name><news:language>fr</news:language></news:publication><news:publication_date>2026-11-21</news:publication_date><news:title>Été &amp; eau</news:title></news:news></url><url><loc>/2</loc></url></urlset>',
  '<sitemapindex><sitemap><loc>https://courier.example/s.xml.gz</loc><lastmod>2026-11-21</lastmod></sitemap></sitemapindex>',
]
const ROBOTS =
  'User-agent: *\nDisallow: /*?s=\nAllow: /a$\nCrawl-delay: 2\n\nUser-agent: verity\nDisallow: /private/*/x\n# end'
const TYPES: readonly (string | null)[] = [
  null,
  'text/html',
  'text/xml; charset=utf-8',
  'application/json',
  'text/html; charset=iso-8859-1',
  'text/html; charset="shift_jis"',
  'text/html; charset=utf-16le',
  'text/html; charset=gb18030',
  'text/html;charset=;;',
]
const PIECES: readonly string[] = (
  '<p>|</p>|<div>|</div>|<item>|</item>|<entry>|</title>|<title>|<![CDATA[|]]>|<!--|-->|<?xml ?>|<?|?>|<!DOCTYPE x [<!ENTITY a "aaaa">]>|&a;|&amp;|&lt;' +
  '|&#0;|&#xD800;|&#x110000;|&#99999999999;|&nosuch;|<script>|</script>|<style>|<svg>|<math>|<template>|<table>|<tr>|<a href="javascript:x">|<base href="//x">' +
  '|<meta charset=utf-7>|<html lang="\u0000">|xml:base="::"|"|\'|>|<|=|/|{|}|[|]|\\u0000|\\ud800|null|1e999|__proto__|\u0000|\ud800|\u202e|\u00a0|\ufeff|\u2028|🌊' +
  '|2026-13-45|Sat, 99 Foo 2026|https://[|https://courier.example:99999/|//|file:///etc/passwd|*$|*|User-agent: *'
)
  .split('|')
  .concat('<b>'.repeat(400), 'x'.repeat(3_000), '&amp;'.repeat(300), '<td>'.repeat(200))

/**
 * Gives mutated feeds, sitemaps, pages, charsets, robots.txt files and cursors to everything that reads them, and checks
 * what must hold of the results. Deterministic: equal seeds give equal inputs.
 *
 * @param rounds inputs, spread over the readers, a twentieth of them whole articles
 * @throws what a reader throws, or an Error with the input whose result is wrong
 */
export function fuzzFeeds(rounds: number, seed: string): FuzzReport {
  const random = new Random(seed)
  const kinds = new Set<string>()
  const readers = [
    fuzzFeed,
    fuzzSitemap,
    fuzzHtml,
    fuzzCharset,
    fuzzRobots,
    fuzzCursor,
    fuzzFeed,
    fuzzArticle,
  ]
  let slowestMs = 0
  for (let round = 0; round < rounds; round += 1) {
    const startedAt = performance.now()
    kinds.add(readers[round % readers.length]?.(random) ?? '')
    slowestMs = Math.max(slowestMs, performance.now() - startedAt)
  }
  return { rounds, kinds, slowestMs }
}

function fuzzFeed(random: Random): string {
  const bytes = mutateBytes(mutateText(random.pick(FEEDS), random), random)
  const reading = readFeedBytes({ bytes, contentType: random.pick(TYPES), url: URL_READ })
  if (reading.kind === 'feed') for (const entry of reading.entries) checkEntry(entry, bytes)
  return `feed:${reading.kind}`
}

function fuzzSitemap(random: Random): string {
  const bytes = mutateBytes(mutateText(random.pick(SITEMAPS), random), random)
  const reading = readFeedBytes({ bytes, contentType: random.pick(TYPES), url: URL_READ })
  if (reading.kind === 'feed') for (const entry of reading.entries) checkEntry(entry, bytes)
  if (reading.kind === 'index')
    for (const { url } of reading.children) check(/^https?:\/\//.test(url), 'a wrong sitemap', bytes)
  return `sitemap:${reading.kind}`
}

function fuzzArticle(random: Random): string {
  const bytes = mutateBytes(mutateText(PAGE, random), random)
  const reading = readArticleBytes({
    bytes,
    contentType: random.pick(TYPES),
    url: 'https://www.courier.example/news/1',
  })
  if (reading.kind === 'none') return `article:${reading.reason}`
  const { text, title, byline, site, canonicalUrl, publishedAt } = reading.article
  checkText(text, 200_000, bytes)
  for (const line of [title, byline, site]) if (line !== null) checkText(line, 300, bytes)
  check(new URL(canonicalUrl).hostname.endsWith('courier.example'), 'an address of another site', bytes)
  check(publishedAt === null || Number.isSafeInteger(publishedAt), 'a wrong time', bytes)
  return 'article:article'
}

/** Whatever stands in a script or a style never becomes text. */
function fuzzHtml(random: Random): string {
  const html = mutateText(random.pick([PAGE, ...FEEDS]), random)
  const text = htmlToText(`<p>${random.chance(0.5) ? 'a' : ''}</p>${html}`, 5_000)
  checkText(text, 5_000, html)
  const silent = htmlToText(
    '<script>SECRET</script><style>SECRET</style><p>x</p><!-- SECRET --><template>SECRET</template>',
    5_000,
  )
  check(!silent.includes('SECRET'), 'a script became text', html)
  return text === '' ? 'html:empty' : 'html:text'
}

function fuzzCharset(random: Random): string {
  const bytes = mutateBytes(random.pick([PAGE, '<?xml version="1.0" encoding="koi8-r"?><a>é</a>']), random)
  const { text, charset } = decodeText(bytes, random.pick(TYPES), random.pick(['html', 'xml', 'json']))
  check(text.length <= bytes.length * 2 + 2, 'text longer than its bytes explain', bytes)
  return `charset:${charset}`
}

function fuzzRobots(random: Random): string {
  const robots = parseRobots(mutateText(ROBOTS, random), 'verity')
  check(robots.crawlDelayS === null || robots.crawlDelayS >= 0, 'a wrong delay', robots)
  const allows = allowsUrl(
    robots,
    `https://courier.example/${encodeURIComponent(mutateText('private/1/x', random).toWellFormed())}`,
  )
  return `robots:${allows}`
}

/** A cursor that was read and written is read the same again. */
function fuzzCursor(random: Random): string {
  const state = {
    url: URL_READ,
    etag: '"a"',
    next: 7,
    seen: 'aaaaaaaabbbbbbbbcccccccc ddddddddeeeeeeee',
    children: [['https://c.example/', 3]],
  }
  const written = mutateText(JSON.stringify({ version: 1, feeds: { [URL_READ]: state } }), random)
  const states = readCursor(written, [URL_READ])
  const again = writeCursor(states)
  check(writeCursor(readCursor(again, [URL_READ])) === again, 'a cursor that changes by being read', written)
  return states.get(URL_READ)?.nextAt === 7 ? 'cursor:kept' : 'cursor:lost'
}

function checkEntry(entry: FeedEntry, input: unknown): void {
  if (entry.link !== null)
    check(/^https?:\/\/[^#]*$/.test(entry.link) && entry.link.length <= 2_048, 'a wrong link', input)
  if (entry.title !== null) checkText(entry.title, 500, input)
  if (entry.text !== null) checkText(entry.text, 20_000, input)
  for (const at of [entry.publishedAt, entry.updatedAt])
    check(
      at === null || (Number.isSafeInteger(at) && at > 0 && at < Date.UTC(2200, 0, 1)),
      'a wrong time',
      input,
    )
  check(entry.lang === null || /^[a-z]{2,3}$/.test(entry.lang), 'a wrong language', input)
  const feed = { address: URL_READ, title: null }
  const names = namesOf(entry, feed)
  if (names === null) return
  check(/^feeds:[\w-]{22}$/.test(names.id) && /^[\w-]{8}$/.test(names.key), 'a wrong id', input)
  const post = entryPost(entry, { id: names.id, feed, page: null, now: NOW })
  if (post === null) return
  checkText(post.text, 2_100, input)
  check((post.createdAt ?? 0) <= NOW + 600_000, 'a post from the future', input)
  for (const text of [post.authorName ?? '', ...post.urls, ...Object.values(post.extra).map(String)])
    check(text.isWellFormed() && !text.includes('\0'), 'text that cannot be stored', input)
}

function checkText(text: string, lengthMax: number, input: unknown): void {
  check(text.isWellFormed() && !/[\0\u202e]/.test(text), 'text that cannot be stored or shown', input)
  check(text.length <= lengthMax, 'text without bounds', input)
  check(text === text.trim() && !text.includes('\n\n\n'), 'stray white space', input)
}

function check(holds: boolean, words: string, input: unknown): void {
  if (holds) return
  const shown = input instanceof Uint8Array ? Buffer.from(input).toString('base64') : JSON.stringify(input)
  throw new Error(`${words}: ${shown}`)
}

/** Cuts, inserts and repeats, one to eight times. */
function mutateText(text: string, random: Random): string {
  let result = text
  for (let times = random.integer(1, 8); times > 0; times -= 1) {
    const at = random.integer(0, result.length)
    const to = Math.min(at + random.integer(0, 60), result.length)
    const kind = random.integer(0, 3)
    if (kind === 0) result = result.slice(0, at) + result.slice(to)
    if (kind === 1) result = result.slice(0, at) + random.pick(PIECES) + result.slice(at)
    if (kind === 2)
      result = result.slice(0, to) + result.slice(at, to).repeat(random.integer(1, 20)) + result.slice(to)
    if (kind === 3)
      result = random.chance(0.3)
        ? result.slice(0, at)
        : result.slice(0, at) + random.pick(PIECES) + result.slice(to)
  }
  return result
}

/** Encodes in one of several ways, and now and then flips bytes. */
function mutateBytes(text: string, random: Random): Buffer {
  const bytes = Buffer.from(
    text,
    random.weighted([
      ['utf8', 8],
      ['latin1', 1],
      ['utf16le', 1],
    ] as const),
  )
  if (random.chance(0.5))
    for (let times = random.integer(1, 6); times > 0 && bytes.length > 0; times -= 1)
      bytes[random.integer(0, bytes.length - 1)] = random.integer(0, 255)
  return random.chance(0.05)
    ? Buffer.concat([Buffer.from(random.pick(['\ufeff', '\0', '<', '\u{1f30a}'])), bytes])
    : bytes
}
