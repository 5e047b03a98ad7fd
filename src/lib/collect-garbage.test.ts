import { expect, it } from 'vitest'
import { collectGarbage } from './collect-garbage.ts'

it('gives back what nobody holds any more, and can be done again', () => {
  const before = process.memoryUsage().heapUsed
  const held: { garbage: number[][] | null } = {
    garbage: Array.from({ length: 500 }, () => new Array(10_000).fill(0.5)),
  }
  expect(process.memoryUsage().heapUsed).toBeGreaterThan(before + 30e6)
  held.garbage = null
  collectGarbage()
  collectGarbage()
  expect(process.memoryUsage().heapUsed).toBeLessThan(before + 20e6)
})
