import { describe, expect, it } from 'vitest'
import { countWords } from './count-words.ts'
import { gapWords } from './gap-words.ts'

describe('countWords', () => {
  it('counts as one writes in each language', () => {
    expect([1, 17, 20, 21, 42, 99].map((count) => countWords(count, 'en'))).toEqual([
      'one',
      'seventeen',
      'twenty',
      'twenty-one',
      'forty-two',
      'ninety-nine',
    ])
    expect([1, 9, 16, 17, 71].map((count) => countWords(count, 'fr'))).toEqual([
      'un',
      'neuf',
      'seize',
      '17',
      '71',
    ])
  })

  it('writes no figure in English, however many there are', () => {
    for (let count = 0; count <= 1_000; count += 1) {
      expect(countWords(count, 'en')).not.toMatch(/\d|undefined/)
      expect(countWords(count, 'fr')).not.toMatch(/undefined/)
    }
  })
})

describe('gapWords', () => {
  it('says how much later without a figure', () => {
    const hour = 3_600_000
    expect(gapWords(10 * 60_000, 'en')).toBe('soon after')
    expect(gapWords(3.2 * hour, 'fr')).toBe('des heures plus tard')
    expect(gapWords(26 * hour, 'en')).toBe('a day later')
    expect(gapWords(72 * hour, 'fr')).toBe('des jours plus tard')
  })
})
