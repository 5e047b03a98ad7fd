import type { Post } from '../../src/domain/post.ts'
import { Random } from '../../src/lib/random.ts'
import { htmlToText } from '../../src/sources/mastodon/html-to-text.ts'
import { type MappedStatus, mapStatus } from '../../src/sources/mastodon/map-status.ts'
import type { StreamMessage } from '../../src/sources/mastodon/message-queue.ts'
import { readEvent } from '../../src/sources/mastodon/read-event.ts'
import { SseParser } from '../../src/sources/mastodon/sse-parser.ts'
import { account, START_AT, status } from './mastodon-statuses.ts'

/** What a run of the fuzzer saw, so that a test can tell that it reached what it was meant to reach. */
export type FuzzReport = {
  readonly rounds: number
  readonly kinds: ReadonlySet<string>
  /** The slowest single input, in milliseconds. */
  readonly slowestMs: number
}

const SSE_LENGTH_MAX = 400

const HTML: readonly string[] = [
  '<p>&quot;It is open&quot;<br>again</p><p><a href="https://a.example/long/path?q=1" rel="nofollow"><span class="invisible">https://</span><span class="ellipsis">a.example/long</span><span class="invisible">/path?q=1</span></a></p>',
  '<p><span class="h-card"><a href="https://b.example/@bob" class="u-url mention">@<span>bob</span></a></span> <a href="https://a.example/tags/Été" class="mention hashtag" rel="tag">#<span>Été</span></a> 🌉</p>',
  '<p class="quote-inline">RE: <a href="https://a.example/1">https://a.example/1</a></p><ul><li>one</li><li>two</li></ul><ol start="4"><li>a</li></ol><pre><code>x\n  y</code></pre><blockquote>z</blockquote>',
  '<a href="javascript:alert(1)">x</a><img alt=":blob:" src=x><script>no()</script><style>p{}</style><svg><p>n</p></svg>',
]
const MARKUP: readonly string[] = [
  ...[
    '<p>',
    '</p>',
    '<br/>',
    '<a href=',
    '"https://c.example/',
    '">',
    '</a>',
    '<li>',
    '</ol>',
    '<pre>',
    '<!--',
    '-->',
  ],
  ...[
    '<![CDATA[',
    ']]>',
    '<?',
    '&amp;',
    '&#x0;',
    '&#xD800;',
    '&#1114112;',
    '&notit;',
    '<',
    '>',
    '"',
    "'",
    '=',
    '/',
  ],
  ...[
    '<script>',
    '</script',
    '<title>',
    '<svg>',
    '<math>',
    '\0',
    '\ud800',
    '\u202e',
    '\u00a0',
    ' \n\t',
    'a'.repeat(300),
  ],
]
const HOSTILE: readonly unknown[] = [
  ...[null, 0, -1, 1e308, 1.5, true, '', '\ud800', [], {}, [[]], 'x'.repeat(70_000), '9'.repeat(400)],
  ...[
    '__proto__',
    'constructor',
    { length: 3 },
    [null],
    'https://[',
    'https://\u0000/',
    '2026-13-45T99:99:99Z',
  ],
  ...['0001-01-01T00:00:00Z', '9999-12-31T23:59:59Z', 'a@b@c', '@', 'ü@bücher.example', '<p>'.repeat(9_000)],
]
const STATUSES: readonly unknown[] = [
  status({}, { content: HTML[0], spoiler_text: 'news', edited_at: '2026-11-21T12:01:00.000Z' }),
  status(
    {},
    {
      content: HTML[2],
      in_reply_to_id: '17',
      in_reply_to_account_id: '1',
      account: account({ acct: 'bob@bücher.example', bot: true }),
      tags: [{ name: 'rain', url: 'https://a.example/tags/rain' }],
      mentions: [{ id: '2', username: 'eve', acct: 'eve@c.example', url: 'https://c.example/@eve' }],
      media_attachments: [
        { id: '5', type: 'gifv', url: 'https://a.example/5.mp4', remote_url: null, description: 'Rain' },
      ],
      card: { url: 'https://d.example/article', title: 'An article', type: 'link' },
      poll: {
        id: '9',
        expires_at: '2026-11-22T12:00:00.000Z',
        options: [
          { title: 'Yes', votes_count: 3 },
          { title: 'No', votes_count: null },
        ],
      },
      application: { name: 'Web', website: null },
      quote: { state: 'accepted', quoted_status: status({ n: 3 }) },
    },
  ),
  status({}, { reblog: status({ n: 2 }, { content: HTML[1] }) }),
  status({}, { quote: { state: 'accepted', quoted_status_id: '31' }, visibility: 'unlisted' }),
  status({}, { visibility: 'private' }),
]

