import { expect, test } from 'vitest'
import { inverseFrequency, weighWords } from './term-weights.ts'

const statistics = {
  posts: 1_000,
  frequencies: new Map([
    ['rare', 2],
    ['common', 600],
    ['strike', 10],
    ['strikes', 5],
    ['strik', 0],
  ]),
}

test('the weights of a query add up to one, and rare words weigh more', () => {
  const [rare, common] = weighWords([['rare'], ['common']], statistics)
  expect((rare?.weight ?? 0) + (common?.weight ?? 0)).toBeCloseTo(1)
  expect(rare?.weight).toBeGreaterThan(common?.weight ?? 1)
})

test('words and forms that no post has are left out', () => {
  expect(weighWords([['absent'], ['strike', 'strikes', 'strik']], statistics)).toEqual([
    { terms: ['strike', 'strikes'], weight: 1 },
  ])
  expect(weighWords([['absent']], statistics)).toEqual([])
})

test('a form that was not asked for stays: it may be rare', () => {
  expect(weighWords([['strike', 'strikers']], statistics)).toEqual([
    { terms: ['strike', 'strikers'], weight: 1 },
  ])
})

test('a word that stands in more posts than there are is still worth something', () => {
  expect(inverseFrequency(10, 5)).toBeGreaterThan(0)
  expect(inverseFrequency(0, 0)).toBeGreaterThan(0)
})
