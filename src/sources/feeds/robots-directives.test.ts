import { expect, test } from 'vitest'
import { forbidsKeeping } from './robots-directives.ts'

test.each([
  'noindex',
  'NOINDEX, nofollow',
  'follow, none',
  'noarchive',
  'max-snippet: 20, noindex',
  'verity: noindex',
  'otherbot: nofollow, verity: nofollow, noindex',
])('a page that says %s is not kept', (directives) => {
  expect(forbidsKeeping(directives, 'verity')).toBe(true)
})

test.each([
  null,
  '',
  'index, follow',
  'nofollow, noimageindex',
  'googlebot: noindex',
  'googlebot: nofollow, noindex',
  'unavailable_after: 25 Jun 2010 15:00:00 PST',
  'max-image-preview:large',
])('a page that says %s is', (directives) => {
  expect(forbidsKeeping(directives, 'verity')).toBe(false)
})

test('a hostile header costs nothing', () => {
  expect(forbidsKeeping(`${'a: '.repeat(100_000)}${',:'.repeat(100_000)}noindex`, 'verity')).toBe(false)
})
