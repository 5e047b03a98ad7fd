import { afterEach, beforeEach, expect, test } from 'vitest'
import type { SourceBatch } from '../src/sources/source.ts'
import { FakeTiming } from './support/fake-timing.ts'
import { type RunRequest, runMastodon } from './support/mastodon-run.ts'
import { MastodonServer } from './support/mastodon-server.ts'
import { account, localIdAt, postIdOf, START_AT, type Status, status } from './support/mastodon-statuses.ts'
import { until } from './support/until.ts'

const TIMELINE = '/api/v1/timelines/public'
const TOKEN = 'correct-horse-battery-staple'

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

function run(more: Partial<RunRequest> = {}) {
  return runMastodon({ server, timing, signal: stop.signal, ...more })
}

const nth = (n: number, fields: Record<string, unknown> = {}): Status => status({ n }, fields)
const cursorOf = (n: number): string => nth(n).id
const ids = (batches: readonly SourceBatch[]) =>
  batches.flatMap((batch) => batch.posts.map((post) => post.id))
const dropped = (batches: readonly SourceBatch[], reason: string) =>
  batches.reduce((sum, batch) => sum + (batch.dropped[reason] ?? 0), 0)
const hasPosts = (batch: SourceBatch) => batch.posts.length > 0

test('statuses arrive as posts, with the newest local id as cursor', async () => {
  const live = run()
  const first = live.find(hasPosts)
  const connection = await server.nextListener()
  server.publish(nth(1))
  const batch = await first
  expect(batch.posts.map(({ id, author, text }) => ({ id, author, text }))).toEqual([
    { id: postIdOf(1), author: 'ada@home.example', text: 'The bridge is closed, 1.' },
  ])
  expect(batch.cursor).toBe(cursorOf(1))
  expect(batch.lastEventAt).toBe(START_AT + 1_000)
  expect(connection).toMatchObject({ kind: 'websocket', path: '/api/v1/streaming' })
  expect(connection.query.get('stream')).toBe('public:local')
  expect(live.lines.map((line) => line.kind)).toEqual(['connecting', 'connected'])
})

test('a first run starts with the last half minute', async () => {
  server.file(nth(1), nth(38), nth(39))
  timing.advance(40_000)
  const live = run()
  expect(await live.next()).toMatchObject({ posts: [], cursor: cursorOf(39) })
  expect(ids([await live.next()])).toEqual([postIdOf(38), postIdOf(39)])
})

test.each([
  ['public', {}, 'public', TIMELINE, ''],
  ['public_remote', {}, 'public:remote', TIMELINE, 'remote=true'],
  ['hashtag', { tag: '#Été' }, 'hashtag', '/api/v1/timelines/tag/%C3%89t%C3%A9', ''],
  ['hashtag_local', { tag: 'rain' }, 'hashtag:local', '/api/v1/timelines/tag/rain', 'local=true'],
  ['list', { list: '17', accessToken: TOKEN }, 'list', '/api/v1/timelines/list/17', ''],
] as const)('the stream %s is listened to and read where it is', async (stream, more, name, path, query) => {
  const live = run({ options: { stream, ...more }, cursor: cursorOf(1) })
  void live.collect([])
  const connection = await server.nextListener()
  expect(server.asked(path)).toBe(1)
  expect(connection.query.get('stream')).toBe(name)
  if ('tag' in more) expect(connection.query.get('tag')).toBe(more.tag.replace('#', ''))
  if ('list' in more) expect(connection.query.get('list')).toBe('17')
  expect(server.requests.at(-1)?.query.toString()).toContain(query)
})

test('the token travels in a header, and is nowhere in what people see', async () => {
  server.token = { value: TOKEN, doors: ['websocket', 'timeline'] }
  const live = run({ options: { accessToken: TOKEN } })
  const first = live.find(hasPosts)
  const connection = await server.nextListener()
  server.publish(nth(1))
  await first
  expect(connection.authorization).toBe(`Bearer ${TOKEN}`)
  expect(server.requests.map((request) => request.query.toString()).join()).not.toContain(TOKEN)
  expect(JSON.stringify([live.lines, live.source])).not.toContain(TOKEN)
})

