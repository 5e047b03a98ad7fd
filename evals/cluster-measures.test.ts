import { expect, test } from 'vitest'
import { scoreClusters } from './cluster-measures.ts'

test('groups that are the labels score one everywhere', () => {
  const score = scoreClusters([
    ['1', 'a'],
    ['1', 'a'],
    ['2', 'b'],
  ])
  expect(score).toMatchObject({ bcubedF1: 1, nmi: 1, homogeneity: 1, groups: 2, labels: 2 })
})

test('one group for everything is complete and tells nothing', () => {
  const score = scoreClusters([
    ['1', 'a'],
    ['1', 'a'],
    ['1', 'b'],
    ['1', 'b'],
  ])
  expect(score).toMatchObject({ bcubedPrecision: 0.5, bcubedRecall: 1, nmi: 0, homogeneity: 0 })
})

test('a group for each item mixes nothing and gathers nothing', () => {
  const score = scoreClusters([
    ['1', 'a'],
    ['2', 'a'],
    ['3', 'b'],
    ['4', 'b'],
  ])
  expect(score).toMatchObject({ bcubedPrecision: 1, bcubedRecall: 0.5, homogeneity: 1 })
  expect(score.nmi).toBeCloseTo(2 / 3)
})
