import { expect, test } from 'vitest'
import { pageAt, windowAround } from './document-text.ts'

test('a short text is shown whole', () => {
  expect(windowAround('one\ntwo', { start: 4, end: 7 })).toEqual({ start: 0, end: 7 })
  expect(windowAround('', null)).toEqual({ start: 0, end: 0 })
})

test('of a long text the lines around what is cited are shown', () => {
  const text = `${'word word word\n'.repeat(2_000)}cited\n${'word word word\n'.repeat(2_000)}`
  const start = text.indexOf('cited')
  const shown = windowAround(text, { start, end: start + 5 })
  expect(shown.end - shown.start).toBeLessThan(12_100)
  expect(text.slice(shown.start, shown.end)).toMatch(/^word word word\n[\s\S]*\ncited\n[\s\S]*word$/)
})

test('a text without lines is cut between characters', () => {
  const text = '🌊'.repeat(10_000)
  const shown = windowAround(text, { start: 10_000, end: 10_002 })
  expect(text.slice(shown.start, shown.end).isWellFormed()).toBe(true)
})

test('a span beyond the text shows its beginning', () => {
  expect(windowAround('abc', { start: 900, end: 910 })).toEqual({ start: 0, end: 3 })
})

test('a page is told by where it begins', () => {
  const document = { pageStarts: [0, 10, 10, 30] }
  expect([0, 9, 10, 29, 30].map((at) => pageAt(document, at))).toEqual([1, 1, 3, 3, 4])
  expect(pageAt({ pageStarts: [] }, 5)).toBeNull()
})
