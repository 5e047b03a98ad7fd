import { expect, it } from 'vitest'
import { stripControls, visibleText } from './safe-text.ts'

it('removes what moves, hides or reorders text and keeps line breaks', () => {
  expect(stripControls('a\u202eb\u200bc\u0000d\u{e0041}e\r\nf\tg')).toBe('abcde\nf\tg')
})

it('keeps the joiners that emoji need', () => {
  expect(stripControls('👩‍🚒')).toBe('👩‍🚒')
})

it('replaces lone surrogates', () => {
  expect(stripControls('a\ud800b')).toBe('a\ufffdb')
})

it('cuts towers of combining marks', () => {
  expect(visibleText(`a${'\u0301'.repeat(50)}b`)).toBe(`a${'\u0301'.repeat(4)}b`)
})
