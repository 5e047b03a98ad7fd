import { isDeepStrictEqual } from 'node:util'
import { formatPostLine, parsePostLine } from '../../src/domain/post-json.ts'
import { Random } from '../../src/lib/random.ts'
import { readProblems } from '../../src/sources/x/api-problem.ts'
import { LineSplitter } from '../../src/sources/x/line-splitter.ts'
import { PostBatch } from '../../src/sources/x/post-batch.ts'
import { readDisconnect, readMessage, readPage, type XMessage } from '../../src/sources/x/read-message.ts'
import { SeenVersions } from '../../src/sources/x/seen-versions.ts'
import { StreamPosition } from '../../src/sources/x/stream-position.ts'
import {
  ANN,
  BEN,
  type Json,
  missing,
  NOON,
  OPERATIONAL_DISCONNECT,
  streamed,
  tweet,
  user,
  xId,
} from './x-messages.ts'

/** What a run met, so that a test can see that it went deep. */
export type FuzzReport = {
  readonly inputs: number
  readonly kept: number
  readonly dropped: number
  readonly parked: number
  readonly lines: number
}

const LINE_BYTES_MAX = 20_000
const TEXT_LENGTH_MAX = 60_000

/**
 * Feeds mutated lines, pages and bytes of X's stream to everything that reads them, and checks what must hold whatever
 * comes: nothing throws, every post can be stored and written out and read again, nothing grows beyond its bound.
 *
 * @param fuzz.inputs how many messages are mutated; 500 to 1,500 a second on one core
 * @throws an error that names the seed and the input when something does not hold
 */
export function fuzzX(fuzz: { seed: string; inputs: number }): FuzzReport {
  const random = new Random(`x/${fuzz.seed}`)
  const report = { inputs: 0, kept: 0, dropped: 0, parked: 0, lines: 0 }
  while (report.inputs < fuzz.inputs) {
    const messages = Array.from({ length: random.integer(1, 8) }, () =>
      mutatedJson(random, random.pick(SAMPLES)),
    )
    report.inputs += messages.length
    const bytes = mutatedBytes(
      random,
      Buffer.from(messages.map((message) => writeJson(random, message)).join('\r\n')),
    )
    try {
      checkStream(random, bytes, report)
      for (const message of messages) checkPage(message, report)
    } catch (thrown) {
      const input = JSON.stringify(bytes.toString('latin1')).slice(0, 4_000)
      throw new Error(`seed ${fuzz.seed}, input ${report.inputs}: ${input}`, { cause: thrown })
    }
  }
  return report
}

type Counts = { -readonly [Name in keyof FuzzReport]: FuzzReport[Name] }

function checkStream(random: Random, bytes: Buffer, report: Counts): void {
  const whole = [...new LineSplitter(LINE_BYTES_MAX).push(bytes)]
  const splitter = new LineSplitter(LINE_BYTES_MAX)
  const pieces = cut(random, bytes).flatMap((piece) => [...splitter.push(piece)])
  check(JSON.stringify(whole) === JSON.stringify(pieces), 'where bytes are cut changes no line')
  const batch = new PostBatch(new SeenVersions(random.integer(1, 50)))
  const position = new StreamPosition(random.pick([null, xId(-5), 'nonsense']))
  for (const { text } of pieces) {
    report.lines += 1
    check(text.length <= LINE_BYTES_MAX && text.isWellFormed(), 'a line is bounded and well-formed')
    readDisconnect(text)
    const message = readMessage(text, random.pick([null, new Map([['1', 'tag']])]))
    note(message, report)
    batch.add(message, () => text, NOON)
    if (message.kind === 'posts' || message.kind === 'other_rule') position.see(message.id, NOON)
    if (random.chance(0.1)) position.freeze()
    if (random.chance(0.1)) position.fill(BigInt(xId(random.integer(-50, 50))), random.chance(0.5))
  }
  const built = batch.build(position.cursor)
  for (const post of [...built.posts, ...built.edits]) checkPost(post)
  const ids = [...built.posts, ...built.edits].map(({ id }) => id)
  check(new Set(ids).size === ids.length, 'a batch holds a post once')
  check(
    built.parkedSamples.every(({ raw }) => raw.length <= 1_000 && raw.isWellFormed()),
    'samples are short',
  )
  check((built.lastEventAt ?? 0) <= NOON + 60_000, 'no batch is from the future')
  check(built.cursor === null || /^\d{1,19}$/.test(built.cursor), 'a cursor is an id')
}

