import { describe, expect, it } from 'vitest'
import { adjustedLogs, discoveries } from './false-discovery.ts'

const logs = (...values: number[]) => values.map(Math.log)

describe('the false discovery rate', () => {
  it('accepts the longest run of small p-values that stays below the rising line', () => {
    expect(discoveries(logs(0.001, 0.008, 0.039, 0.041, 0.5), 5, 0.05)).toBe(2)
    expect(discoveries(logs(0.01, 0.011, 0.012), 3, 0.05)).toBe(3)
    expect(discoveries([], 10, 0.05)).toBe(0)
  })

  it('counts tests that are not listed', () => {
    expect(discoveries(logs(0.001), 10, 0.05)).toBe(1)
    expect(discoveries(logs(0.001), 1_000, 0.05)).toBe(0)
  })

  it('adjusts each p-value to the least rate at which it is a discovery, never above 1', () => {
    const adjusted = adjustedLogs(logs(0.01, 0.04, 0.03, 0.9), 4).map(Math.exp)
    expect(adjusted.map((value) => Number(value.toFixed(6)))).toEqual([0.04, 0.04, 0.04, 0.9])
    expect(adjustedLogs(logs(0.9), 10)).toEqual([0])
  })
})
