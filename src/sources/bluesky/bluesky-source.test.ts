import { afterEach, beforeEach, expect, test } from 'vitest'
import { FakeTiming } from '../../../test/support/fake-timing.ts'
import {
  BOB,
  created,
  identity,
  idOf,
  type Message,
  postRecord,
  reaction,
} from '../../../test/support/jetstream-messages.ts'
import { JetstreamServer } from '../../../test/support/jetstream-server.ts'
import type { LineState, SourceBatch } from '../source.ts'
import { type BlueskyOptions, blueskySource } from './bluesky-source.ts'

const START_US = Date.parse('2026-11-21T12:00:00Z') * 1_000

let server: JetstreamServer
let stop: AbortController
let timing: FakeTiming

beforeEach(async () => {
  server = await JetstreamServer.start()
  stop = new AbortController()
  timing = new FakeTiming()
})

afterEach(async () => {
  stop.abort()
  await server[Symbol.asyncDispose]()
})

/** The n-th post of a test, one second after the one before. */
function nth(n: number): Message {
  return created({ rkey: `post${n}`, timeUs: START_US + n * 1_000_000 })
}

/** Runs the source against the local server with time standing still; `batchMs: 0` hands on what has arrived. */
function run(options: BlueskyOptions = {}, cursor: string | null = null) {
  const lines: LineState[] = []
  let onChange = Promise.withResolvers<void>()
  const source = blueskySource({
    endpoints: [server.url],
    timing,
    random: () => 0.999,
    batchMs: 0,
    ...options,
  })
  const batches = source
    .run({
      cursor,
      signal: stop.signal,
      onLine: (line) => {
        lines.push(line)
        onChange.resolve()
        onChange = Promise.withResolvers()
      },
    })
    [Symbol.asyncIterator]()
  return {
    lines,
    next: async (): Promise<SourceBatch> => {
      const { value } = await batches.next()
      return value as SourceBatch
    },
    /** Reads on in the background and collects record keys. */
    collect: (keys: string[]) =>
      (async () => {
        for (let step = await batches.next(); !step.done; step = await batches.next()) {
          for (const post of step.value.posts) keys.push(post.id.split('/').at(-1) ?? '')
          onChange.resolve()
          onChange = Promise.withResolvers()
        }
      })(),
    until: async (isReached: () => boolean) => {
      while (!isReached()) await onChange.promise
    },
    end: () => batches.return?.(),
  }
}

test('posts arrive with the cursor that resumes after them', async () => {
  const live = run()
  const first = live.next()
  const subscription = await server.nextSubscription()
  server.publish(nth(1))
  const batch = await first
  expect(batch.posts.map((post) => post.id)).toEqual([idOf({ rkey: 'post1' })])
  expect(batch.cursor).toBe(String(START_US + 1_000_000))
  expect(subscription.query.getAll('wantedCollections')).toEqual([
    'app.bsky.feed.post',
    'app.bsky.actor.profile',
  ])
  expect(subscription.cursor).toBeNull()
  expect(live.lines.map((line) => line.kind)).toEqual(['connecting', 'connected'])
})

test('an address that is not one of a stream is refused before anything runs', () => {
  for (const endpoint of ['jetstream.example', 'https://jetstream.example/subscribe', '']) {
    expect(() => blueskySource({ endpoints: [endpoint] })).toThrow(/endpoints.*must be an address/)
  }
})

test('a cursor does not go back while a line repeats what came before it', async () => {
  timing.advance(60_000)
  server.publish(nth(18), nth(20), nth(22), nth(24))
  const live = run({}, String(START_US + 22_000_000))
  const cursors: (string | null)[] = []
  const keys: string[] = []
  for (let last = ''; last !== 'post24'; last = keys.at(-1) ?? '') {
    const batch = await live.next()
    cursors.push(batch.cursor)
    for (const post of batch.posts) keys.push(post.id.split('/').at(-1) ?? '')
  }
  expect(keys).toEqual(['post18', 'post20', 'post22', 'post24'])
  const moved = cursors.filter((cursor) => cursor !== null)
  expect(moved.map(Number).every((timeUs) => timeUs >= START_US + 22_000_000)).toBe(true)
  expect(moved.at(-1)).toBe(String(START_US + 24_000_000))
})

test('a restart goes on five seconds before its cursor, so that nothing is missed between servers', async () => {
  server.publish(nth(1), nth(20))
  const live = run({}, String(START_US + 22_000_000))
  const batch = await live.next()
  expect((await server.nextSubscription()).cursor).toBe(START_US + 17_000_000)
  expect(batch.posts.map((post) => post.id)).toEqual([idOf({ rkey: 'post20' })])
})

test('an unusable cursor starts at now instead of failing', async () => {
  void run({}, 'yesterday').next()
  expect((await server.nextSubscription()).cursor).toBeNull()
})

