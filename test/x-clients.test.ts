import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { AppError } from '../src/domain/errors.ts'
import type { XApi } from '../src/sources/x/call-api.ts'
import { callApi } from '../src/sources/x/call-api.ts'
import { checkPosts } from '../src/sources/x/check-posts.ts'
import { type ComplianceEvent, runComplianceJob } from '../src/sources/x/compliance-job.ts'
import { countRecent } from '../src/sources/x/count-recent.ts'
import { lookupPosts } from '../src/sources/x/lookup-posts.ts'
import { readPage } from '../src/sources/x/read-message.ts'
import { searchQueries } from '../src/sources/x/search-queries.ts'
import { searchRecent } from '../src/sources/x/search-recent.ts'
import { syncRules, tryRules } from '../src/sources/x/stream-rules.ts'
import { FakeTiming } from './support/fake-timing.ts'
import { until } from './support/until.ts'
import { idOf, NOON, tweet, xId } from './support/x-messages.ts'
import { TOKEN, XServer } from './support/x-server.ts'

const SEARCH = '/2/tweets/search/recent'
const COUNTS = '/2/tweets/counts/recent'
const LOOKUP = '/2/tweets'
const RULES = '/2/tweets/search/stream/rules'

let server: XServer
let timing: FakeTiming
let api: XApi
let stop: AbortController

beforeEach(async () => {
  server = await XServer.start()
  timing = new FakeTiming(NOON)
  stop = new AbortController()
  api = { baseUrl: server.url, token: TOKEN, fetch, timing }
})

afterEach(async () => {
  stop.abort()
  await server[Symbol.asyncDispose]()
})

/** Waits for something while time passes. */
async function passing<Result>(work: Promise<Result>): Promise<Result> {
  let isDone = false
  const done = work.finally(() => {
    isDone = true
  })
  done.catch(() => undefined)
  await until(() => {
    timing.advance(1_000)
    return isDone
  })
  return done
}

async function failureOf(work: Promise<unknown>): Promise<AppError> {
  try {
    await work
  } catch (thrown) {
    if (thrown instanceof AppError) return thrown
    throw thrown
  }
  throw new Error('It did not fail.')
}

describe('recent search', () => {
  test('gives all pages, newest first, and stops', async () => {
    server.posts = Array.from({ length: 205 }, (_, n) => tweet(n))
    const ids: string[] = []
    for await (const page of searchRecent(api, { query: 'bridge' }, { signal: stop.signal })) {
      for (const message of readPage(page)) if (message.kind === 'posts') ids.push(String(message.id))
    }
    expect(ids).toEqual(Array.from({ length: 205 }, (_, n) => xId(204 - n)))
    expect(server.requestsTo(SEARCH)).toHaveLength(3)
  })

  test('ends where pages do not get older any more', async () => {
    const body = { data: [tweet(1)], meta: { oldest_id: xId(1), newest_id: xId(1), next_token: 'again' } }
    for (let page = 0; page < 5; page += 1) server.refuseNext(SEARCH, 200, { body })
    let pages = 0
    for await (const _ of searchRecent(api, { query: 'bridge' }, { signal: stop.signal })) pages += 1
    expect(pages).toBe(2)
  })

  test('says what X does not understand, and does not ask again', async () => {
    server.refuseNext(SEARCH, 400, { body: { title: 'Invalid Request', detail: 'no viable alternative' } })
    const search = searchRecent(api, { query: '((' }, { signal: stop.signal })
    const failure = await failureOf(search.next())
    expect(failure.code).toBe('invalid_input')
    expect(failure.message).toMatch(/refused the request \(HTTP 400\): no viable alternative/)
    expect(server.requestsTo(SEARCH)).toHaveLength(1)
  })

  test('stops at once when it is told to', async () => {
    server.refuseNext(SEARCH, 503)
    const search = searchRecent(api, { query: 'bridge' }, { signal: stop.signal }).next()
    await until(() => server.requestsTo(SEARCH).length === 1)
    stop.abort()
    expect((await failureOf(search)).code).toBe('cancelled')
  })
})

