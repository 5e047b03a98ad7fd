import { expect, test } from 'vitest'
import { registrableDomain } from './registrable-domain.ts'

test.each([
  ['https://news.bbc.co.uk/a?b#c', 'bbc.co.uk'],
  ['https://www.lemonde.fr/', 'lemonde.fr'],
  ['https://anna.github.io/post', 'anna.github.io'],
  ['http://192.0.2.7:8080/', '192.0.2.7'],
  ['http://localhost/', 'localhost'],
  ['https://user.example./', 'user.example'],
])('who stands behind %s is %s', (url, domain) => {
  expect(registrableDomain(url)).toBe(domain)
})
