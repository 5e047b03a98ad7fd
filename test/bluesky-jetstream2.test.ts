import { afterEach, beforeEach, expect, test } from 'vitest'
import { type BlueskyOptions, blueskySource } from '../src/sources/bluesky/bluesky-source.ts'
import { readJetstream2Message } from '../src/sources/bluesky/read-jetstream2-message.ts'
import { FakeTiming } from './support/fake-timing.ts'
import { BatchKeeper } from './support/firehose-keeper.ts'
import {
  eventFrame,
  JetstreamEventsServer,
  TEST_DICTIONARY,
  TEST_DICTIONARY_NUMBER,
} from './support/jetstream-events-server.ts'
import {
  ALICE,
  accountStatus,
  created,
  deleted,
  identity,
  idOf,
  type Message,
} from './support/jetstream-messages.ts'
import { until } from './support/until.ts'

const START_US = Date.parse('2026-11-21T12:00:00Z') * 1_000

let server: JetstreamEventsServer
let timing: FakeTiming
let asked: string[]

beforeEach(async () => {
  server = await JetstreamEventsServer.start()
  timing = new FakeTiming()
  asked = []
})

afterEach(() => server[Symbol.asyncDispose]())

function follow(dictionary: () => Response, options: BlueskyOptions = {}): BatchKeeper {
  const get: typeof fetch = async (url) => {
    asked.push(String(url))
    return dictionary()
  }
  const local = { timing, random: () => 0.999, batchMs: 0, fetch: get, ...options }
  return new BatchKeeper(blueskySource({ transport: 'jetstream2', endpoints: [server.url], ...local }))
}

const handedOut = () => new Response(TEST_DICTIONARY)
const none = () => new Response('', { status: 404 })

function nth(n: number): Message {
  return created({ rkey: `post${n}`, timeUs: START_US + n * 1_000_000 + 7 })
}

test('messages come compressed with the dictionary that the server hands out', async () => {
  await using keeper = follow(handedOut).start()
  const { query } = await server.nextSubscription()
  expect(asked).toEqual([`http://127.0.0.1:${server.port}/xrpc/network.bsky.jetstream.getZstdDictionary`])
  expect(query.get('zstdDictionary')).toBe(String(TEST_DICTIONARY_NUMBER))
  expect(query.getAll('collections')).toEqual(['app.bsky.feed.post', 'app.bsky.actor.profile'])
  server.publish(nth(1), nth(2), deleted({ rkey: 'post1', timeUs: START_US + 3_000_000 }))
  await until(() => keeper.cursor === String(START_US + 3_000_000))
  expect([...keeper.posts.keys()]).toEqual([idOf({ rkey: 'post2' })])
  expect(keeper.parked).toEqual({})
})

test('a server without a dictionary is read without compression', async () => {
  await using keeper = follow(none).start()
  expect((await server.nextSubscription()).query.has('zstdDictionary')).toBe(false)
  server.publish(nth(1), identity({ timeUs: START_US + 2_000_000 }))
  await until(() => keeper.authors.has(ALICE))
  expect(keeper.authors.get(ALICE)?.handle).toBe('alice.test')
  server.publish(accountStatus({ active: false, status: 'deactivated', timeUs: START_US + 3_000_000 }))
  await until(() => keeper.posts.size === 0)
})

test('a line goes on five seconds before its cursor, by time, with the dictionary it knows', async () => {
  await using keeper = follow(handedOut).start()
  await server.nextSubscription()
  server.publish(nth(1))
  await until(() => keeper.posts.size === 1)
  server.latest?.cutInFrame()
  await until(() => keeper.line?.kind === 'unreachable')
  timing.advance(1_000)
  const { query } = await server.nextSubscription()
  expect(query.get('cursor')).toBe(String(START_US + 1_000_007 - 5_000_000))
  expect(query.has('zstdDictionary')).toBe(true)
  expect(asked).toHaveLength(1)
})

test('a dictionary that does not fit, or was retired, costs a line and no post', async () => {
  server.dictionary = Buffer.from(TEST_DICTIONARY)
  server.dictionary.writeUInt32LE(TEST_DICTIONARY_NUMBER + 1, 4)
  await using keeper = follow(handedOut)
  keeper.cursor = String(START_US)
  server.publish(nth(1))
  keeper.start()
  expect((await server.nextSubscription()).query.has('zstdDictionary')).toBe(true)
  await until(() => keeper.line?.kind === 'unreachable')
  timing.advance(1_000)
  expect((await server.nextSubscription()).query.has('zstdDictionary')).toBe(false)
  await until(() => keeper.posts.size === 1)
  expect(keeper.parked).toEqual({})
  // The line after that asks for the dictionary anew; when that is refused, the next one is plain again.
  server.refuseNext(400)
  server.latest?.close(1001)
  await until(() => keeper.line?.kind === 'unreachable')
  await until(() => {
    if (server.handshakes < 4) timing.advance(60_000)
    return server.handshakes === 4
  })
  expect(asked).toHaveLength(2)
  expect((await server.nextSubscription()).query.has('zstdDictionary')).toBe(false)
})

test('a server that does not go back far enough says which time is missing', async () => {
  timing.advance(60_000)
  server.publish(nth(1), nth(9))
  server.keepsFromUs = START_US + 8_000_000
  await using keeper = follow(handedOut)
  keeper.cursor = String(START_US + 6_000_000)
  keeper.start()
  await until(() => keeper.posts.size === 1)
  expect(keeper.line).toMatchObject({
    kind: 'connected',
    missed: { from: START_US / 1_000 + 6_000, to: START_US / 1_000 + 9_000 },
  })
})

test('a server that ends the stream with a word is taken up again', async () => {
  await using keeper = follow(none).start()
  await server.nextSubscription()
  server.latest?.sendRaw(JSON.stringify({ $type: 'error', error: 'ConsumerTooSlow', message: 'behind' }))
  await until(() => keeper.line?.kind === 'unreachable')
  expect(keeper.line).toMatchObject({ error: expect.stringContaining('ConsumerTooSlow') })
  timing.advance(1_000)
  await server.nextSubscription()
})

test.each([
  ['{"$type":', 'not_json'],
  ['{"$type":"message"}', 'no_frame'],
  ['{"$type":"other","payload":{"$type":"x"}}', 'no_frame'],
  ['{"$type":"message","payload":{"$type":"x","did":"did:plc:a"}}', 'no_time'],
  ['{"$type":"message","payload":{"$type":"x","time":"1970-01-01T00:00:00Z"}}', 'no_time'],
  ['{"$type":"message","payload":{"$type":"x","time":"2026-11-21T12:00:00Z"}}', 'bad_account'],
])('%s is parked as %s', (text, reason) => {
  expect(readJetstream2Message(text)).toMatchObject({ event: { kind: 'unreadable', reason } })
})

test('a place is read to the microsecond', () => {
  expect(readJetstream2Message(eventFrame(nth(1)))).toMatchObject({ timeUs: START_US + 1_000_007 })
})
