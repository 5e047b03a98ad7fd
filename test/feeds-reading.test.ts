import { expect, test } from 'vitest'
import { parseFeedDate } from '../src/sources/feeds/feed-dates.ts'
import type { FeedDocument } from '../src/sources/feeds/feed-document.ts'
import { htmlToText } from '../src/sources/feeds/html-text.ts'
import { readArticleBytes, readFeedBytes } from '../src/sources/feeds/perform-reading.ts'
import { articlePage, escapeXml, rss } from './support/feed-samples.ts'

const URL = 'https://news.example/section/feed.xml'

function read(text: string | Buffer, contentType: string | null = null) {
  return readFeedBytes({ bytes: Buffer.from(text as string), contentType, url: URL })
}

function feed(text: string | Buffer, contentType: string | null = null): FeedDocument {
  const reading = read(text, contentType)
  if (reading.kind !== 'feed') throw new Error(JSON.stringify(reading))
  return reading
}

function article(html: string, url = 'https://www.courier.example/news/1?utm_source=x#top') {
  const reading = readArticleBytes({ bytes: Buffer.from(html), contentType: 'text/html', url })
  if (reading.kind !== 'article') throw new Error(reading.reason)
  return reading.article
}

test('RSS 2.0 is read with its namespaces, and the fuller of two texts is taken', () => {
  const { title, entries } = feed(
    `<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>
      <title>Ouest &amp; Est</title><language>fr-FR</language>
      <item><title>L&#8217;eau monte</title><link>/1</link><guid isPermaLink="false">a1</guid><dc:creator>Ann Lee</dc:creator>
      <description>Court.</description><content:encoded><![CDATA[<p>Un.</p><p>Deux &amp; trois.</p>]]></content:encoded>
      <pubDate>Sat, 21 Nov 2026 12:00:00 +0100</pubDate></item>
      <item><guid>https://news.example/2</guid><title>Sans lien</title></item></channel></rss>`,
  )
  expect(title).toBe('Ouest & Est')
  expect(entries).toEqual([
    {
      guid: 'a1',
      link: 'https://news.example/1',
      title: 'L’eau monte',
      text: 'Un.\n\nDeux & trois.',
      publishedAt: Date.parse('2026-11-21T11:00:00Z'),
      updatedAt: null,
      lang: 'fr',
      byline: 'Ann Lee',
    },
    expect.objectContaining({
      link: 'https://news.example/2',
      title: 'Sans lien',
      text: null,
      publishedAt: null,
    }),
  ])
})

test('Atom is read with its own bases, languages and kinds of text', () => {
  const { title, entries } = feed(
    `<feed xmlns="http://www.w3.org/2005/Atom" xml:base="http://b.example/" xml:lang="fr"><title type="html">T &amp;amp; U</title>
      <entry xml:base="sub/" xml:lang="en"><id>tag:b.example,2026:1</id><title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">A <b>bold</b> one</div></title>
      <link rel="enclosure" href="a.mp3"/><link rel="alternate" type="text/html" href="one.html"/><updated>2026-11-21T10:00:00Z</updated>
      <summary type="text">1 &lt; 2</summary><author><name>Bob</name></author></entry>
      <entry><id>https://b.example/two</id><title>Two</title><published>2026-11-20T10:00:00Z</published><updated>2026-11-21T10:00:00Z</updated></entry></feed>`,
  )
  expect(title).toBe('T & U')
  expect(entries[0]).toEqual({
    guid: 'tag:b.example,2026:1',
    link: 'http://b.example/sub/one.html',
    title: 'A bold one',
    text: '1 < 2',
    publishedAt: Date.parse('2026-11-21T10:00:00Z'),
    updatedAt: Date.parse('2026-11-21T10:00:00Z'),
    lang: 'en',
    byline: 'Bob',
  })
  expect(entries[1]).toMatchObject({
    link: 'https://b.example/two',
    lang: 'fr',
    publishedAt: Date.parse('2026-11-20T10:00:00Z'),
  })
})

