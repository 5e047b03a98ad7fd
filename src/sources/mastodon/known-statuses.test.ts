import { expect, test } from 'vitest'
import { KnownStatuses } from './known-statuses.ts'

test('only the statuses heard last are remembered', () => {
  const known = new KnownStatuses(3)
  for (const n of [1, 2, 3]) known.remember(String(n), `mastodon:${n}`, 0)
  known.remember('1', 'mastodon:1', 0)
  known.remember('4', 'mastodon:4', 0)
  expect(['1', '2', '3', '4'].map((localId) => known.idOf(localId))).toEqual([
    ...['mastodon:1', null, 'mastodon:3', 'mastodon:4'],
  ])
})

test('a deletion is remembered like a status, also of one never heard', () => {
  const known = new KnownStatuses(3)
  known.remember('1', 'mastodon:1', 0)
  expect([known.markDeleted('1', 10), known.markDeleted('2', 20)]).toEqual(['mastodon:1', null])
  expect(['1', '2', '3'].map((localId) => known.isDeleted(localId))).toEqual([true, true, false])
  expect([known.deletedSince(10), known.deletedSince(11)]).toEqual([['mastodon:1'], []])
})

test('a version is stale when a newer one was heard, even if that came first', () => {
  const known = new KnownStatuses(3)
  known.remember('1', 'mastodon:1', 50)
  known.remember('1', 'mastodon:1', 40)
  expect([39, 49, 50, 51].map((editedAt) => known.isStale('1', editedAt))).toEqual([true, true, false, false])
  expect(known.isStale('2', 0)).toBe(false)
})
