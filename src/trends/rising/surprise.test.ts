import { expect, test } from 'vitest'
import { countSurprise } from './surprise.ts'

test('what is expected does not surprise', () => {
  expect(countSurprise(3, 3, 5)).toBe(0)
  expect(countSurprise(1, 3, 5)).toBe(0)
})

test('the bound is never below the chance of a count', () => {
  // Negative binomial with mean 2 and shape 1 is geometric: P(at least n) = (2/3)^n.
  for (const count of [4, 8, 16, 32])
    expect(Math.exp(-countSurprise(count, 2, 1))).toBeGreaterThanOrEqual((2 / 3) ** count)
})

test('an unsure mean surprises less', () => {
  expect(countSurprise(20, 2, 0.3)).toBeLessThan(countSurprise(20, 2, 12))
})
