import { expect, test } from 'vitest'
import { fuzzMastodon } from './support/mastodon-fuzz.ts'

const ROUNDS = 8_000

test('nothing that an instance sends, however wrong, throws, hangs or makes a post that is not whole', () => {
  const { kinds, slowestMs } = fuzzMastodon(ROUNDS, 'mastodon')
  expect([...kinds].sort()).toEqual([
    ...['events:oversized', 'events:read', 'frame:delete', 'frame:other', 'frame:status', 'frame:unreadable'],
    ...['html:read', 'html:refused', 'status:boost', 'status:drop', 'status:keep', 'status:park'],
  ])
  // Not a measure of speed: an input that takes seconds would be a way to hang us.
  expect(slowestMs).toBeLessThan(2_000)
})
