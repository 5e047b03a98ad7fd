import { expect, test } from 'vitest'
import { BoundedCache } from './bounded-cache.ts'

function cacheOf(entriesMax: number, clock = { now: 0 }) {
  return new BoundedCache<string, number>({ entriesMax, ttlMs: 1_000, now: () => clock.now })
}

test('the entry that was not used for the longest time goes first', () => {
  const cache = cacheOf(2)
  cache.set('a', 1)
  cache.set('b', 2)
  cache.get('a')
  cache.set('c', 3)
  expect([cache.get('a'), cache.get('b'), cache.get('c')]).toEqual([1, undefined, 3])
})

test('an entry is forgotten when its time is up, however often it is used', () => {
  const clock = { now: 0 }
  const cache = cacheOf(2, clock)
  cache.set('a', 1)
  clock.now = 999
  expect(cache.get('a')).toBe(1)
  clock.now = 1_000
  expect(cache.get('a')).toBeUndefined()
  expect(cache.size).toBe(0)
})

test('a million entries take the room of ten', () => {
  const cache = cacheOf(10)
  for (let n = 0; n < 1_000_000; n += 1) cache.set(String(n), n)
  expect(cache.size).toBe(10)
})