test('a cursor older than what servers keep says which time is missing', async () => {
  const live = run({}, String((timing.now() - 48 * 3_600_000) * 1_000))
  void live.next()
  await server.nextSubscription()
  await live.until(() => live.lines.length === 2)
  expect(live.lines[1]).toMatchObject({
    kind: 'connected',
    missed: { from: timing.now() - 48 * 3_600_000, to: timing.now() - 36 * 3_600_000 },
  })
})

test('a line cut in the middle of a frame is taken up again from the cursor', async () => {
  const live = run()
  const keys: string[] = []
  void live.collect(keys)
  const first = await server.nextSubscription()
  server.publish(nth(1))
  await live.until(() => keys.length === 1)
  first.cutInFrame()
  await live.until(() => live.lines.at(-1)?.kind === 'unreachable')
  server.publish(nth(2))
  timing.advance(1_000)
  const second = await server.nextSubscription()
  expect(second.cursor).toBe(START_US + 1_000_000 - 5_000_000)
  await live.until(() => keys.includes('post2'))
  expect(keys).toEqual(['post1', 'post1', 'post2'])
})

test('a line that breaks after a good while is taken up at once, however often it failed before', async () => {
  server.refuseNext(503)
  server.refuseNext(503)
  // No pings, so that moving time does not look like a stall.
  const live = run({ limits: { pingMs: 3_600_000 } })
  void live.collect([])
  for (let refusals = 1; refusals <= 2; refusals += 1) {
    await live.until(() => live.lines.length === refusals + 1)
    timing.advance(4_000)
  }
  const subscription = await server.nextSubscription()
  await live.until(() => live.lines.at(-1)?.kind === 'connected')
  timing.advance(60_000)
  subscription.cutInFrame()
  await live.until(() => live.lines.at(-1)?.kind === 'connecting')
  timing.advance(1_000)
  await server.nextSubscription()
})

test('a server that says nothing and answers no ping is left for the next one', async () => {
  await using other = await JetstreamServer.start()
  const live = run({ endpoints: [server.url, other.url] })
  void live.collect([])
  const first = await server.nextSubscription()
  await live.until(() => live.lines.at(-1)?.kind === 'connected')
  first.stall()
  timing.advance(30_000)
  await live.until(() => live.lines.at(-1)?.kind === 'unreachable')
  expect(live.lines.at(-1)).toMatchObject({ error: expect.stringMatching(/sent nothing for 30 seconds/) })
  timing.advance(1_000)
  await other.nextSubscription()
})

test('a server that lives but is silent is left where the network is never silent', async () => {
  const live = run({ limits: { silenceMs: 60_000, pingMs: 20_000 } })
  void live.collect([])
  const subscription = await server.nextSubscription()
  await live.until(() => live.lines.at(-1)?.kind === 'connected')
  timing.advance(60_000)
  await subscription.gone
  await live.until(() => live.lines.at(-1)?.kind === 'unreachable')
})

test('503 on connect waits, and longer when the server says so', async () => {
  server.refuseNext(503)
  server.refuseNext(503, { 'retry-after': '40' })
  const live = run()
  void live.collect([])
  await live.until(() => live.lines.length === 2)
  expect(live.lines[1]).toMatchObject({
    kind: 'unreachable',
    error: `127.0.0.1:${server.port} refused the connection (HTTP 503)`,
    retryAt: timing.now() + 1_000,
  })
  timing.advance(1_000)
  await live.until(() => live.lines.length === 3)
  expect(live.lines[2]).toMatchObject({ kind: 'unreachable', retryAt: timing.now() + 40_000 })
  timing.advance(39_999)
  expect(server.handshakes).toBe(2)
  timing.advance(1)
  await server.nextSubscription()
})

test('without a network it tries less and less often and keeps saying why', async () => {
  const dead = await JetstreamServer.start()
  const url = dead.url
  await dead[Symbol.asyncDispose]()
  const live = run({ endpoints: [url] })
  void live.collect([])
  const waits: number[] = []
  for (let attempt = 1; attempt <= 10; attempt += 1) {
    await live.until(() => live.lines.length === attempt + 1)
    const line = live.lines[attempt]
    if (line?.kind !== 'unreachable') throw new Error(`unexpected ${line?.kind}`)
    expect(line.error).toMatch(/could not be reached \(ECONNREFUSED\)/)
    waits.push(line.retryAt - timing.now())
    timing.advance(line.retryAt - timing.now())
  }
  expect(waits.slice(0, 3)).toEqual([1_000, 1_999, 3_998])
  expect(Math.max(...waits)).toBeLessThanOrEqual(120_000)
  expect(waits.at(-1)).toBeGreaterThan(100_000)
})

test('malformed messages are parked and the stream goes on', async () => {
  const live = run()
  const first = live.next()
  const subscription = await server.nextSubscription()
  subscription.sendRaw('{"did": "did:plc')
  subscription.sendRaw(Buffer.from([0xff, 0x00, 0x01]))
  server.publish(nth(1))
  let parked = 0
  for (let batch = await first; ; batch = await live.next()) {
    parked += batch.parked['not_json'] ?? 0
    if (batch.posts.length === 1) break
  }
  expect(parked).toBe(2)
})