test('the stream is where the instance says it is', async () => {
  await using streaming = await MastodonServer.start()
  server.instance = {
    domain: 'home.example',
    configuration: { urls: { streaming: `ws://${streaming.host}` } },
  }
  void run().collect([])
  await streaming.nextConnection()
})

test('older software says so in its first instance route', async () => {
  await using streaming = await MastodonServer.start()
  server.instance = null
  server.instanceV1 = { uri: 'old.example', urls: { streaming_api: `ws://${streaming.host}` } }
  const live = run()
  const first = live.find(hasPosts)
  await streaming.nextConnection()
  streaming.publish(nth(1))
  expect((await first).posts[0]?.author).toBe('ada@old.example')
})

test('an instance that says nothing about itself is listened to under its own address', async () => {
  server.instance = null
  const live = run()
  const first = live.find(hasPosts)
  await server.nextListener()
  server.publish(nth(1))
  expect((await first).posts[0]?.author).toBe(`ada@${server.host}`)
})

test('edits replace, also when they come after newer statuses, and do not move the cursor back', async () => {
  const live = run()
  const first = live.find(hasPosts)
  await server.nextListener()
  server.publish(nth(1), nth(2))
  await first
  const edited = live.find((batch) => batch.edits.length > 0)
  server.edit(nth(1, { content: '<p>It is open.</p>', edited_at: new Date(START_AT + 9_000).toISOString() }))
  const batch = await edited
  expect(batch.edits).toMatchObject([{ id: postIdOf(1), text: 'It is open.' }])
  expect(batch).toMatchObject({ cursor: null, lastEventAt: START_AT + 9_000 })
})

test('an edit that is overtaken by a newer one is left out', async () => {
  const live = run()
  const batches: SourceBatch[] = []
  void live.collect(batches)
  await server.nextListener()
  const version = (second: number) =>
    nth(1, { content: `<p>${second}</p>`, edited_at: new Date(START_AT + second * 1_000).toISOString() })
  server.emit('status.update', JSON.stringify(version(8)))
  server.emit('status.update', JSON.stringify(version(7)))
  server.emit('update', JSON.stringify(nth(1)))
  await live.until(() => dropped(batches, 'older_version') === 2)
  expect(batches.flatMap((batch) => batch.edits.map((post) => post.text))).toEqual(['8'])
})

test('a deletion by local id finds the post, and what comes late does not bring it back', async () => {
  const live = run()
  const first = live.find(hasPosts)
  await server.nextListener()
  server.publish(nth(1), nth(2))
  await first
  const deletion = live.find((batch) => batch.deletions.length > 0)
  server.delete(cursorOf(1))
  expect((await deletion).deletions).toEqual([{ kind: 'post', postId: postIdOf(1) }])
  const late = live.next()
  server.emit('update', JSON.stringify(nth(1)))
  expect(await late).toMatchObject({ posts: [], dropped: { deleted: 1 } })
})

test('a deletion of something never heard is counted, and holds when the status comes after it', async () => {
  const live = run()
  const batches: SourceBatch[] = []
  void live.collect(batches)
  await server.nextListener()
  server.delete(cursorOf(1))
  await live.until(() => dropped(batches, 'delete_of_unknown') === 1)
  server.emit('update', JSON.stringify(nth(1)))
  await live.until(() => dropped(batches, 'deleted') === 1)
  expect(ids(batches)).toEqual([])
})

test('what is written and deleted within one batch is never handed on', async () => {
  const live = run({ deps: { batchMs: 5_000 } })
  const batches: SourceBatch[] = []
  void live.collect(batches)
  const connection = await server.nextListener()
  const update = (n: number) =>
    JSON.stringify({ stream: ['public'], event: 'update', payload: JSON.stringify(nth(n)) })
  connection.sendRaw(update(1))
  connection.sendRaw(update(2))
  connection.sendRaw(JSON.stringify({ stream: ['public'], event: 'delete', payload: cursorOf(1) }))
  await until(async () => {
    timing.advance(1_000)
    return ids(batches).includes(postIdOf(2))
  })
  expect(ids(batches)).toEqual([postIdOf(2)])
})

