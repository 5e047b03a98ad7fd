import { describe, expect, it } from 'vitest'
import { Random } from './random.ts'

describe('Random', () => {
  it('gives the same stream for the same seed and another for another', () => {
    const first = new Random('a')
    const second = new Random('a')
    for (let n = 0; n < 20; n += 1) expect(first.uint32()).toBe(second.uint32())
    expect(new Random('a').uint32()).not.toBe(new Random('b').uint32())
  })

  it('forks streams that do not depend on how far the parent was read', () => {
    const parent = new Random('s')
    const before = parent.fork('x').uint32()
    parent.uint32()
    expect(parent.fork('x').uint32()).toBe(before)
  })

  it('is close to uniform', () => {
    const random = new Random('uniform')
    const counts = new Array<number>(10).fill(0)
    for (let n = 0; n < 100_000; n += 1) {
      const bin = random.integer(0, 9)
      counts[bin] = (counts[bin] ?? 0) + 1
    }
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(500)
  })

  it('shuffles without losing anything', () => {
    const items = [1, 2, 3, 4, 5, 6]
    expect(new Random('z').shuffled(items).sort()).toEqual(items)
  })

  it('respects weights, also a zero', () => {
    const random = new Random('w')
    for (let n = 0; n < 200; n += 1) {
      expect(
        random.weighted([
          ['never', 0],
          ['always', 1],
        ]),
      ).toBe('always')
    }
  })
})
