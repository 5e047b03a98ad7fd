import { decode, encode, toBytes } from '@atcute/cbor'
import { type CidLink, CidLinkWrapper, CODEC_DCBOR, create, fromString } from '@atcute/cid'
import { Random } from '../../src/lib/random.ts'
import { BoundedCache } from '../../src/sources/bluesky/bounded-cache.ts'
import { EventBatch } from '../../src/sources/bluesky/event-batch.ts'
import { firehoseProtocol } from '../../src/sources/bluesky/firehose-protocol.ts'
import { jetstreamProtocol } from '../../src/sources/bluesky/jetstream-protocol.ts'
import { jetstream2Protocol } from '../../src/sources/bluesky/jetstream2-protocol.ts'
import { readBlocks } from '../../src/sources/bluesky/read-blocks.ts'
import { SigningKeys } from '../../src/sources/bluesky/signing-keys.ts'
import type { RawMessage } from '../../src/sources/bluesky/stream-connection.ts'
import type { MessageReading } from '../../src/sources/bluesky/stream-protocol.ts'
import { FakeTiming } from './fake-timing.ts'
import { type CommitBody, commitFrame, frame, SignedAccount } from './firehose-account.ts'
import { eventFrame } from './jetstream-events-server.ts'
import {
  ALICE,
  accountStatus,
  BOB,
  created,
  deleted,
  identity,
  type Message,
  postRecord,
  updated,
} from './jetstream-messages.ts'

const ENDPOINT = 'wss://relay.example'
const WANTED = { likes: true, reposts: true, profiles: true }
const BYTES_MAX = 1_000_000
const FED_AT_ONCE = 64

/** What a reader did with hostile input, by kind of event, and the least pleasant input. */
export type FuzzReport = {
  readonly inputs: number
  readonly outcomes: Readonly<Record<string, number>>
  /** Of one batch of inputs. */
  readonly slowestMs: number
}

/**
 * Feeds mutations of genuine frames, CAR files and Jetstream messages to the readers, which must neither throw, nor
 * hang, nor make a post that is not whole. Seeded: equal seeds give equal inputs, except for keys and signatures.
 *
 * @param of.inputs how many; thousands in tests, a million at night
 * @throws {Error} when a reader broke its promise, with the seed and the 64 inputs among which it is, in base64
 */
export async function fuzzBluesky(of: { seed: string; inputs: number }): Promise<FuzzReport> {
  const random = new Random(of.seed)
  const timing = new FakeTiming()
  const { readers, liar } = await readersWith(timing)
  const outcomes: Record<string, number> = {}
  let slowestMs = 0
  for (let done = 0; done < of.inputs; done += FED_AT_ONCE) {
    // Making a consistent lie takes a hundred times as long as damaging the truth.
    const reader = random.chance(0.02) ? liar : random.pick(readers)
    const count = Math.min(FED_AT_ONCE, of.inputs - done)
    const messages: RawMessage[] = []
    for (let n = 0; n < count; n += 1) {
      messages.push((await reader.make?.(random)) ?? mutate(random.pick(reader.seeds), random))
    }
    const startedAt = performance.now()
    const kinds = await readAndCheck(reader, messages, timing.now()).catch((cause: unknown) => {
      const inputs = messages.map((message) => Buffer.from(message).toString('base64')).join('\n')
      throw new Error(`Seed ${of.seed}, one of the inputs from ${done} on:\n${inputs}`, { cause })
    })
    for (const kind of kinds) outcomes[kind] = (outcomes[kind] ?? 0) + 1
    slowestMs = Math.max(slowestMs, performance.now() - startedAt)
  }
  return { inputs: of.inputs, outcomes, slowestMs }
}

type Reader = {
  /** Genuine messages to damage; or a maker of messages that are consistent and still hostile. */
  readonly seeds: readonly RawMessage[]
  readonly make?: (random: Random) => Promise<RawMessage>
  readonly read: (messages: readonly RawMessage[]) => Promise<readonly MessageReading[]>
}

