import { describe, expect, it } from 'vitest'
import { ByteInterner } from './byte-interner.ts'
import { Random } from './random.ts'

describe('ByteInterner', () => {
  it('gives the same string the same number, in the order of first appearance', () => {
    const interner = new ByteInterner()
    expect(['b', 'a', 'b', '', 'a'].map((text) => interner.internText(text))).toEqual([0, 1, 0, 2, 1])
    expect(interner.size).toBe(3)
    expect([0, 1, 2].map((id) => interner.text(id))).toEqual(['b', 'a', ''])
  })

  it('agrees with a Map over many strings, long and short', () => {
    const interner = new ByteInterner()
    const random = new Random('7')
    const known = new Map<string, number>()
    for (let round = 0; round < 20_000; round++) {
      const text = `${random.integer(0, 8_000)}é`.repeat(random.integer(1, 5))
      const expected = known.get(text) ?? known.size
      known.set(text, expected)
      expect(interner.internText(text)).toBe(expected)
    }
    for (const [text, id] of known) expect(interner.text(id)).toBe(text)
  })

  it('orders by bytes, which is not the order of UTF-16 units', () => {
    const interner = new ByteInterner()
    const [picture, fullWidth, plain] = ['😀', '\uff5e', 'z'].map((text) => interner.internText(text))
    expect(interner.compare(picture as number, fullWidth as number)).toBeGreaterThan(0)
    expect([...interner.ranks()]).toEqual([2, 1, 0])
    expect(interner.compare(plain as number, plain as number)).toBe(0)
  })
})
