import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { backUp } from '../src/app/backup.ts'
import { restoreBackup } from '../src/app/backup-restore.ts'
import { readConfig } from '../src/app/config.ts'
import { openArchive } from '../src/archive/archive.ts'
import { placeParts } from '../src/archive/backup-place.ts'
import { fillDataDirectory, readDataDirectory } from './support/data-directory.ts'
import { storable } from './support/storable.ts'

type Environment = Readonly<Record<string, string>>

let folder: string
let dataDir: string
let backup: string
let target: string
let before: Awaited<ReturnType<typeof readDataDirectory>>
let n = 0

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'verity-backup-'))
  dataDir = join(folder, 'data')
  backup = join(folder, 'all.tar')
  mkdirSync(dataDir)
  await fillDataDirectory(dataDir)
  await backUpTo(backup)
  before = await readDataDirectory(dataDir)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))
beforeEach(() => {
  n += 1
  target = join(folder, `restored-${n}`)
})

describe('a backup that is brought back', () => {
  it('holds posts, edits, pages, chats, sources with their tokens, import marks and secrets as they were', async () => {
    const report = await restore(backup)
    expect(report).toMatchObject({ posts: 597, pages: 1, ledger: { chats: 1, sources: 1, import_marks: 1 } })
    expect(await readDataDirectory(target)).toEqual(before)
    expect(before).toMatchObject({ count: 597, token: 'token-that-nobody-may-read', found: [{ id: 'b:7' }] })
  })

  it('does not bring deleted posts back, nor after everything is merged and more arrived', async () => {
    await restore(backup)
    await using archive = await openArchive({ kind: 'embedded', dataDir: join(target, 'archive') })
    const deleted = ['a:1', 'b:1', 'b:299']
    expect(await archive.getPosts(deleted)).toEqual([])
    await archive.insertPosts([storable({ id: 'c:1' }), storable({ id: 'c:2' })])
    expect(await archive.deletePosts(['c:2', 'b:3'])).toBe(2)
    const gateway = archive.gateway
    await gateway?.run({
      sql: 'OPTIMIZE TABLE posts FINAL',
      paramTexts: {},
      settings: {},
      defaultFormat: 'TSV',
    })
    expect(await archive.getPosts([...deleted, 'c:2', 'b:3'])).toEqual([])
    expect(await archive.getPosts(['a:2', 'c:1'])).toMatchObject([
      { text: 'lighthouse, corrected' },
      { id: 'c:1' },
    ])
    expect((await archive.stats()).posts).toBe(597)
  })

  it('is readable by its owner alone, as is what comes out of it, and nothing is left beside it', async () => {
    await restore(backup)
    expect(statSync(backup).mode & 0o777).toBe(0o600)
    for (const name of ['ledger.sqlite', 'secrets.key', 'session.secret'])
      expect(statSync(join(target, name)).mode & 0o777).toBe(0o600)
    expect(readdirSync(target).sort()).toEqual(['archive', 'ledger.sqlite', 'secrets.key', 'session.secret'])
    expect(readdirSync(dataDir).filter((name) => name.startsWith('backing-up'))).toEqual([])
  })

  it('is the same when it was packed', async () => {
    const packed = join(folder, 'packed.tar.gz')
    await backUpTo(packed)
    expect(gunzipSync(readFileSync(packed)).length).toBeGreaterThan(statSync(packed).size)
    await restore(packed)
    expect(await readDataDirectory(target)).toEqual(before)
  })

  it('may go into a directory that exists and is empty', async () => {
    mkdirSync(target)
    expect(await restore(backup)).toMatchObject({ posts: 597 })
  })

  it('says when stored tokens need a secret that is not in it', async () => {
    const out = join(folder, `secret-${n}.tar`)
    const report = await backUpTo(out, { VERITY_SECRET: 's'.repeat(40) })
    expect(report.secret_elsewhere).toBe(true)
  })

  it('reads and writes with bounded progress', async () => {
    const shown: [number, number | null][] = []
    await restore(backup, { onProgress: (bytes, total) => shown.push([bytes, total]) })
    const size = statSync(backup).size
    expect(shown.at(-1)).toEqual([size, size])
  })
})

