import { gzipSync } from 'node:zlib'
import { toBytes } from '@atcute/cbor'
import { Random } from '../../src/lib/random.ts'
import { boost, MASTODON_ACTOR, note, noteTweet, outbox, tweet, X_ACCOUNT, ytd } from './export-samples.ts'
import { type Reading, readExport } from './read-export.ts'
import { add, buildCar, type CarBlocks, commitOf, OWNER, repositoryOf } from './repository-builder.ts'
import { buildTar } from './tar-builder.ts'
import { buildZip } from './zip-builder.ts'

/** What a run of the fuzzer saw, so that a test can tell that it reached what it was meant to reach. */
export type FuzzReport = {
  readonly rounds: number
  /** `<reader>:<what came of it>` */
  readonly kinds: ReadonlySet<string>
  /** The single input that took most work, in milliseconds of the processor: waiting for a busy machine does not count. */
  readonly slowestCpuMs: number
}

/**
 * Feeds mutated files to the readers of imports: lines of JSON and CSV, exports of X and Mastodon loose and packed,
 * Bluesky repositories; and checks what must hold of the results. Deterministic: equal seeds give equal inputs.
 *
 * @param rounds inputs, spread over the readers
 * @throws an `Error` with the input, in base64, when something does not hold
 */
export async function fuzzFiles(rounds: number, seed: string): Promise<FuzzReport> {
  const random = new Random(seed)
  const kinds = new Set<string>()
  const makers = turns(Object.entries(await makeMakers()))
  let slowestCpuMs = 0
  for (let round = 0; round < rounds; round += 1) {
    const [name, make] = makers[round % makers.length] ?? ['', () => Buffer.alloc(0)]
    const bytes = await make(random)
    const before = process.cpuUsage()
    const reading = await readWhole(bytes, random)
    const { user, system } = process.cpuUsage(before)
    slowestCpuMs = Math.max(slowestCpuMs, (user + system) / 1_000)
    for (const kind of kindsOf(reading)) kinds.add(`${name}:${kind}`)
  }
  return { rounds, kinds, slowestCpuMs }
}

/** Files that are unpacked to disk first cost most of the time, so that the others have more turns. */
function turns(makers: readonly [string, Maker][]): readonly [string, Maker][] {
  const isText = ([name]: readonly [string, Maker]) => TEXTS.has(name)
  return [...makers, ...Array.from({ length: 4 }, () => makers.filter(isText)).flat()]
}

const TEXTS: ReadonlySet<string> = new Set([
  ...['ndjson', 'csv', 'tweets', 'tweet_values', 'outbox', 'activity_values'],
])

type Maker = (random: Random) => Buffer | Promise<Buffer>

async function makeMakers(): Promise<Readonly<Record<string, Maker>>> {
  const repository = await repositoryOf(RECORDS)
  const car = await buildCar(repository)
  const zip = buildZip([
    { name: 'data/tweets.js', content: TWEETS },
    { name: 'data/account.js', content: X_ACCOUNT },
    { name: 'data/note-tweet.js', content: NOTES },
  ])
  const tar = buildTar([
    { name: 'outbox.json', content: OUTBOX },
    { name: 'actor.json', content: MASTODON_ACTOR },
  ])
  return {
    ndjson: (random) => mutateBytes(Buffer.from(NDJSON), random),
    csv: (random) => mutateBytes(Buffer.from(CSV), random),
    tweets: (random) => mutateBytes(Buffer.from(TWEETS), random),
    tweet_values: (random) =>
      Buffer.from(
        ytd(
          'tweets',
          TWEET_VALUES.map((value) => mutate(value, random)),
        ),
      ),
    outbox: (random) => mutateBytes(Buffer.from(OUTBOX), random),
    activity_values: (random) => Buffer.from(outbox(ACTIVITIES.map((value) => mutate(value, random)))),
    zip: (random) => mutateBytes(zip, random, 3),
    packed: (random) =>
      buildZip([
        { name: 'data/tweets.js', content: mutateBytes(Buffer.from(TWEETS), random) },
        { name: 'data/account.js', content: mutateBytes(Buffer.from(X_ACCOUNT), random) },
        { name: 'data/note-tweet.js', content: mutateBytes(Buffer.from(NOTES), random) },
      ]),
    tar: (random) => mutateBytes(tar, random),
    tar_gz: (random) => mutateBytes(gzipSync(tar), random, 3),
    car: (random) => mutateBytes(car, random, 3),
    records: (random) => mutateRecords(random),
    blocks: (random) => mutateBlocks(repository, random),
  }
}

