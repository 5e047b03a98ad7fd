import { decode, encode, toBytes } from '@atcute/cbor'
import { CODEC_DCBOR, create, fromString, toCidLink } from '@atcute/cid'
import { getKeyHeight, MSTNode } from '@atcute/mst'
import { beforeEach, expect, test } from 'vitest'
import { FakeTiming } from '../../../test/support/fake-timing.ts'
import {
  type CommitBody,
  commitFrame,
  errorFrame,
  frame,
  SignedAccount,
  tidOf,
} from '../../../test/support/firehose-account.ts'
import { ALICE, BOB, postRecord } from '../../../test/support/jetstream-messages.ts'
import { makeFetchOnce } from '../../lib/safe-fetch/fetch-once.ts'
import { firehoseProtocol } from './firehose-protocol.ts'
import { SigningKeys } from './signing-keys.ts'
import type { MessageReading } from './stream-protocol.ts'

const ENDPOINT = 'wss://relay.example'
const WANTED = { likes: false, reposts: false, profiles: false }
const POST = `app.bsky.feed.post/${tidOf(Date.parse('2026-11-21T11:59:59Z'))}`
const OTHER_POST = 'app.bsky.feed.post/3m64wz3tapc2b'
const TIME = '2026-11-21T12:00:00.000Z'

let alice: SignedAccount
let timing: FakeTiming
let asked: string[]
let answers: Record<string, () => Promise<Response>>

beforeEach(async () => {
  alice = await SignedAccount.create(ALICE)
  timing = new FakeTiming()
  asked = []
  answers = { [ALICE]: async () => Response.json(await alice.document()) }
})

const directory: typeof fetch = async (url) => {
  const did = String(url).split('/').at(-1) ?? ''
  asked.push(did)
  return (await answers[did]?.()) ?? new Response('{}', { status: 404 })
}

function verifying() {
  const keys = new SigningKeys({
    directory: { plc: 'https://plc.example', fetch: directory, fetchOnce: makeFetchOnce({ timing }) },
    timing,
  })
  return firehoseProtocol({ wanted: WANTED, keys })
}

async function read(
  protocol: ReturnType<typeof firehoseProtocol>,
  ...frames: readonly (Buffer | string)[]
): Promise<readonly MessageReading[]> {
  const signal = AbortSignal.timeout(20_000)
  return await protocol.read(frames, { endpoint: ENDPOINT, now: timing.now(), signal })
}

/** What a verifying reader makes of one commit: the kinds of its events, reasons for what it refused. */
async function verdict(body: CommitBody, protocol = verifying()): Promise<readonly string[]> {
  const [reading] = await read(protocol, await commitFrame(1, body))
  return (reading?.events ?? []).map((event) => (event.kind === 'unreadable' ? event.reason : event.kind))
}

test.each(['k256', 'p256'] as const)('what an account signed with %s is believed', async (curve) => {
  alice = await SignedAccount.create(ALICE, curve)
  const protocol = verifying()
  const created = await alice.commit({ [POST]: postRecord(), [OTHER_POST]: postRecord() })
  expect(await verdict(created, protocol)).toEqual(['post', 'post'])
  const changed = await alice.commit({ [POST]: postRecord({ text: 'Open again.' }), [OTHER_POST]: null })
  expect(await verdict(changed, protocol)).toEqual(['edit', 'delete'])
  expect(asked).toEqual([ALICE])
})

test('a repository of hundreds of posts verifies, whatever is undone', async () => {
  const protocol = verifying()
  for (let n = 0; n < 30; n += 1) {
    const many = Array.from({ length: 10 }, (_, m) => [`app.bsky.feed.post/p${n}-${m}`, postRecord()])
    expect(await verdict(await alice.commit(Object.fromEntries(many)), protocol)).toHaveLength(10)
  }
  const gone = Array.from({ length: 10 }, (_, n) => [`app.bsky.feed.post/p${n}-3`, null])
  expect(await verdict(await alice.commit(Object.fromEntries(gone)), protocol)).not.toContain('wrong_tree')
})

const other = { text: 'I never wrote this.', createdAt: TIME }

/** Ways to tamper with a genuine commit, and what a reader must say to it. */
const TAMPERINGS: readonly [string, string, (body: CommitBody) => unknown][] = [
  [
    'another record under the same address',
    'wrong_hash',
    (body) => body.blocks.set(cidOf(body), encode(other)),
  ],
  ['a commit of somebody else', 'wrong_commit', (body) => (body.repo = BOB)],
  ['another revision', 'wrong_commit', (body) => (body.rev = tidOf(Date.parse(TIME) + 5))],
  ['no commit block', 'wrong_commit', (body) => body.blocks.delete(body.commit.$link)],
  ['a record that was left out', 'missing_block', (body) => body.blocks.delete(cidOf(body))],
  [
    'a change of another record than it says',
    'wrong_tree',
    (body) => (body.ops[0] = { ...opOf(body), path: OTHER_POST }),
  ],
  [
    'a deletion that did not happen',
    'wrong_tree',
    (body) => (body.ops[0] = { ...opOf(body), action: 'delete', cid: null }),
  ],
  [
    'an update of what was not there',
    'wrong_tree',
    (body) => (body.ops[0] = { ...opOf(body), prev: body.commit }),
  ],
  ['another tree before it', 'wrong_tree', (body) => (body.prevData = body.commit)],
  ['too many changes to carry', 'too_big', (body) => (body.tooBig = true)],
]

