import { afterEach, beforeEach, expect, test } from 'vitest'
import type { LineState, SourceBatch } from '../src/sources/source.ts'
import { FakeTiming } from './support/fake-timing.ts'
import { type RunRequest, runMastodon } from './support/mastodon-run.ts'
import { MastodonServer } from './support/mastodon-server.ts'
import { postIdOf, START_AT, type Status, status } from './support/mastodon-statuses.ts'
import { until } from './support/until.ts'

const TIMELINE = '/api/v1/timelines/public'
const TOKEN = 'correct-horse-battery-staple'
const EVERYTHING = ['websocket', 'events', 'timeline'] as const

let server: MastodonServer
let stop: AbortController
let timing: FakeTiming

beforeEach(async () => {
  server = await MastodonServer.start()
  stop = new AbortController()
  timing = new FakeTiming(START_AT)
})

afterEach(async () => {
  stop.abort()
  await server[Symbol.asyncDispose]()
})

/** Runs the source and reads on in the background. */
function listen(more: Partial<RunRequest> = {}) {
  const live = runMastodon({ server, timing, signal: stop.signal, ...more })
  const batches: SourceBatch[] = []
  const reading = live.collect(batches)
  const ids = () => batches.flatMap((batch) => batch.posts.map((post) => post.id))
  return {
    ...live,
    batches,
    reading,
    ids,
    heard: (...ns: readonly number[]) => live.until(() => ns.every((n) => ids().includes(postIdOf(n)))),
    last: () => live.lines.at(-1) as LineState,
    unreachable: () => live.until(() => live.lines.at(-1)?.kind === 'unreachable'),
    connected: () => live.until(() => live.lines.at(-1)?.kind === 'connected'),
  }
}

const nth = (n: number, fields: Record<string, unknown> = {}): Status => status({ n }, fields)
/** Statuses a millisecond apart. */
const many = (count: number): readonly Status[] =>
  Array.from({ length: count }, (_, n) => status({ n, at: START_AT + n }))
const parked = (batches: readonly SourceBatch[], reason: string) =>
  batches.reduce((sum, batch) => sum + (batch.parked[reason] ?? 0), 0)

test('a line cut in the middle of a frame is taken up again, and the hole is read from the timeline', async () => {
  const live = listen()
  const first = await server.nextListener()
  server.publish(nth(1))
  await live.heard(1)
  first.cutInFrame()
  await live.unreachable()
  expect(live.last()).toMatchObject({ error: expect.stringMatching(/closed the connection \(1006\)/) })
  server.publish(nth(2))
  timing.advance(1_000)
  await server.nextListener()
  server.publish(nth(3))
  await live.heard(2, 3)
  expect(live.ids()).toEqual([1, 1, 2, 3].map(postIdOf))
})

test('statuses that were written before the newest one but arrived later are read too', async () => {
  const live = listen()
  const first = await server.nextListener()
  server.publish(nth(20))
  await live.heard(20)
  first.cutInFrame()
  await live.unreachable()
  server.file(nth(5))
  timing.advance(1_000)
  await live.heard(5)
})

test('a long hole is read page by page', async () => {
  const live = listen({ cursor: status({ at: START_AT - 1_000 }).id })
  const statuses = many(130)
  server.file(...statuses)
  await live.heard(...statuses.map((_, n) => n))
  expect(server.asked(TIMELINE)).toBe(4)
  expect(live.batches.map((batch) => batch.cursor)).toEqual([39, 79, 119, 129].map((n) => statuses[n]?.id))
})

test('a hole larger than the bound is told, and the stream goes on', async () => {
  const statuses = many(130)
  server.file(...statuses)
  timing.advance(60_000)
  const live = listen({ cursor: status({ at: START_AT - 60_000 }).id, deps: { gapPagesMax: 2 } })
  await live.until(() => live.lines.length === 3)
  expect(live.last()).toMatchObject({ missed: { from: START_AT + 79, to: START_AT + 60_000 } })
  expect(live.ids()).toHaveLength(80)
  server.publish(nth(61))
  await live.heard(61)
})

