import { expect, test } from 'vitest'
import { FakeTiming } from '../../../test/support/fake-timing.ts'
import { AppView } from './app-view.ts'

/** Time that passes when somebody waits, and says how long they waited. */
class PassingTime extends FakeTiming {
  readonly waits: number[] = []

  override readonly wait = async (ms: number): Promise<void> => {
    if (ms <= 0) return
    this.waits.push(ms)
    this.advance(ms)
  }
}

const signal = new AbortController().signal

function viewOf(...answers: readonly (() => Response)[]) {
  const timing = new PassingTime()
  const urls: string[] = []
  const get: typeof fetch = async (url) => {
    urls.push(String(url))
    const answer = answers[urls.length - 1] ?? answers.at(-1)
    if (answer === undefined) throw new TypeError('fetch failed')
    return answer()
  }
  const view = new AppView({ url: 'https://view.example/', fetch: get, timing, random: () => 0.999 })
  return {
    view,
    timing,
    urls,
    ask: () => view.query('app.bsky.feed.getFeed', { feed: 'at://f', n: 1 }, signal),
  }
}

test('a query is asked as the protocol spells it', async () => {
  const { view, urls } = viewOf(() => Response.json({ profiles: [] }))
  const parameters = { actors: ['did:plc:a', 'did:plc:b'], cursor: undefined }
  expect(await view.query('app.bsky.actor.getProfiles', parameters, signal)).toEqual({ profiles: [] })
  expect(urls).toEqual([
    'https://view.example/xrpc/app.bsky.actor.getProfiles?actors=did%3Aplc%3Aa&actors=did%3Aplc%3Ab',
  ])
})

test('questions follow one another with a pause', async () => {
  const { ask, timing } = viewOf(() => Response.json({}))
  await Promise.all([ask(), ask(), ask()])
  expect(timing.waits).toEqual([100, 100])
})

test('when little of the allowance is left, it waits for the reset', async () => {
  const { ask, timing } = viewOf(() => {
    const reset = String(timing.now() / 1_000 + 200)
    const headers = { 'ratelimit-limit': '3000', 'ratelimit-remaining': '150', 'ratelimit-reset': reset }
    return Response.json({}, { headers })
  })
  await ask()
  await ask()
  expect(timing.waits).toEqual([200_000])
})

test('429 with a reset is waited out and then answered', async () => {
  const { ask, timing } = viewOf(
    () => {
      const headers = { 'ratelimit-reset': String(timing.now() / 1_000 + 30), 'retry-after': '7' }
      return Response.json({ error: 'RateLimitExceeded' }, { status: 429, headers })
    },
    () => Response.json({ feed: [] }),
  )
  expect(await ask()).toEqual({ feed: [] })
  expect(timing.waits).toEqual([30_000])
})

test('a server cannot send us away for days', async () => {
  const { ask, timing } = viewOf(
    () => new Response('', { status: 503, headers: { 'retry-after': '86400' } }),
    () => Response.json({}),
  )
  await ask()
  expect(timing.waits).toEqual([600_000])
})

test('after four tries it gives up and says which server', async () => {
  const { ask, urls } = viewOf()
  await expect(ask()).rejects.toMatchObject({
    code: 'upstream_failed',
    message: 'view.example gave no answer in 4 tries.',
    cause: expect.any(TypeError),
  })
  expect(urls).toHaveLength(4)
})

test.each([
  [404, { error: 'NotFound' }, 'not_found'],
  [400, { error: 'NotFound', message: 'Post not found' }, 'not_found'],
  [400, { error: 'InvalidRequest', message: 'Profile not found' }, 'invalid_input'],
  [403, {}, 'invalid_input'],
  [200, [], 'upstream_failed'],
])('HTTP %i with %o is %s, asked once', async (status, body, code) => {
  const { ask, urls } = viewOf(() => Response.json(body, { status }))
  await expect(ask()).rejects.toMatchObject({ code })
  expect(urls).toHaveLength(1)
})

test('an answer without an end is cut off', async () => {
  const endless = () => {
    const part = new Uint8Array(1_000_000)
    return new Response(new ReadableStream({ pull: (to) => to.enqueue(part) }))
  }
  await expect(viewOf(endless).ask()).rejects.toMatchObject({ code: 'upstream_failed' })
})

test('stopping is not a failure of the server', async () => {
  const stop = new AbortController()
  const { view } = viewOf(() => {
    stop.abort()
    throw new DOMException('stopped', 'AbortError')
  })
  await expect(view.query('x', {}, stop.signal)).rejects.toMatchObject({ code: 'cancelled' })
})
