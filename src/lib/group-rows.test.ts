import { expect, it } from 'vitest'
import { groupRows } from './group-rows.ts'

it('brings rows of one key together in their order, and leaves room for keys without rows', () => {
  const { starts, rows } = groupRows(Uint32Array.of(2, 0, 2, 0, 2), 4)
  expect([...starts]).toEqual([0, 2, 2, 5, 5])
  expect([...rows]).toEqual([1, 3, 0, 2, 4])
})
