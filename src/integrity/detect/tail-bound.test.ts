import { describe, expect, it } from 'vitest'
import { logTailBound } from './tail-bound.ts'

describe('the bound for coincidences by chance', () => {
  it('is never below the chance itself', () => {
    const probability = 0.1
    const surprise = 3 * -Math.log(probability)
    const exact = atLeast(3, 10, probability)
    const bound = Math.exp(logTailBound(surprise, new Array(10).fill(probability)))
    expect(bound).toBeGreaterThanOrEqual(exact)
    expect(bound).toBeLessThan(exact * 10)
  })

  it('falls with every coincidence more, and with rarer ones', () => {
    const bound = (count: number, probability: number) =>
      logTailBound(count * -Math.log(probability), new Array(20).fill(probability))
    expect(bound(4, 0.01)).toBeLessThan(bound(3, 0.01))
    expect(bound(3, 0.001)).toBeLessThan(bound(3, 0.01))
  })

  it('says nothing of what is no surprise', () => {
    expect(logTailBound(0, [0.5, 0.5])).toBe(0)
    expect(logTailBound(0.1, new Array(100).fill(0.5))).toBe(0)
  })
})

function atLeast(successes: number, trials: number, probability: number): number {
  let chance = 0
  for (let count = successes; count <= trials; count++)
    chance += choose(trials, count) * probability ** count * (1 - probability) ** (trials - count)
  return chance
}

function choose(all: number, some: number): number {
  let ways = 1
  for (let at = 1; at <= some; at++) ways = (ways * (all - some + at)) / at
  return ways
}