test('counts come oldest first', async () => {
  const counts = await countRecent(api, 'bridge', { signal: stop.signal, granularity: 'hour' })
  expect(counts).toEqual([
    { from: NOON - 7_200_000, to: NOON - 3_600_000, posts: 12 },
    { from: NOON - 3_600_000, to: NOON, posts: 30 },
  ])
  expect(server.requestsTo(COUNTS)[0]?.query.get('granularity')).toBe('hour')
})

describe('a request', () => {
  test('waits for the window to begin anew', async () => {
    const reset = Math.floor(NOON / 1_000) + 120
    const headers = { 'x-rate-limit-remaining': '0', 'x-rate-limit-reset': String(reset) }
    server.refuseNext(COUNTS, 429, { headers })
    await passing(countRecent(api, 'bridge', { signal: stop.signal }))
    expect(timing.now()).toBeGreaterThanOrEqual(reset * 1_000)
  })

  test('is given up after some tries, in words', async () => {
    for (let tries = 0; tries < 3; tries += 1) server.refuseNext(COUNTS, 503)
    const failure = await failureOf(passing(countRecent(api, 'bridge', { signal: stop.signal, triesMax: 3 })))
    expect(failure).toMatchObject({ code: 'upstream_failed' })
    expect(failure.message).toMatch(/has trouble of its own \(HTTP 503\)/)
  })

  test.each([
    [401, 'unauthorized'],
    [402, 'over_limit'],
    [403, 'forbidden'],
  ])('that is refused with %i is not repeated and fails as %s, without the token', async (status, code) => {
    server.refuseNext(COUNTS, status, { body: { title: 'No', detail: `for ${TOKEN}` } })
    const failure = await failureOf(countRecent(api, 'bridge', { signal: stop.signal }))
    expect(failure.code).toBe(code)
    expect(JSON.stringify([failure.message, failure.cause, failure.stack])).not.toContain(TOKEN)
    expect(server.requestsTo(COUNTS)).toHaveLength(1)
  })

  test('that nobody answers ends after 30 seconds', async () => {
    const never: typeof fetch = (_url, init) => {
      const { promise, reject } = Promise.withResolvers<Response>()
      init?.signal?.addEventListener('abort', () => reject(init.signal?.reason))
      return promise
    }
    const answer = await passing(callApi({ ...api, fetch: never }, { path: COUNTS }, stop.signal))
    expect(answer).toEqual({ kind: 'failed', code: 'TIMEOUT' })
  })

  test('whose answer is not JSON, or is too large, fails', async () => {
    server.refuseNext(COUNTS, 200, { body: '<html>' })
    expect(await callApi(api, { path: COUNTS }, stop.signal)).toEqual({ kind: 'failed', code: 'NOT_JSON' })
    server.refuseNext(COUNTS, 200, { body: `"${'x'.repeat(17_000_000)}"` })
    expect(await callApi(api, { path: COUNTS }, stop.signal)).toEqual({ kind: 'failed', code: 'TOO_LARGE' })
  })

  test('follows no redirect, because the token would travel with it', async () => {
    await using other = await XServer.start()
    server.refuseNext(COUNTS, 302, { headers: { location: `${other.url}${COUNTS}` } })
    expect(await callApi(api, { path: COUNTS }, stop.signal)).toMatchObject({ kind: 'failed' })
    expect(other.requests).toEqual([])
  })
})

