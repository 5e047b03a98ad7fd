import { expect, test } from 'vitest'
import { averagePrecision, ndcg, precisionAt, recallAt } from './ranking-measures.ts'

const grades = new Map([
  ['a', 1],
  ['b', 0],
  ['c', 2],
])

test('precision counts empty places as misses', () => {
  expect(precisionAt(4, ['a', 'b', 'x', 'c', 'a'], grades)).toBe(0.5)
  expect(precisionAt(4, ['a'], grades)).toBe(0.25)
})

test('recall is the share of everything relevant', () => {
  expect(recallAt(2, ['a', 'x', 'c'], grades)).toBe(0.5)
  expect(recallAt(2, ['a'], new Map())).toBe(0)
})

test('average precision takes the precision at each relevant item', () => {
  expect(averagePrecision(['a', 'x', 'c'], grades)).toBeCloseTo((1 + 2 / 3) / 2)
})

test('ndcg is one for the best order and less for another', () => {
  expect(ndcg(10, ['c', 'a', 'b'], grades)).toBeCloseTo(1)
  expect(ndcg(10, ['a', 'c', 'b'], grades)).toBeLessThan(1)
  expect(ndcg(10, ['x'], grades)).toBe(0)
})