const POST = 'app.bsky.feed.post'
const RECORDS: Readonly<Record<string, unknown>> = {
  [`${POST}/3l4rjqzjrc22x`]: {
    ...{ $type: POST, text: 'The harbour is closed', createdAt: '2024-09-22T10:00:00.000Z', langs: ['en'] },
    reply: { parent: { uri: `at://${OWNER}/${POST}/3abc` }, root: { uri: `at://${OWNER}/${POST}/3abc` } },
    embed: { $type: 'app.bsky.embed.external', external: { uri: 'https://a.example/', title: 'A page' } },
  },
  [`${POST}/3l4rjqzjrc23x`]: { $type: POST, text: 'Still closed', createdAt: '2024-09-22T11:00:00.000Z' },
  'app.bsky.feed.repost/3l4rjqzjrc24x': {
    ...{ subject: { uri: `at://did:plc:other/${POST}/3abc` }, createdAt: '2024-09-22T12:00:00.000Z' },
  },
}
const TWEET_VALUES: readonly unknown[] = [
  tweet('11', 'one https://t.co/abc &amp; more', {
    entities: {
      urls: [{ url: 'https://t.co/abc', expanded_url: 'https://a.example/b' }],
      hashtags: [{ text: 'tag' }],
      user_mentions: [{ id_str: '5', screen_name: 'bo' }],
      media: [{ url: 'https://t.co/pic', media_url_https: 'https://a.example/p.jpg', type: 'photo' }],
    },
  }),
  tweet('12', `A long story about the harbour that goes on and on…`, { in_reply_to_status_id_str: '11' }),
  tweet('13', 'RT @bo: said before'),
]
const TWEETS = ytd('tweets', TWEET_VALUES)
const NOTES = ytd('note_tweet', [
  noteTweet('A long story about the harbour that goes on and on and on.', '2018-10-10T20:19:25.000Z'),
])
const ACTIVITIES: readonly unknown[] = [
  note(1, '<p>one <a href="https://a.example/b">a.example</a></p>', {
    tag: [{ type: 'Hashtag', name: '#tag' }],
    attachment: [{ mediaType: 'image/png', url: 'files/a.png', name: 'A map' }],
  }),
  boost(2, 'https://b.example/users/bo/statuses/9'),
  note(3, '<p>private</p>', { to: [], cc: [] }),
  note(4, '<p>?</p>', { type: 'Question', oneOf: [{ name: 'a', replies: { totalItems: 1 } }] }),
]
const OUTBOX = outbox(ACTIVITIES)
const NDJSON = ['p0', 'p1', 'p2']
  .map((id) =>
    JSON.stringify({ id, author: 'a', text: `hello "${id}"`, urls: ['https://a.example'], likes: 3 }),
  )
  .join('\n')
const CSV =
  'id,author,text,urls\r\np0,a,"He said ""hi"",\nthen left","[""https://a.example""]"\r\np1,b,5" pipe,\r\np2,c,x,\r\n'

const HOSTILE: readonly unknown[] = [
  ...[null, 0, -1, 1e308, 1.5, true, '', '\ud800', 'a\0b', [], {}, [[]], 'x'.repeat(70_000), '9'.repeat(400)],
  ...[
    '__proto__',
    'constructor',
    { length: 3 },
    [null],
    'https://[',
    '2026-13-45T99:99:99Z',
    '<p>'.repeat(6_000),
  ],
]
const BYTES: readonly Buffer[] = [
  ...['"', '\\', '{', '}', '[', ']', ',', ':', '\n', '\r\n', '\0', '{"tweet":{', '"orderedItems":['].map(
    (text) => Buffer.from(text),
  ),
  ...[[0xff], [0xff, 0xff, 0xff, 0xff], [0x80], [0xc3], [0, 0, 0, 0], [0x9b, 1, 0, 0, 0, 0, 0, 0, 0]].map(
    (bytes) => Buffer.from(bytes),
  ),
]

/** However a file is cut into pieces, the same comes out of it. */
async function readWhole(bytes: Buffer, random: Random): Promise<Reading> {
  const size = random.chance(0.05) ? 1 : random.integer(50, 3_000)
  try {
    const whole = await readExport({ kind: 'stream', name: 'file', stream: pieces(bytes, bytes.length + 1) })
    const cut = await readExport({ kind: 'stream', name: 'file', stream: pieces(bytes, size) })
    // How much can be unpacked before damage in gzip data does depend on it.
    const isSame = JSON.stringify(whole) === JSON.stringify(cut) || isBrokenGzip(whole) || isBrokenGzip(cut)
    check(isSame, 'the result depends on where the file is cut')
    checkReading(whole, bytes.length)
    checkReading(cut, bytes.length)
    return whole
  } catch (cause) {
    throw new Error(`${String(cause)} (pieces of ${size}): ${bytes.toString('base64')}`, { cause })
  }
}

function isBrokenGzip({ parked, refused }: Reading): boolean {
  return parked.includes('broken_gzip') || refused?.reason === 'broken_gzip'
}

