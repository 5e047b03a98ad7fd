import { describe, expect, it } from 'vitest'
import { Random } from '../../lib/random.ts'
import { readWords } from './read-words.ts'

describe('the words of a text', () => {
  it.each([
    ['3,000 people', 'number:3000'],
    ['3 000 personnes', 'number:3000'],
    ['three thousand people', 'number:3000'],
    ['2.5 million people', 'number:2500000'],
    ['deux cents personnes', 'number:200'],
    ['twenty-one people', 'number:21'],
    ['le 3e jour', 'number:3'],
    ['the third day', 'number:3'],
  ])('hold the number of "%s" by its value', (text, stem) => {
    expect(readWords(text).words.map((word) => word.stem)).toContain(stem)
  })

  it('know what a number counts', () => {
    const units = ['$5', '5 dollars', '5 %', '5 percent', '5 pour cent', '5 €', '5 cats'].map(
      (text) => readWords(text).words.find(({ kind }) => kind === 'number')?.unit,
    )
    expect(units).toEqual(['dollar', 'dollar', 'percent', 'percent', 'percent', 'euro', null])
  })

  it('take a month for the same in English and French, and may for a verb', () => {
    const stem = (text: string) => readWords(text).words.at(-1)?.stem
    expect(stem('on 5 June')).toBe(stem('le 5 juin'))
    expect(stem('in May')).toBe('month:5')
    expect(stem('it may')).toBe('may')
  })

  it('tell names from the first word of a sentence', () => {
    const kinds = readWords('Rivers rose near Lyon. Nobody left.').words.map(({ kind }) => kind)
    expect(kinds).toEqual(['content', 'content', 'function', 'name', 'content', 'content'])
  })

  it('stand where they say, whatever the text holds', () => {
    const random = new Random('words')
    const pieces = [
      '\ud83d',
      '\udc00',
      '👩‍🚒',
      'é',
      'e\u0301',
      'ﬃ',
      'İ',
      '1 000',
      '½',
      '. ',
      '\n',
      'St. ',
      '“',
      'ça',
      '東京',
      '\u202e',
      '12%',
      "n't",
    ]
    for (let round = 0; round < 60; round++) {
      const text = Array.from({ length: 20 }, () => random.pick(pieces)).join('')
      let from = 0
      for (const { start, end, norm } of readWords(text).words) {
        expect(start).toBeGreaterThanOrEqual(from)
        expect(end).toBeGreaterThan(start)
        expect(end).toBeLessThanOrEqual(text.length)
        expect(text.slice(start, end).trim()).toBe(text.slice(start, end))
        expect(norm).not.toBe('')
        from = end
      }
    }
  })
})