test('JSON Feed and RDF are read', () => {
  const json = feed(
    JSON.stringify({
      version: 'https://jsonfeed.org/version/1.1',
      title: 'J',
      language: 'fr',
      items: [
        {
          id: '1',
          url: '/a',
          title: 'x',
          content_html: '<p>q</p>',
          date_published: '2026-11-21T10:00:00Z',
          authors: [{ name: 'Z' }],
        },
        { id: 2 },
        null,
      ],
    }),
    'application/feed+json',
  )
  expect(json.entries[0]).toMatchObject({
    link: 'https://news.example/a',
    title: 'x',
    text: 'q',
    lang: 'fr',
    byline: 'Z',
  })
  const rdf = feed(
    `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
      <channel rdf:about="u"><title>R</title></channel><item rdf:about="http://r.example/1"><title>i</title><link>http://r.example/1</link><dc:date>2026-11-21T10:00:00Z</dc:date></item></rdf:RDF>`,
  )
  expect(rdf.entries[0]).toMatchObject({
    link: 'http://r.example/1',
    publishedAt: Date.parse('2026-11-21T10:00:00Z'),
  })
})

test('links that are no web addresses are no links', () => {
  for (const link of [
    'javascript:alert(1)',
    'file:///etc/passwd',
    'data:text/html,x',
    'http://user:pw@a.example/',
    `https://a.example/${'x'.repeat(3_000)}`,
  ])
    expect(feed(rss([{ title: 'x', link }])).entries[0]?.link, link).toBeNull()
})

test('bytes are read in the encoding they have, whatever is said of them', () => {
  const text = rss([{ title: 'Été à Orléans' }])
  const latin1 = Buffer.from(text.replace('UTF-8', 'iso-8859-1'), 'latin1')
  expect(feed(latin1).entries[0]?.title).toBe('Été à Orléans')
  expect(feed(Buffer.from(text), 'text/xml; charset=iso-8859-1').entries[0]?.title).toBe('Été à Orléans')
  expect(feed(Buffer.from(`\ufeff${text}`, 'utf16le')).entries[0]?.title).toBe('Été à Orléans')
})

test('entities that a document declares are not expanded', () => {
  const levels = Array.from({ length: 12 }, (_, n) => `<!ENTITY l${n + 1} "${`&l${n};`.repeat(10)}">`).join(
    '',
  )
  const bomb = rss([{ title: 'T' }]).replace('<rss', `<!DOCTYPE rss [<!ENTITY l0 "lol">${levels}]><rss`)
  const { entries } = feed(bomb.replace('>T<', '>&l12;<'))
  expect(entries[0]?.title?.length).toBeLessThan(20)
  const outside =
    '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss version="2.0"><channel><title>&x;</title></channel></rss>'
  expect(read(outside)).toMatchObject({ kind: 'unreadable', reason: 'malformed' })
  const sitemap = `<!DOCTYPE u [<!ENTITY l0 "lol">${levels}]><urlset><url><loc>https://a.example/&l12;</loc></url></urlset>`
  expect(JSON.stringify(read(sitemap)).length).toBeLessThan(500)
})

test('huge, deep and broken documents are bounded', () => {
  expect(
    feed(rss(Array.from({ length: 5_000 }, (_, n) => ({ guid: `${n}`, title: 'x' })))).entries,
  ).toHaveLength(1_000)
  const many = `<urlset>${'<url><loc>https://a.example/1</loc><lastmod>2026-11-21</lastmod></url>'.repeat(3_000)}</urlset>`
  expect(feed(many).entries).toHaveLength(1_000)
  for (const broken of [
    `<rss version="2.0"><channel>${'<a>'.repeat(100_000)}`,
    `<urlset>${'<a>'.repeat(100_000)}`,
    `<rss ${'a="b" '.repeat(50_000)}>`,
    `{"version":"https://jsonfeed.org/version/1.1","items":${'['.repeat(100_000)}`,
    '<rss version="2.0"><channel><item><title>half',
    '\0\0\0\0',
    '',
  ])
    expect(['unreadable', 'feed'], broken.slice(0, 30)).toContain(read(broken).kind)
  const long = feed(
    rss([{ title: 't'.repeat(10_000), description: 'd '.repeat(100_000), guid: 'g'.repeat(5_000) }]),
  ).entries[0]
  expect([long?.title?.length, long?.guid?.length]).toEqual([500, 1_024])
  expect(long?.text?.length).toBeLessThanOrEqual(20_000)
})