async function readersWith(timing: FakeTiming): Promise<{ readers: readonly Reader[]; liar: Reader }> {
  const account = await SignedAccount.create(ALICE)
  const document = await account.document()
  const fetchDocument = async () => Response.json(document)
  const fetchOnce = async () => ({ kind: 'failed', reason: 'cancelled', detail: 'not in this test' }) as const
  const keys = new SigningKeys({
    directory: { plc: 'https://plc.example', fetch: fetchDocument, fetchOnce },
    timing,
  })
  const context = { endpoint: ENDPOINT, now: timing.now(), signal: new AbortController().signal }
  const frames = await genuineFrames(account)
  const believing = firehoseProtocol({ wanted: WANTED, keys: null })
  const verifying = firehoseProtocol({ wanted: WANTED, keys })
  const newer = jetstream2Protocol({ wanted: WANTED, messageBytesMax: BYTES_MAX, fetch: fetchDocument })
  const jetstream = jetstreamProtocol({ wanted: WANTED, messageBytesMax: BYTES_MAX, dictionary: null })
  const liar: Reader = {
    seeds: [],
    make: (random) => hostileCommit(account, random),
    read: (messages) => verifying.read(messages, context),
  }
  const readers: readonly Reader[] = [
    { seeds: frames, read: (messages) => believing.read(messages, context) },
    { seeds: frames, read: (messages) => verifying.read(messages, context) },
    { seeds: frames, read: async (messages) => messages.flatMap(readAsCar) },
    {
      seeds: jetstreamMessages().map((message) => JSON.stringify(message)),
      read: (messages) => jetstream.read(messages, context),
    },
    { seeds: jetstreamMessages().map(eventFrame), read: (messages) => newer.read(messages, context) },
  ]
  return { readers, liar }
}

/**
 * What an account can do that signs whatever it likes: one block of a genuine commit is damaged, and every address up
 * to the signature is made to fit again, so that the reader of trees and records gets to see it.
 */
async function hostileCommit(account: SignedAccount, random: Random): Promise<Buffer> {
  const body = await account.commit({ [`app.bsky.feed.post/h${random.integer(0, 40)}`]: postRecord() })
  const commit = decode(body.blocks.get(body.commit.$link) ?? new Uint8Array()) as Record<string, unknown>
  let [changed, bytes] = random.pick([...body.blocks].filter(([cid]) => cid !== body.commit.$link))
  bytes = damage(Buffer.from(bytes), random)
  for (let level = 0; level < 20; level += 1) {
    const fresh = new CidLinkWrapper((await create(CODEC_DCBOR, new Uint8Array(bytes))).bytes)
    body.blocks.delete(changed)
    body.blocks.set(fresh.$link, bytes)
    for (const op of body.ops) if (op.cid?.$link === changed) op.cid = fresh
    if ((commit['data'] as CidLink).$link === changed) commit['data'] = fresh
    const [old, next] = [latin1(fromString(changed).bytes), latin1(fresh.bytes)]
    const parent = [...body.blocks].find(([, block]) => latin1(block).includes(old))
    if (parent === undefined || parent[0] === body.commit.$link) break
    bytes = Buffer.from(
      latin1(parent[1]).replaceAll(old, () => next),
      'latin1',
    )
    changed = parent[0]
  }
  delete commit['sig']
  await account.sign(body, commit)
  if (random.chance(0.5)) body.prevData = null
  return commitFrame(1, body)
}

/** Bytes as text of as many characters. */
function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1')
}

/** A frame is no CAR file, but the one inside it begins somewhere: each input is read from several places. */
function readAsCar(message: RawMessage): readonly MessageReading[] {
  if (typeof message === 'string') return []
  for (const at of [0, 100, 300]) readBlocks(message.subarray(at))
  return []
}

