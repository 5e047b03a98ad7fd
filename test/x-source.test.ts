import { afterEach, beforeEach, expect, test } from 'vitest'
import type { LineState, SourceBatch } from '../src/sources/source.ts'
import type { XDependencies } from '../src/sources/x/x-dependencies.ts'
import type { XOptionsInput } from '../src/sources/x/x-options.ts'
import { xSource } from '../src/sources/x/x-source.ts'
import { FakeTiming } from './support/fake-timing.ts'
import { until } from './support/until.ts'
import { idOf, missing, NOON, OPERATIONAL_DISCONNECT, streamed, tweet, xId } from './support/x-messages.ts'
import { TOKEN, XServer } from './support/x-server.ts'

const STREAM = '/2/tweets/search/stream'
const RULES = '/2/tweets/search/stream/rules'
const SEARCH = '/2/tweets/search/recent'

let server: XServer
let stop: AbortController
let timing: FakeTiming

beforeEach(async () => {
  server = await XServer.start()
  stop = new AbortController()
  timing = new FakeTiming(NOON)
})

afterEach(async () => {
  stop.abort()
  await server[Symbol.asyncDispose]()
})

/** Runs the source against the local server with time standing still; `batchMs: 0` hands on what has arrived. */
function run(
  options: Partial<XOptionsInput> = {},
  request: { cursor?: string | null; deps?: XDependencies } = {},
) {
  const lines: LineState[] = []
  const source = xSource(
    { bearer_token: TOKEN, rules: [{ value: 'bridge lang:en' }], base_url: server.url, ...options },
    { timing, batchMs: 0, ...request.deps },
  )
  const batches = source
    .run({
      cursor: request.cursor ?? null,
      signal: stop.signal,
      onLine: (line) => lines.push(line),
    })
    [Symbol.asyncIterator]()
  const seen = { ids: [] as string[], batches: [] as SourceBatch[], cursor: request.cursor ?? null }
  return {
    lines,
    seen,
    batches,
    /** Reads on in the background and notes what comes. */
    collect: () =>
      (async () => {
        for (let step = await batches.next(); !step.done; step = await batches.next()) {
          seen.batches.push(step.value)
          seen.cursor = step.value.cursor ?? seen.cursor
          for (const post of [...step.value.posts, ...step.value.edits]) seen.ids.push(post.id)
        }
      })(),
    dropped: (reason: string) => seen.batches.reduce((sum, batch) => sum + (batch.dropped[reason] ?? 0), 0),
    parked: (reason: string) => seen.batches.reduce((sum, batch) => sum + (batch.parked[reason] ?? 0), 0),
  }
}

/** Moves time on in small steps until something happens; streams that are open show that they live. */
async function passTime(isReached: () => boolean, stepMs = 500): Promise<void> {
  const { signal } = stop
  await until(() => {
    server.beatAll()
    timing.advance(stepMs)
    return isReached() || signal.aborted
  })
}

function isPast(cursor: string | null, n: number): boolean {
  return BigInt(cursor ?? 0) >= BigInt(xId(n))
}

test('posts that match the rules arrive with a cursor to go on from', async () => {
  const live = run()
  void live.collect()
  const stream = await server.nextStream()
  stream.send(streamed(tweet(1)))
  await until(() => live.seen.ids.length === 1)
  expect(live.seen.ids).toEqual([idOf(1)])
  expect(live.seen.cursor).toBe(xId(1))
  expect(live.lines.map((line) => line.kind)).toEqual(['connecting', 'connected'])
  expect(server.rules).toEqual([{ id: '1', value: 'bridge lang:en', tag: 'verity' }])
  expect(stream.query.get('tweet.fields')).toContain('note_tweet')
  expect(stream.query.get('expansions')).toContain('referenced_tweets.id')
})

test('options that cannot be used are refused before anything runs, without the token in the words', () => {
  const rules = [{ value: 'a' }]
  for (const options of [
    { bearer_token: 'with space', rules },
    { bearer_token: TOKEN, rules: [] },
    { bearer_token: TOKEN, rules: [{ value: 'a' }, { value: 'a' }] },
    { bearer_token: TOKEN, rules, base_url: 'http://x.example' },
    { bearer_token: TOKEN, rules, base_url: `https://user:${TOKEN}@x.example` },
    { bearer_token: TOKEN, rules, connections: 3 },
    { bearer_token: TOKEN, rules, colour: 'blue' },
  ]) {
    let words = ''
    try {
      xSource(options as XOptionsInput)
    } catch (thrown) {
      words = String(thrown)
    }
    expect(words).toContain('The options of the X source cannot be used.')
    expect(words).not.toContain(TOKEN)
  }
})

