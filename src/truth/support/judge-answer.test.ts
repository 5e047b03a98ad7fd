import { describe, expect, it } from 'vitest'
import { Random } from '../../lib/random.ts'
import { judgeAnswer } from './judge-answer.ts'
import { unsupportedAnswer } from './unsupported-answer.ts'

const SOURCE = {
  id: 'report',
  text:
    'The Orlen bridge was closed on Tuesday after 12 people were injured. Mayor Ada Brenner said repairs would take ' +
    'three months. The ferry between the two banks runs every hour.',
}
const OTHER = { id: 'recipe', text: 'Peel the apples and cook them slowly with a little butter.' }

describe('an answer held against its sources', () => {
  it('stands where a source says the same, and names that source', () => {
    const answer = 'The Orlen bridge was closed on Tuesday. Repairs would take three months.'
    const { score01, sentences, unsupported } = judgeAnswer(answer, [OTHER, SOURCE])
    expect(unsupported).toEqual([])
    expect(score01).toBeGreaterThan(0.5)
    for (const { support01, sourceIds } of sentences) {
      expect(support01).toBeGreaterThan(0.5)
      expect(sourceIds[0]).toBe('report')
    }
  })

  it('reads numbers in words and digits alike', () => {
    const score = (answer: string) => judgeAnswer(answer, [SOURCE]).score01
    expect(score('Twelve people were injured.')).toBeCloseTo(score('12 people were injured.'), 1)
    expect(score('12 people were injured.')).toBeGreaterThan(score('20 people were injured.'))
  })

  it('strikes what no source says, and nothing of what they say', () => {
    const answer = 'Mayor Ada Brenner resigned over corruption charges in Lisbon yesterday.'
    const { unsupported, score01 } = judgeAnswer(answer, [SOURCE])
    const struck = unsupported.map(({ start, end }) => answer.slice(start, end)).join(' | ')
    expect(struck).toContain('corruption')
    expect(struck).toContain('Lisbon')
    expect(score01).toBeLessThan(0.5)
  })

  it('strikes a sentence that its source denies', () => {
    const denial = { id: 'denial', text: 'The Orlen bridge was not closed on Tuesday.' }
    const { unsupported, sentences } = judgeAnswer('The Orlen bridge was closed on Tuesday.', [denial])
    expect(unsupported).toHaveLength(1)
    expect(sentences[0]?.support01).toBeLessThan(0.5)
  })

  it('works in French, and finds names and numbers across the two languages', () => {
    const french = {
      id: 'fr',
      text: 'Le pont d’Orlen a été fermé mardi après que 12 personnes ont été blessées.',
    }
    expect(judgeAnswer('Le pont d’Orlen est fermé depuis mardi.', [french]).score01).toBeGreaterThan(0.5)
    const english = judgeAnswer('12 people were hurt at Orlen.', [OTHER, french])
    expect(english.sentences[0]?.sourceIds).toEqual(['fr'])
  })

  it.each(['', '   ', '\ud800', '…'])('gives no support to a text that says nothing: %j', (text) => {
    expect(judgeAnswer(text, [SOURCE]).score01).toBe(0)
    expect(judgeAnswer('Something happened.', [{ id: 'empty', text }]).score01).toBe(0)
  })

  it('says below .5 exactly of the sentences it strikes, and cuts real spans, whatever the text holds', () => {
    const random = new Random('answers')
    const pieces = [
      ...SOURCE.text.split(' '),
      'Paris',
      '99',
      '. ',
      '.\n',
      '\ud83d',
      '\udc00',
      '👩‍🚒',
      'İ',
      '“',
      'not',
    ]
    const text = () => Array.from({ length: 30 }, () => random.pick(pieces)).join(random.pick([' ', '']))
    for (let round = 0; round < 40; round++) {
      const answer = text()
      for (const { sentences, unsupported } of [
        judgeAnswer(answer, [SOURCE, { id: 'x', text: text() }]),
        unsupportedAnswer(answer),
      ]) {
        for (const { start, end, support01 } of sentences) {
          expect(answer.slice(start, end).trim()).toHaveLength(end - start)
          const struck = unsupported.filter((span) => span.start >= start && span.end <= end)
          if (support01 >= 0.5) expect(struck).toEqual([])
        }
        for (const { start, end } of unsupported) {
          expect(start).toBeLessThan(end)
          expect(sentences.some((sentence) => sentence.start <= start && end <= sentence.end)).toBe(true)
        }
      }
    }
  })

  it('bears a megabyte without a full stop, and one of nothing but full stops', () => {
    const long = 'bridge closed 12 '.repeat(60_000)
    expect(judgeAnswer(long.slice(0, 100_000), [SOURCE]).sentences.length).toBeGreaterThan(100)
    expect(judgeAnswer('The bridge is closed.', [{ id: 'long', text: long }]).sentences).toHaveLength(1)
    expect(judgeAnswer('. '.repeat(500_000), [SOURCE]).score01).toBe(0)
  })
})

describe('an answer with nothing to hold it against', () => {
  it('is not supported in any sentence', () => {
    const { score01, sentences } = unsupportedAnswer('It was built in 1912. It is 40 metres high.')
    expect(score01).toBe(0)
    expect(sentences.map(({ support01 }) => support01)).toEqual([0, 0])
  })

  it('marks what is asserted, not what was asked', () => {
    const answer = 'The Orlen bridge was opened in 1912 by Queen Ada.'
    const { unsupported } = unsupportedAnswer(answer, { question: 'When was the Orlen bridge opened?' })
    expect(unsupported.map(({ start, end }) => answer.slice(start, end))).toEqual(['1912 by Queen Ada'])
  })

  it('marks something of a short answer too', () => {
    expect(unsupportedAnswer('Paris.').unsupported).toEqual([{ start: 0, end: 5 }])
    expect(unsupportedAnswer('').unsupported).toEqual([])
  })
})
