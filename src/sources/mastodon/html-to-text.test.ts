import { expect, test } from 'vitest'
import { htmlToText } from './html-to-text.ts'

const read = (html: string, skipQuoteLink = false) => htmlToText(html, skipQuoteLink)
const text = (html: string) => read(html)?.text

/** A link as Mastodon shortens it. */
const shortened = (hidden: string, shown: string, rest: string) =>
  `<a href="${hidden}${shown}${rest}" target="_blank" rel="nofollow noopener" translate="no"><span class="invisible">${hidden}</span><span class="ellipsis">${shown}</span><span class="invisible">${rest}</span></a>`

test('paragraphs are parted by an empty line, breaks are lines, other white space is one space', () => {
  expect(text('<p>One\n  two<br>three<br/>four</p>\n<p>five</p>')).toBe('One two\nthree\nfour\n\nfive')
  expect(text('<p>a</p><p></p><p><br></p><p>b</p>')).toBe('a\n\nb')
  expect(text('  <p> a <b> b</b>c </p> ')).toBe('a bc')
})

test('characters written as entities are those characters', () => {
  expect(text('&quot;it&#39;s&quot; &lt;3 &amp; &eacute;&#x1F309;&nbsp;!')).toBe('"it\'s" <3 & é🌉\u00a0!')
})

test('a shortened link is written out, and its offsets cut it out of the text', () => {
  const url = 'https://www.news.example/2026/11/21/the-bridge-is-closed'
  const result = read(
    `<p>See ${shortened('https://www.', 'news.example/2026/11', '/21/the-bridge-is-closed')}, now</p>`,
  )
  expect(result).toEqual({ text: `See ${url}, now`, links: [url] })
  expect(result?.text.slice(4, 4 + url.length)).toBe(url)
})

test.each([
  ['https://a.example/', 'a.example', 'https://a.example/'],
  ['https://a.example/x?b=1', 'https://a.example/x…', 'https://a.example/x?b=1'],
  ['https://a.example/%C3%A9', 'a.example/é', 'https://a.example/%C3%A9'],
  ['https://a.example/', '', 'https://a.example/'],
  ['https://nodejs.org/', 'Node.js', 'Node.js (https://nodejs.org/)'],
  ['https://evil.example/login', 'bank.example/login', 'bank.example/login (https://evil.example/login)'],
])('a link to %s that reads "%s" becomes "%s"', (href, words, expected) => {
  expect(read(`<a href="${href}">${words}</a>`)).toEqual({ text: expected, links: [href] })
})

test('mentions and tags stay as they are written', () => {
  const html =
    '<p><span class="h-card"><a href="https://b.example/@bob" class="u-url mention">@<span>bob</span></a></span> saw <a href="https://a.example/tags/rain" class="mention hashtag" rel="tag">#<span>Rain</span></a></p>'
  expect(read(html)).toEqual({ text: '@bob saw #Rain', links: [] })
})

test('links that do not lead to the web are only their words', () => {
  expect(read('<a href="javascript:alert(1)">a</a> <a href="mailto:x@y.example">b</a> <a>c</a>')).toEqual({
    text: 'a b c',
    links: [],
  })
})

test('lists, code and quotations are lines of their own', () => {
  expect(
    text('<p>To do:</p><ul><li>a</li><li>b</li></ul><ol start="3"><li>c</li><li>d</li></ol><p>end</p>'),
  ).toBe('To do:\n\n- a\n- b\n3. c\n4. d\n\nend')
  expect(text('x<pre><code>if (a)\n  b()</code></pre><blockquote><p>y</p></blockquote>z')).toBe(
    'x\n\nif (a)\n  b()\n\ny\n\nz',
  )
})

test('what nobody reads is left out, pictures of emoji are their names', () => {
  expect(
    text('<script>a()</script><style>p{}</style><svg><title>b</title></svg>c <img alt=":blob:" src="x">'),
  ).toBe('c :blob:')
})

test('the paragraph that repeats a quoted status for old software is left out only when asked', () => {
  const html =
    '<p class="quote-inline">RE: <a href="https://a.example/1">https://a.example/1</a></p><p>No.</p>'
  expect(read(html, true)).toEqual({ text: 'No.', links: [] })
  expect(read(html)?.text).toBe('RE: https://a.example/1\n\nNo.')
})

test('broken and hostile HTML gives text that can be stored', () => {
  expect(text('<p>a<b>b</p></i></p>c &#0; \0 \ud800')).toBe('ab\n\nc \ufffd \ufffd \ufffd')
  expect(text('<a href="https://a.example/">x')).toBe('x (https://a.example/)')
  expect(text('a < b && c <')).toContain('a < b && c')
})

test('more HTML than anybody writes is refused', () => {
  expect(read('x'.repeat(100_001))).toBeNull()
  expect(read('<b>'.repeat(5_001))).toBeNull()
  expect(read('<b>'.repeat(5_000))).not.toBeNull()
})