describe('looking posts up', () => {
  test('asks for a hundred at a time', async () => {
    server.posts = Array.from({ length: 250 }, (_, n) => tweet(n))
    const ids = server.posts.map(({ id }) => String(id))
    let found = 0
    for await (const { page } of lookupPosts(api, ids, { signal: stop.signal }))
      found += readPage(page).length
    expect(found).toBe(250)
    expect(server.requestsTo(LOOKUP).map(({ query }) => query.get('ids')?.split(',').length)).toEqual([
      100, 100, 50,
    ])
  })

  test('tells which stored posts are gone, which were edited, and which X says nothing about', async () => {
    server.posts = [tweet(1), tweet(2), tweet(3, { edit_history_tweet_ids: [xId(3), xId(9)] }), tweet(4)]
    server.gone.set(xId(1), 'resource-not-found')
    server.gone.set(xId(4), 'not-authorized-for-resource')
    const ids = [idOf(1), idOf(2), idOf(3), idOf(4), idOf(5), 'bluesky:at://x', 'x:zero']
    expect(await checkPosts(api, ids, { signal: stop.signal })).toEqual({
      gone: [
        { kind: 'post', postId: idOf(1) },
        { kind: 'post', postId: idOf(4) },
      ],
      edited: [idOf(3)],
      unknown: [idOf(5)],
    })
    expect(server.requestsTo(LOOKUP)[0]?.query.has('expansions')).toBe(false)
  })

  test('asks about the version that is stored', async () => {
    server.gone.set(xId(9), 'resource-not-found')
    const versionOf = (id: string) => (id === idOf(3) ? xId(9) : null)
    const checked = await checkPosts(api, [idOf(3)], { signal: stop.signal, versionOf })
    expect(checked.gone).toEqual([{ kind: 'post', postId: idOf(3) }])
  })

  test('a problem that does not say a post is gone deletes nothing', async () => {
    server.gone.set(xId(1), 'client-forbidden')
    const checked = await checkPosts(api, [idOf(1)], { signal: stop.signal })
    expect(checked).toEqual({ gone: [], edited: [], unknown: [idOf(1)] })
  })
})

describe('a compliance job', () => {
  async function events(type: 'tweets' | 'users', ids: readonly string[]): Promise<ComplianceEvent[]> {
    const all: ComplianceEvent[] = []
    for await (const event of runComplianceJob(api, { type, ids }, { signal: stop.signal })) all.push(event)
    return all
  }

  test('uploads ids, waits, and tells what has to be deleted or read again', async () => {
    server.complianceStatuses = ['created', 'in_progress', 'complete']
    server.complianceResults = [
      { id: xId(1), action: 'delete', created_at: 'x', redacted_at: null, reason: 'deleted' },
      { id: xId(2), action: 'rehydrate', reason: 'tweet_edited' },
      { id: xId(3), action: 'scrub_geo', reason: 'geo_scrubbed' },
      { id: 'nonsense', error: 'invalid_id' },
    ]
      .map((line) => JSON.stringify(line))
      .concat('{"id":')
      .join('\n')
    expect(await passing(events('tweets', [xId(1), xId(2), xId(3)]))).toEqual([
      { kind: 'gone', deletion: { kind: 'post', postId: idOf(1) }, reason: 'deleted' },
      { kind: 'edited', id: xId(2) },
      { kind: 'other', id: xId(3), action: 'scrub_geo' },
      { kind: 'other', id: null, action: '' },
      { kind: 'other', id: null, action: '' },
    ])
    expect(server.uploaded).toBe([xId(1), xId(2), xId(3)].join('\n'))
  })

  test('of accounts names everything that one of them wrote', async () => {
    server.complianceResults = `{"id":"77","action":"delete","reason":"suspended"}\n`
    expect(await events('users', ['77'])).toEqual([
      { kind: 'gone', deletion: { kind: 'author', author: '77', source: 'x' }, reason: 'suspended' },
    ])
  })

  test('that X gives up fails in words', async () => {
    server.complianceStatuses = ['expired']
    expect((await failureOf(events('tweets', ['1']))).message).toMatch(
      /gave the compliance job up \(expired\)/,
    )
  })

  test('sends the token to X only, wherever the ids go', async () => {
    const asked: [string, boolean][] = []
    const watched: typeof fetch = (url, init) => {
      asked.push([new URL(String(url)).host, new Headers(init?.headers).has('authorization')])
      return fetch(url, init)
    }
    await using other = await XServer.start()
    const job = {
      id: '77',
      status: 'created',
      upload_url: `${other.url}/up`,
      download_url: `${other.url}/down`,
    }
    server.refuseNext('/2/compliance/jobs', 200, { body: { data: job } })
    const run = runComplianceJob(
      { ...api, fetch: watched },
      { type: 'tweets', ids: ['1'] },
      { signal: stop.signal },
    )
    await failureOf(run.next())
    expect(asked).toEqual([
      [new URL(server.url).host, true],
      [new URL(other.url).host, false],
    ])
  })
})