/**
 * Feeds mutated HTML, statuses, frames and event streams to everything that reads them, and checks what must hold of
 * the results. Deterministic: equal seeds give equal inputs.
 *
 * @param rounds inputs, spread evenly over the readers
 * @throws an `Error` with the input when something does not hold
 */
export function fuzzMastodon(rounds: number, seed: string): FuzzReport {
  const random = new Random(seed)
  const kinds = new Set<string>()
  const readers = [fuzzHtml, fuzzStatus, fuzzFrame, fuzzEvents]
  let slowestMs = 0
  for (let round = 0; round < rounds; round += 1) {
    const startedAt = performance.now()
    kinds.add(readers[round % readers.length]?.(random) ?? '')
    slowestMs = Math.max(slowestMs, performance.now() - startedAt)
  }
  return { rounds, kinds, slowestMs }
}

function fuzzHtml(random: Random): string {
  const once = mutateText(random.pick(HTML), random)
  const html = random.chance(0.01) ? once.repeat(random.integer(10, 400)) : once
  const readable = htmlToText(html, random.chance(0.5))
  if (readable === null) return 'html:refused'
  const { text, links } = readable
  check(text.isWellFormed() && !text.includes('\0'), 'text cannot be stored', html)
  check(text.length <= 2 * html.length + 100, 'text is longer than its HTML explains', html)
  check(!/^[ \t\r\n]|\n{3}/.test(text) || /<pre/i.test(html), 'text has stray white space', html)
  check(
    links.every((link) => /^https?:\/\//i.test(link) && text.includes(link)),
    'a link got lost',
    html,
  )
  return 'html:read'
}

function fuzzStatus(random: Random): string {
  const value = mutate(random.pick(STATUSES), random)
  return `status:${checkMapped(map(value), value)}`
}

function fuzzFrame(random: Random): string {
  const payload = JSON.stringify(mutate(random.pick(STATUSES), random))
  const event = random.pick(['update', 'status.update', 'delete', 'notification', 'constructor'])
  const frame = JSON.stringify(mutate({ stream: ['public'], event, payload }, random)) ?? ''
  const text = random.chance(0.3) ? mutateText(frame, random) : frame
  const read = readEvent({ kind: 'frame', text })
  if (read.kind === 'status') checkMapped(map(read.status), text)
  if (read.kind === 'delete') check(/^[\w-]{1,64}$/.test(read.localId), 'a deletion of no id', text)
  return `frame:${read.kind}`
}

/** However a stream is cut into pieces, the same events come out, and none is longer than allowed. */
function fuzzEvents(random: Random): string {
  const lines = Array.from({ length: random.integer(1, 12) }, () =>
    random.pick([
      ...[
        'event: update',
        'data: {"id":"1"}',
        'data:two',
        'data',
        ':thump',
        '',
        '',
        'id: 7',
        'retry: 5',
        'event',
        'e',
      ],
      ...[`data: ${'x'.repeat(random.integer(0, 2 * SSE_LENGTH_MAX))}`, mutateText('data: ab', random)],
    ]),
  )
  const text = lines.map((line) => line + random.pick(['\n', '\n', '\r\n', '\r'])).join('')
  const whole = new SseParser(SSE_LENGTH_MAX).push(text)
  const pieces: StreamMessage[] = []
  const parser = new SseParser(SSE_LENGTH_MAX)
  for (let at = 0; at < text.length; ) {
    const end = at + random.integer(1, 9)
    pieces.push(...parser.push(text.slice(at, end)))
    at = end
  }
  check(JSON.stringify(whole) === JSON.stringify(pieces), 'events depend on where the stream is cut', text)
  const isLong = whole.some((message) => message.kind === 'event' && message.data.length > SSE_LENGTH_MAX)
  check(!isLong, 'an event is longer than allowed', text)
  return whole.some((message) => message.kind === 'oversized') ? 'events:oversized' : 'events:read'
}

function map(value: unknown): MappedStatus {
  const idOfLocal = (localId: string) => (localId === '31' ? 'mastodon:https://a.example/31' : null)
  return mapStatus(value, {
    domain: 'home.example',
    host: 'api.home.example',
    seenAt: START_AT + 60_000,
    idOfLocal,
  })
}

function checkMapped(mapped: MappedStatus, input: unknown): string {
  if (mapped.kind !== 'keep') {
    check(/^[a-z_]+$/.test(mapped.reason), 'a reason is not a word', input)
    return mapped.kind
  }
  for (const post of [mapped.post, mapped.boosted?.kind === 'keep' ? mapped.boosted.post : null])
    if (post !== null) checkPost(post, input)
  return mapped.boosted === null ? 'keep' : 'boost'
}

function checkPost(post: Post, input: unknown): void {
  check(/^mastodon:(?:https?:\/\/|tag:)\S+$/.test(post.id) && post.id.length <= 512, 'a wrong id', input)
  check(/^[^\s@]+@[^\s@]+$/.test(post.author), 'a wrong author', input)
  const written = JSON.stringify(post)
  check(!/\\ud[89a-f]|\\u0000/.test(written), 'text that cannot be stored', input)
  check(written.length < 1_000_000, 'a post without bounds', input)
  check(Number.isSafeInteger(post.createdAt) && (post.createdAt ?? 0) > 0, 'a wrong time', input)
  check(
    post.urls.every((url) => /^https?:\/\//i.test(url)),
    'a URL that is none',
    input,
  )
  check(
    [post.likes, post.reposts, post.replies].every((count) => count === null || count >= 0),
    'a wrong count',
    input,
  )
}

function check(holds: boolean, words: string, input: unknown): void {
  if (!holds) throw new Error(`${words}: ${JSON.stringify(input)}`)
}

/** Replaces parts of a value, at every depth, by things that should not be there. */
function mutate(value: unknown, random: Random): unknown {
  if (random.chance(0.03)) return random.pick(HOSTILE)
  if (typeof value === 'string') return random.chance(0.05) ? mutateText(value, random) : value
  if (Array.isArray(value)) return value.map((item) => mutate(item, random))
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value)
  return Object.fromEntries(
    entries.map(([key, item]) => [random.chance(0.01) ? '__proto__' : key, mutate(item, random)]),
  )
}

/** Cuts, repeats, swaps and inserts, one to twelve times. */
function mutateText(text: string, random: Random): string {
  let result = text
  for (let times = random.integer(1, 12); times > 0; times -= 1) {
    const at = random.integer(0, result.length)
    const to = Math.min(at + random.integer(0, 30), result.length)
    const kind = random.integer(0, 3)
    if (kind === 0) result = result.slice(0, at) + result.slice(to)
    if (kind === 1) result = result.slice(0, at) + random.pick(MARKUP) + result.slice(at)
    if (kind === 2)
      result = result.slice(0, to) + result.slice(at, to).repeat(random.integer(1, 20)) + result.slice(to)
    if (kind === 3)
      result = result.slice(0, at) + String.fromCharCode(random.integer(0, 0xffff)) + result.slice(at)
  }
  return result
}