function checkPage(message: unknown, report: Counts): void {
  const page = {
    data: [message, asJson(message)['data']],
    includes: asJson(message)['includes'],
    errors: asJson(message)['errors'],
  }
  for (const read of readPage(page)) note(read, report)
  for (const problem of readProblems(asJson(message))) {
    check(problem.detail.length <= 300 && problem.title.length <= 300, 'words of X are cut')
  }
}

function note(message: XMessage, report: Counts): void {
  if (message.kind === 'unreadable') report.parked += 1
  if (message.kind !== 'posts') return
  check(message.mapped.length <= 6, 'a message holds few posts')
  for (const mapped of message.mapped) {
    if (mapped.kind === 'park') report.parked += 1
    else if (mapped.kind === 'drop') report.dropped += 1
    else {
      report.kept += 1
      check(/^[1-9]\d{0,18}$/.test(mapped.version), 'a version is an id')
      checkPost(mapped.post)
    }
  }
}

/** A post must be what the rest of the program takes a post to be. */
function checkPost(post: Parameters<typeof formatPostLine>[0]): void {
  const read = parsePostLine(JSON.parse(JSON.stringify(formatPostLine(post))), { source: 'x' })
  check(
    read.kind === 'keep',
    `a post can be written and read again: ${read.kind === 'park' ? String(read.cause) : ''}`,
  )
  if (read.kind === 'keep') {
    check(isDeepStrictEqual(read.value, post), 'a post is the same when it is read again')
  }
  check(/^x:[1-9]\d{0,18}$/.test(post.id) && /^[1-9]\d{0,18}$/.test(post.author), 'ids are ids')
  check(post.text.length <= TEXT_LENGTH_MAX && !post.text.includes('\0'), 'a text is bounded')
  const lists = [post.urls, post.hashtags, post.mentions, post.media, post.poll?.options ?? []]
  check(
    lists.every((list) => list.length <= 100),
    'lists are bounded',
  )
  const addresses = [...post.urls, ...post.media.map(({ url }) => url)]
  check(
    addresses.every((url) => /^https?:\/\//i.test(url) && URL.canParse(url)),
    'links are links',
  )
}

function check(holds: boolean, what: string): void {
  if (!holds) throw new Error(`It does not hold that ${what}.`)
}

/** Everything that the documentation lets a message hold. */
const SAMPLES: readonly Json[] = [
  streamed(tweet(1)),
  streamed(
    tweet(2, {
      text: 'Crue à Genève &amp; alentours 🌊 https://t.co/abc https://t.co/pic',
      edit_history_tweet_ids: [xId(-3), xId(2)],
      entities: {
        urls: [
          {
            url: 'https://t.co/abc',
            expanded_url: 'https://news.example/a',
            unwound_url: 'https://news.example/b',
            title: 'A',
          },
          {
            url: 'https://t.co/pic',
            expanded_url: `https://x.com/ann/status/${xId(2)}/photo/1`,
            media_key: '3_1',
          },
        ],
        hashtags: [{ tag: 'Crue' }],
        mentions: [{ username: 'ben', id: BEN }],
      },
      attachments: { media_keys: ['3_1', '7_2'], poll_ids: ['5'] },
      note_tweet: {
        text: `${'Long &lt;words&gt; '.repeat(30)}https://t.co/abc`,
        entities: { hashtags: [{ tag: 'b' }] },
      },
      referenced_tweets: [
        { type: 'quoted', id: xId(-9) },
        { type: 'replied_to', id: xId(-8) },
      ],
    }),
    {
      includes: {
        users: [user(), user(BEN, 'ben')],
        tweets: [tweet(-9, { author_id: BEN }), tweet(-8)],
        media: [
          { media_key: '3_1', type: 'photo', url: 'https://pbs.example/1.jpg', alt_text: 'alt' },
          { media_key: '7_2', type: 'video', variants: [{ bit_rate: 5, url: 'https://v.example/1.mp4' }] },
        ],
        polls: [
          {
            id: '5',
            options: [{ position: 1, label: 'Yes', votes: 3 }],
            end_datetime: '2026-11-22T00:00:00.000Z',
          },
        ],
      },
      errors: [missing(xId(-7))],
    },
  ),
  streamed(tweet(3, { text: 'RT @ben: x', referenced_tweets: [{ type: 'retweeted', id: xId(-9) }] }), {
    includes: {
      tweets: [tweet(-9, { author_id: BEN, withheld: { copyright: true, country_codes: ['XX'] } })],
    },
  }),
  streamed(tweet(4, { author_id: ANN, lang: 'in', conversation_id: xId(-100) }), {
    matching_rules: [{ id: '2' }],
  }),
  OPERATIONAL_DISCONNECT,
]

/** Values that break careless readers. */
const ODD: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1e308,
  2 ** 53,
  '',
  '\0',
  '\ud800',
  '9'.repeat(25),
  '0',
  '-5',
  'https://',
  'http://[::1',
  'javascript:alert(1)',
  `https://t.co/${'a'.repeat(50)}`,
  '2026-02-30T00:00:00Z',
  '0001-01-01T00:00:00Z',
  '9999-12-31T23:59:59Z',
  '__proto__',
  [],
  [[[[]]]],
  {},
  { id: '1' },
  [null, 1, 'a'],
]