test('a line cut in the middle is not read, and its post comes by recent search', async () => {
  const live = run()
  void live.collect()
  const first = await server.nextStream()
  first.send(streamed(tweet(1)))
  await until(() => live.seen.ids.length === 1)
  first.sendRaw('{"data":{"id":"19924')
  server.posts = [tweet(1), tweet(2)]
  first.cut()
  await passTime(() => live.lines.filter(({ kind }) => kind === 'connected').length === 2, 100)
  const second = await server.nextStream()
  second.send(streamed(tweet(10)))
  await until(() => live.seen.ids.includes(idOf(10)))
  expect(live.seen.cursor).toBe(xId(1))
  await passTime(() => live.seen.ids.includes(idOf(2)))
  expect(live.seen.ids).toEqual([idOf(1), idOf(10), idOf(2)])
  await until(() => isPast(live.seen.cursor, 10))
  expect(live.parked('not_json')).toBe(0)
})

test('a character that arrives in two pieces is one character', async () => {
  const live = run()
  void live.collect()
  const stream = await server.nextStream()
  const bytes = Buffer.from(`${JSON.stringify(streamed(tweet(1, { text: 'Crue 🌊 à Genève' })))}\r\n`)
  const inWave = bytes.indexOf(Buffer.from('🌊')) + 2
  stream.sendRaw(bytes.subarray(0, inWave))
  await new Promise(setImmediate)
  await new Promise(setImmediate)
  stream.sendRaw(bytes.subarray(inWave))
  await until(() => live.seen.ids.length === 1)
  expect(live.seen.batches[0]?.posts[0]?.text ?? live.seen.batches[1]?.posts[0]?.text).toBe(
    'Crue 🌊 à Genève',
  )
})

test('a stream without a sign of life for 30 seconds is given up and opened again', async () => {
  const live = run()
  void live.collect()
  const first = await server.nextStream()
  await until(() => live.lines.at(-1)?.kind === 'connected')
  timing.advance(20_000)
  first.beat()
  await until(() => live.seen.batches.length > 0)
  timing.advance(20_000)
  await new Promise(setImmediate)
  expect(server.openStreams).toBe(1)
  timing.advance(10_000)
  await first.gone
  await server.nextStream()
})

test('a sign of life moves the cursor, so that a quiet rule is not searched for days later', async () => {
  const live = run()
  void live.collect()
  const stream = await server.nextStream()
  await until(() => live.seen.cursor !== null)
  const atStart = BigInt(live.seen.cursor ?? 0)
  for (let beat = 0; beat < 30; beat += 1) {
    timing.advance(20_000)
    stream.beat()
    await new Promise(setImmediate)
    await new Promise(setImmediate)
  }
  await until(() => BigInt(live.seen.cursor ?? 0) > atStart)
})

test('what two connections both say is stored once', async () => {
  server.connectionsMax = 2
  const live = run({ connections: 2 })
  void live.collect()
  const streams = [await server.nextStream(), await server.nextStream()]
  for (const stream of streams) stream.send(streamed(tweet(1)))
  streams[1]?.send(streamed(tweet(2)))
  await until(() => live.seen.ids.length === 2 && live.dropped('duplicate') === 1)
  expect(live.seen.ids.sort()).toEqual([idOf(1), idOf(2)])
})

test('while one of two connections is up, nothing is missing and nothing is searched for', async () => {
  server.connectionsMax = 2
  const live = run({ connections: 2 })
  void live.collect()
  const [first, second] = [await server.nextStream(), await server.nextStream()]
  for (const stream of [first, second]) stream.send(streamed(tweet(1)))
  await until(() => live.dropped('duplicate') === 1)
  first.cut()
  second.send(streamed(tweet(2)))
  await until(() => live.seen.cursor === xId(2))
  await passTime(() => server.openStreams === 2)
  const later = timing.now() + 120_000
  await passTime(() => timing.now() >= later)
  expect(server.requestsTo(SEARCH)).toEqual([])
  expect(live.lines.map(({ kind }) => kind)).toEqual(['connecting', 'connected'])
})