test('a timeline that is closed is told as missed, and the stream goes on', async () => {
  server.closed.timeline = 403
  const live = listen({ cursor: status({ at: START_AT - 60_000 }).id })
  await live.until(() => live.lines.length === 3)
  expect(live.last()).toMatchObject({ kind: 'connected', missed: { from: START_AT - 60_000, to: START_AT } })
  server.publish(nth(1))
  await live.heard(1)
})

test('a timeline in trouble is asked again before the stream goes on', async () => {
  server.file(nth(1))
  server.refuseNext('timeline', 503)
  server.refuseNext('timeline', 502)
  const live = listen({ cursor: status({ at: START_AT - 1_000 }).id })
  await live.unreachable()
  expect(live.last()).toMatchObject({ error: expect.stringMatching(/in trouble \(HTTP 503\)/) })
  timing.advance(1_000)
  await live.until(() => live.lines.length === 5)
  timing.advance(4_000)
  await live.heard(1)
})

test('a timeline that asks us to slow down is left alone until its limit is renewed', async () => {
  server.file(nth(1))
  const reset = new Date(START_AT + 90_000).toISOString()
  const date = new Date(START_AT).toUTCString()
  server.refuseNext('timeline', 429, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': reset, date })
  const live = listen({
    cursor: status({ at: START_AT - 1_000 }).id,
    deps: { limits: { pingMs: 3_600_000 } },
  })
  await until(() => live.waits.includes(90_000))
  timing.advance(89_999)
  await new Promise(setImmediate)
  expect(server.pagesAsked).toBe(1)
  timing.advance(1)
  await live.heard(1)
})

test('the last requests of a limit are left to the person', async () => {
  const reset = new Date(START_AT + 200_000).toISOString()
  server.timelineHeaders = {
    'x-ratelimit-remaining': '4',
    'x-ratelimit-reset': reset,
    date: new Date(START_AT).toUTCString(),
  }
  server.file(...many(60))
  const cursor = status({ at: START_AT - 1_000 }).id
  const live = listen({ cursor, deps: { limits: { pingMs: 3_600_000 } } })
  await until(() => live.waits.includes(200_000))
  timing.advance(199_999)
  await new Promise(setImmediate)
  expect(server.pagesAsked).toBe(1)
  timing.advance(1)
  await until(() => server.pagesAsked === 2)
})

test('a server that says nothing and answers no ping is left', async () => {
  const live = listen()
  const first = await server.nextListener()
  server.publish(nth(1))
  await live.heard(1)
  first.stall()
  timing.advance(20_000)
  timing.advance(20_000)
  await live.unreachable()
  expect(live.last()).toMatchObject({ error: expect.stringMatching(/sent nothing for 40 seconds/) })
  timing.advance(1_000)
  await server.nextConnection()
})

test('a line on which nothing was heard for long is renewed without a word of trouble', async () => {
  const live = listen({ deps: { limits: { quietMs: 30_000, pingMs: 40_000 } } })
  const first = await server.nextListener()
  server.publish(nth(1))
  await live.heard(1)
  server.file(nth(2))
  timing.advance(40_000)
  await first.gone
  await live.heard(2)
  expect(live.lines.map((line) => line.kind)).toEqual(['connecting', 'connected', 'connecting', 'connected'])
})

test('503 on connect waits, and longer when the server says so', async () => {
  server.refuseNext('websocket', 503)
  server.refuseNext('events', 503, { 'retry-after': '40' })
  const live = listen()
  await live.unreachable()
  expect(live.last()).toMatchObject({ retryAt: timing.now() + 1_000 })
  timing.advance(1_000)
  await live.until(() => live.lines.length === 3)
  expect(live.last()).toMatchObject({ kind: 'unreachable', retryAt: timing.now() + 40_000 })
  timing.advance(39_999)
  await new Promise(setImmediate)
  expect(server.latest).toBeNull()
  timing.advance(1)
  await server.nextConnection()
})

test('an instance that cannot be reached is asked less and less often, and says why', async () => {
  const dead = await MastodonServer.start()
  const instance = dead.origin
  await dead[Symbol.asyncDispose]()
  const live = listen({ options: { instance } })
  const waits: number[] = []
  for (let attempt = 1; attempt <= 9; attempt += 1) {
    await live.until(() => live.lines.length === attempt + 1)
    const line = live.last()
    if (line.kind !== 'unreachable') throw new Error(`unexpected ${line.kind}`)
    expect(line.error).toMatch(/could not be reached or understood \(ECONNREFUSED\)/)
    waits.push(line.retryAt - timing.now())
    timing.advance(line.retryAt - timing.now())
  }
  expect(waits.slice(0, 3)).toEqual([1_000, 1_999, 3_998])
  expect(Math.max(...waits)).toBeLessThanOrEqual(120_000)
})

test('where no WebSocket gets through, server-sent events are listened to', async () => {
  server.closed.websocket = 501
  const live = listen()
  await live.unreachable()
  timing.advance(1_000)
  const connection = await server.nextListener()
  expect(connection).toMatchObject({ kind: 'events', path: '/api/v1/streaming/public/local' })
  server.publish(nth(1))
  await live.heard(1)
  server.edit(nth(1, { edited_at: new Date(START_AT + 5_000).toISOString() }))
  server.delete(nth(1).id)
  await live.until(() => live.batches.some((batch) => batch.deletions.length === 1))
})

test('events cut in the middle are taken up again', async () => {
  server.closed.websocket = 501
  const live = listen()
  await live.unreachable()
  timing.advance(1_000)
  const first = await server.nextListener()
  server.publish(nth(1))
  await live.heard(1)
  first.cutInFrame()
  await live.unreachable()
  server.publish(nth(2))
  server.closed.websocket = undefined as never
  timing.advance(2_000)
  await server.nextConnection()
  await live.heard(2)
})

test('events that stop, heartbeats too, are left', async () => {
  server.closed.websocket = 501
  const live = listen()
  await live.unreachable()
  timing.advance(1_000)
  const connection = await server.nextListener()
  await live.connected()
  timing.advance(20_000)
  connection.sendRaw(':thump\n')
  server.publish(nth(1))
  await live.heard(1)
  timing.advance(20_000)
  connection.stall()
  timing.advance(20_000)
  await live.unreachable()
  expect(live.last()).toMatchObject({ error: expect.stringMatching(/sent nothing for 40 seconds/) })
})

test('a slow reader holds events back and loses nothing', async () => {
  server.closed.websocket = 501
  const live = runMastodon({ server, timing, signal: stop.signal, deps: { limits: { bufferedMax: 10 } } })
  const first = live.find((batch) => batch.posts.length > 0)
  await live.until(() => live.lines.at(-1)?.kind === 'unreachable')
  timing.advance(1_000)
  await server.nextListener()
  const text = `<p>${'x'.repeat(1_000)}</p>`
  const statuses = many(2_000).map((item) => ({ ...item, content: text }))
  server.publish(...statuses)
  const seen = new Set<string>()
  let largest = 0
  for (let batch = await first; seen.size < statuses.length; batch = await live.next()) {
    for (const post of batch.posts) seen.add(post.id)
    largest = Math.max(largest, batch.posts.length)
    if (seen.size === statuses.length) break
  }
  expect(largest).toBeLessThan(200)
})

test('an event larger than allowed is parked, and events go on', async () => {
  server.closed.websocket = 501
  const live = listen({ deps: { limits: { messageBytesMax: 20_000 } } })
  await live.unreachable()
  timing.advance(1_000)
  await server.nextListener()
  server.publish(nth(1, { content: 'x'.repeat(30_000) }), nth(2))
  await live.heard(2)
  expect(parked(live.batches, 'too_long')).toBe(1)
})

test('a frame larger than allowed ends the line, and the timeline brings what it held back', async () => {
  const live = listen({ deps: { limits: { messageBytesMax: 20_000 } } })
  await server.nextListener()
  server.publish(nth(1, { content: 'x'.repeat(30_000) }), nth(2))
  await live.unreachable()
  timing.advance(1_000)
  await live.heard(1, 2)
})

test('malformed messages are parked with a sample, and the stream goes on', async () => {
  const live = listen()
  const connection = await server.nextListener()
  connection.sendRaw('{"stream": ["pub')
  connection.sendRaw('[]')
  connection.sendRaw('{"hello":1}')
  server.emit('update', '{"id": "1", "conte')
  server.emit('update', '{"id": "1", "visibility": "public"}')
  server.emit('delete', '../../etc')
  server.publish(nth(1))
  await live.heard(1)
  expect(parked(live.batches, 'not_json')).toBe(3)
  expect(parked(live.batches, 'no_frame')).toBe(1)
  expect(parked(live.batches, 'bad_id')).toBe(2)
  expect(live.batches.flatMap((batch) => batch.parkedSamples)[0]?.raw).toBe('{"stream": ["pub')
})

test.each(['{"statuses": []}', '<html>Down for maintenance</html>', '[{"id":'])(
  'a timeline that answers %s is not taken for an empty one',
  async (body) => {
    server.nextTimelineBody = body
    const live = listen({ cursor: status({ at: START_AT - 60_000 }).id })
    await live.until(() => live.lines.length === 3)
    expect(live.last()).toMatchObject({ missed: { from: START_AT - 60_000, to: START_AT } })
    server.publish(nth(1))
    await live.heard(1)
  },
)

test('statuses of a page that cannot be read are parked, and the page is passed', async () => {
  const live = listen({ cursor: status({ at: START_AT - 1_000 }).id })
  server.file(nth(1), nth(2, { uri: 'javascript:alert(1)' }), nth(3))
  await live.heard(1, 3)
  expect(parked(live.batches, 'bad_id')).toBe(1)
  expect(live.batches.at(-1)?.cursor).toBe(nth(3).id)
})

test('without a token the timeline is asked instead where streaming needs one, and it says so', async () => {
  server.token = { value: TOKEN, doors: ['websocket', 'events'] }
  const live = listen({ deps: { pollMs: 45_000 } })
  const rounds = (count: number) => until(() => live.waits.filter((ms) => ms === 45_000).length === count)
  await live.connected()
  expect(live.last().endpoint).toBe(
    `${server.origin}${TIMELINE}?local=true (asked every 45 seconds, because streaming needs an access token; deletions are not heard this way)`,
  )
  await rounds(1)
  server.file(nth(1))
  timing.advance(45_000)
  await live.heard(1)
  await rounds(2)
  server.file(nth(2))
  timing.advance(44_999)
  await new Promise(setImmediate)
  expect(live.ids()).not.toContain(postIdOf(2))
  timing.advance(1)
  await live.heard(2)
  expect(server.requests.filter((request) => request.authorization !== undefined)).toEqual([])
})

test('while the timeline is asked, more than can be fetched is told as missed, and it goes on from now', async () => {
  server.token = { value: TOKEN, doors: ['websocket'] }
  server.file(...many(130))
  timing.advance(60_000)
  const live = listen({ cursor: status({ at: START_AT - 60_000 }).id, deps: { gapPagesMax: 2 } })
  await live.connected()
  expect(live.last()).toMatchObject({ missed: { from: START_AT + 79, to: START_AT + 60_000 } })
  server.file(nth(61))
  await until(() => {
    timing.advance(10_000)
    return live.ids().includes(postIdOf(61))
  })
})

test('after an hour of asking it looks whether it may stream again', async () => {
  server.token = { value: TOKEN, doors: ['websocket'] }
  const live = listen()
  await live.connected()
  server.token = null
  await until(() => {
    timing.advance(30_000)
    return server.latest !== null
  })
  expect(timing.now() - START_AT).toBeGreaterThanOrEqual(3_600_000)
})

test('an instance that shows nothing without signing in says what to do', async () => {
  server.token = { value: TOKEN, doors: EVERYTHING }
  const live = listen()
  await live.unreachable()
  expect(live.last()).toMatchObject({
    error: `${server.host} shows this only to its members (HTTP 401): make an access token there with the scope read (Preferences, Development) and add the source again.`,
    retryAt: timing.now() + 59_970,
  })
})

test('a token that is refused says what to do, and is told to nobody', async () => {
  server.token = { value: TOKEN, doors: EVERYTHING }
  const live = listen({ options: { accessToken: 'revoked-token' } })
  await live.unreachable()
  expect(live.last()).toMatchObject({
    error: expect.stringMatching(/does not accept the access token \(HTTP 401\)/),
  })
  expect(JSON.stringify(live.lines)).not.toContain('revoked-token')
})

test('a token that may read but not stream is used for asking', async () => {
  server.token = { value: 'user-token', doors: ['websocket'] }
  const live = listen({ options: { accessToken: 'app-token' } })
  await live.connected()
  expect(live.last().endpoint).toMatch(/streaming is refused to this access token/)
})

test.each([
  [404, { stream: 'list', list: '9', accessToken: TOKEN }, /knows no such list/],
  [404, {}, /does not answer like a Mastodon instance \(HTTP 404\)/],
  [301, {}, /points to another address \(HTTP 301\)/],
  [418, {}, /refuses the request \(HTTP 418\)/],
] as const)('HTTP %i from all of the instance is said in words: %o', async (code, options, words) => {
  server.closed.websocket = code
  const live = listen({ options })
  await live.unreachable()
  expect(live.last()).toMatchObject({ error: expect.stringMatching(words) })
})

test('a subscription that is refused on an open line is a refusal', async () => {
  const live = listen()
  const connection = await server.nextListener()
  connection.sendRaw('{"error":"Missing access token","status":401}')
  await live.until(() => live.last().endpoint.includes('asked every'))
})

test('a token never goes to an unencrypted streaming server that an encrypted instance names', async () => {
  const asked: string[] = []
  const fetch = async (url: URL | string) => {
    asked.push(String(url))
    return Response.json({ configuration: { urls: { streaming: `ws://${server.host}` } } })
  }
  const live = listen({
    options: { instance: 'https://localhost:1', accessToken: TOKEN },
    deps: { fetch: fetch as never },
  })
  await live.unreachable()
  expect(live.last()).toMatchObject({ error: expect.stringMatching(/ECONNREFUSED/) })
  expect(server.requests).toEqual([])
})

test('redirects are not followed, so that a token stays where it belongs', async () => {
  await using other = await MastodonServer.start()
  server.closed.timeline = 302
  server.refuseNext('instance', 302, { location: `${other.origin}/api/v2/instance` })
  const live = listen({ options: { accessToken: TOKEN } })
  await live.unreachable()
  expect(other.requests).toEqual([])
})

test('a run that broke off with a batch half done repeats its edits and deletions', async () => {
  const first = runMastodon({ server, timing, signal: stop.signal })
  const seen = first.find((batch) => batch.posts.some((post) => post.id === postIdOf(2)))
  await server.nextListener()
  server.publish(nth(1), nth(2))
  await seen
  const deletion = first.find((batch) => batch.deletions.length === 1)
  server.delete(nth(1).id)
  await deletion
  const edit = first.find((batch) => batch.edits.length === 1)
  server.edit(nth(2, { content: 'new', edited_at: new Date(START_AT + 9_000).toISOString() }))
  await edit
  await first.end()
  const second = runMastodon({ server, timing, signal: stop.signal, source: first.source, cursor: nth(2).id })
  expect(await second.next()).toMatchObject({ edits: [{ id: postIdOf(2), text: 'new' }], cursor: null })
  expect(await second.next()).toMatchObject({
    deletions: [{ kind: 'post', postId: postIdOf(1) }],
    cursor: null,
  })
  timing.advance(300_001)
  await second.end()
  const third = runMastodon({ server, timing, signal: stop.signal, source: first.source, cursor: nth(2).id })
  expect(await third.next()).toMatchObject({ deletions: [] })
})
