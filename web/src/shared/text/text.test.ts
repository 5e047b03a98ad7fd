import { expect, test } from 'vitest'
import { cleanLine, cleanText } from './clean-text.ts'
import { safeLink } from './safe-link.ts'
import { segmentText } from './segment-text.ts'

test('control characters and bidirectional overrides are taken out, joiners and line breaks stay', () => {
  expect(cleanText('a\u0000b\u202Ec\u2066d\u2069\u001b[31me')).toBe('abcd[31me')
  expect(cleanText('👩‍🚒\n\tfa\u200cq')).toBe('👩‍🚒\n\tfa\u200cq')
  expect(cleanText('hi\u{e0041}\u{e0042}')).toBe('hi')
})

test('a name stays on one line', () => {
  expect(cleanLine('  Ann\n\u202EaB  c ')).toBe('Ann aB c')
})

test('only web addresses without credentials may be opened', () => {
  expect(safeLink('https://example.org/a')).toBe('https://example.org/a')
  for (const hostile of [
    'javascript:alert(1)',
    'data:text/html,x',
    'file:///etc/passwd',
    'https://bank@evil.example',
    '//x',
    '',
  ])
    expect(safeLink(hostile)).toBeNull()
})

test('the cited span is marked by its offsets into the stored text, even after characters that are not shown', () => {
  const text = 'x\u202Ey the bridge is closed'
  const start = text.indexOf('bridge')
  const segments = segmentText(text, { start, end: start + 6 })
  expect(segments).toEqual([
    { start: 0, text: 'xy the ', isMarked: false, href: null },
    { start, text: 'bridge', isMarked: true, href: null },
    { start: start + 6, text: ' is closed', isMarked: false, href: null },
  ])
})

test('a link that reaches into the span stays one address', () => {
  const text = 'see https://example.org/abc, now'
  const segments = segmentText(text, { start: 12, end: 32 })
  expect(segments.map((segment) => segment.href)).toEqual([
    null,
    'https://example.org/abc',
    'https://example.org/abc',
    null,
  ])
  expect(
    segments
      .filter((segment) => segment.isMarked)
      .map((segment) => segment.text)
      .join(''),
  ).toBe(text.slice(12))
})

test('a span outside the text marks nothing', () => {
  expect(segmentText('short', { start: 2, end: 90 })).toEqual([
    { start: 0, text: 'short', isMarked: false, href: null },
  ])
})

test('markup in a post is text like any other', () => {
  const text = '<img src=x onerror=alert(1)> javascript:alert(2)'
  expect(segmentText(text, null)).toEqual([{ start: 0, text, isMarked: false, href: null }])
})
