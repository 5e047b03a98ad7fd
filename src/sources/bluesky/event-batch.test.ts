import { expect, test } from 'vitest'
import {
  ALICE,
  accountStatus,
  BOB,
  created,
  deleted,
  identity,
  idOf,
  type Message,
  postRecord,
  updated,
} from '../../../test/support/jetstream-messages.ts'
import type { SourceBatch } from '../source.ts'
import { BoundedCache } from './bounded-cache.ts'
import { EventBatch } from './event-batch.ts'
import { jetstreamProtocol } from './jetstream-protocol.ts'

const NOW = Date.parse('2026-11-21T12:00:01Z')

const protocol = jetstreamProtocol({
  wanted: { likes: true, reposts: true, profiles: true },
  messageBytesMax: 1_000_000,
  dictionary: null,
})

function cache<Value>(): BoundedCache<string, Value> {
  return new BoundedCache<string, Value>({ entriesMax: 100, ttlMs: 3_600_000, now: () => NOW })
}

async function fold(
  ...messages: readonly (Message | string | Uint8Array)[]
): Promise<SourceBatch & { refused: number }> {
  const batch = new EventBatch({
    handles: cache(),
    reactions: cache(),
    counted: new Set(['likes', 'reposts', 'replies']),
  })
  const raw = messages.map((message) =>
    typeof message === 'string' || message instanceof Uint8Array ? message : JSON.stringify(message),
  )
  const context = { endpoint: 'ws://localhost', now: NOW, signal: AbortSignal.timeout(10_000) }
  let refused = 0
  for (const { message, events, place } of await protocol.read(raw, context)) {
    for (const event of events) {
      if (!batch.add(event, { message, isRepeat: false, now: NOW })) refused += 1
    }
    if (place !== null) batch.pass(place)
  }
  return { ...batch.build(), refused }
}

test('the cursor is the time of the last message, also when that message is not for us', async () => {
  const batch = await fold(
    created({ timeUs: 1_795_000_000_000_001 }),
    identity({ timeUs: 1_795_000_000_000_002 }),
  )
  expect(batch.cursor).toBe('1795000000000002')
  expect(batch.lastEventAt).toBe(1_795_000_000_000)
  expect(batch.posts).toHaveLength(1)
})

test('a server whose clock is far ahead does not move the cursor into the future', async () => {
  const batch = await fold(created({ timeUs: (NOW + 86_400_000) * 1_000 }))
  expect(Number(batch.cursor)).toBeLessThanOrEqual((NOW + 60_000) * 1_000)
})

test('a post that is deleted in the same batch is never stored', async () => {
  const batch = await fold(created(), deleted())
  expect(batch).toMatchObject({
    posts: [],
    deletions: [{ kind: 'post', postId: idOf() }],
    dropped: { deleted: 1 },
  })
})

test('a post written again after its deletion asks for a new batch', async () => {
  expect((await fold(deleted(), created())).refused).toBe(1)
  expect((await fold(accountStatus({ active: false, status: 'deactivated' }), created())).refused).toBe(1)
})

test('a repeated post counts as a duplicate', async () => {
  expect(await fold(created(), created())).toMatchObject({
    posts: [{ id: idOf() }],
    dropped: { duplicate: 1 },
  })
})

test('an edit replaces the post of its batch, or is handed on as an edit', async () => {
  const edit = updated({ record: postRecord({ text: 'Reopened.' }) })
  expect(await fold(created(), edit)).toMatchObject({ posts: [{ text: 'Reopened.' }], edits: [] })
  expect(await fold(edit)).toMatchObject({ posts: [], edits: [{ id: idOf(), text: 'Reopened.' }] })
})

test.each(['deleted', 'deactivated', 'takendown', 'suspended'])(
  'a %s account leaves with all its posts',
  async (status) => {
    const batch = await fold(created(), created({ did: BOB }), accountStatus({ active: false, status }))
    expect(batch.posts.map((post) => post.author)).toEqual([BOB])
    expect(batch.deletions).toEqual([{ kind: 'author', author: ALICE, source: 'bluesky' }])
  },
)

test.each([
  { active: true },
  { active: false, status: 'throttled' },
  { active: false, status: 'desynchronized' },
  { active: false },
])('the account status %o deletes nothing', async (status) => {
  expect((await fold(accountStatus(status))).deletions).toEqual([])
})

test('what cannot be read is counted by reason, with a bounded sample', async () => {
  const junk = [
    '{"did":',
    '[]',
    'null',
    '"text"',
    Uint8Array.from([0xff, 0x00]),
    '['.repeat(100_000),
    'x'.repeat(5_000),
    JSON.stringify({ ...created(), time_us: 'now' }),
    JSON.stringify({ ...created(), time_us: -1 }),
    JSON.stringify({ ...created(), did: 'alice' }),
    JSON.stringify({ ...created(), commit: null }),
    JSON.stringify(created({ record: null })),
    JSON.stringify(deleted({ rkey: 'a b' })),
    JSON.stringify({
      ...created(),
      commit: { collection: 'app.bsky.feed.post', operation: 'move', rkey: 'a' },
    }),
    JSON.stringify({ ...accountStatus({ active: true }), account: {} }),
  ]
  const batch = await fold(...junk, created())
  expect(batch.parked).toEqual({
    not_json: 7,
    no_time: 2,
    bad_account: 1,
    no_commit: 1,
    no_record: 1,
    bad_id: 1,
    unknown_operation: 1,
    no_account: 1,
  })
  expect(batch.parkedSamples).toHaveLength(3)
  expect(batch.parkedSamples[0]).toEqual({ reason: 'not_json', raw: '{"did":', at: NOW })
  expect(Math.max(...batch.parkedSamples.map((sample) => sample.raw.length))).toBeLessThanOrEqual(1_000)
  expect(batch.posts).toHaveLength(1)
})

test('kinds of events that are newer than this code pass by', async () => {
  const batch = await fold(
    JSON.stringify({ did: ALICE, time_us: 1_795_000_000_000_001, kind: 'sync', sync: {} }),
  )
  expect(batch).toMatchObject({ posts: [], parked: {}, cursor: '1795000000000001' })
})
