import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Hono } from 'hono'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApi } from '../src/api/create-api.ts'
import type { ApiDependencies, ApiEnvironment } from '../src/api/environment.ts'
import { documentedRoutes } from '../src/api/openapi.ts'
import { readConfig } from '../src/app/config.ts'
import { openServices, type Services } from '../src/app/services.ts'
import { meSchema } from '../src/contract/account.ts'
import { answerSchema } from '../src/contract/answer.ts'
import { chatWithMessagesSchema } from '../src/contract/chat.ts'
import { errorSchema } from '../src/contract/error.ts'
import { jobSchema } from '../src/contract/job.ts'
import { postPageSchema } from '../src/contract/post.ts'
import { searchPageSchema } from '../src/contract/search.ts'
import { statusSchema } from '../src/contract/status.ts'
import { eventually } from './support/until.ts'

let dataDir: string
let services: Services
let api: Hono<ApiEnvironment>

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'verity-api-'))
  services = await openServices({
    config: readConfig({ VERITY_DATA: dataDir, VERITY_LIVE: 'off' }),
    version: '0.0.0',
    log: pino({ level: 'silent' }),
    internalSecret: 'internal-secret',
    live: false,
    isLoopback: true,
    webDir: null,
    newId: randomUUID,
  })
  await services.start()
  api = createApi(services.api)
})

afterAll(async () => {
  await services[Symbol.asyncDispose]()
  await rm(dataDir, { recursive: true, force: true })
})

describe('a visitor on this computer', () => {
  it('is the owner without a password', async () => {
    expect(await json('/api/me')).toMatchObject({ user: { role: 'owner' }, sign_in_required: false })
  })

  it('sees an empty archive described as empty', async () => {
    const status = statusSchema.parse(await json('/api/status'))
    expect(status).toMatchObject({ posts: 0, oldest_at: null, engine: { embedded: true } })
    expect(status.retention).toEqual({ days: 7, size_bytes_max: 10_000_000_000 })
  })

  it('is told that nothing is stored when asking an empty archive', async () => {
    const answer = answerSchema.parse(
      await json('/api/ask', post({ question: 'What happened in Larkhaven?' })),
    )
    expect(answer.abstained).toBe(true)
    expect(answer.citations).toEqual([])
  })
})

describe('posts that are imported by upload', () => {
  it('are stored, counted and parked with reasons', async () => {
    const lines = [...POSTS.map((line) => JSON.stringify(line)), 'not json', JSON.stringify(POSTS[0])].join(
      '\n',
    )
    const response = await api.request('http://localhost/api/import?name=posts.ndjson', {
      method: 'POST',
      body: lines,
    })
    expect(response.status).toBe(201)
    const job = await finished(jobSchema.parse(await response.json()).id)
    expect(job).toMatchObject({
      state: 'done',
      report: { read: POSTS.length + 2, stored: POSTS.length, duplicates: 1, parked: 1 },
    })
  })

  it('appear in the feed, newest first, and page by page', async () => {
    const first = postPageSchema.parse(await json('/api/posts?limit=3'))
    expect(first.posts.map((found) => found.id)).toEqual(['f:5', 'f:4', 'f:3'])
    const second = postPageSchema.parse(
      await json(`/api/posts?limit=3&before=${encodeURIComponent(first.next ?? '')}`),
    )
    expect(second.posts.map((found) => found.id)).toEqual(['f:2', 'f:1'])
    expect(second.next).toBeNull()
  })

  it('are filtered by words and language', async () => {
    expect(
      postPageSchema.parse(await json('/api/posts?query=festival')).posts.map((found) => found.id),
    ).toEqual(['f:5'])
    expect(postPageSchema.parse(await json('/api/posts?lang=fr')).posts).toHaveLength(1)
  })

  it('are opened one by one', async () => {
    expect(await json('/api/posts/f:2')).toMatchObject({
      id: 'f:2',
      author: 'b',
      text: POSTS[1]?.text,
      simulated: false,
    })
    expect((await api.request('http://localhost/api/posts/f:99')).status).toBe(404)
  })

  it('are found best first', async () => {
    const { results } = (await json('/api/search?query=ferry%20delay')) as { results: { post_id: string }[] }
    expect(results.length).toBeGreaterThan(0)
    expect(['f:1', 'f:2', 'f:3']).toContain(results[0]?.post_id)
  })

  it('are listed for readers page by page, counted, and narrowed by network and time', async () => {
    const ask = async (parameters: string) =>
      searchPageSchema.parse(await json(`/api/search?mode=latest&query=${parameters}`))
    const first = await ask('ferry&limit=1')
    expect(first).toMatchObject({ next: 1, count: { words: 'all' } })
    const to = encodeURIComponent(first.as_of ?? '')
    const second = await ask(`ferry&limit=1&offset=1&to=${to}`)
    expect(second.count).toBeUndefined()
    expect(second.results[0]?.post_id).not.toBe(first.results[0]?.post_id)
    expect((await ask('ferry&source=bluesky')).results).toEqual([])
    expect((await ask('ferry&to=2001-01-01T00:00:00Z')).results).toEqual([])
    expect((await ask('ferry%20since:yesterday')).literal).toEqual(['since:yesterday'])
    expect((await api.request('http://localhost/api/search?query=a&from=monday')).status).toBe(400)
  })
})

