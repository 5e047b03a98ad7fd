import { expect, test } from 'vitest'
import { parseTweetTime } from './tweet-time.ts'

test('dates of tweets are read with their zone', () => {
  expect(parseTweetTime('Wed Oct 10 20:19:24 +0000 2018')).toBe(Date.UTC(2018, 9, 10, 20, 19, 24))
  expect(parseTweetTime('Wed Oct 10 20:19:24 -0530 2018')).toBe(Date.UTC(2018, 9, 11, 1, 49, 24))
})

test('what is no date is none', () => {
  for (const written of [
    '',
    '2018-10-10T20:19:24Z',
    'Wed Foo 10 20:19:24 +0000 2018',
    'Wed Feb 30 20:19:24 +0000 2018',
    'Wed Oct 10 25:19:24 +0000 2018',
    'Wed Oct 10 20:19 +0000 2018',
  ])
    expect(parseTweetTime(written)).toBeNull()
})