test('a sitemap that breaks off keeps what came before', () => {
  const { entries } = feed(
    '<urlset><url><loc>https://a.example/1</loc><lastmod>2026-11-21</lastmod></url><url><loc>https://a.exam',
  )
  expect(entries.map(({ link }) => link)).toEqual(['https://a.example/1'])
})

test('a sitemap with pictures and other languages keeps the address of the page', () => {
  const { entries } = feed(
    '<urlset xmlns:image="i"><url><loc>https://a.example/1</loc><image:image><image:loc>https://a.example/p.jpg</image:loc><image:title>Pic</image:title></image:image></url></urlset>',
  )
  expect(entries[0]).toMatchObject({ link: 'https://a.example/1', title: null })
})

test('dates are read in the spellings that feeds have', () => {
  const noon = Date.parse('2026-11-21T12:00:00Z')
  for (const written of [
    'Sat, 21 Nov 2026 12:00:00 GMT',
    'Sat, 21 Nov 2026 07:00:00 EST',
    'Saturday, 21 November 2026 13:00:00 +0100',
    '21 Nov 26 12:00 UT',
    'Sat, 21-Nov-2026 12:00:00 GMT',
    '2026-11-21T12:00:00Z',
    '2026-11-21T13:00:00.000+01:00',
    '2026-11-21 12:00:00',
    ' Sat, 21 Nov 2026 12:00:00 GMT\n',
  ])
    expect(parseFeedDate(written), written).toBe(noon)
  for (const written of [
    '',
    'soon',
    'Sat, 31 Feb 2026 12:00:00 GMT',
    '0000-00-00',
    'Sat, 21 Nov 2026 12:00:00 XYZ',
    '1970-01-01T00:00:00Z',
    '9999-01-01',
    '2'.repeat(500),
  ])
    expect(parseFeedDate(written), written).toBeNull()
})

test('markup never reaches text', () => {
  const hostile = [
    '<script>alert("xss")</script>',
    '<ScRiPt>alert(1)</sCrIpT >',
    '<img src=x onerror=alert(1)>',
    '<style>p{background:url(alert)}</style>',
    '<svg><script>alert(1)</script><text>t</text></svg>',
    '<math><mtext></mtext><script>alert(1)</script></math>',
    '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>',
    '<!--><script>alert(1)</script>-->',
    '<a href="javascript:alert(1)">link</a>',
    '<template><script>alert(1)</script></template>',
    '<p title="a>alert"<b>x</b></p>',
    '<textarea><script>alert(1)</script></textarea>',
  ]
  for (const html of hostile) {
    const text = htmlToText(`<p>Before.</p>${html}<p>After.</p>`, 10_000)
    expect(text, html).toMatch(/^Before\./)
    expect(text, html).not.toMatch(/<(?:script|img|svg|iframe|a)\b|onerror|javascript:|background/i)
    const title = feed(rss([{ title: html, description: html, guid: 'x' }])).entries[0]
    expect(`${title?.title} ${title?.text}`, html).not.toMatch(
      /<(?:script|img|svg|iframe|a)\b|onerror|javascript:/i,
    )
    const twice = feed(rss([{ title: escapeXml(html), description: escapeXml(html), guid: 'x' }])).entries[0]
    expect(`${twice?.title} ${twice?.text}`, html).not.toMatch(/<(?:script|img|svg|iframe)\b/i)
  }
})