test('a boost brings its status along and points to it', async () => {
  const live = run()
  const first = live.find(hasPosts)
  await server.nextListener()
  const reblog = nth(1, { account: account({ acct: 'bob@other.example', username: 'bob' }) })
  server.publish(
    nth(2, { uri: 'https://home.example/users/ada/statuses/2/activity', content: reblog['content'], reblog }),
  )
  const { posts } = await first
  expect(posts.map(({ id, author, text, repostOf }) => ({ id, author, text, repostOf }))).toEqual([
    { id: `${postIdOf(2)}/activity`, author: 'ada@home.example', text: '', repostOf: postIdOf(1) },
    { id: postIdOf(1), author: 'bob@other.example', text: 'The bridge is closed, 1.', repostOf: null },
  ])
})

test('private statuses are dropped and counted', async () => {
  const live = run()
  const batches: SourceBatch[] = []
  void live.collect(batches)
  await server.nextListener()
  server.publish(
    nth(1, { visibility: 'private' }),
    nth(2, { visibility: 'direct' }),
    nth(3, { visibility: 'secret' }),
  )
  server.publish(nth(4, { reblog: nth(5, { visibility: 'private' }) }), nth(6, { visibility: 'unlisted' }))
  await live.until(() => dropped(batches, 'private') === 4 && ids(batches).length === 1)
  expect(ids(batches)).toEqual([postIdOf(6)])
})

test('events that are not about statuses are counted when they carry something', async () => {
  const live = run()
  const batches: SourceBatch[] = []
  void live.collect(batches)
  const connection = await server.nextListener()
  connection.sendRaw('{"stream":["user"],"event":"filters_changed"}')
  server.emit('announcement', '{"id":"1","content":"<p>test</p>"}')
  server.emit('constructor', '1')
  await live.until(() => dropped(batches, 'not_a_post') === 2)
})

test('a slow reader holds the server back and loses nothing', async () => {
  const live = run({ deps: { limits: { bufferedMax: 10 } } })
  const first = live.find(hasPosts)
  await server.nextListener()
  const text = `<p>${'x'.repeat(1_000)}</p>`
  const statuses = Array.from({ length: 2_000 }, (_, n) => status({ n, at: START_AT + n }, { content: text }))
  server.publish(...statuses)
  const seen = new Set<string>()
  let largest = 0
  for (let batch = await first; ; batch = await live.next()) {
    for (const post of batch.posts) seen.add(post.id)
    largest = Math.max(largest, batch.posts.length)
    if (seen.size === statuses.length) break
  }
  // One read of the socket may still be on its way when reading stops.
  expect(largest).toBeLessThan(200)
})

test('stopping ends the iteration and closes the line', async () => {
  const live = run()
  const reading = live.collect([])
  const connection = await server.nextListener()
  stop.abort()
  await Promise.all([reading, connection.gone])
})

test('a reader that breaks off closes the line', async () => {
  const live = run()
  const first = live.find(hasPosts)
  const connection = await server.nextListener()
  server.publish(nth(1))
  await first
  await live.end()
  await connection.gone
})

test('an id from the far future does not move the cursor', async () => {
  const live = run()
  const first = live.find(hasPosts)
  await server.nextListener()
  server.publish(nth(1), { ...nth(2), id: localIdAt(START_AT + 2 * 86_400_000) })
  const batch = await first
  expect(batch.cursor).toBe(cursorOf(1))
})

test('a status that is heard through two instances is one post by one author', async () => {
  await using other = await MastodonServer.start()
  other.instance = { domain: 'other.example' }
  const here = run()
  const there = run({ server: other })
  const [first, second] = [here.find(hasPosts), there.find(hasPosts)]
  await Promise.all([server.nextListener(), other.nextListener()])
  server.publish(nth(1))
  other.publish({ ...nth(1, { account: account({ acct: 'ada@home.example' }) }), id: '777' })
  const [[a], [b]] = [(await first).posts, (await second).posts]
  expect([a?.id, a?.author, a?.text]).toEqual([b?.id, b?.author, b?.text])
})