test('posts out of order and twice arrive once each', async () => {
  const live = run()
  void live.collect()
  const stream = await server.nextStream()
  for (const n of [3, 1, 2, 1, 3]) stream.send(streamed(tweet(n)))
  await until(() => live.seen.ids.length + live.dropped('duplicate') === 5)
  expect(live.seen.ids).toEqual([idOf(3), idOf(1), idOf(2)])
  expect(live.seen.cursor).toBe(xId(3))
})

test('429 waits until the window begins anew', async () => {
  const reset = Math.floor(NOON / 1_000) + 600
  server.refuseNext(STREAM, 429, {
    headers: { 'x-rate-limit-remaining': '0', 'x-rate-limit-reset': String(reset) },
  })
  const live = run()
  void live.collect()
  await until(() => live.lines.at(-1)?.kind === 'unreachable')
  expect(live.lines.at(-1)).toMatchObject({
    error: expect.stringMatching(/asks to wait, because too many requests were made \(HTTP 429\)/),
    retryAt: NOON + 601_000,
  })
  timing.advance(600_000)
  await new Promise(setImmediate)
  expect(server.requestsTo(STREAM)).toHaveLength(1)
  timing.advance(1_000)
  await server.nextStream()
})

test('503 waits 5 seconds, then twice as long each time, up to 320', async () => {
  for (let refusal = 0; refusal < 9; refusal += 1) server.refuseNext(STREAM, 503)
  const live = run()
  void live.collect()
  const waits: number[] = []
  for (let refusal = 1; refusal <= 9; refusal += 1) {
    await until(() => live.lines.length === refusal + 1)
    const line = live.lines.at(-1)
    if (line?.kind !== 'unreachable') throw new Error(`unexpected ${line?.kind}`)
    waits.push((line.retryAt - timing.now()) / 1_000)
    timing.advance(line.retryAt - timing.now())
  }
  expect(waits).toEqual([5, 10, 20, 40, 80, 160, 320, 320, 320])
  await server.nextStream()
})

test('without a network it comes back a quarter of a second later each time, up to 16 seconds', async () => {
  const dead = await XServer.start()
  const base_url = dead.url
  await dead[Symbol.asyncDispose]()
  const live = run({ base_url })
  void live.collect()
  const waits: number[] = []
  for (let attempt = 1; attempt <= 70; attempt += 1) {
    await until(() => live.lines.length === attempt + 1)
    const line = live.lines.at(-1)
    if (line?.kind !== 'unreachable') throw new Error(`unexpected ${line?.kind}`)
    expect(line.error).toMatch(/could not be reached \(ECONNREFUSED\)/)
    waits.push(line.retryAt - timing.now())
    timing.advance(line.retryAt - timing.now())
  }
  expect(waits.slice(0, 3)).toEqual([250, 500, 750])
  expect(Math.max(...waits)).toBe(16_000)
})

test('a token that X does not accept is said in words a person can act on, without the token', async () => {
  const wrong = 'WRONGsecretTOKEN'
  const live = run({ bearer_token: wrong })
  void live.collect()
  await until(() => live.lines.at(-1)?.kind === 'unreachable')
  expect(live.lines.at(-1)).toMatchObject({
    error: expect.stringMatching(/does not accept the bearer token \(HTTP 401\)\. Make a new one/),
    retryAt: NOON + 15 * 60_000,
  })
  expect(JSON.stringify(live.lines)).not.toContain(wrong)
})

test('a server that repeats the token in its words does not bring it onto the screen', async () => {
  server.refuseNext(RULES, 403, { body: { title: 'Forbidden', detail: `Token ${TOKEN} has no access.` } })
  const live = run()
  void live.collect()
  await until(() => live.lines.at(-1)?.kind === 'unreachable')
  expect(live.lines.at(-1)).toMatchObject({
    error: expect.stringMatching(/HTTP 403\): Token … has no access/),
  })
})

test('used-up credits, a second program and a plan without streams each have their own words', async () => {
  server.refuseNext(STREAM, 402, { body: { title: 'CreditsDepleted', detail: 'No credits.' } })
  server.refuseNext(STREAM, 403, { body: { title: 'Client Forbidden', detail: 'Not enrolled.' } })
  server.connectionsMax = 0
  const live = run()
  void live.collect()
  const errors: string[] = []
  for (let refusal = 1; refusal <= 3; refusal += 1) {
    await until(() => live.lines.filter(({ kind }) => kind === 'unreachable').length === refusal)
    const line = live.lines.at(-1)
    if (line?.kind === 'unreachable') errors.push(line.error)
    timing.advance(15 * 60_000)
  }
  expect(errors[0]).toMatch(/credits of this account are used up/)
  expect(errors[1]).toMatch(/does not allow this app to do that \(HTTP 403\): Not enrolled/)
  expect(errors[2]).toMatch(/Another program may use the same bearer token/)
})