function mutatedJson(random: Random, sample: Json): unknown {
  let mutated: unknown = sample
  for (let left = random.integer(0, 4); left > 0; left -= 1) mutated = mutateOne(random, mutated)
  return mutated
}

/** Replaces, removes, doubles or renames one part somewhere in a value. */
function mutateOne(random: Random, value: unknown): unknown {
  if (random.chance(0.002)) return 'x'.repeat(70_000)
  if (typeof value !== 'object' || value === null || random.chance(0.12)) return random.pick(ODD)
  if (Array.isArray(value)) {
    const items: unknown[] = [...value]
    const at = random.integer(0, Math.max(items.length - 1, 0))
    if (random.chance(0.1)) return repeated(random, items[at])
    items[at] = mutateOne(random, items[at])
    return items
  }
  const names = Object.keys(value)
  if (names.length === 0) return random.pick(ODD)
  const name = random.pick(names)
  const fields: Record<string, unknown> = { ...value }
  const change = random.next01()
  if (change < 0.08) delete fields[name]
  else if (change < 0.16) fields[random.pick(['id', 'text', 'data', 'errors', 'note_post'])] = fields[name]
  else fields[name] = mutateOne(random, fields[name])
  return fields
}

/** Many of the same, but not gigabytes. */
function repeated(random: Random, item: unknown): unknown[] {
  const max = Math.floor(30_000 / ((JSON.stringify(item) ?? '').length + 1))
  return new Array<unknown>(random.integer(0, max)).fill(item)
}

function mutatedBytes(random: Random, bytes: Buffer): Buffer {
  const mutated = Buffer.concat([bytes, Buffer.from(random.pick(['\r\n', '\n', '', '\r\n\r\n']))])
  if (random.chance(0.6) || mutated.length === 0) return mutated
  for (let left = random.integer(1, 5); left > 0; left -= 1) {
    mutated[random.integer(0, mutated.length - 1)] = random.pick([
      0,
      10,
      13,
      34,
      92,
      123,
      125,
      255,
      0xf0,
      random.integer(0, 255),
    ])
  }
  return random.chance(0.3) ? mutated.subarray(0, random.integer(0, mutated.length)) : mutated
}

function cut(random: Random, bytes: Buffer): Buffer[] {
  const pieces: Buffer[] = []
  for (let at = 0; at < bytes.length; ) {
    const end = at + random.integer(1, random.pick([3, 100, 4_000, 100_000]))
    pieces.push(bytes.subarray(at, end))
    at = end
  }
  return pieces
}

/** JSON, sometimes with its characters escaped as other writers do. */
function writeJson(random: Random, value: unknown): string {
  const text = JSON.stringify(value) ?? ''
  if (!random.chance(0.2)) return text
  return text.replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

function asJson(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {}
}
