import { expect, test } from 'vitest'
import type { LineEnd } from './line-end.ts'
import { planRetry } from './plan-retry.ts'

const atMost = () => 0.999_999_999

function plan(
  end: Exclude<LineEnd, { kind: 'left' | 'renewed' }>,
  of: { failures?: number; random?: () => number; hasToken?: boolean } = {},
) {
  const { failures = 1, random = atMost, hasToken = false } = of
  return planRetry(end, { host: 'home.example', isList: false, hasToken, failures, random })
}

test.each([1000, 1001, 1006, 1012, 1013])('a line closed with %i comes back within a second', (code) => {
  expect(plan({ kind: 'closed', code })).toEqual({
    delayMs: 1_000,
    error: `home.example closed the connection (${code}).`,
  })
})

test.each([
  { kind: 'closed', code: 1008 } as const,
  { kind: 'closed', code: 4_000 } as const,
  { kind: 'refused', status: 401, retryAfterMs: null } as const,
  { kind: 'refused', status: 404, retryAfterMs: null } as const,
])('%o means that asking again soon is no use', (end) => {
  expect(plan(end).delayMs).toBe(60_000)
  expect(plan(end, { failures: 20 }).delayMs).toBe(1_800_000)
})

test.each([408, 425, 429, 500, 502, 503])(
  'HTTP %i is ordinary trouble, and waits as long as it says',
  (status) => {
    expect(plan({ kind: 'refused', status, retryAfterMs: null }).delayMs).toBe(1_000)
    expect(plan({ kind: 'refused', status, retryAfterMs: 90_000 }).delayMs).toBe(90_000)
  },
)

test('many clients that fail together come back apart', () => {
  const end = { kind: 'failed', code: 'ENOTFOUND' } as const
  expect(plan(end, { failures: 4, random: () => 0 }).delayMs).toBe(4_000)
  expect(plan(end, { failures: 4 }).delayMs).toBe(8_000)
})

test('what a person is told to do depends on whether there is a token', () => {
  const end = { kind: 'refused', status: 422, retryAfterMs: null } as const
  expect(plan(end).error).toMatch(/only to its members/)
  expect(plan(end, { hasToken: true }).error).toMatch(/does not accept the access token/)
})