describe('a chat', () => {
  it('streams an answer whose every sentence is cited, and keeps it', async () => {
    const started = (await json(
      '/api/chats',
      post({ question: 'What happened to the Quellin ferry?' }),
    )) as Started
    const events = await readEvents(`/api/runs/${started.run_id}/events`)
    expect(events.at(-1)?.event).toBe('done')
    const { answer } = (events.at(-1)?.data ?? {}) as { answer?: unknown }
    const done = answerSchema.parse(answer)
    expect(done.abstained).toBe(false)
    for (const sentence of done.answer.sentences) expect(sentence.citations.length).toBeGreaterThan(0)
    for (const citation of done.citations) {
      const source = POSTS.find((line) => line.id === citation.id)
      expect(source?.text.slice(citation.start, citation.end)).toBe(citation.quote)
    }
    const chat = chatWithMessagesSchema.parse(await json(`/api/chats/${started.chat_id}`))
    expect(chat.messages).toMatchObject([{ role: 'user' }, { role: 'assistant', run: { state: 'done' } }])
  })

  it('can be followed again from any event on', async () => {
    const started = (await json(
      '/api/chats',
      post({ question: 'When was the Quellin ferry late?' }),
    )) as Started
    const all = await readEvents(`/api/runs/${started.run_id}/events`)
    const rest = await readEvents(`/api/runs/${started.run_id}/events`, { 'last-event-id': '1' })
    expect(rest).toEqual(all.slice(1))
  })

  it('answers small talk without evidence', async () => {
    const answer = answerSchema.parse(await json('/api/ask', post({ question: 'Who are you?' })))
    expect(answer).toMatchObject({ abstained: false, trace: { kind: 'small_talk' } })
    expect(answer.answer.text).toContain('Verity')
  })

  it('is gone with everything in it once deleted', async () => {
    const started = (await json('/api/chats', post({ question: 'Hello' }))) as Started
    await readEvents(`/api/runs/${started.run_id}/events`)
    expect(
      (await api.request(`http://localhost/api/chats/${started.chat_id}`, { method: 'DELETE' })).status,
    ).toBe(204)
    expect((await api.request(`http://localhost/api/chats/${started.chat_id}`)).status).toBe(404)
    expect((await readEvents(`/api/runs/${started.run_id}/events`))[0]).toMatchObject({
      event: 'failed',
      data: { code: 'not_found' },
    })
  })
})