test('malformed lines are parked with a sample and the stream goes on', async () => {
  const live = run()
  void live.collect()
  const stream = await server.nextStream()
  stream.sendRaw('{"data": {"id"\r\n')
  stream.sendRaw(Buffer.from([0xff, 0x00, 0x01, 0x0d, 0x0a]))
  stream.sendRaw('[]\r\n{"news":1}\r\n')
  stream.send(streamed(tweet(1, { author_id: null })))
  stream.send(streamed(tweet(2)))
  await until(() => live.seen.ids.length === 1)
  expect(live.parked('not_json')).toBe(3)
  expect(live.parked('unknown_message')).toBe(1)
  expect(live.parked('bad_account')).toBe(1)
  const samples = live.seen.batches.flatMap((batch) => batch.parkedSamples)
  expect(samples[0]).toMatchObject({ reason: 'not_json', raw: '{"data": {"id"', at: NOON })
})

test('a line beyond the limit is parked by its beginning, and the next one is read', async () => {
  const live = run({}, { deps: { limits: { lineBytesMax: 10_000 } } })
  void live.collect()
  const stream = await server.nextStream()
  stream.sendRaw(`{"data":{"text":"${'x'.repeat(200_000)}"}}\r\n`)
  stream.send(streamed(tweet(1)))
  await until(() => live.seen.ids.length === 1)
  expect(live.parked('line_too_long')).toBe(1)
  const [sample] = live.seen.batches.flatMap((batch) => batch.parkedSamples)
  expect(sample?.raw).toHaveLength(1_000)
})

test('X saying that it closes the stream is told to people, and the stream is opened again', async () => {
  const live = run()
  void live.collect()
  const first = await server.nextStream()
  first.send(streamed(tweet(1, { text: 'what does "operational-disconnect" mean?' })))
  await until(() => live.seen.ids.length === 1)
  first.send(OPERATIONAL_DISCONNECT)
  await until(() => live.lines.at(-1)?.kind === 'unreachable')
  expect(live.lines.at(-1)).toMatchObject({
    error: expect.stringMatching(/closed the connection: This stream has been disconnected upstream/),
    retryAt: NOON + 5_000,
  })
  await first.gone
  timing.advance(5_000)
  await server.nextStream()
})

test('what a post refers to and X cannot send is counted, and the post is read', async () => {
  const live = run()
  void live.collect()
  const stream = await server.nextStream()
  const quote = tweet(5, { referenced_tweets: [{ type: 'quoted', id: xId(1) }] })
  stream.send(streamed(quote, { errors: [missing(xId(1)), missing(xId(2), 'not-authorized-for-resource')] }))
  await until(() => live.seen.ids.length === 1)
  expect(live.dropped('missing_resource_not_found')).toBe(1)
  expect(live.dropped('missing_not_authorized_for_resource')).toBe(1)
})

test('an edit replaces the post it edits; the older version that comes late does not', async () => {
  const live = run()
  void live.collect()
  const stream = await server.nextStream()
  stream.send(streamed(tweet(1)))
  await until(() => live.seen.ids.length === 1)
  const versions = [xId(1), xId(60), xId(90)]
  stream.send(streamed(tweet(90, { edit_history_tweet_ids: versions, text: 'third' })))
  await until(() => live.seen.batches.some((batch) => batch.edits.length === 1))
  stream.send(streamed(tweet(60, { edit_history_tweet_ids: versions.slice(0, 2), text: 'second' })))
  await until(() => live.dropped('older_version') === 1)
  const edit = live.seen.batches.flatMap((batch) => batch.edits)
  expect(edit).toMatchObject([{ id: idOf(1), text: 'third', extra: { x_version: xId(90) } }])
})

