import { describe, expect, it } from 'vitest'
import { plainMessage, toolkitWords } from './toolkit-text.ts'

describe('texts by the rules of the coordination-network-toolkit', () => {
  it('are copies when they differ in case, mentions and white space only', () => {
    expect(plainMessage('RT  this\tNOW @ann:, @bob')).toBe('rt this now')
    expect(plainMessage('@ann')).toBe('')
  })

  it.each([
    ["It's 3.5 km, isn't it?", ["it's", '3.5', 'km', ',', "isn't", 'it', '?']],
    ['https://t.co/aB s.a.w.', ['https', ':', '/', 't.co', 'ab', 's.a.w', '.']],
    ["@ann 'quoted' words", ['quoted', 'words']],
    ['#tag_one x:y', ['#', 'tag_one', 'x:y']],
    ['l’objectif d’été', ['l’objectif', 'd’été']],
    ['日本語 テスト ไทย', ['日', '本', '語', 'テスト', 'ไ', 'ท', 'ย']],
    ['👨‍👩‍👧🏽 🇫🇷🇬🇧 ✊', ['👨‍👩‍👧🏽', '🇫🇷', '🇬🇧', '✊']],
    ['e\u0301te\u0301 cafe\u0301', ['e\u0301te\u0301', 'cafe\u0301']],
    ['', []],
  ])('have these words: %s', (text, words) => {
    expect([...toolkitWords(text)]).toEqual(words)
  })
})