test.each(TAMPERINGS)('%s is refused as %s', async (_, reason, tamper) => {
  const body = await alice.commit({ [POST]: postRecord() })
  tamper(body)
  expect(await verdict(body)).toEqual([reason])
})

test('a change that the message hides is noticed', async () => {
  const body = await alice.commit({ [POST]: postRecord(), [OTHER_POST]: postRecord() })
  body.ops.pop()
  expect(await verdict(body)).toEqual(['wrong_tree'])
})

test('a commit that somebody else signed is refused', async () => {
  const protocol = verifying()
  await verdict(await alice.commit({ [POST]: postRecord() }), protocol)
  const forger = await SignedAccount.create(ALICE)
  const forged = await forger.commit({ [OTHER_POST]: other })
  expect(await verdict(forged, protocol)).toEqual(['bad_signature'])
})

test('a commit that poses as something else inside is refused', async () => {
  const body = await alice.commit({ [POST]: postRecord() })
  const root = decode(body.blocks.get(body.commit.$link) ?? new Uint8Array())
  delete root.sig
  await alice.sign(body, { ...root, evil: { $linq: 'nonsense' } })
  const posing = Buffer.from(body.blocks.get(body.commit.$link) ?? []).toString('latin1')
  const bytes = Buffer.from(posing.replace('$linq', '$link'), 'latin1')
  body.commit = toCidLink(await create(CODEC_DCBOR, bytes))
  body.blocks.set(body.commit.$link, bytes)
  expect(await verdict(body)).toEqual(['wrong_commit'])
})

test('a tree that no honest account comes to have is refused before it costs much', async () => {
  const paths = Array.from({ length: 5_000 }, (_, n) => `app.bsky.feed.post/${n}`)
  const heights = await Promise.all(paths.map(getKeyHeight))
  const flat = paths.filter((_, n) => heights[n] === 0).sort()
  const body = await alice.commit({ [flat[0] ?? '']: postRecord() })
  const cid = toCidLink(fromString(cidOf(body)))
  const node = await MSTNode.create(
    flat,
    flat.map(() => cid),
    [...flat, ''].map(() => null),
  )
  const bytes = await node.serialize()
  const data = await node.cid()
  body.blocks.set(data.$link, bytes)
  const unsigned = decode(body.blocks.get(body.commit.$link) ?? new Uint8Array())
  delete unsigned.sig
  await alice.sign(body, { ...unsigned, data })
  // A server that does not say what was there before is believed on that; only the size speaks against it.
  body.prevData = null
  expect(await verdict(body)).toEqual(['wrong_tree'])
})

test('forgeries do not make us ask the directory again and again', async () => {
  const protocol = verifying()
  const forger = await SignedAccount.create(ALICE)
  for (let n = 0; n < 20; n += 1) {
    const forged = await forger.commit({ [`app.bsky.feed.post/f${n}`]: other })
    expect(await verdict(forged, protocol)).toEqual(['bad_signature'])
  }
  expect(asked).toHaveLength(1)
})

test('a new key is learned when the account says that its identity changed', async () => {
  const protocol = verifying()
  await verdict(await alice.commit({ [POST]: postRecord() }), protocol)
  await alice.changeKey()
  await read(protocol, frame('#identity', { seq: 2, did: ALICE, time: TIME }))
  expect(await verdict(await alice.commit({ [OTHER_POST]: postRecord() }), protocol)).toEqual(['post'])
})

test('a new key is learned from a signature that does not fit, after a while', async () => {
  const protocol = verifying()
  await verdict(await alice.commit({ [POST]: postRecord() }), protocol)
  await alice.changeKey()
  timing.advance(60_000)
  expect(await verdict(await alice.commit({ [OTHER_POST]: postRecord() }), protocol)).toEqual(['post'])
})

test('without a key nothing can be believed', async () => {
  answers = {}
  expect(await verdict(await alice.commit({ [POST]: postRecord() }))).toEqual(['no_key'])
  answers = { [ALICE]: async () => Response.json({ id: BOB, verificationMethod: [] }) }
  expect(await verdict(await alice.commit({ [OTHER_POST]: postRecord() }))).toEqual(['no_key'])
})

test('a directory that cannot be reached stops the stream instead of losing commits', async () => {
  answers = { [ALICE]: async () => new Response('', { status: 503 }) }
  const reading = read(verifying(), await commitFrame(1, await alice.commit({ [POST]: postRecord() })))
  const step = setInterval(() => timing.advance(1_000), 1)
  const [stopped] = await reading
  clearInterval(step)
  expect(stopped).toMatchObject({ events: [], place: null, stop: { restart: 'cursor' } })
})