test('posts that only other programs asked for are left out', async () => {
  server.rules = [{ id: '9', value: 'cats', tag: 'somebody else' }]
  const live = run({ rules: [{ value: 'bridge', tag: 'river' }] })
  void live.collect()
  const stream = await server.nextStream()
  stream.send(streamed(tweet(1), { matching_rules: [{ id: '9', tag: 'somebody else' }] }))
  stream.send(streamed(tweet(2), { matching_rules: [{ id: '9' }, { id: '1', tag: 'verity:river' }] }))
  await until(() => live.seen.ids.length === 1)
  expect(live.seen.ids).toEqual([idOf(2)])
  expect(live.dropped('other_rule')).toBe(1)
  expect(live.seen.batches.flatMap(({ posts }) => posts)[0]?.extra).toMatchObject({ rules: ['river'] })
})

test('a rule that X does not take is said in words, and the others are not changed', async () => {
  server.rules = [{ id: '5', value: 'old', tag: 'verity' }]
  server.invalidRules.add('has:media')
  const live = run({ rules: [{ value: 'bridge' }, { value: 'has:media' }] })
  void live.collect()
  await until(() => live.lines.at(-1)?.kind === 'unreachable')
  expect(live.lines.at(-1)).toMatchObject({
    error: expect.stringMatching(/does not take the rule “has:media”: Reference to invalid operator/),
  })
  expect(server.rules).toEqual([{ id: '5', value: 'old', tag: 'verity' }])
})

test('rules that went away while nobody listened are brought again', async () => {
  const live = run()
  void live.collect()
  const first = await server.nextStream()
  server.rules = []
  first.end()
  await passTime(() => live.lines.filter(({ kind }) => kind === 'connected').length === 2)
  expect(server.rules).toMatchObject([{ value: 'bridge lang:en' }])
  await server.nextStream()
})

test('a restart fetches what was written meanwhile before the cursor moves on, page by page', async () => {
  server.posts = Array.from({ length: 250 }, (_, n) => tweet(n - 3_000))
  server.includes = { users: [{ id: '1000000000000000001', username: 'ann_reports' }] }
  const cursor = xId(-3_001)
  const live = run({}, { cursor })
  void live.collect()
  const stream = await server.nextStream()
  stream.send(streamed(tweet(1)))
  await until(() => live.seen.ids.includes(idOf(1)))
  expect(live.seen.cursor).toBe(cursor)
  await passTime(() => isPast(live.seen.cursor, 1))
  expect(new Set(live.seen.ids).size).toBe(251)
  const searches = server.requestsTo(SEARCH)
  expect(searches.length).toBeGreaterThanOrEqual(3)
  expect(BigInt(searches[0]?.query.get('since_id') ?? 0)).toBeLessThan(BigInt(cursor))
  expect(searches[0]?.query.get('query')).toBe('bridge lang:en')
})

test('a search that is refused for a while is asked again when the window begins anew', async () => {
  server.posts = [tweet(-100)]
  const reset = Math.floor(NOON / 1_000) + 900
  const headers = { 'x-rate-limit-remaining': '0', 'x-rate-limit-reset': String(reset) }
  server.refuseNext(SEARCH, 429, { headers })
  server.refuseNext(SEARCH, 503)
  const live = run({}, { cursor: xId(-200) })
  void live.collect()
  await server.nextStream()
  await passTime(() => live.seen.ids.length === 1)
  expect(timing.now()).toBeGreaterThan(reset * 1_000)
})

test('what is older than a week, or cannot be searched for, is named as missing', async () => {
  const week = 7 * 24 * 3_600
  const live = run({}, { cursor: xId(-week - 3_600) })
  void live.collect()
  await server.nextStream()
  const isTold = () => live.lines.some((line) => line.kind === 'connected' && line.missed !== null)
  await passTime(isTold)
  const line = live.lines.findLast((state) => state.kind === 'connected')
  expect(line?.missed?.from).toBe(NOON - (week + 3_600 + 60) * 1_000)
  expect(line?.missed?.to).toBeGreaterThan(NOON - week * 1_000)
  expect(line?.missed?.to).toBeLessThan(NOON - week * 1_000 + 3_600_000)
})

test('an app that may not search goes on without, and says what is missing', async () => {
  server.refuseNext(SEARCH, 403, { body: { title: 'Client Forbidden' } })
  const live = run({}, { cursor: xId(-600) })
  void live.collect()
  const stream = await server.nextStream()
  await until(() => live.lines.at(-1)?.kind === 'connected')
  await passTime(() => live.lines.length === 3)
  expect(live.lines[2]).toMatchObject({ kind: 'connected', missed: { from: NOON - 660_000, to: NOON } })
  stream.send(streamed(tweet(1)))
  await until(() => isPast(live.seen.cursor, 1))
})

