import { expect, test } from 'vitest'
import { NO_HINTS, type PollHints } from './feed-document.ts'
import { type PollResult, planPoll } from './plan-poll.ts'

const NOW = Date.parse('2026-11-21T12:20:00Z')
const MINUTE_MS = 60_000
const bounds = { minMs: 5 * MINUTE_MS, maxMs: 60 * MINUTE_MS }

function minutes(result: PollResult, intervalMinutes: number | null, random = 0.5): number {
  const intervalMs = intervalMinutes === null ? null : intervalMinutes * MINUTE_MS
  return (planPoll(result, { intervalMs, bounds, now: NOW, random: () => random }).nextAt - NOW) / MINUTE_MS
}

const quiet = (hints: Partial<PollHints> = {}, cacheControl?: string): PollResult => ({
  kind: 'nothing_new',
  hints: { ...NO_HINTS, ...hints },
  cacheControl,
})
const news: PollResult = { kind: 'news', hints: NO_HINTS, cacheControl: undefined }

test('news halves the interval, none lengthens it, inside the bounds', () => {
  expect([minutes(news, 20), minutes(news, 6), minutes(quiet(), 20), minutes(quiet(), 59)]).toEqual([
    10, 5, 30, 60,
  ])
})

test('feeds do not fall into step', () => {
  expect([minutes(news, 20, 0), minutes(news, 20, 0.999)]).toEqual([9, expect.closeTo(11, 1)])
})

test('failures wait longer and longer, up to six hours, and as long as the server asks', () => {
  const failed = (failures: number, retryAfterMs: number | null = null): PollResult => ({
    kind: 'failed',
    failures,
    retryAfterMs,
  })
  expect(minutes(failed(1), 15, 0.999)).toBeLessThanOrEqual(5)
  expect(minutes(failed(1), 15, 0)).toBeGreaterThanOrEqual(2)
  expect(minutes(failed(30), 15, 0.999)).toBeCloseTo(360, 0)
  expect(minutes(failed(1, 600 * MINUTE_MS), 15)).toBe(600)
  expect(minutes(failed(1, Number.MAX_SAFE_INTEGER), 15)).toBe(7 * 24 * 60)
})

test('what a feed asks for is kept to even beyond the bounds, up to a day', () => {
  expect(minutes(quiet({ ttlMs: 120 * MINUTE_MS }), 20)).toBe(120)
  expect(minutes(quiet({}, 'private, max-age=7200'), 20)).toBe(120)
  expect(minutes(quiet({ ttlMs: 1e12 }), 20)).toBe(24 * 60)
  expect(minutes(quiet({}, 's-max-age=7200, x-max-age=9'), 20)).toBe(30)
})

test('hours and days of rest are skipped, but never all of them', () => {
  expect(minutes(quiet({ skipHours: [12, 13] }), 20)).toBe(100)
  // 21 November 2026 is a Saturday.
  expect(minutes(quiet({ skipDays: [6, 0] }), 20)).toBe((11 + 24) * 60 + 40 + 0)
  expect(minutes(quiet({ skipDays: [0, 1, 2, 3, 4, 5, 6] }), 20)).toBe(30)
})
