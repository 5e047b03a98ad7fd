import { expect, test } from 'vitest'
import { makePost, type Post } from '../domain/post.ts'
import { type HubItem, PostHub } from './post-hub.ts'

function post(id: string, text = 'rain'): Post {
  return makePost({ id, author: 'a', text })
}

async function take(feed: AsyncIterable<HubItem>, count: number): Promise<(string | number)[]> {
  const seen: (string | number)[] = []
  for await (const item of feed) {
    seen.push(item.kind === 'post' ? item.post.id : item.kind === 'missed' ? item.count : `gone ${item.ids}`)
    if (seen.length === count) break
  }
  return seen
}

test('a subscriber gets what is published from the moment it subscribed', async () => {
  const hub = new PostHub()
  hub.publish([post('before')])
  const feed = hub.subscribe({ signal: new AbortController().signal })
  hub.publish([post('1'), post('2')])
  expect(await take(feed, 2)).toEqual(['1', '2'])
})

test('a waiting subscriber is woken', async () => {
  const hub = new PostHub()
  const taken = take(hub.subscribe({ signal: new AbortController().signal }), 1)
  await Promise.resolve()
  hub.publish([post('1')])
  expect(await taken).toEqual(['1'])
})

test('a slow subscriber loses the oldest posts and is told how many', async () => {
  const hub = new PostHub()
  const feed = hub.subscribe({ signal: new AbortController().signal, waitingMax: 2 })
  hub.publish([post('1'), post('2'), post('3')])
  hub.publish([post('4'), post('5')])
  expect(await take(feed, 3)).toEqual([3, '4', '5'])
})

test('a subscriber gets only what it wants', async () => {
  const hub = new PostHub()
  const wants = ({ text }: Post) => text === 'snow'
  const feed = hub.subscribe({ signal: new AbortController().signal, wants })
  hub.publish([post('1'), post('2', 'snow')])
  expect(await take(feed, 1)).toEqual(['2'])
})

test('whoever aborts or stops reading is forgotten', async () => {
  const hub = new PostHub()
  const stop = new AbortController()
  const aborted = take(hub.subscribe({ signal: stop.signal }), 1)
  const broken = hub.subscribe({ signal: new AbortController().signal })
  hub.subscribe({ signal: AbortSignal.abort() })
  expect(hub.subscriberCount).toBe(2)
  stop.abort()
  expect(await aborted).toEqual([])
  hub.publish([post('1')])
  await take(broken, 1)
  expect(hub.subscriberCount).toBe(0)
})

test('the thousand-and-first subscriber is refused', () => {
  const hub = new PostHub()
  const { signal } = new AbortController()
  for (let n = 0; n < 1_000; n += 1) hub.subscribe({ signal })
  expect(() => hub.subscribe({ signal })).toThrow(/Too many people/)
})

test('what its author took away is never shown to who waits, and told to who has seen it', async () => {
  const hub = new PostHub()
  const feed = hub.subscribe({ signal: new AbortController().signal })
  hub.publish([post('1'), post('2')])
  hub.withdraw(['1', 'seen-before'])
  expect(await take(feed, 2)).toEqual(['gone 1,seen-before', '2'])
})

test('a deletion wakes a subscriber that waits', async () => {
  const hub = new PostHub()
  const taken = take(hub.subscribe({ signal: new AbortController().signal }), 1)
  await Promise.resolve()
  hub.withdraw([])
  hub.withdraw(['1'])
  expect(await taken).toEqual(['gone 1'])
})