test('a slow reader holds the server back and loses nothing', async () => {
  const live = run({ limits: { bufferedMax: 10 } })
  const first = live.next()
  await server.nextSubscription()
  const posts = Array.from({ length: 3_000 }, (_, n) =>
    created({ rkey: `post${n}`, timeUs: START_US + n, record: { text: 'x'.repeat(1_000), createdAt: null } }),
  )
  server.publish(...posts)
  const seen = new Set<string>()
  let largest = 0
  for (let batch = await first; ; batch = await live.next()) {
    for (const post of batch.posts) seen.add(post.id)
    largest = Math.max(largest, batch.posts.length)
    if (seen.size === posts.length) break
  }
  // One read of the socket may still be on its way when reading stops.
  expect(largest).toBeLessThan(300)
})

test('stopping ends the iteration and closes the line', async () => {
  const live = run()
  const first = live.next()
  const subscription = await server.nextSubscription()
  stop.abort()
  expect(await first).toBeUndefined()
  await subscription.gone
})

test('a reader that breaks off closes the line', async () => {
  const live = run()
  const first = live.next()
  const subscription = await server.nextSubscription()
  server.publish(nth(1))
  await first
  await live.end()
  await subscription.gone
})

test('likes and reposts are asked for only where they are counted', async () => {
  void run({ counts: ['likes', 'reposts'], profiles: false }).next()
  const subscription = await server.nextSubscription()
  expect(subscription.query.getAll('wantedCollections')).toEqual([
    'app.bsky.feed.post',
    'app.bsky.feed.like',
    'app.bsky.feed.repost',
  ])
})

test('a reaction that was counted before a restart is not counted again after it', async () => {
  const uri = idOf({ rkey: 'post1' }).slice('bluesky:'.length)
  const likes = [1, 2, 3].map((n) =>
    reaction('like', uri, { rkey: `like${n}`, timeUs: START_US + n * 1_000_000 }),
  )
  server.publish(...likes)
  const live = run({ counts: ['likes'] }, String(START_US + 2_000_000))
  const batch = await live.next()
  expect(Object.fromEntries(batch.countChanges ?? [])).toEqual({
    [idOf({ rkey: 'post1' })]: { likes: 1, reposts: 0, replies: 0 },
  })
})

test('posts carry the handle of their author once the network said it', async () => {
  const live = run()
  const first = live.next()
  await server.nextSubscription()
  const reply = postRecord({ reply: { parent: { uri: idOf().slice('bluesky:'.length) } } })
  server.publish(
    nth(1),
    identity({ timeUs: START_US + 1_500_000 }),
    created({ rkey: 'post2', timeUs: START_US + 2_000_000, record: reply }),
    created({ did: BOB, rkey: 'post3', timeUs: START_US + 3_000_000 }),
  )
  const names = new Map<string, string | null>()
  const counts = new Map<string, unknown>()
  for (let batch = await first; ; batch = await live.next()) {
    for (const post of batch.posts) names.set(post.id.split('/').at(-1) ?? '', post.authorName)
    for (const [id, change] of batch.countChanges ?? []) counts.set(id, change)
    if (names.has('post3')) break
  }
  expect(Object.fromEntries(names)).toEqual({ post1: null, post2: 'alice.test', post3: null })
  expect(counts.get(idOf())).toEqual({ likes: 0, reposts: 0, replies: 1 })
})

test('handles are asked for beside the stream where that was chosen, and come with a later batch', async () => {
  const asked: string[] = []
  const profiles = [{ did: BOB, handle: 'bob.example', displayName: 'Bob' }]
  const live = run({
    handles: 'appview',
    appView: 'https://view.example',
    fetch: async (url) => {
      asked.push(String(url))
      return Response.json({ profiles })
    },
  })
  const first = live.next()
  await server.nextSubscription()
  server.publish(created({ did: BOB, timeUs: START_US }))
  expect((await first).posts[0]?.authorName).toBeNull()
  while (asked.length === 0) {
    timing.advance(2_000)
    await new Promise(setImmediate)
  }
  expect(asked).toEqual([
    `https://view.example/xrpc/app.bsky.actor.getProfiles?actors=${encodeURIComponent(BOB)}`,
  ])
  // The answer arrives between two of the next posts.
  const changes: unknown[] = []
  for (let n = 1; ; n += 1) {
    const next = live.next()
    server.publish(created({ did: BOB, rkey: `later${n}`, timeUs: START_US + n * 1_000_000 }))
    const batch = await next
    changes.push(...(batch.authorChanges ?? []))
    if (batch.posts[0]?.authorName === 'bob.example') break
  }
  expect(changes).toEqual([{ author: BOB, source: 'bluesky', handle: 'bob.example', displayName: 'Bob' }])
})
