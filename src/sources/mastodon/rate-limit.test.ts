import { expect, test } from 'vitest'
import { restAfter } from './rate-limit.ts'

const NOW = Date.parse('2026-11-21T12:00:00Z')
const rest = (status: number, headers: Record<string, string>) => restAfter(new Headers(headers), status, NOW)

test('an ordinary answer asks for no rest', () => {
  expect(rest(200, {})).toBeNull()
  expect(
    rest(200, { 'x-ratelimit-remaining': '299', 'x-ratelimit-reset': '2026-11-21T12:05:00.000000Z' }),
  ).toBeNull()
  expect(rest(503, {})).toBeNull()
})

test('when almost no requests are left, rest until the limit is renewed', () => {
  const reset = { 'x-ratelimit-remaining': '2', 'x-ratelimit-reset': '2026-11-21T12:05:00.000000Z' }
  expect(rest(200, reset)).toBe(300_000)
  expect(rest(200, { ...reset, 'x-ratelimit-reset': String(NOW / 1_000 + 60) })).toBe(60_000)
})

test('the clock of the server counts, not ours', () => {
  const headers = {
    'x-ratelimit-reset': '2026-11-21T13:05:00.000000Z',
    date: 'Sat, 21 Nov 2026 13:00:00 GMT',
  }
  expect(rest(429, headers)).toBe(300_000)
})

test('Retry-After comes first, as seconds or as a date', () => {
  expect(rest(429, { 'retry-after': '7', 'x-ratelimit-reset': '2026-11-21T12:05:00Z' })).toBe(7_000)
  expect(rest(503, { 'retry-after': 'Sat, 21 Nov 2026 12:01:00 GMT' })).toBe(60_000)
})

test('a server cannot send us away for long, nor for nonsense', () => {
  expect(rest(429, { 'retry-after': '9999999' })).toBe(900_000)
  expect(rest(429, { 'retry-after': 'soon', 'x-ratelimit-reset': 'later' })).toBeNull()
  expect(rest(429, { 'x-ratelimit-reset': '2020-01-01T00:00:00Z' })).toBe(0)
})
