import { expect, test } from 'vitest'
import { codeInWords } from './reason.ts'
import { translate } from './translate.ts'
import type { Words } from './use-words.ts'

const FRENCH: Words = { locale: 'fr', t: (key, ...args) => translate('fr', key, ...args) }

test.each([
  ['language', 'autres langues'],
  ['article_timeout', 'articles\u00a0: pas de réponse à temps'],
  ['feed_gone', 'fils\u00a0: disparu'],
  ['feed_of_fish', 'fils\u00a0: of fish'],
  ['near_duplicate', 'near duplicate'],
  ['toString', 'toString'],
])('the code %s is said as "%s"', (code, words) => {
  expect(codeInWords(FRENCH, 'reason', code)).toBe(words)
})
