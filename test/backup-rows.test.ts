import { mkdtempSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ServerType, serve } from '@hono/node-server'
import { Hono } from 'hono'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { clickhouseRoutes, SECRET_HEADER } from '../src/api/internal/clickhouse.ts'
import { backUp } from '../src/app/backup.ts'
import { restoreBackup } from '../src/app/backup-restore.ts'
import { fillArchive } from '../src/app/backup-rows.ts'
import { type Config, readConfig } from '../src/app/config.ts'
import { type Archive, openArchive } from '../src/archive/archive.ts'
import { readPageLine, readPostLine } from '../src/archive/backup-rows.ts'
import { fillDataDirectory, readDataDirectory } from './support/data-directory.ts'

/** The archive is a ClickHouse server: here our own engine behind the route that speaks its protocol. */
const SECRET = 'a secret of this test'
const NOW = Date.UTC(2026, 10, 22)

let folder: string
let dataDir: string
let backup: string
let before: Awaited<ReturnType<typeof readDataDirectory>>
let engine: Archive
let server: ServerType
let archiveOnServer: Config['archive']

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'verity-backup-rows-'))
  dataDir = join(folder, 'data')
  backup = join(folder, 'rows.tar')
  await fillDataDirectory(dataDir)
  before = await readDataDirectory(dataDir)
  engine = await openArchive({ kind: 'embedded', dataDir: join(dataDir, 'archive') })
  const app = new Hono().route('/internal/clickhouse', clickhouseRoutes({ archive: engine, secret: SECRET }))
  const url = await new Promise<string>((resolve) => {
    server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }, ({ port }: AddressInfo) =>
      resolve(`http://127.0.0.1:${port}/internal/clickhouse`),
    )
  })
  archiveOnServer = { kind: 'server', url, httpHeaders: { [SECRET_HEADER]: SECRET } }
  const config = { ...readConfig({ VERITY_DATA: dataDir }), archive: archiveOnServer }
  const report = await backUp(contextOf(config), { out: backup, withoutLedger: false, onProgress: () => {} })
  expect(report).toMatchObject({ posts: 597, pages: 1, ledger: { chats: 1 } })
})
afterAll(async () => {
  await new Promise((resolve) => server.close(resolve))
  await engine.close()
  rmSync(folder, { recursive: true, force: true })
})

it('an archive on a server that holds anything is not restored into', async () => {
  const refused = restoreTo('refused', archiveOnServer)
  await expect(refused).rejects.toMatchObject({
    code: 'invalid_input',
    message: expect.stringContaining('597 posts'),
  })
  expect((await engine.stats()).posts).toBe(597)
})

it('what did not arrive whole on a server is taken out again', async () => {
  await engine.removeAll()
  const expected = { kind: 'rows', schema: 0, analysis: 1, engine: '', posts: 3, pages: 0 } as const
  const signal = new AbortController().signal
  await expect(
    fillArchive(engine, { unpacked: join(folder, 'nothing'), expected, signal }),
  ).rejects.toMatchObject({
    code: 'store_failed',
  })
  expect((await engine.stats()).posts).toBe(0)
})

it('the rows of a server come back to an empty server as they were', async () => {
  expect(await restoreTo('again', archiveOnServer)).toMatchObject({ posts: 597, pages: 1 })
  await engine.close()
  expect(await readDataDirectory(dataDir)).toEqual(before)
})

it('the rows of a server come back into a data directory that is embedded', async () => {
  const embedded = join(folder, 'embedded')
  expect(await restoreTo('embedded', { kind: 'embedded', dataDir: '' })).toMatchObject({
    posts: 597,
    pages: 1,
  })
  expect(await readDataDirectory(embedded)).toEqual(before)
})

it.each(['', '{}', '{"packed":1}', 'nonsense'])('a line that reads %j is refused', (line) => {
  expect(() => readPostLine(line)).toThrow(/damaged/)
  expect(() => readPageLine(line)).toThrow(/damaged/)
})

function restoreTo(name: string, archive: Config['archive']) {
  const config = { ...readConfig({ VERITY_DATA: join(folder, name) }), archive }
  return restoreBackup(contextOf(config), { file: backup, withoutLedger: false, onProgress: () => {} })
}

function contextOf(config: Config) {
  return { config, version: '1', clock: () => NOW, signal: new AbortController().signal }
}
