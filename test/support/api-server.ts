import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { serve } from '@hono/node-server'
import { pino } from 'pino'
import { createApi } from '../../src/api/create-api.ts'
import { readConfig } from '../../src/app/config.ts'
import { openServices, type Services } from '../../src/app/services.ts'
import { parseScopes } from '../../src/domain/api-scopes.ts'
import { analyseText } from '../../src/domain/text/analyse-text.ts'
import { type ScriptedUpstream, startScriptedUpstream } from './scripted-upstream.ts'
import { storable } from './storable.ts'

export type ApiServer = AsyncDisposable & {
  /** Without `/v1`. */
  readonly origin: string
  readonly key: string
  readonly services: Services
  readonly upstream: ScriptedUpstream
  /** A key of its own, e.g. with fewer rights. */
  readonly makeKey: (wanted: { scopes?: string[]; expiresAt?: number; perMinute?: number }) => Promise<string>
}

/** Model of the scripted upstream. */
export const UPSTREAM_MODEL = 'scripted-model'

/** A whole server on a port of its own, over a scripted upstream model and an archive with one event. */
export async function startApiServer(): Promise<ApiServer> {
  const stack = new AsyncDisposableStack()
  const dataDir = await mkdtemp(join(tmpdir(), 'verity-v1-'))
  stack.defer(() => rm(dataDir, { recursive: true, force: true }))
  const upstream = stack.use(await startScriptedUpstream())
  const services = stack.use(
    await openServices({
      config: readConfig({
        ...{ VERITY_DATA: dataDir, VERITY_LIVE: 'off' },
        ...{ VERITY_MODEL: UPSTREAM_MODEL, VERITY_MODEL_URL: upstream.url, VERITY_MODEL_PRICE: '1/2' },
      }),
      ...{ version: '0.0.0', log: pino({ level: 'silent' }), internalSecret: 'internal-secret' },
      ...{ live: false, isLoopback: true, webDir: null, newId: randomUUID },
    }),
  )
  await services.api.archive.insertPosts(
    POSTS.map((fields) => storable(fields, { analysed: analyseText(fields.text) })),
  )
  const { ledger } = services.api
  const { id: ownerId } = await ledger.people.ensureOwner()
  const makeKey: ApiServer['makeKey'] = async ({ scopes = [], expiresAt, perMinute }) => {
    const { key } = await ledger.apiKeys.create(ownerId, {
      ...{ name: 'test', scopes: parseScopes(scopes) },
      ...{ expiresAt: expiresAt ?? null, requestsPerMinute: perMinute ?? null },
    })
    return key
  }
  const { fetch } = createApi(services.api)
  const port = await new Promise<number>((resolve) => {
    const server = serve({ fetch, hostname: '127.0.0.1', port: 0 }, (info) => resolve(info.port))
    stack.defer(async () => {
      const closed = new Promise((done) => server.close(done))
      if ('closeAllConnections' in server) server.closeAllConnections()
      await closed
    })
  })
  const key = await makeKey({})
  return {
    ...{ origin: `http://127.0.0.1:${port}`, key, services, upstream, makeKey },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  }
}

const AT = Date.UTC(2026, 9, 3, 8)
const HOUR_MS = 3_600_000

/** One event, told by accounts of their own, and other things. */
const POSTS = [
  post(
    'x:1846987139428635001',
    'ana',
    'The Quellin ferry is two hours late this morning after an engine fault.',
    0,
  ),
  post('x:1846987139428635002', 'ben', 'Engine fault on the Quellin ferry, it left two hours late.', 1),
  post(
    'f:3',
    'cleo',
    'Harbour office: the delay of the ferry in Quellin was two hours, caused by an engine fault.',
    2,
  ),
  post('f:4', 'dan', 'Our Quellin ferry was delayed two hours, engine fault they said.', 3),
  post('f:5', 'eva', 'Tickets for the lantern festival in Marlow are sold out.', 4),
]

function post(id: string, author: string, text: string, hours: number) {
  return { id, author, text, lang: 'en', createdAt: AT + hours * HOUR_MS }
}