test('text keeps its paragraphs, lists and line breaks, and loses what is invisible', () => {
  const html =
    '<div>One&nbsp;two<br>three</div><ul><li>a</li><li>b</li></ul><table><tr><td>1</td><td>2</td></tr></table><p>\u202eevil\u200b</p>\n\n<p></p><p>end'
  expect(htmlToText(html, 1_000)).toBe('One two\nthree\n\na\n\nb\n\n1 2\n\nevil\n\nend')
  expect(htmlToText('5 < 6 && a <b', 100)).toContain('5 < 6 && a')
  expect(htmlToText(`<p>${'word '.repeat(1_000)}</p>`, 103)).toHaveLength(99)
})

test('what a page says about itself is read: JSON-LD before meta, authors, dates, language', () => {
  const linked = {
    '@context': 'https://schema.org',
    '@graph': [
      { '@type': 'WebSite', name: 'x' },
      {
        '@type': ['NewsArticle'],
        headline: 'The &eacute;t&eacute; flood',
        datePublished: '2026-11-20T10:00:00+01:00',
        dateModified: '2026-11-21T08:00:00Z',
        author: [{ '@type': 'Person', name: 'Ann Lee' }, { name: 'https://courier.example/bob' }, 'Bob'],
      },
    ],
  }
  const head = `<link rel="canonical" href="/news/1"><meta name="author" content="Nobody"><meta property="article:published_time" content="2020-01-01"><script type="application/ld+json">${JSON.stringify(linked)}</script><script type="application/ld+json">{broken</script>`
  expect(article(articlePage('Flood', { head }))).toMatchObject({
    title: 'The été flood',
    byline: 'Ann Lee, Bob',
    site: 'The Courier',
    publishedAt: Date.parse('2026-11-20T09:00:00Z'),
    modifiedAt: Date.parse('2026-11-21T08:00:00Z'),
    lang: 'en',
    canonicalUrl: 'https://www.courier.example/news/1',
  })
  const meta =
    '<meta property="article:published_time" content="2026-11-20T10:00:00Z"><meta name="author" content="Eve">'
  expect(article(articlePage('Flood', { head: meta }))).toMatchObject({
    title: 'Flood',
    byline: 'Eve',
    publishedAt: Date.parse('2026-11-20T10:00:00Z'),
    canonicalUrl: 'https://www.courier.example/news/1?utm_source=x',
  })
})

test('a page cannot put its text under the address of another site', () => {
  const canonical = (href: string) =>
    article(articlePage('Flood', { head: `<link rel="canonical" href="${href}">` })).canonicalUrl
  const own = 'https://www.courier.example/news/1?utm_source=x'
  expect(canonical('https://amp.courier.example/news/1')).toBe('https://amp.courier.example/news/1')
  for (const href of [
    'https://bbc.example/news',
    'https://evil.courier.example.org/',
    'https://example/',
    'javascript:alert(1)',
    '//',
  ])
    expect(canonical(href), href).toBe(own)
})

test('menus, comments, scripts and adverts are no part of an article', () => {
  const { text } = article(articlePage('Flood'))
  expect(text).toContain('Nobody was hurt')
  expect(text).not.toMatch(/Home|Sport|First!|track|rights reserved|[<>]/)
})

test('a page without an article, too deep or too large gives none', () => {
  const none = (html: string) => readArticleBytes({ bytes: Buffer.from(html), contentType: null, url: URL })
  expect(none('<p>Accept cookies?</p>')).toEqual({ kind: 'none', reason: 'no_text' })
  expect(none('')).toEqual({ kind: 'none', reason: 'no_text' })
  expect(none('<div>'.repeat(50_000))).toEqual({ kind: 'none', reason: 'too_complex' })
  expect(none('<p>x</p>'.repeat(70_000))).toEqual({ kind: 'none', reason: 'too_complex' })
})
