import { expect, test } from 'vitest'
import { clockTime, formatBytes, formatDuration, languageName, relativeTime } from './format.ts'
import { countInWords, translate } from './translate.ts'

test('plural forms follow the language: zero is singular in French, plural in English', () => {
  expect(translate('en', 'status.posts', { count: 0 })).toBe('0 posts')
  expect(translate('fr', 'status.posts', { count: 0 })).toBe('0 message')
  expect(translate('en', 'status.posts', { count: 1 })).toBe('1 post')
})

test('numbers are written the way the language writes them', () => {
  expect(translate('en', 'status.posts', { count: 128_400 })).toBe('128,400 posts')
  expect(translate('fr', 'status.posts', { count: 128_400 })).toBe('128\u202f400 messages')
})

test('parameters stand as they are, even when they look like a placeholder', () => {
  expect(translate('en', 'ask.deleteChat', { title: '{n} $& x' })).toBe('Delete “{n} $& x”')
})

test('small counts are written in words and large ones in figures', () => {
  expect(countInWords('en', 3)).toBe('three')
  expect(countInWords('fr', 10)).toBe('dix')
  expect(countInWords('en', 1_240)).toBe('1,240')
})

test('relative times are short and a clock slightly ahead reads as now', () => {
  const now = Date.UTC(2026, 10, 21, 12)
  expect(relativeTime('en', now - 2 * 3_600_000, now)).toMatch(/^2 (h|hr)\.? ago$/)
  expect(relativeTime('fr', now - 2 * 3_600_000, now)).toMatch(/^il y a 2\sh$/)
  expect(relativeTime('en', now + 2_000, now)).toBe('now')
})

test('a dense list shows the clock time today and the day before that', () => {
  const now = new Date(2026, 10, 21, 12).getTime()
  expect(clockTime('en', now - 1_000, now)).toBe('11:59:59')
  expect(clockTime('en', now - 86_400_000, now)).toMatch(/20 Nov/)
})

test('sizes and durations carry their unit', () => {
  expect(formatBytes('en', 1_500_000_000)).toBe('1.5 GB')
  expect(formatBytes('fr', 1_500_000_000)).toMatch(/^1,5\sGo$/)
  expect(formatDuration('en', 312)).toBe('312\u00a0ms')
  expect(formatDuration('fr', 2_140)).toBe('2,1\u00a0s')
})

test('a language code that is none is shown as it is', () => {
  expect(languageName('en', 'fr')).toBe('French')
  expect(languageName('en', '!!')).toBe('!!')
})
