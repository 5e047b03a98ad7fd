import { writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type BlueskyOptions, blueskySource } from '../src/sources/bluesky/bluesky-source.ts'
import { FakeTiming } from './support/fake-timing.ts'
import { type CommitBody, commitFrame, errorFrame, frame, SignedAccount } from './support/firehose-account.ts'
import { BatchKeeper } from './support/firehose-keeper.ts'
import { FirehoseServer } from './support/firehose-server.ts'
import { ALICE, created, idOf, postRecord } from './support/jetstream-messages.ts'
import { JetstreamServer } from './support/jetstream-server.ts'
import { until } from './support/until.ts'

let server: FirehoseServer
let timing: FakeTiming
let alice: SignedAccount
let keeper: BatchKeeper
let written: number

beforeEach(async () => {
  server = await FirehoseServer.start()
  timing = new FakeTiming()
  alice = await SignedAccount.create(ALICE)
  keeper = follow()
  written = 0
})

afterEach(async () => {
  await keeper.stop()
  await server[Symbol.asyncDispose]()
})

function follow(options: BlueskyOptions = {}): BatchKeeper {
  const directory = async () => Response.json(await alice.document())
  const local = { timing, random: () => 0.999, batchMs: 0, fetch: directory }
  return new BatchKeeper(
    blueskySource({ transport: 'firehose', endpoints: [server.url], verify: true, ...local, ...options }),
  )
}

/** The next post of the test's account, named after its place in the stream: the frame is one of the stream's. */
async function post(seq: number, tamper: (body: CommitBody) => void = () => undefined) {
  written += 1
  const body = await alice.commit({ [`app.bsky.feed.post/post${seq}`]: postRecord({ text: `Post ${seq}.` }) })
  body.time = new Date(timing.now() + written).toISOString()
  tamper(body)
  return { seq, bytes: await commitFrame(seq, body) }
}

function keys(): readonly string[] {
  return [...keeper.posts.keys()].map((id) => id.split('/').at(-1) ?? '').sort()
}

async function connect(): Promise<void> {
  keeper.start()
  await server.nextSubscription()
  await until(() => keeper.line?.kind === 'connected')
}

test('a line cut in the middle of a frame goes on exactly where it was', async () => {
  await connect()
  server.publish(await post(1), await post(2))
  await until(() => keeper.posts.size === 2)
  server.latest?.cutInFrame()
  await until(() => keeper.line?.kind === 'unreachable')
  server.publish(await post(3))
  timing.advance(1_000)
  expect((await server.nextSubscription()).cursor).toBe(2)
  await until(() => keeper.posts.size === 3)
  expect(keeper.repeats).toBe(0)
})

test('a stalled server is left and taken up again', async () => {
  await connect()
  server.latest?.stall()
  timing.advance(30_000)
  await until(() => keeper.line?.kind === 'unreachable')
  timing.advance(1_000)
  await server.nextSubscription()
  server.publish(await post(1))
  await until(() => keeper.posts.size === 1)
})

test('repeats, disorder and gaps in the numbers lose nothing', async () => {
  await connect()
  const [one, two, five, nine] = [await post(1), await post(2), await post(5), await post(9)]
  server.publish(one, five, two, two, nine, one)
  await until(() => keeper.posts.size === 4 && (keeper.cursor ?? '').includes('seq=9&'))
  expect(keys()).toEqual(['post1', 'post2', 'post5', 'post9'])
})

test('a commit that was tampered with is parked with its reason, and the stream goes on', async () => {
  await connect()
  server.publish(
    await post(1),
    await post(2, (body) => {
      body.ops = body.ops.map((op) => ({ ...op, path: 'app.bsky.feed.post/elsewhere' }))
    }),
    await post(3),
  )
  await until(() => keeper.posts.size === 2)
  expect(keys()).toEqual(['post1', 'post3'])
  expect(keeper.parked).toEqual({ wrong_tree: 1 })
  expect(Buffer.from(keeper.samples[0] ?? '', 'base64').toString('latin1')).toContain('#commit')
})

test('malformed frames of every kind are parked and do not move the cursor', async () => {
  await connect()
  const genuine = await post(1)
  for (const broken of ['text', Buffer.alloc(0), genuine.bytes.subarray(0, 99), Buffer.from([0xff])]) {
    server.latest?.sendRaw(broken)
  }
  await until(() => keeper.parked['not_cbor'] === 4)
  expect(keeper.cursor).toBeNull()
  server.publish(genuine)
  await until(() => keeper.posts.size === 1)
})

test('a frame that is larger than the specification allows ends the line, which then goes on behind it', async () => {
  await keeper.stop()
  keeper = follow({ limits: { messageBytesMax: 10_000 } })
  await connect()
  server.publish(await post(1))
  await until(() => keeper.posts.size === 1)
  server.latest?.sendRaw(Buffer.alloc(10_001))
  await until(() => keeper.line?.kind === 'unreachable')
  server.publish(await post(2))
  timing.advance(60_000)
  await until(() => keeper.posts.size === 2)
})

