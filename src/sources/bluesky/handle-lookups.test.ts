import { expect, test } from 'vitest'
import { FakeTiming } from '../../../test/support/fake-timing.ts'
import { until } from '../../../test/support/until.ts'
import { AppError } from '../../domain/errors.ts'
import { BoundedCache } from './bounded-cache.ts'
import { HandleLookups } from './handle-lookups.ts'

const stop = () => new AbortController()

function lookupsWith(answer: (actors: readonly string[]) => unknown) {
  const timing = new FakeTiming()
  const handles = new BoundedCache<string, string | null>({
    entriesMax: 100,
    ttlMs: 3_600_000,
    now: timing.now,
  })
  const asked: (readonly string[])[] = []
  const query = async (_method: string, parameters: Readonly<Record<string, unknown>>) => {
    const actors = parameters['actors'] as readonly string[]
    asked.push(actors)
    return answer(actors) as Record<string, unknown>
  }
  return { lookups: new HandleLookups({ appView: { query }, handles, timing }), handles, asked, timing }
}

const profiles = (actors: readonly string[]) => ({
  profiles: actors.map((did) => ({ did, handle: `${did.slice(-1)}.example`, displayName: `Name ${did}` })),
})

test('authors are asked for 25 at a time, and what is learned is reported once', async () => {
  const { lookups, handles, asked, timing } = lookupsWith(profiles)
  for (let n = 0; n < 60; n += 1) lookups.want(`did:plc:${n}`)
  const over = stop()
  const running = lookups.run(over.signal)
  await until(() => {
    timing.advance(2_000)
    return asked.length === 3
  })
  over.abort()
  await running
  expect(asked.map((actors) => actors.length)).toEqual([25, 25, 10])
  expect(handles.get('did:plc:7')).toBe('7.example')
  const changes = lookups.takeChanges()
  expect(changes).toHaveLength(60)
  expect(changes[7]).toEqual({
    author: 'did:plc:7',
    source: 'bluesky',
    handle: '7.example',
    displayName: 'Name did:plc:7',
  })
  expect(lookups.takeChanges()).toEqual([])
})

test('an answer about somebody who was not asked for, or without a valid handle, teaches nothing', async () => {
  const { lookups, handles, asked, timing } = lookupsWith(() => ({
    profiles: [
      { did: 'did:plc:other', handle: 'other.example' },
      { did: 'did:plc:a', handle: 'not a handle' },
      null,
    ],
  }))
  lookups.want('did:plc:a')
  const over = stop()
  const running = lookups.run(over.signal)
  await until(() => {
    timing.advance(2_000)
    return asked.length === 1
  })
  over.abort()
  await running
  expect(lookups.takeChanges()).toEqual([])
  expect(handles.get('did:plc:other')).toBeUndefined()
  // Asked for and without an answer: not again for a while.
  expect(handles.get('did:plc:a')).toBeNull()
})

test('a handle that the network calls invalid is none', async () => {
  const { lookups, handles, timing } = lookupsWith(([did]) => ({
    profiles: [{ did, handle: 'handle.invalid' }],
  }))
  lookups.want('did:plc:a')
  const over = stop()
  const running = lookups.run(over.signal)
  await until(() => {
    timing.advance(2_000)
    return handles.get('did:plc:a') === null
  })
  over.abort()
  await running
})

test('a server that does not answer is left in peace for a minute, and its authors are asked for again', async () => {
  const { lookups, handles, asked, timing } = lookupsWith(() => {
    throw new AppError('upstream_failed', 'no answer')
  })
  lookups.want('did:plc:a')
  const over = stop()
  const running = lookups.run(over.signal)
  await until(() => {
    if (asked.length === 0) timing.advance(2_000)
    return asked.length === 1
  })
  lookups.want('did:plc:b')
  timing.advance(50_000)
  await new Promise(setImmediate)
  expect(asked).toHaveLength(1)
  expect(handles.get('did:plc:a')).toBeUndefined()
  await until(() => {
    timing.advance(10_000)
    return asked.length === 2
  })
  over.abort()
  await running
})

test('a crowd of unknown authors is bounded', async () => {
  const { lookups, asked, timing } = lookupsWith(profiles)
  for (let n = 0; n < 100_000; n += 1) lookups.want(`did:plc:${n}`)
  const over = stop()
  const running = lookups.run(over.signal)
  await until(() => {
    timing.advance(2_000)
    return asked.length === 200
  })
  for (let turn = 0; turn < 50; turn += 1) {
    timing.advance(2_000)
    await new Promise(setImmediate)
  }
  expect(asked).toHaveLength(200)
  expect(lookups.takeChanges()).toHaveLength(5_000)
  over.abort()
  await running
})