test('who wants no search is told what is missing and nothing is asked', async () => {
  const live = run({ backfill: 'none' }, { cursor: xId(-600) })
  void live.collect()
  await server.nextStream()
  await until(() => live.lines.length === 3)
  expect(live.lines[2]).toMatchObject({ missed: { from: NOON - 660_000, to: NOON } })
  expect(server.requestsTo(SEARCH)).toEqual([])
})

test('a plan that allows it lets the stream replay a short interruption', async () => {
  const live = run({ backfill: 'stream' }, { cursor: xId(-90) })
  void live.collect()
  const stream = await server.nextStream()
  expect(stream.query.get('backfill_minutes')).toBe('3')
  stream.send(streamed(tweet(-30)))
  stream.send(streamed(tweet(1)))
  await until(() => live.seen.ids.length === 2)
  expect(live.seen.cursor).toBe(xId(-90))
  await passTime(() => isPast(live.seen.cursor, 1))
  expect(server.requestsTo(SEARCH)).toEqual([])
})

test('a plan that does not allow replay falls back to search at once', async () => {
  server.refuseNext(STREAM, 400, { body: { title: 'Invalid Request', detail: 'backfill_minutes' } })
  server.posts = [tweet(-30)]
  const live = run({ backfill: 'stream' }, { cursor: xId(-90) })
  void live.collect()
  const stream = await server.nextStream()
  expect(stream.query.has('backfill_minutes')).toBe(false)
  await passTime(() => live.seen.ids.includes(idOf(-30)))
})

test('an interruption longer than a stream replays is searched for', async () => {
  const live = run({ backfill: 'stream' }, { cursor: xId(-3_600) })
  void live.collect()
  const stream = await server.nextStream()
  expect(stream.query.has('backfill_minutes')).toBe(false)
  await passTime(() => server.requestsTo(SEARCH).length > 0)
})

test('a clock that runs behind the one of X loses nothing', async () => {
  timing = new FakeTiming(NOON - 120_000)
  server.posts = [tweet(-10)]
  const live = run({}, { cursor: xId(-30) })
  void live.collect()
  await server.nextStream()
  await passTime(() => live.seen.ids.includes(idOf(-10)))
})

test('a line that keeps breaking does not keep a search from its end', async () => {
  server.posts = [tweet(-100), tweet(20), tweet(50)]
  const live = run({}, { cursor: xId(-200) })
  void live.collect()
  for (let round = 0; round < 6; round += 1) {
    const stream = await server.nextStream()
    const connected = () => live.lines.filter(({ kind }) => kind === 'connected').length
    const before = connected()
    for (let step = 0; step < 35; step += 1) {
      stream.beat()
      timing.advance(1_000)
      await new Promise(setImmediate)
    }
    stream.cut()
    await passTime(() => connected() > before, 100)
  }
  await passTime(() => live.seen.ids.length === 3)
  expect(live.seen.ids.sort()).toEqual([idOf(-100), idOf(20), idOf(50)].sort())
})

test('a slow reader holds the server back and loses nothing', async () => {
  const live = run({}, { deps: { limits: { itemsMax: 10, silenceMs: 3_600_000 } } })
  const first = live.batches.next()
  const stream = await server.nextStream()
  const count = 4_000
  const text = 'x'.repeat(4_000)
  for (let n = 1; n <= count; n += 1) stream.send(streamed(tweet(n, { text })))
  const seen = new Set<string>()
  let largest = 0
  let mostHeld = 0
  for (let step = await first; !step.done; step = await live.batches.next()) {
    for (const post of step.value.posts) seen.add(post.id)
    largest = Math.max(largest, step.value.posts.length)
    mostHeld = Math.max(mostHeld, stream.waiting)
    if (seen.size === count) break
  }
  expect(largest).toBeLessThanOrEqual(10)
  expect(mostHeld).toBeGreaterThan(4_000_000)
})

test('stopping ends the iteration and closes the line', async () => {
  const live = run()
  const done = live.collect()
  const stream = await server.nextStream()
  stop.abort()
  await done
  await stream.gone
})

test('a reader that breaks off closes the line', async () => {
  const live = run()
  const first = live.batches.next()
  const stream = await server.nextStream()
  stream.send(streamed(tweet(1)))
  await first
  await live.batches.return?.()
  await stream.gone
})
