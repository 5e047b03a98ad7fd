import { expect, it } from 'vitest'
import { canonicalUrl } from './canonical-url.ts'

it.each([
  ['HTTPS://WWW.Example.COM:443/Path/?b=2&a=1&utm_medium=x#part', 'example.com/Path?a=1&b=2'],
  ['http://example.com:8080/', 'example.com:8080'],
  ['example.com./a', 'example.com/a'],
  ['https://example.com/?gclid=1', 'example.com'],
  ['https://bücher.example/ü', 'xn--bcher-kva.example/%C3%BC'],
])('gives %s the key %s', (url, key) => {
  expect(canonicalUrl(url)?.key).toBe(key)
})

it.each([
  'javascript:alert(1)',
  'ftp://example.com/a',
  'https://',
  'https://[bad',
  `https://a.example/${'x'.repeat(3_000)}`,
  '',
])('gives no key to what is not a web address: %s', (url) => {
  expect(canonicalUrl(url)).toBeNull()
})