async function* pieces(bytes: Buffer, sizeBytes: number): AsyncGenerator<Uint8Array> {
  for (let from = 0; from < bytes.length; from += sizeBytes) yield bytes.subarray(from, from + sizeBytes)
}

function checkReading({ posts, parked, samples, refused }: Reading, sizeBytes: number): void {
  check(refused === null || refused.message !== '', 'refused without words')
  check(posts.length + parked.length <= 2 * sizeBytes + 10, 'more items than bytes')
  check(
    parked.every((reason) => /^[a-z_]{3,30}$/.test(reason)),
    'a reason that is no word',
  )
  check(
    samples.every((sample) => sample.length <= 1_000 && sample.isWellFormed()),
    'a sample that cannot be kept',
  )
  for (const post of posts) {
    // What is kept of unknown fields is stored as JSON, which can say everything.
    const written = JSON.stringify({ ...post, extra: null })
    check(post.id !== '' && post.id.length <= 512 && post.author !== '', 'a post of nobody')
    check(!/\\ud[89a-f]|\\u0000/.test(written.replaceAll('\\\\', '')), 'text that cannot be stored')
    check(post.createdAt === null || Number.isSafeInteger(post.createdAt), 'a wrong time')
  }
}

function kindsOf({ posts, parked, refused }: Reading): readonly string[] {
  if (refused !== null) return [refused.reason]
  return posts.length > 0 ? ['posts', ...parked] : parked
}

function check(holds: boolean, words: string): void {
  if (!holds) throw new Error(words)
}

/** Flips, cuts, repeats, moves and inserts bytes, up to so many times. */
function mutateBytes(bytes: Buffer, random: Random, timesMax = 8): Buffer {
  let result = Buffer.from(bytes)
  for (let times = random.integer(1, timesMax); times > 0; times -= 1) {
    const at = random.integer(0, result.length)
    const to = Math.min(at + random.integer(0, 40), result.length)
    const [head, middle, tail] = [result.subarray(0, at), result.subarray(at, to), result.subarray(to)]
    const kind = random.integer(0, 5)
    if (kind === 0 && at < result.length) result[at] = random.integer(0, 255)
    if (kind === 1) result = Buffer.concat([head, tail])
    if (kind === 2) result = Buffer.concat([head, ...Array(random.integer(1, 20)).fill(middle), middle, tail])
    if (kind === 3) result = Buffer.concat([head, random.pick(BYTES), tail])
    if (kind === 4) result = Buffer.concat([head, tail, middle])
    if (kind === 5 && random.chance(0.2)) result = Buffer.from(head)
  }
  return result
}

/** Replaces parts of a value, at every depth, by things that should not be there. */
function mutate(value: unknown, random: Random): unknown {
  if (random.chance(0.03)) return random.pick(HOSTILE)
  if (Array.isArray(value)) return value.map((item) => mutate(item, random))
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value)
  return Object.fromEntries(
    entries.map(([key, item]) => [random.chance(0.01) ? '__proto__' : key, mutate(item, random)]),
  )
}

/** Records of any shape in a sound tree. */
async function mutateRecords(random: Random): Promise<Buffer> {
  const records = Object.entries(RECORDS).map(([path, record]) => [path, storable(mutate(record, random))])
  return buildCar(await repositoryOf(Object.fromEntries(records)))
}

/**
 * Sound blocks in a tree of any shape: nodes missing, exchanged, in circles as far as hashes allow, or of another
 * shape.
 */
async function mutateBlocks(sound: CarBlocks, random: Random): Promise<Buffer> {
  const blocks = new Map(sound.blocks)
  const links = [...blocks.keys()].map(($link) => ({ $link }))
  const entries = Array.from({ length: random.integer(0, 5) }, () => ({
    p: random.pick<unknown>([0, 0, 0, 5, 19, 99, -1, 'x']),
    k: random.pick<unknown>([
      toBytes(Buffer.from(`${POST}/${random.integer(0, 99)}`)),
      toBytes(Buffer.from('zz')),
      'k',
      null,
    ]),
    v: random.pick<unknown>([...links, null]),
    t: random.pick<unknown>([...links, null, null]),
  }))
  const list = random.chance(0.9) ? entries : random.pick<unknown>([5, 'x', null, {}, [7]])
  const left = random.pick<unknown>([...links, null, null, 5, 'x'])
  const node = await add(blocks, { l: left, e: list })
  const root = random.chance(0.9) ? await add(blocks, commitOf(OWNER, node)) : random.pick(links)
  if (random.chance(0.3)) blocks.delete(random.pick(links).$link)
  return buildCar({ root, blocks })
}

/** What CBOR can hold. */
function storable(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value).replaceAll(/\\ud[89a-f]../g, '?'), (_key, item: unknown) =>
    typeof item === 'number' && !Number.isSafeInteger(item) ? 7 : item,
  )
}
