import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough, Readable } from 'node:stream'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openArchive } from '../src/archive/archive.ts'
import type { CommandContext } from '../src/cli/command.ts'
import { runCommandLine } from '../src/cli/main.ts'
import { openLedger } from '../src/ledger/ledger.ts'
import { openSecretBox } from '../src/ledger/secret-box.ts'
import { MastodonServer } from './support/mastodon-server.ts'
import { status } from './support/mastodon-statuses.ts'

const NOW = Date.parse('2026-11-22T12:00:00Z')
let server: MastodonServer
let dataDir = ''

beforeEach(async () => {
  server = await MastodonServer.start()
  dataDir = await mkdtemp(join(tmpdir(), 'verity-backfill-'))
})
afterEach(async () => {
  await server[Symbol.asyncDispose]()
  await rm(dataDir, { recursive: true, force: true })
})

/** `verity sources …` on a data directory that no server holds. */
async function sources(...argv: string[]) {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()]
  const unexpected = () => Promise.reject(new Error('not asked for'))
  const context: CommandContext = {
    ...{ version: '0', dataDir, stdout, stderr },
    stdin: Readable.from(['']),
    clock: () => NOW,
    signal: new AbortController().signal,
    openLedger: () =>
      openLedger({ kind: 'sqlite', file: join(dataDir, 'ledger.sqlite') }, { clock: () => NOW }),
    openArchive: () => openArchive({ kind: 'embedded', dataDir: join(dataDir, 'archive') }),
    openSecretBox: () => openSecretBox(dataDir, null),
    ...{
      serve: unexpected,
      examine: unexpected,
      openWriter: unexpected,
      openWeb: unexpected,
      openModels: unexpected,
    },
    ...{ backUp: unexpected, restore: unexpected },
  }
  const code = await runCommandLine(['sources', ...argv], {
    ...{ version: '0', stdout, stderr },
    makeContext: () => context,
  })
  return { code, text: String(stdout.read() ?? ''), errors: String(stderr.read() ?? '') }
}

async function json(...argv: string[]) {
  const { code, text, errors } = await sources(...argv, '--json')
  expect(errors).toBe('')
  expect(code).toBe(0)
  return JSON.parse(text) as Record<string, unknown>
}

async function connect(): Promise<string> {
  const added = (await json('add', 'mastodon', '--set', `instance=${server.origin}`)) as {
    source?: { id: string }
    id?: string
  }
  return added.source?.id ?? added.id ?? ''
}

test('older posts of a tag are read up to a limit, and the same command goes on to the end', async () => {
  const id = await connect()
  server.file(...Array.from({ length: 60 }, (_, n) => status({ n: n + 1 })))
  const first = await json('backfill', id, 'hashtag', 'climat', '--posts', '40')
  expect(first).toMatchObject({ read: 40, stored: 40, duplicates: 0, end: 'limit' })
  const rest = await sources('backfill', id, 'hashtag', '#climat', '--posts', '1000')
  expect(rest).toMatchObject({ code: 0, errors: '' })
  const more = await json('backfill', id, 'hashtag', 'climat', '--anew')
  expect(more).toMatchObject({ read: 60, duplicates: 60, stored: 0, end: 'complete' })
})

test("the source's filter holds for older posts, and what it leaves out is counted", async () => {
  const id = await connect()
  await json('filter', id, '--any', 'zeppelin')
  server.file(...Array.from({ length: 3 }, (_, n) => status({ n: n + 1 })))
  const report = await json('backfill', id, 'hashtag', 'climat')
  expect(report).toMatchObject({ read: 3, stored: 0, end: 'complete' })
  expect(Object.values(report['dropped'] as Record<string, number>)).toEqual([3])
})

test('what cannot be asked for ends with a sentence that names what can', async () => {
  const id = await connect()
  const kinds = await sources('backfill', id, 'search', 'flood')
  expect(kinds.code).toBe(2)
  expect(kinds.errors).toMatch(/account/)
  expect(await sources('backfill', id)).toMatchObject({ code: 2 })
  expect(await sources('backfill', 'nobody', 'hashtag', 'x')).toMatchObject({ code: 2 })
  expect(await sources('backfill', id, 'hashtag', 'x', '--posts', '0')).toMatchObject({ code: 2 })
})
