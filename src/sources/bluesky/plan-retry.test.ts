import { expect, test } from 'vitest'
import { planRetry } from './plan-retry.ts'

const atMost = () => 0.999_999

test('a server that goes away is asked again once before the next one', () => {
  const end = { kind: 'closed', code: 1001 } as const
  expect(planRetry(end, 1, atMost)).toMatchObject({ delayMs: 1_000, moveOn: false })
  expect(planRetry(end, 2, atMost)).toMatchObject({ delayMs: 2_000, moveOn: true })
})

test.each([
  { kind: 'closed', code: 1008 } as const,
  { kind: 'refused', status: 403, retryAfterMs: null } as const,
  { kind: 'refused', status: 400, retryAfterMs: null } as const,
])('%o means that asking again soon is no use', (end) => {
  expect(planRetry(end, 1, atMost)).toMatchObject({ delayMs: 30_000, moveOn: true })
})

test.each([408, 429, 500, 503])('HTTP %i is ordinary trouble', (status) => {
  expect(planRetry({ kind: 'refused', status, retryAfterMs: null }, 1, atMost).delayMs).toBe(1_000)
})

test('a server cannot send us away for days', () => {
  const end = { kind: 'refused', status: 429, retryAfterMs: 86_400_000 } as const
  expect(planRetry(end, 1, atMost).delayMs).toBe(600_000)
})

test('many clients that fail together come back apart', () => {
  const end = { kind: 'failed', code: 'ENOTFOUND' } as const
  expect(planRetry(end, 4, () => 0).delayMs).toBe(4_000)
  expect(planRetry(end, 4, atMost).delayMs).toBe(8_000)
})