describe('a restore leaves the directory as it was', () => {
  const refused = async (file: string, message: RegExp) => {
    await expect(restore(file)).rejects.toMatchObject({
      code: 'invalid_input',
      message: expect.stringMatching(message),
    })
    expect(existsSync(target)).toBe(false)
  }
  const changed = (change: (bytes: Buffer) => Buffer): string => {
    const file = join(folder, `changed-${n}.tar`)
    writeFileSync(file, change(Buffer.from(readFileSync(backup))))
    return file
  }

  it('when one byte of a file was changed', async () => {
    const at = readFileSync(backup).indexOf('SQLite format 3') + 5_000
    const file = changed((bytes) => {
      bytes[at] = (bytes[at] ?? 0) ^ 1
      return bytes
    })
    await refused(file, /damaged: ledger\.sqlite was changed/)
  })

  it.each([0.01, 0.5, 0.99])('when the file was cut at %f of its length', async (share) => {
    const file = changed((bytes) => bytes.subarray(0, Math.floor(bytes.length * share)))
    await refused(file, /damaged/)
  })

  it('when the file is something else', async () => {
    await refused(
      changed(() => Buffer.from('id,text\n')),
      /not a backup of Verity/,
    )
  })

  it('when there is no such file', async () => {
    await refused(join(folder, 'nowhere.tar'), /There is no backup/)
  })

  it('when the directory holds anything', async () => {
    mkdirSync(target)
    writeFileSync(join(target, 'mine.txt'), 'mine')
    await expect(restore(backup)).rejects.toMatchObject({
      code: 'invalid_input',
      message: expect.stringContaining('mine.txt'),
    })
    expect(readdirSync(target)).toEqual(['mine.txt'])
  })

  it('when its archive was written by a newer Verity', async () => {
    const placing = placeParts({ engineDir: target, from: folder, schemaVersion: 99 })
    await expect(placing).rejects.toMatchObject({
      code: 'store_failed',
      message: expect.stringContaining('newer Verity'),
    })
    expect(existsSync(target)).toBe(false)
  })

  it('when it names a table that there is not', async () => {
    const from = join(folder, `parts-${n}`)
    mkdirSync(join(from, 'secrets/part'), { recursive: true })
    const placing = placeParts({ engineDir: target, from, schemaVersion: 3 })
    await expect(placing).rejects.toMatchObject({
      code: 'invalid_input',
      message: expect.stringContaining('"secrets"'),
    })
  })

  it('when it is stopped on the way', async () => {
    const stop = new AbortController()
    const restoring = restore(backup, { signal: stop.signal, onProgress: () => stop.abort() })
    await expect(restoring).rejects.toMatchObject({ name: 'AbortError' })
    expect(existsSync(target)).toBe(false)
  })

  it('when the ledger belongs on a server', async () => {
    await expect(restore(backup, { env: { DATABASE_URL: 'postgres://127.0.0.1/x' } })).rejects.toMatchObject({
      code: 'invalid_input',
      message: expect.stringContaining('pg_restore'),
    })
  })
})

describe('a backup is refused, and nothing is written,', () => {
  it.each([
    ['over a file that exists', () => backup, /exists/],
    ['into a folder that does not exist', () => join(folder, 'nowhere', 'b.tar'), /no folder/],
    ['under a name that says something else', () => join(folder, 'b.zip'), /\.tar/],
  ])('%s', async (_, out, message) => {
    const size = statSync(backup).size
    await expect(backUpTo(out())).rejects.toMatchObject({
      code: 'invalid_input',
      message: expect.stringMatching(message),
    })
    expect(statSync(backup).size).toBe(size)
  })

  it('of a directory that holds nothing', async () => {
    const refused = backUpTo(join(folder, 'b.tar'), { VERITY_DATA: join(folder, 'empty') })
    await expect(refused).rejects.toMatchObject({ code: 'invalid_input' })
    expect(existsSync(join(folder, 'empty'))).toBe(false)
  })

  it('of a ledger on a PostgreSQL server, unless the ledger is left out', async () => {
    const env = { DATABASE_URL: 'postgres://127.0.0.1/x' }
    const out = join(folder, 'without.tar')
    await expect(backUpTo(out, env)).rejects.toMatchObject({ message: expect.stringContaining('pg_dump') })
    expect(await backUpTo(out, env, { withoutLedger: true })).toMatchObject({ posts: 597, ledger: null })
    await restore(out)
    expect(existsSync(join(target, 'ledger.sqlite'))).toBe(false)
  })

  it('when it is stopped on the way: no half file stays', async () => {
    const stop = new AbortController()
    const out = join(folder, 'stopped.tar')
    const running = backUpTo(out, {}, { signal: stop.signal, onProgress: () => stop.abort() })
    await expect(running).rejects.toMatchObject({ name: 'AbortError' })
    expect(readdirSync(folder).filter((name) => name.startsWith('stopped'))).toEqual([])
  })

  it('leftovers of one that was killed are removed by the next', async () => {
    const left = join(dataDir, `backing-up-${2 ** 22 + 1}-abc`)
    mkdirSync(left)
    await backUpTo(join(folder, 'next.tar'))
    expect(existsSync(left)).toBe(false)
  })
})

type Options = {
  readonly signal?: AbortSignal
  readonly onProgress?: (bytes: number, total: number | null) => void
  readonly env?: Environment
  readonly withoutLedger?: boolean
}

function backUpTo(out: string, env: Environment = {}, options: Options = {}) {
  const config = readConfig({ VERITY_DATA: dataDir, ...env })
  const { signal = new AbortController().signal, onProgress = () => {}, withoutLedger = false } = options
  return backUp(
    { config, version: '1', clock: () => Date.UTC(2026, 10, 22), signal },
    { out, withoutLedger, onProgress },
  )
}

function restore(file: string, options: Options = {}) {
  const config = readConfig({ VERITY_DATA: target, ...options.env })
  const { signal = new AbortController().signal, onProgress = () => {} } = options
  return restoreBackup({ config, clock: () => 0, signal }, { file, withoutLedger: false, onProgress })
}