describe('requests that cannot be served', () => {
  it.each([
    ['an unknown route', '/api/nothing', {}, 404, 'not_found'],
    ['a body that is not JSON', '/api/chats', { method: 'POST', body: '{' }, 400, 'invalid_input'],
    ['an unknown field', '/api/chats', post({ question: 'a', colour: 'red' }), 400, 'invalid_input'],
    ['an empty question', '/api/ask', post({ question: '  ' }), 400, 'invalid_input'],
    ['a body without end', '/api/chats', endlessBody(), 429, 'over_limit'],
    ['a page size out of range', '/api/posts?limit=0', {}, 400, 'invalid_input'],
    [
      'a setting out of range',
      '/api/settings',
      { ...post({ retention_days: 0 }), method: 'PATCH' },
      400,
      'invalid_input',
    ],
  ])('%s gets an error that says what to do, with a request id', async (_, path, init, status, code) => {
    const response = await api.request(`http://localhost${path}`, init as RequestInit)
    expect(response.status).toBe(status)
    const { error } = errorSchema.parse(await response.json())
    expect(error.code).toBe(code)
    expect(error.request_id).toBe(response.headers.get('x-request-id'))
  })

  it('a page of another name that points here is refused', async () => {
    expect(
      (await api.request('http://evil.example/api/me', { headers: { host: 'evil.example' } })).status,
    ).toBe(403)
  })

  it('another web page cannot change anything', async () => {
    const init = {
      ...post({ question: 'Hello' }),
      headers: { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
    }
    expect((await api.request('http://localhost/api/chats', init)).status).toBe(403)
  })

  it('the routes of the command line want the secret of the data directory', async () => {
    expect((await api.request('http://localhost/internal/ping')).status).toBe(401)
    const sql = 'http://localhost/internal/clickhouse?query=SELECT%201'
    expect((await api.request(sql, { method: 'POST' })).status).toBeGreaterThanOrEqual(401)
  })
})

describe('the description of the API', () => {
  it('names only routes that exist', async () => {
    for (const route of documentedRoutes()) {
      const [method = '', path = ''] = route.split(' ')
      if (path.endsWith('/stream')) continue
      const response = await api.request(`http://localhost${path.replace('{id}', 'none')}`, {
        method: method.toUpperCase(),
      })
      const text = await response.text()
      expect(text, route).not.toContain('There is no such route')
    }
  })

  it('is an OpenAPI document', async () => {
    expect(await json('/api/openapi.json')).toMatchObject({
      openapi: '3.1.0',
      paths: { '/api/ask': { post: {} } },
    })
  })
})

describe('whether others may sign up', () => {
  it("is the owner's to decide, and nothing else changes with it", async () => {
    expect(await json('/api/settings')).toMatchObject({ sign_up: 'closed' })
    const patched = await json('/api/settings', { ...post({ sign_up: 'open' }), method: 'PATCH' })
    expect(patched).toMatchObject({
      retention_days: 7,
      retention_size_bytes_max: 10_000_000_000,
      sign_up: 'open',
    })
    const kept = await json('/api/settings', { ...post({ retention_days: 7 }), method: 'PATCH' })
    expect(kept).toMatchObject({ sign_up: 'open' })
    expect(meSchema.parse(await json('/api/me'))).toMatchObject({ sign_up_open: true })
    await json('/api/settings', { ...post({ sign_up: 'closed' }), method: 'PATCH' })
  })
})

describe('on an address that others reach, without a session', () => {
  it.each(documentedRoutes().filter((route) => route !== 'get /api/me'))(
    '%s answers nobody',
    async (route) => {
      const [method = '', path = ''] = route.split(' ')
      const url = `http://verity.example${path.replace('{id}', 'none')}`
      const response = await outside().request(url, { method: method.toUpperCase() })
      expect(response.status).toBe(401)
    },
  )

  it('says who may come in', async () => {
    const response = await outside().request('http://verity.example/api/me')
    expect(await response.json()).toEqual({
      user: null,
      sign_in_required: true,
      owner_missing: true,
      sign_up_open: true,
    })
  })

  it('a member may ask and not change anything', async () => {
    const member = { id: 'm', name: 'Mia', email: 'mia@example.org', role: 'member' } as const
    const app = outside({ identify: async () => member })
    for (const [method, path, body] of OWNERS_ROUTES) {
      const response = await app.request(`http://verity.example${path}`, { method, body })
      expect(response.status, `${method} ${path}`).toBe(403)
    }
    expect((await app.request('http://verity.example/api/status')).status).toBe(200)
    expect((await app.request('http://verity.example/metrics')).status).toBe(403)
  })

  it('/metrics answers only with the token that the settings name', async () => {
    const app = outside({ metricsToken: 'a-token-of-some-length' })
    const status = async (authorization: string) =>
      (await app.request('http://verity.example/metrics', { headers: { authorization } })).status
    expect(await status('Bearer a-token-of-some-length')).toBe(200)
    expect(await status('Bearer another')).toBe(401)
    expect((await outside().request('http://verity.example/metrics')).status).toBe(401)
  })

  it('/healthz and /readyz answer, without saying what is wrong inside', async () => {
    const assertReady = () => Promise.reject(new Error('password of postgres://db.internal refused'))
    const app = outside({ assertReady })
    expect((await app.request('http://verity.example/healthz')).status).toBe(200)
    const response = await app.request('http://verity.example/readyz')
    expect(response.status).toBe(503)
    expect(await response.text()).not.toContain('db.internal')
  })
})

describe('probes', () => {
  it('say that the server lives and is ready', async () => {
    expect((await api.request('http://localhost/healthz')).status).toBe(200)
    expect((await api.request('http://localhost/readyz')).status).toBe(200)
  })

  it('count requests, answers and posts for Prometheus', async () => {
    const read = async () => (await api.request('http://localhost/metrics')).text()
    // What the archive holds is asked at most once a second.
    await eventually(async () => (await read()).includes(`verity_archive_posts ${POSTS.length}`))
    const text = await read()
    expect(text).toMatch(/verity_http_requests_total\{method="POST",status="201"\} \d+/)
    expect(text).toMatch(/verity_answers_total\{outcome="\w+",embedded="true"\} \d+/)
  })
})

const OWNERS_ROUTES = [
  ['POST', '/api/import?name=a', 'x'],
  ['POST', '/api/simulate', '{}'],
  ['DELETE', '/api/jobs/none', null],
  ['PATCH', '/api/settings', '{"sign_up":"open"}'],
  ['POST', '/api/sources', '{"kind":"bluesky"}'],
  ['PATCH', '/api/sources/none', '{"enabled":false}'],
  ['DELETE', '/api/sources/none', null],
] as const

/** The same services behind an address that is not loopback, where nobody is signed in. */
function outside(parts: Partial<ApiDependencies> = {}) {
  return createApi({
    ...services.api,
    identify: async () => null,
    describeEntrance: async () => ({ signInRequired: true, ownerMissing: true, signUpOpen: true }),
    ...parts,
  })
}

type Started = { chat_id: string; run_id: string }

const POSTS = [
  line(1, 'a', 'The Quellin ferry is two hours late this morning after an engine fault.', 'en', 8),
  line(2, 'b', 'Engine fault on the Quellin ferry, it left two hours late.', 'en', 9),
  line(
    3,
    'c',
    'Harbour office: the delay of the ferry in Quellin was two hours, caused by the engine.',
    'en',
    10,
  ),
  line(4, 'd', 'Le marché de Quellin ouvre samedi matin avec trente étals.', 'fr', 11),
  line(5, 'e', 'Tickets for the lantern festival are sold out.', 'en', 12),
]

function line(n: number, author: string, text: string, lang: string, hour: number) {
  return { id: `f:${n}`, author, text, lang, created_at: new Date(Date.UTC(2026, 9, 3, hour)).toISOString() }
}

function post(body: object) {
  return { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
}

/** Chunks as long as anybody reads, with no length announced. */
function endlessBody() {
  const body = new ReadableStream({
    pull: (controller) => controller.enqueue(Buffer.alloc(65_536, 'x')),
  })
  return { method: 'POST', body, duplex: 'half' }
}

async function json(path: string, init: RequestInit = {}): Promise<unknown> {
  const response = await api.request(`http://localhost${path}`, init)
  return await response.json()
}

async function finished(jobId: string) {
  for (;;) {
    const job = jobSchema.parse(await json(`/api/jobs/${jobId}`))
    if (job.state !== 'running') return job
    await new Promise((resolve) => setImmediate(resolve))
  }
}

async function readEvents(path: string, headers: Record<string, string> = {}) {
  const response = await api.request(`http://localhost${path}`, { headers })
  const text = await response.text()
  return text
    .split('\n\n')
    .filter((block) => block.startsWith('event:'))
    .map((block) => {
      const field = (name: string) => block.match(new RegExp(`^${name}: (.*)$`, 'm'))?.[1] ?? ''
      return { event: field('event'), id: field('id'), data: JSON.parse(field('data')) as unknown }
    })
}
