import { expect, test } from 'vitest'
import { makePost } from '../../domain/post.ts'
import { BoundedCache } from './bounded-cache.ts'
import { CountChanges, type CountedReaction, type RecentReactions } from './count-changes.ts'
import type { NetworkEvent } from './network-event.ts'

const like = (id: string, postId: string): NetworkEvent => ({
  kind: 'reaction',
  reaction: 'likes',
  id,
  postId,
})
const unlike = (id: string): NetworkEvent => ({ kind: 'withdrawn', reaction: 'likes', id })

function reply(id: string, replyTo: string): NetworkEvent {
  return { kind: 'post', post: makePost({ id, author: 'a', text: '', replyTo }) }
}

function memory(entriesMax = 100): RecentReactions {
  return new BoundedCache({ entriesMax, ttlMs: 1_000, now: () => 0 })
}

function count(
  events: readonly NetworkEvent[],
  recent = memory(),
  counted: readonly CountedReaction[] = ['likes', 'reposts', 'replies'],
) {
  const changes = new CountChanges({ counted: new Set(counted), recent })
  for (const event of events) changes.add(event)
  return Object.fromEntries(changes.build())
}

test('a batch says by how much each post changed, not by whom', () => {
  const events = [like('1', 'p'), like('2', 'p'), like('3', 'q'), unlike('2'), reply('r', 'q')]
  expect(count(events)).toEqual({
    p: { likes: 1, reposts: 0, replies: 0 },
    q: { likes: 1, reposts: 0, replies: 1 },
  })
})

test('what is withdrawn in a later batch is taken off there', () => {
  const recent = memory()
  count([like('1', 'p'), reply('r', 'p')], recent)
  expect(count([unlike('1'), { kind: 'delete', postId: 'r' }], recent)).toEqual({
    p: { likes: -1, reposts: 0, replies: -1 },
  })
})

test('a like that is withdrawn in the same batch is no news', () => {
  expect(count([like('1', 'p'), unlike('1')])).toEqual({})
})

test('the same like counts once, however often it comes', () => {
  const recent = memory()
  expect(count([like('1', 'p'), like('1', 'p')], recent)).toEqual({ p: { likes: 1, reposts: 0, replies: 0 } })
  expect(count([like('1', 'p')], recent)).toEqual({})
})

test('a like that was forgotten cannot be taken back', () => {
  const recent = memory(1)
  count([like('1', 'p'), like('2', 'p')], recent)
  expect(count([unlike('1')], recent)).toEqual({})
})

test('only what was chosen is counted', () => {
  expect(count([like('1', 'p'), reply('r', 'p')], memory(), ['replies'])).toEqual({
    p: { likes: 0, reposts: 0, replies: 1 },
  })
})
