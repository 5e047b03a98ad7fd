import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Hono } from 'hono'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApi } from '../src/api/create-api.ts'
import type { ApiEnvironment } from '../src/api/environment.ts'
import { readConfig } from '../src/app/config.ts'
import { openServices, type Services } from '../src/app/services.ts'
import { errorSchema } from '../src/contract/error.ts'
import { sourceDetailSchema, sourceKindListSchema, sourceListSchema } from '../src/contract/sources.ts'

const TOKEN = 'sekret-token-of-mine'
const CLIMATE = { instance: 'mastodon.social', stream: 'hashtag', tag: '#climate' }
const ID = 'mastodon-mastodon.social-climate'

let dataDir: string
let services: Services
let api: Hono<ApiEnvironment>
/** Everything that any route answered, and everything that was logged. */
let said = ''

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'verity-sources-'))
  services = await openServices({
    config: readConfig({ VERITY_DATA: dataDir, VERITY_LIVE: 'off' }),
    version: '0.0.0',
    log: pino({ level: 'debug' }, { write: note }),
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

function note(text: string): void {
  said += text
}

async function send(method: string, path: string, body?: unknown, app = api) {
  const init = { method, ...(body !== undefined && { body: JSON.stringify(body) }) }
  const response = await app.request(`http://localhost/api/sources${path}`, init)
  const text = await response.text()
  note(text)
  return { status: response.status, body: text === '' ? null : (JSON.parse(text) as unknown) }
}

describe('live sources over HTTP', () => {
  it('begin with the one that is connected by default', async () => {
    const { sources } = sourceListSchema.parse((await send('GET', '')).body)
    expect(sources).toMatchObject([{ id: 'bluesky', state: 'waiting', lag_ms: null, delay_ms: null }])
  })

  it('come in kinds whose options a form can be made of', async () => {
    const { kinds } = sourceKindListSchema.parse((await send('GET', '/kinds')).body)
    const mastodon = kinds.find(({ kind }) => kind === 'mastodon')
    expect(mastodon?.fields).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          name: 'instance',
          input: 'text',
          required: true,
          secret: false,
          main: true,
        }),
        expect.objectContaining({ name: 'stream', input: 'choice', default: 'public_local' }),
        expect.objectContaining({ name: 'accessToken', secret: true, required: false }),
      ]),
    )
  })

  it('are added with options, a token and a filter', async () => {
    const { status, body } = await send('POST', '', {
      kind: 'mastodon',
      options: { ...CLIMATE, accessToken: TOKEN },
      filter: { languages: ['fr'] },
    })
    expect(status).toBe(201)
    expect(sourceDetailSchema.parse(body)).toMatchObject({
      id: ID,
      title: 'Mastodon · mastodon.social · #climate',
      options: { instance: 'https://mastodon.social', tag: 'climate' },
      secrets_set: { accessToken: true },
      filter: { languages: ['fr'], share01: 1, keywords_any: [] },
    })
    const again = await send('POST', '', { kind: 'mastodon', options: CLIMATE })
    expect(again).toMatchObject({ status: 200, body: { id: ID, secrets_set: { accessToken: true } } })
  })

  it('are changed part by part', async () => {
    const filtered = await send('PATCH', `/${ID}`, { filter: { keywords_any: ['flood'] } })
    expect(filtered.body).toMatchObject({ filter: { languages: ['fr'], keywords_any: ['flood'] } })
    const paused = await send('PATCH', `/${ID}`, { enabled: false })
    expect(paused.body).toMatchObject({ state: 'paused', enabled: false })
    const changed = await send('PATCH', `/${ID}`, { options: { tag: 'climat', accessToken: null } })
    expect(changed.body).toMatchObject({
      id: ID,
      title: 'Mastodon · mastodon.social · #climat',
      secrets_set: { accessToken: false },
      filter: { keywords_any: ['flood'] },
    })
    expect((await send('PATCH', `/${ID}`, { title: 'Climate' })).body).toMatchObject({ title: 'Climate' })
    expect((await send('PATCH', `/${ID}`, { options: { tag: 'pluie' } })).body).toMatchObject({
      title: 'Climate',
    })
  })

  it.each([
    ['an unknown kind', 'POST', '', { kind: 'pigeon' }, 400, /there are: bluesky/],
    [
      'an unknown option',
      'POST',
      '',
      { kind: 'mastodon', options: { ...CLIMATE, colour: 'red' } },
      400,
      /no option colour, allowed: instance/,
    ],
    ['an option that is missing', 'POST', '', { kind: 'mastodon' }, 400, /instance is missing/],
    [
      'options that do not go together',
      'POST',
      '',
      { kind: 'mastodon', options: { instance: 'a.example', tag: 'x' } },
      400,
      /tag: /,
    ],
    ['an option of the wrong kind', 'PATCH', `/${ID}`, { options: { tag: 7 } }, 400, /tag must be a string/],
    ['an unknown field', 'POST', '', { kind: 'bluesky', colour: 'red' }, 400, /colour/],
    ['an unknown part of the filter', 'PATCH', `/${ID}`, { filter: { colour: [] } }, 400, /colour/],
    ['a share of nothing', 'PATCH', `/${ID}`, { filter: { share01: 0 } }, 400, /filter.share01/],
    [
      'a keyword without a word',
      'PATCH',
      `/${ID}`,
      { filter: { keywords_any: ['?!'] } },
      400,
      /holds no word/,
    ],
    ['a source that is not there', 'PATCH', '/none', { enabled: true }, 404, /no source none/],
    ['a source that is not there to look at', 'GET', '/none', undefined, 404, /no source none/],
  ] as const)('refuse %s and say what is allowed', async (_, method, path, body, status, message) => {
    const refused = await send(method, path, body)
    expect(refused.status).toBe(status)
    expect(errorSchema.parse(refused.body).error.message).toMatch(message)
  })

  it('repeat no token in a refusal', async () => {
    const token = 'sekret token with spaces'
    const { status } = await send('POST', '', {
      kind: 'mastodon',
      options: { ...CLIMATE, accessToken: token },
    })
    expect(status).toBe(400)
  })

  it('are removed, and a removed default stays away', async () => {
    expect((await send('DELETE', `/${ID}`)).status).toBe(204)
    expect((await send('DELETE', '/bluesky')).status).toBe(204)
    expect((await send('GET', '')).body).toEqual({ sources: [] })
    expect(await services.api.ledger.sources.list()).toMatchObject([{ id: 'bluesky', removed: true }])
  })

  it('never show a token: in no answer, no log line and not in the ledger', async () => {
    expect(said).not.toContain('sekret')
    expect(JSON.stringify(await services.api.ledger.sources.list())).not.toContain('sekret')
  })

  it("beyond the list are the owner's alone", async () => {
    const member = { id: 'm', name: 'Mia', email: 'mia@example.org', role: 'member' } as const
    const app = createApi({ ...services.api, identify: async () => member })
    expect((await send('GET', '', undefined, app)).status).toBe(200)
    const asked = ['/kinds', `/${ID}`].map((path) => send('GET', path, undefined, app))
    expect((await Promise.all(asked)).map(({ status }) => status)).toEqual([403, 403])
  })
})