test('a cursor the server has not reached starts at now and says what is missing', async () => {
  server.publish(await post(1))
  const at = timing.now() - 3_600_000
  keeper.cursor = `host=127.0.0.1%3A${server.port}&seq=99&at=${at}`
  keeper.start()
  expect((await server.nextSubscription()).cursor).toBe(99)
  await until(() => keeper.line?.kind === 'unreachable')
  timing.advance(1_000)
  expect((await server.nextSubscription()).cursor).toBeNull()
  await until(() => keeper.line?.kind === 'connected')
  expect(keeper.line).toMatchObject({ missed: { from: at, to: timing.now() } })
})

test('a server that does not go back far enough says which time is missing', async () => {
  for (let seq = 1; seq <= 5; seq += 1) server.publish(await post(seq))
  server.keepsFrom = 4
  const at = timing.now() - 3_600_000
  keeper.cursor = `host=127.0.0.1%3A${server.port}&seq=1&at=${at}`
  keeper.start()
  await until(() => keeper.posts.size === 2)
  expect(keys()).toEqual(['post4', 'post5'])
  expect(keeper.line).toMatchObject({ kind: 'connected', missed: { from: at, to: timing.now() + 4 } })
})

test('a server that drops us for reading slowly is taken up from the cursor', async () => {
  await connect()
  server.publish(await post(1))
  await until(() => keeper.posts.size === 1)
  server.latest?.sendRaw(errorFrame('ConsumerTooSlow'))
  await until(() => keeper.line?.kind === 'unreachable')
  expect(keeper.line).toMatchObject({ error: expect.stringContaining('read too slowly') })
  timing.advance(1_000)
  expect((await server.nextSubscription()).cursor).toBe(1)
})

test('a reader that is slow holds the server back; nothing is lost', async () => {
  await keeper.stop()
  keeper = follow({ limits: { bufferedMax: 10 }, verify: false })
  await connect()
  for (let seq = 1; seq <= 300; seq += 1) server.publish(await post(seq))
  await until(() => keeper.posts.size === 300)
})

test('events of accounts reach the archive in their order', async () => {
  await connect()
  server.publish(await post(1))
  await until(() => keeper.posts.size === 1)
  const about = { did: ALICE, time: new Date(timing.now()).toISOString() }
  const gone = frame('#account', { ...about, seq: 2, active: false, status: 'deleted' })
  server.publish({ seq: 2, bytes: gone }, await post(3))
  await until(() => keys().includes('post3'))
  expect(keys()).toEqual(['post3'])
})

test('a cursor of the firehose serves Jetstream by its time', async () => {
  await using jetstream = await JetstreamServer.start()
  await using light = follow({ transport: 'jetstream', verify: false, endpoints: [jetstream.url] })
  light.cursor = `host=relay.example&seq=7&at=${timing.now()}`
  light.start()
  expect((await jetstream.nextSubscription()).cursor).toBe(timing.now() * 1_000 - 5_000_000)
})

test('with the dictionary of the servers, messages come compressed', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'verity-dictionary-'))
  await using jetstream = await JetstreamServer.start()
  jetstream.dictionary = Buffer.from(JSON.stringify(created({ timeUs: timing.now() * 1_000 })).repeat(5))
  const file = join(dir, 'zstd_dictionary')
  writeFileSync(file, jetstream.dictionary)
  const options = { transport: 'jetstream', verify: false, endpoints: [jetstream.url] } as const
  await using light = follow({ ...options, compressionDictionary: file }).start()
  expect((await jetstream.nextSubscription()).query.get('compress')).toBe('true')
  jetstream.publish(created({ rkey: 'squeezed', timeUs: timing.now() * 1_000 }))
  await until(() => light.posts.has(idOf({ rkey: 'squeezed' })))
  await rm(dir, { recursive: true })
})

test('a dictionary that does not fit costs one connection and no post', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'verity-dictionary-'))
  await using jetstream = await JetstreamServer.start()
  jetstream.dictionary = Buffer.from(JSON.stringify(created({ timeUs: timing.now() * 1_000 })).repeat(5))
  const file = join(dir, 'zstd_dictionary')
  writeFileSync(file, 'something else altogether')
  const options = { transport: 'jetstream', verify: false, endpoints: [jetstream.url] } as const
  await using light = follow({ ...options, compressionDictionary: file })
  light.cursor = String(timing.now() * 1_000)
  jetstream.publish(created({ rkey: 'squeezed', timeUs: timing.now() * 1_000 }))
  light.start()
  await until(() => light.line?.kind === 'unreachable')
  expect(light.line).toMatchObject({ error: expect.stringContaining('dictionary') })
  timing.advance(1_000)
  await until(() => light.posts.has(idOf({ rkey: 'squeezed' })))
  expect(light.parked).toEqual({})
  await rm(dir, { recursive: true })
})

test('a dictionary that is not there is refused before anything runs', () => {
  expect(() =>
    follow({ transport: 'jetstream', verify: false, compressionDictionary: '/nowhere/at-all' }),
  ).toThrow(/cannot be read/)
})
