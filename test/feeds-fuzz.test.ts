import { expect, test } from 'vitest'
import { fuzzFeeds } from './support/feed-fuzz.ts'

const ROUNDS = 4_000

test('nothing that a site sends, however wrong, throws, hangs or becomes text that is not clean', () => {
  const { kinds, slowestMs } = fuzzFeeds(ROUNDS, 'feeds')
  for (const kind of [
    ...['feed:feed', 'feed:unreadable', 'sitemap:feed', 'sitemap:index', 'sitemap:unreadable'],
    ...['article:article', 'article:no_text', 'article:too_complex', 'html:text', 'html:empty'],
    ...['charset:utf-8', 'charset:windows-1252', 'charset:shift_jis', 'charset:utf-16le'],
    ...['robots:true', 'robots:false', 'cursor:kept', 'cursor:lost'],
  ])
    expect([...kinds]).toContain(kind)
  // Not a measure of speed: an input that takes seconds would be a way to hang us.
  expect(slowestMs).toBeLessThan(5_000)
})
