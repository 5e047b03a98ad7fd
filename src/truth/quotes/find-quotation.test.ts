import { describe, expect, it } from 'vitest'
import { Random } from '../../lib/random.ts'
import { findQuotation } from './find-quotation.ts'

const SPEECH = {
  id: 'speech',
  createdAt: 200,
  text: 'Good evening. We don’t build walls, we build bridges between people who disagree! Thank you.',
}
const RECIPE = {
  id: 'recipe',
  createdAt: 100,
  text: 'Peel the apples, then cook them slowly with a little butter.',
}

describe('the source of a quotation', () => {
  it.each([
    'We don’t build walls, we build bridges between people who disagree!',
    "WE DON'T BUILD WALLS: WE BUILD BRIDGES BETWEEN PEOPLE WHO DISAGREE",
    "we do n't build walls , we build bridges",
    'build bridges between people who dis',
  ])('is found however it is punctuated, cut or capitalised: %s', (quotation) => {
    const found = findQuotation(quotation, [RECIPE, SPEECH])
    expect(found).toMatchObject({ kind: 'found', places: [{ id: 'speech', isVerbatim: true, match01: 1 }] })
  })

  it('is cut out of the text exactly', () => {
    const found = findQuotation('we build bridges between people', [SPEECH])
    const [place] = found.kind === 'found' ? found.places : []
    expect(SPEECH.text.slice(place?.start, place?.end)).toBe('we build bridges between people')
  })

  it('is the earliest of several that hold the same words; those without a time come last', () => {
    const copies = [
      { ...SPEECH, id: 'unknown', createdAt: null },
      { ...SPEECH, id: 'late', createdAt: 300 },
      SPEECH,
    ]
    const found = findQuotation('we build bridges between people who disagree', copies)
    expect(found.kind === 'found' && found.places.map(({ id }) => id)).toEqual(['speech', 'late', 'unknown'])
  })

  it('is found where a word is missing or changed, and said not to be verbatim', () => {
    const found = findQuotation('We never build walls, we build bridges between all people who disagree', [
      RECIPE,
      SPEECH,
    ])
    expect(found).toMatchObject({ kind: 'found', places: [{ id: 'speech', isVerbatim: false }] })
  })

  it('is not named where two different texts come equally close', () => {
    const close = {
      ...SPEECH,
      id: 'close',
      text: 'We must build walls, we build bridges between people who argue.',
    }
    const other = {
      ...SPEECH,
      id: 'other',
      text: 'We will build walls, we build bridges between people who argue too.',
    }
    expect(
      findQuotation('They build walls, we build bridges between people who argue', [close, other]).kind,
    ).toBe('ambiguous')
  })

  it('is not made up', () => {
    expect(findQuotation('The harbour will be closed for three months', [RECIPE, SPEECH]).kind).toBe(
      'not_found',
    )
    expect(findQuotation('good evening', [SPEECH]).kind).toBe('too_short')
    expect(findQuotation('', [SPEECH]).kind).toBe('too_short')
  })

  it('lies inside its text, whatever that holds', () => {
    const random = new Random('quotes')
    const pieces = [
      'We ',
      'build',
      ' bridges',
      'ﬃ',
      'İ',
      'é',
      'e\u0301',
      '\ud83d',
      '\udc00',
      '👩‍🚒',
      '1 000 ',
      '½',
      ' between ',
      '.',
      '\n',
    ]
    const text = () => Array.from({ length: 60 }, () => random.pick(pieces)).join('')
    for (let round = 0; round < 60; round++) {
      const source = text()
      const from = random.integer(0, source.length - 30)
      const quotation = source.slice(from, from + 30)
      const found = findQuotation(quotation, [{ id: 'a', text: source, createdAt: null }])
      for (const { start, end } of 'places' in found ? found.places : []) {
        expect(start).toBeLessThan(end)
        expect(end).toBeLessThanOrEqual(source.length)
      }
    }
  })

  it('bears texts of a megabyte', () => {
    const long = {
      id: 'long',
      createdAt: 1,
      text: `${'houses and gardens '.repeat(50_000)}${SPEECH.text}`,
    }
    expect(findQuotation('between people who disagree', [long]).kind).not.toBe('too_short')
  })
})
