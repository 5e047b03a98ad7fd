import { describe, expect, test } from 'vitest'
import { emphasise, searchedWords } from './emphasise.ts'

const hits = (text: string, query: string) =>
  emphasise(text, searchedWords(query))
    .filter(({ isHit }) => isHit)
    .map((part) => part.text)

describe('what stands out in a post', () => {
  test('words of the query, whatever their case, accents and endings', () => {
    expect(hits('Ferries late. The FERRY of Évry closed', 'ferry evry closing')).toEqual([
      'FERRY',
      'Évry',
      'closed',
    ])
  })

  test('neither operators nor words that were left out', () => {
    expect(searchedWords('bridge from:harbour -rumour lang:fr "high water"')).toEqual([
      'bridg',
      'high',
      'water',
    ])
  })

  test('nothing of the text is lost or doubled', () => {
    const text = 'Bridge, bridge! 🌉 and the bridges.'
    expect(
      emphasise(text, ['bridg'])
        .map((part) => part.text)
        .join(''),
    ).toBe(text)
    expect(emphasise('', ['bridg'])).toEqual([])
  })
})