async function genuineFrames(account: SignedAccount): Promise<readonly Buffer[]> {
  const uri = `at://${BOB}/app.bsky.feed.post/3m64wz3tapc2p`
  const rich = postRecord({
    facets: [
      {
        index: { byteStart: 4, byteEnd: 10 },
        features: [{ $type: 'app.bsky.richtext.facet#tag', tag: 'x' }],
      },
    ],
    reply: { root: { uri }, parent: { uri } },
    embed: { $type: 'app.bsky.embed.record', record: { uri } },
  })
  const bodies: CommitBody[] = [
    await account.commit({ 'app.bsky.feed.post/a': postRecord(), 'app.bsky.feed.post/b': rich }),
    await account.commit({ 'app.bsky.feed.post/a': rich, 'app.bsky.feed.post/b': null }),
    await account.commit({ 'app.bsky.feed.like/c': { subject: { uri } } }),
  ]
  const about = { seq: 9, did: ALICE, time: '2026-11-21T12:00:00.000Z' }
  return [
    ...(await Promise.all(bodies.map((body, n) => commitFrame(n + 1, body)))),
    frame('#account', { ...about, active: false, status: 'deleted' }),
    frame('#identity', { ...about, handle: 'alice.example' }),
    frame('#sync', { ...about, rev: 'x', blocks: toBytes(new Uint8Array(3)) }),
  ]
}

function jetstreamMessages(): readonly Message[] {
  return [created(), updated(), deleted(), identity(), accountStatus({ active: false, status: 'deleted' })]
}

function mutate(message: RawMessage, random: Random): RawMessage {
  const bytes = Buffer.from(message)
  const changed = random.chance(0.02) ? bytes : damage(bytes, random)
  if (typeof message !== 'string') return changed
  return random.chance(0.95) ? changed.toString('latin1') : changed
}

/** Flips, cuts, repeats, inserts heads of long arrays and joins pieces, a few times over. */
function damage(genuine: Buffer, random: Random): Buffer {
  let bytes = Buffer.from(genuine)
  for (let times = random.integer(1, 4); times > 0; times -= 1) {
    const at = random.integer(0, Math.max(bytes.length - 1, 0))
    const kind = random.integer(0, 5)
    if (kind <= 1 && bytes.length > 0) bytes[at] = random.integer(0, 255)
    else if (kind === 2) bytes = bytes.subarray(0, at)
    else if (kind === 3) bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(random.integer(0, at))])
    else if (kind === 4) bytes = Buffer.concat([bytes.subarray(0, at), longHead(random), bytes.subarray(at)])
    else
      bytes = Buffer.concat([
        bytes.subarray(0, at),
        encode({ $type: '__proto__', a: [1] }),
        bytes.subarray(at + 2),
      ])
  }
  return bytes.subarray(0, BYTES_MAX)
}

function longHead(random: Random): Buffer {
  return Buffer.from([random.pick([0x9a, 0xba, 0x5a, 0x7a, 0xda]), 0, random.integer(0, 255), 0xff, 0xff])
}

async function readAndCheck(
  reader: Reader,
  messages: readonly RawMessage[],
  now: number,
): Promise<readonly string[]> {
  const readings = await reader.read(messages)
  return readings.flatMap((reading) => checkReading(reading, now))
}

/** @returns kinds of events */
function checkReading({ message, events, place }: MessageReading, now: number): readonly string[] {
  const batch = new EventBatch({
    handles: cacheAt(now),
    reactions: cacheAt(now),
    counted: new Set(['likes']),
  })
  for (const event of events) {
    if ((event.kind === 'post' || event.kind === 'edit') && !isWhole(event.post)) {
      throw new Error(`The post ${event.post.id} is not whole.`)
    }
    batch.add(event, { message, isRepeat: false, now })
  }
  if (place !== null && !Number.isSafeInteger(place.order)) throw new Error('A place is no number.')
  batch.build()
  return events.map((event) => event.kind)
}

function cacheAt<Value>(now: number): BoundedCache<string, Value> {
  return new BoundedCache({ entriesMax: 10, ttlMs: 1_000, now: () => now })
}

function isWhole(post: { id: string; text: string; createdAt: number | null }): boolean {
  return (
    post.id.startsWith('bluesky:at://did:') &&
    post.text.isWellFormed() &&
    Number.isSafeInteger(post.createdAt)
  )
}
