import { expect, test } from 'vitest'
import { filterOf, filterProblems, filterTextsOf, isSameFilter, NO_FILTER_TEXTS } from './filter-values.ts'

const FILTER = {
  languages: ['en', 'fr'],
  keywords_any: ['flood', 'high water'],
  keywords_none: [],
  accounts_allow: ['*@example.org'],
  accounts_deny: [],
  share01: 0.07,
}

test('a filter is typed as lines and percent, and read back as it was', () => {
  const texts = filterTextsOf(FILTER)
  expect(texts).toMatchObject({ languages: 'en, fr', keywords_any: 'flood\nhigh water', share: '7' })
  expect(filterOf(texts)).toEqual(FILTER)
})

test('empty fields ask nothing', () => {
  expect(filterOf(NO_FILTER_TEXTS)).toMatchObject({ languages: [], keywords_any: [], share01: 1 })
  expect(isSameFilter(NO_FILTER_TEXTS, { ...NO_FILTER_TEXTS, keywords_any: ' \n ', share: '100,0' })).toBe(
    true,
  )
})

test.each([
  ['languages', { languages: 'english' }],
  ['share01', { share: '0' }],
  ['share01', { share: 'half' }],
  ['share01', { share: '101' }],
  ['keywords_any', { keywords_any: 'x'.repeat(101) }],
] as const)('a wrong %s is found: %j', (part, texts) => {
  expect([...filterProblems(filterOf({ ...NO_FILTER_TEXTS, ...texts }))]).toEqual([part])
})