describe('rules', () => {
  const values = () => server.rules.map(({ value, tag }) => `${value} [${tag ?? ''}]`)
  const sync = (rules: { value: string; tag?: string }[]) => syncRules(api, rules, stop.signal)

  test('are added, kept, given another tag and taken away; those of others stay', async () => {
    server.rules = [
      { id: '70', value: 'kept', tag: 'verity:a' },
      { id: '71', value: 'retagged', tag: 'verity:old' },
      { id: '72', value: 'gone', tag: 'verity' },
      { id: '73', value: 'foreign', tag: 'verity-like' },
      { id: '74', value: 'shared' },
    ]
    const synced = await sync([
      { value: 'kept', tag: 'a' },
      { value: 'retagged', tag: 'new' },
      { value: 'shared', tag: 's' },
      { value: 'fresh' },
    ])
    expect(values().sort()).toEqual([
      'foreign [verity-like]',
      'fresh [verity]',
      'kept [verity:a]',
      'retagged [verity:new]',
      'shared []',
    ])
    expect(synced.kind === 'ok' && [...synced.rules.values()].sort()).toEqual(['a', 'new', null, 's'].sort())
    expect(synced.kind === 'ok' && synced.rules.get('70')).toBe('a')
    expect(synced.kind === 'ok' && synced.rules.get('74')).toBe('s')
  })

  test('that are there already cost one question', async () => {
    await sync([{ value: 'a' }])
    server.requests.length = 0
    await sync([{ value: 'a' }])
    expect(server.requests.map(({ method }) => method)).toEqual(['GET'])
  })

  test('make room for each other where X takes no more', async () => {
    server.rulesMax = 2
    server.rules = [
      { id: '70', value: 'old 1', tag: 'verity' },
      { id: '71', value: 'foreign' },
    ]
    expect(await sync([{ value: 'new 1' }])).toMatchObject({ kind: 'ok' })
    expect(values()).toEqual(['foreign []', 'new 1 [verity]'])
  })

  test('too many are said in words', async () => {
    server.rulesMax = 1
    expect(await sync([{ value: 'one' }, { value: 'two' }])).toMatchObject({
      kind: 'wrong_rules',
      problems: [{ why: 'Rules must be 1 or fewer.' }],
    })
  })

  test('that somebody added a moment ago are used as they are', async () => {
    server.refuseNext(RULES, 200, { body: { meta: {} } })
    server.rules = [{ id: '88', value: 'same', tag: 'other' }]
    const synced = await sync([{ value: 'same', tag: 'mine' }])
    expect(synced.kind === 'ok' && [...synced.rules]).toEqual([['88', 'mine']])
  })

  test('can be tried without changing anything', async () => {
    server.invalidRules.add('has:media')
    const tried = await tryRules(api, [{ value: 'a' }, { value: 'has:media' }], stop.signal)
    expect(tried).toEqual({
      kind: 'ok',
      problems: [{ value: 'has:media', why: 'Reference to invalid operator (at position 1)' }],
    })
    expect(server.rules).toEqual([])
  })
})

test('rules are searched for together, as far as a query goes', () => {
  const long = 'x'.repeat(300)
  expect(
    searchQueries([
      { value: 'a b' },
      { value: 'c OR d' },
      { value: long },
      { value: `${long}y` },
      { value: 'z'.repeat(513) },
      { value: 'cats sample:10' },
      { value: '(bio:doctor)' },
    ]),
  ).toEqual({
    queries: [`(a b) OR (c OR d) OR (${long})`, `${long}y`],
    unsearchable: [{ value: 'z'.repeat(513) }, { value: 'cats sample:10' }, { value: '(bio:doctor)' }],
  })
})
