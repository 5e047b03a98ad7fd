import { describe, expect, it } from 'vitest'
import { tokenise } from '../words/tokens.ts'
import { findQuantities } from './quantities.ts'

const values = (text: string) => findQuantities(tokenise(text), text).map(({ value }) => value)

describe('findQuantities', () => {
  it.each([
    ['At least 12 injured, 3 dead', [12, 3]],
    ['3 000 manifestants, 2,500 per police, 3k say others', [3_000, 2_500, 3_000]],
    ['une vingtaine de blessés', [20]],
    ['a dozen hurt, half a dozen cars', [12, 6]],
    ['vingt et un morts, quatre-vingt-dix-sept évacués', [21, 97]],
    ['two hundred and five homes', [205]],
    ['34 pour cent des gens ont voté', [34]],
    ['mille deux cents personnes', [1_200]],
    ['a 1.2 million euro bill, 5,5 millions en tout', [1_200_000, 5_500_000]],
  ])('reads %j', (text, expected) => {
    expect(values(text)).toEqual(expected)
  })

  it('takes clock times, scores, roads and ordinals for no counts', () => {
    expect(values('At 14:30 and 14h30, score 3-1, the A7 and the 2nd exit')).toEqual([])
  })

  it('reads a range as one quantity with two ends', () => {
    const text = 'entre 20 et 30 blessés'
    expect(findQuantities(tokenise(text), text)).toMatchObject([{ value: 20, high: 30, bound: 'about' }])
  })

  it('keeps how the speaker bent the number', () => {
    const text = 'more than 40 hurt, about 10 missing, dozens displaced'
    expect(findQuantities(tokenise(text), text).map(({ bound, vague }) => [bound, vague])).toEqual([
      ['at_least', false],
      ['about', false],
      ['about', true],
    ])
  })
})
