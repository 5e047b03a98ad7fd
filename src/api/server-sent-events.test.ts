import { Hono } from 'hono'
import { pino } from 'pino'
import { expect, it } from 'vitest'
import { until } from '../../test/support/until.ts'
import type { ApiEnvironment } from './environment.ts'
import { describeFailure } from './errors.ts'
import { type ServerSentEvent, streamEvents } from './server-sent-events.ts'

it('sends events with their names and numbers, and ends with its source', async () => {
  const response = await get(async function* () {
    yield { event: 'step', data: { a: 1 }, id: 7 }
    yield { event: 'done', data: 'two\nlines' }
  })
  expect(response.headers.get('content-type')).toContain('text/event-stream')
  expect(response.headers.get('cache-control')).toBe('no-store')
  expect(await response.text()).toBe(
    'event: step\ndata: {"a":1}\nid: 7\n\nevent: done\ndata: "two\\nlines"\n\n',
  )
})

it('makes a failing source a last event that says nothing inner', async () => {
  const response = await get(async function* () {
    yield { event: 'step', data: 1 }
    throw new Error('secret detail')
  })
  const text = await response.text()
  expect(text).toMatch(/event: failed\ndata: \{"type":"failed","code":"internal"/)
  expect(text).not.toContain('secret')
})

it('makes a source that cannot be opened a last event too', async () => {
  const response = await get(() => {
    throw new Error('no room')
  })
  expect(await response.text()).toContain('event: failed')
})

it('closes its source when the client leaves, also while nothing happens', async () => {
  let isClosed = false
  const response = await get(async function* (signal) {
    try {
      yield { event: 'step', data: 1 }
      await new Promise((resolve) => signal.addEventListener('abort', resolve))
    } finally {
      isClosed = true
    }
  })
  const reader = response.body?.getReader()
  await reader?.read()
  await reader?.cancel()
  await until(() => isClosed)
})

it('does not read ahead of a client that takes nothing', async () => {
  let made = 0
  const response = await get(async function* () {
    for (;;) {
      made += 1
      yield { event: 'post', data: 'x'.repeat(10_000) }
    }
  })
  for (let turn = 0; turn < 50; turn += 1) await new Promise(setImmediate)
  expect(made).toBeLessThan(20)
  await response.body?.cancel()
})

async function get(open: (signal: AbortSignal) => AsyncIterable<ServerSentEvent>): Promise<Response> {
  const app = new Hono<ApiEnvironment>()
  app.use(async (context, next) => {
    context.set('log', pino({ level: 'silent' }))
    context.set('requestId', 'r')
    await next()
  })
  app.get('/', (context) => streamEvents(context, open, describeFailure))
  return await app.request('/')
}
