import { expect, it } from 'vitest'
import { quantile } from './quantile.ts'

it.each([
  [[1, 2, 3, 4], 0.5, 2.5],
  [[1, 2, 3, 4], 0.9, 3.7],
  [[1, 2, 3, 4], 0, 1],
  [[1, 2, 3, 4], 1, 4],
  [[5], 0.3, 5],
])('of %j at %d is %d, as R computes it', (sorted, share01, expected) => {
  expect(quantile(sorted, share01)).toBeCloseTo(expected, 12)
})
