import { mkdtemp, rm } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ServerType, serve } from '@hono/node-server'
import { Hono } from 'hono'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { clickhouseRoutes, SECRET_HEADER } from '../src/api/internal/clickhouse.ts'
import { type Archive, openArchive } from '../src/archive/archive.ts'
import { describeArchive } from './archive-behaviour.ts'
import { storable } from './support/storable.ts'

const SECRET = 'a secret of this test'

let directory: string
let holder: Archive
let server: ServerType
let url: string

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'verity-archive-http-'))
  holder = await openArchive({ kind: 'embedded', dataDir: directory })
  const app = new Hono().route('/internal/clickhouse', clickhouseRoutes({ archive: holder, secret: SECRET }))
  url = await new Promise<string>((resolve) => {
    server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }, ({ port }: AddressInfo) =>
      resolve(`http://127.0.0.1:${port}/internal/clickhouse`),
    )
  })
})

afterAll(async () => {
  await new Promise((resolve) => server.close(resolve))
  await holder.close()
  await rm(directory, { recursive: true })
})

const open = (clock?: () => number) =>
  openArchive({ kind: 'server', url, httpHeaders: { [SECRET_HEADER]: SECRET } }, clock ? { clock } : {})

let client: Archive
describeArchive('through the server that holds it', {
  open: async (clock) => {
    client = await open(clock)
    return client
  },
  close: () => client.close(),
})

describe('the route that lends the archive', () => {
  const ask = (query: string, init: RequestInit = {}) =>
    fetch(`${url}?${query}`, { headers: { [SECRET_HEADER]: SECRET }, ...init })

  test('opens for nobody without the secret', async () => {
    for (const headers of [{}, { [SECRET_HEADER]: 'wrong' }, { [SECRET_HEADER]: '' }]) {
      const response = await fetch(`${url}?query=SELECT%201`, { headers })
      expect(response.status).toBe(401)
      expect(response.headers.get('x-clickhouse-exception-code')).toBe('516')
    }
    await expect(openArchive({ kind: 'server', url })).rejects.toMatchObject({ code: 'store_failed' })
  })

  test('answers a ping and a plain query as ClickHouse does', async () => {
    expect(await (await fetch(`${url}/ping`, { headers: { [SECRET_HEADER]: SECRET } })).text()).toBe('Ok.\n')
    expect(await (await ask('query=SELECT%201%20AS%20a')).text()).toBe('1\n')
    expect(await (await ask('query=SELECT%201%20AS%20a&default_format=JSONEachRow')).text()).toBe('{"a":1}\n')
    expect(await (await ask('', { method: 'POST', body: 'SELECT 2' })).text()).toBe('2\n')
  })

  test("gives the engine's own error, with its code", async () => {
    const response = await ask('query=SELECT%20(')
    expect(response.status).toBe(500)
    expect(response.headers.get('x-clickhouse-exception-code')).toBe('62')
    expect(await response.text()).toMatch(/^Code: 62\. DB::Exception: .*\(SYNTAX_ERROR\)\n$/s)
  })

  test('refuses what it does not speak', async () => {
    expect((await ask('query=SELECT%201&database=other')).status).toBe(404)
    expect((await ask('query=INSERT%20INTO%20posts%20VALUES', { method: 'POST', body: 'x' })).status).toBe(
      501,
    )
    const compressed = { [SECRET_HEADER]: SECRET, 'content-encoding': 'gzip' }
    expect((await ask('query=SELECT%201', { method: 'POST', body: 'x', headers: compressed })).status).toBe(
      501,
    )
  })

  test('a setting of one request does not outlive it', async () => {
    expect(
      await (await ask("query=SELECT%20getSetting('max_execution_time')&max_execution_time=7")).text(),
    ).toBe('7\n')
    expect(await (await ask("query=SELECT%20getSetting('max_execution_time')")).text()).toBe('0\n')
  })

  test('a name of a setting cannot carry SQL', async () => {
    expect(
      (await ask(`query=SELECT%201&${encodeURIComponent('a = 1; DROP TABLE posts; --')}=1`)).status,
    ).toBe(500)
    expect(
      (await ask(`query=SELECT%201&log_comment=${encodeURIComponent("\\'; DROP TABLE posts; --")}`)).status,
    ).toBe(200)
    expect(await (await ask('query=EXISTS%20posts')).text()).toBe('1\n')
  })

  test('what a command stores through it is what the server sees, and the other way round', async () => {
    await using command = await open()
    await command.insertPosts([storable({ id: 'from-command' })])
    expect(await holder.getPosts(['from-command'])).toHaveLength(1)
    await holder.insertPosts([storable({ id: 'from-server' })])
    expect(await command.getPosts(['from-server'])).toHaveLength(1)
  })

  test('an archive that is a server of its own lends nothing', async () => {
    await using through = await open()
    const app = clickhouseRoutes({ archive: through, secret: SECRET })
    expect((await app.request('/?query=SELECT%201', { headers: { [SECRET_HEADER]: SECRET } })).status).toBe(
      404,
    )
  })

  test('a server that cannot be reached is named', async () => {
    await expect(openArchive({ kind: 'server', url: 'http://127.0.0.1:1' })).rejects.toMatchObject({
      code: 'store_failed',
      message: expect.stringContaining('cannot be reached'),
    })
  })
})
