import { describe, expect, test } from 'vitest'
import { complete, completionsFor, type KnownValues } from './completions.ts'

const KNOWN: KnownValues = {
  accounts: [
    { text: 'did:plc:odile', label: 'Odile Vasseur' },
    { text: 'tam', label: null },
  ],
  mentions: ['bob'],
  hosts: ['harbour.example'],
  languages: ['en', 'fr'],
  days: [{ text: '2026-11-22', label: 'today' }],
}
const texts = (text: string, caret = text.length) =>
  completionsFor(text, caret, KNOWN).map((completion) => completion.text)

describe('completions of a search', () => {
  test('a free word is offered every operator, the start of one only what begins so', () => {
    expect(texts('bridge ')).toContain('has:')
    expect(texts('bridge fr')).toEqual(['from:'])
    expect(texts('-fr')).toEqual(['-from:'])
  })

  test('an operator is offered its values, accounts also by their names', () => {
    expect(texts('lang:')).toEqual(['lang:en', 'lang:fr'])
    expect(texts('from:od')).toEqual(['from:did:plc:odile'])
    expect(texts('has:im')).toEqual(['has:images'])
    expect(texts('-url:')).toEqual(['-url:harbour.example'])
    expect(completionsFor('since:', 6, KNOWN)).toEqual([{ text: 'since:2026-11-22', label: 'today' }])
  })

  test('what is already there in full is not offered, nor anything for what is no operator', () => {
    expect(texts('lang:fr')).toEqual([])
    expect(texts('http://x')).toEqual([])
  })

  test('a completion takes the place of what was begun and leaves the rest', () => {
    expect(complete('bridge fr closed', 9, 'from:')).toEqual({ text: 'bridge from:closed', caret: 12 })
    expect(complete('bridge lang:', 12, 'lang:fr')).toEqual({ text: 'bridge lang:fr ', caret: 15 })
  })

  test('without a beginning it is put behind the words', () => {
    expect(complete('bridge', 6, 'has:media')).toEqual({ text: 'bridge has:media ', caret: 17 })
    expect(complete('', 0, 'from:')).toEqual({ text: 'from:', caret: 5 })
  })
})
