import { expect, test } from 'vitest'
import { followEvents, StreamRefused } from './follow-events.ts'
import type { SseEvent } from './sse-parser.ts'

type Call = { lastEventId: string | null }

/** A server that answers each connection with the next of these bodies; `null` refuses the connection. */
function scriptedFetch(bodies: readonly (string | null | number)[]) {
  const calls: Call[] = []
  const fetch = async (_: unknown, init?: RequestInit) => {
    calls.push({ lastEventId: new Headers(init?.headers).get('last-event-id') })
    const body = bodies[calls.length - 1]
    if (body === null || body === undefined) throw new TypeError('fetch failed')
    return typeof body === 'number' ? new Response('no', { status: body }) : new Response(body)
  }
  return { calls, fetch: fetch as typeof globalThis.fetch }
}

async function follow(bodies: readonly (string | null | number)[]) {
  const events: SseEvent[] = []
  const connection: boolean[] = []
  const waits: number[] = []
  const { calls, fetch } = scriptedFetch(bodies)
  await followEvents({
    url: '/x',
    signal: new AbortController().signal,
    fetch,
    onEvent: (event) => events.push(event),
    onConnection: (isOpen) => connection.push(isOpen),
    isLast: (event) => event.event === 'done',
    wait: async (ms) => void waits.push(ms),
  })
  return { events, connection, waits, calls }
}

test('a cut stream is picked up after the last event that arrived', async () => {
  const { events, calls, connection } = await follow([
    'id: 1\ndata: a\n\nid: 2\ndata: b\n\n',
    'id: 3\nevent: done\ndata: c\n\n',
  ])
  expect(events.map((event) => event.data)).toEqual(['a', 'b', 'c'])
  expect(calls.map((call) => call.lastEventId)).toEqual([null, '2'])
  expect(connection).toEqual([true, false, true])
})

test('half an event before the cut is not delivered', async () => {
  const { events } = await follow([
    'id: 1\ndata: a\n\nid: 2\ndata: b',
    'id: 2\ndata: b\n\nid: 3\nevent: done\ndata: c\n\n',
  ])
  expect(events.map((event) => event.data)).toEqual(['a', 'b', 'c'])
})

test('an unreachable or failing server is tried again ever more slowly', async () => {
  const { waits } = await follow([null, 503, 429, null, null, null, 'event: done\ndata: c\n\n'])
  expect(waits).toEqual([500, 1_000, 2_000, 4_000, 8_000, 8_000])
})

test('a refusal ends it at once', async () => {
  await expect(follow([404])).rejects.toBeInstanceOf(StreamRefused)
})

test('an abort ends it without an error', async () => {
  const stop = new AbortController()
  const { fetch } = scriptedFetch(['data: a\n\n', 'data: a\n\n'])
  const events: string[] = []
  await followEvents({
    url: '/x',
    signal: stop.signal,
    fetch,
    onEvent: (event) => {
      events.push(event.data)
      stop.abort()
    },
  })
  expect(events).toEqual(['a'])
})