test('without verification records are read and still checked against their addresses', async () => {
  const protocol = firehoseProtocol({ wanted: WANTED, keys: null })
  const body = await alice.commit({ [POST]: postRecord({ text: 'As written.' }) })
  const [reading] = await read(protocol, await commitFrame(7, body))
  expect(reading?.events).toMatchObject([{ kind: 'post', post: { text: 'As written.', author: ALICE } }])
  expect(reading?.place).toMatchObject({ order: 7, cursor: expect.stringContaining('seq=7') })
  body.blocks.set(cidOf(body), encode(other))
  expect(await verdict(body, protocol)).toEqual(['wrong_hash'])
  expect(asked).toEqual([])
})

test('commits without anything for us are passed over, unpacked and unverified', async () => {
  const body = await alice.commit({ 'app.bsky.feed.like/1': { subject: {} } })
  body.blocks.clear()
  const [reading] = await read(verifying(), await commitFrame(1, body))
  expect(reading).toMatchObject({ events: [], place: { order: 1 } })
  expect(asked).toEqual([])
})

test('events about accounts are read', async () => {
  const about = { did: ALICE, time: TIME }
  const readings = await read(
    verifying(),
    frame('#account', { ...about, seq: 1, active: false, status: 'takendown' }),
    frame('#account', { ...about, seq: 2, active: true }),
    frame('#identity', { ...about, seq: 3, handle: 'Alice.Example' }),
    frame('#sync', { ...about, seq: 4, rev: 'x', blocks: toBytes(new Uint8Array()) }),
    frame('#newer', { ...about, seq: 5 }),
  )
  expect(readings.flatMap((reading) => reading.events)).toEqual([
    { kind: 'author_gone', author: ALICE },
    { kind: 'author_back', author: ALICE },
    { kind: 'author_changed', change: { author: ALICE, source: 'bluesky', handle: 'alice.example' } },
    { kind: 'skipped', reason: 'repo_reset' },
    { kind: 'other' },
  ])
  expect(readings.map((reading) => reading.place?.order)).toEqual([1, 2, 3, 4, 5])
})

test.each([
  ['text', 'not_cbor', 'hello'],
  ['half a frame', 'not_cbor', frame('#account', { seq: 1, did: ALICE }).subarray(0, 20)],
  ['nothing', 'not_cbor', Buffer.alloc(0)],
  ['a frame without a type', 'no_frame', Buffer.concat([encode({ op: 1 }), encode({})])],
  ['an account without a number', 'no_seq', frame('#account', { did: ALICE, active: true })],
  ['a negative number', 'no_seq', frame('#account', { seq: -1, did: ALICE, active: true })],
  ['an account that is none', 'bad_account', frame('#account', { seq: 1, did: 'alice', active: true })],
  ['a commit without blocks', 'no_commit', frame('#commit', { seq: 1, repo: ALICE, rev: 'x', ops: [] })],
])('%s is parked as %s', async (_, reason, bytes) => {
  const [reading] = await read(verifying(), bytes)
  expect(reading?.events).toEqual([{ kind: 'unreadable', reason }])
})

test('a CAR file that is cut, or none, is parked', async () => {
  const body = { ...(await alice.commit({ [POST]: postRecord() })), seq: 1 }
  for (const blocks of [new Uint8Array(), new Uint8Array([0xff, 0xff]), new Uint8Array(5_000).fill(0x9a)]) {
    const [reading] = await read(verifying(), frame('#commit', { ...body, blocks: toBytes(blocks) }))
    expect(reading?.events).toEqual([{ kind: 'unreadable', reason: 'broken_car' }])
  }
})

test('what a server says before it closes decides how to begin again', async () => {
  const stops = async (name: string) => (await read(verifying(), errorFrame(name)))[0]?.stop?.restart
  expect(await stops('FutureCursor')).toBe('now')
  expect(await stops('ConsumerTooSlow')).toBe('cursor')
  expect(await stops('constructor')).toBe('cursor')
  const [info] = await read(verifying(), frame('#info', { name: 'OutdatedCursor' }))
  expect(info).toMatchObject({ isOutdated: true, place: null, events: [] })
})

test('a cursor is of use only on the host that gave it out', () => {
  const protocol = verifying()
  const cursor = 'host=relay.example&seq=41&at=1795000000000'
  expect(protocol.connect(ENDPOINT, cursor, 0)).toEqual({
    url: `${ENDPOINT}/xrpc/com.atproto.sync.subscribeRepos?cursor=41`,
    missed: null,
  })
  for (const strange of [cursor.replace('relay', 'other'), '1795000000000000']) {
    const { url, missed } = protocol.connect(ENDPOINT, strange, 1_795_000_009_000)
    expect(url).not.toContain('cursor')
    expect(missed).toEqual({ from: 1_795_000_000_000, to: 1_795_000_009_000 })
  }
  expect(protocol.connect(ENDPOINT, 'yesterday', 9).missed).toBeNull()
})

function opOf(body: CommitBody): CommitBody['ops'][number] {
  const [op] = body.ops
  if (op === undefined) throw new Error('the commit is empty')
  return op
}

function cidOf(body: CommitBody): string {
  return opOf(body).cid?.$link ?? ''
}
