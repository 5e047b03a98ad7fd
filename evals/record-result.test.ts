import { expect, it } from 'vitest'
import { meetsBar } from './record-result.ts'

it('meets a bar at its limit and misses it beyond', () => {
  expect(meetsBar({ name: 'time', value: 1.3, unit: 'ratio', atMost: 1.3 })).toBe(true)
  expect(meetsBar({ name: 'time', value: 1.31, unit: 'ratio', atMost: 1.3 })).toBe(false)
  expect(meetsBar({ name: 'P@30', value: 0.37, unit: 'P@30', atLeast: 0.38 })).toBe(false)
})

it('does not count a number that was not measured as met', () => {
  expect(meetsBar({ name: 'time', value: Number.NaN, unit: 'ratio', atMost: 1.3 })).toBe(false)
})
