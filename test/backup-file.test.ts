import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { BackupManifest } from '../src/app/backup-manifest.ts'
import { packBackup } from '../src/app/backup-pack.ts'
import { unpackBackup } from '../src/app/backup-unpack.ts'
import { Random } from '../src/lib/random.ts'
import { buildTar, type TarFile } from './support/tar-builder.ts'

/** The file alone, with no store behind it. */
const HEADER = {
  format: 'verity-backup',
  version: 1,
  verity: '0.1.0',
  created_at: '2026-11-22T00:00:00.000Z',
} as const
const LONG = `archive/posts/${'patch-'.repeat(25)}1_1_0/${'column'.repeat(20)}.bin`
const FILES: Readonly<Record<string, Buffer>> = {
  'ledger.sqlite': Buffer.from('people and chats '.repeat(200)),
  'secrets.key': Buffer.from('k'.repeat(43)),
  'archive/posts/0-20261120_1_1_0/data.bin': Buffer.from(
    Uint8Array.from({ length: 3_000 }, (_, n) => n % 251),
  ),
  'archive/posts/0-20261120_1_1_0/empty.txt': Buffer.alloc(0),
  [LONG]: Buffer.from('a long name'),
}

let folder: string
let whole: Buffer
let manifest: BackupManifest | null = null

beforeAll(async () => {
  const chunks: Uint8Array[] = []
  const packing = packBackup({
    header: HEADER,
    archive: { kind: 'parts', schema: 3, analysis: 1, engine: '26.7', posts: 7, pages: 0 },
    ledger: null,
    secretElsewhere: false,
    files: Object.entries(FILES).map(([name, bytes]) => ({ name, bytes })),
    rows: null,
    signal: new AbortController().signal,
    onManifest: (written) => {
      manifest = written
    },
  })
  for await (const chunk of packing) chunks.push(chunk)
  whole = Buffer.concat(chunks)
})
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'verity-backup-file-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe('a backup file', () => {
  it.each(['plain', 'packed'])('gives back what went in, %s', async (kind) => {
    expect(await unpack(kind === 'packed' ? gzipSync(whole) : whole)).toEqual(manifest)
    expect(readBack()).toEqual(FILES)
  })

  it.each(['plain', 'packed'])(
    '%s, whichever byte was changed, is refused or gives back what went in',
    async (kind) => {
      const bytes = kind === 'packed' ? gzipSync(whole) : whole
      const random = new Random(`damage ${kind}`)
      let refusals = 0
      for (let round = 0; round < 120; round++) {
        const copy = Buffer.from(bytes)
        const at = random.uint32() % copy.length
        copy[at] = (copy[at] ?? 0) ^ (1 << (random.uint32() % 8))
        refusals += (await isRefused(copy)) ? 1 : 0
      }
      expect(refusals).toBeGreaterThan(50)
    },
  )

  it.each(['plain', 'packed'])(
    '%s, wherever it was cut, is refused or gives back what went in',
    async (kind) => {
      const bytes = kind === 'packed' ? gzipSync(whole) : whole
      const random = new Random(`cut ${kind}`)
      for (let round = 0; round < 30; round++)
        await isRefused(bytes.subarray(0, random.uint32() % bytes.length))
      for (let at = 0; at < bytes.length; at += 512) await isRefused(bytes.subarray(0, at))
    },
  )

  it('is refused when its manifest was changed and not sealed again', async () => {
    const changed = Buffer.from(whole.toString('latin1').replace('"posts":7', '"posts":8'), 'latin1')
    await expect(unpack(changed)).rejects.toThrow(/manifest was changed/)
  })

  it('is refused when a file was taken out', async () => {
    const at = whole.indexOf('secrets.key')
    const without = Buffer.concat([whole.subarray(0, at), whole.subarray(at + 1_024)])
    await expect(unpack(without)).rejects.toThrow(/damaged: files are missing/)
  })
})

describe('what is no backup is refused by name', () => {
  it.each([
    ['nothing', Buffer.alloc(0)],
    ['a text', Buffer.from('id,text\n1,hello\n'.repeat(100))],
    ['zeros', Buffer.alloc(10_240)],
    ['zeros, packed twice', gzipSync(gzipSync(Buffer.alloc(10_240)))],
    ['another tar', buildTar([{ name: 'photo.jpg', content: 'x' }])],
    ['a header of something else', buildTar([{ name: 'verity-backup.json', content: '{"format":"else"}' }])],
    ['a header that does not end', buildTar([{ ...headerFile(), claimedBytes: 10_000_000 }])],
  ])('%s', async (_, bytes) => {
    await expect(unpack(bytes)).rejects.toMatchObject({
      code: 'invalid_input',
      message: expect.stringContaining('not a backup'),
    })
  })

  it('what a newer Verity wrote', async () => {
    const header = JSON.stringify({ ...HEADER, version: 99, verity: '9.0.0' })
    await expect(unpack(buildTar([{ name: 'verity-backup.json', content: header }]))).rejects.toThrow(
      /newer Verity \(9/,
    )
  })
})

describe('nothing is written where it does not belong:', () => {
  it.each([
    '../outside',
    '/etc/outside',
    'archive/../../../outside',
    'archive/posts/../outside',
    'archive/posts/part/..',
    'archive/posts/part/a\\b',
    'rows/posts/more/1.ndjson',
    'server.lock',
  ])('%s', async (name) => {
    await expect(unpack(buildTar([headerFile(), { name, content: 'x' }]))).rejects.toThrow(/does not belong/)
    expect(existsSync(join(folder, 'outside'))).toBe(false)
  })

  it.each([
    ['a link', '2'],
    ['a hard link', '1'],
    ['a folder', '5'],
    ['a device', '3'],
  ])('%s', async (_, type) => {
    const hostile = { name: 'archive/posts/part/data.bin', content: '', type }
    await expect(unpack(buildTar([headerFile(), hostile]))).rejects.toThrow(/damaged/)
  })

  it('a name that comes twice', async () => {
    const twice = { name: 'ledger.sqlite', content: 'x' }
    await expect(unpack(buildTar([headerFile(), twice, twice]))).rejects.toThrow(/twice/)
  })

  it('a manifest that is too long to hold', async () => {
    const long = { name: 'manifest.json', content: '', claimedBytes: 500 * 1024 * 1024 }
    await expect(unpack(buildTar([headerFile(), long]))).rejects.toThrow(/too long/)
  })
})

function headerFile(): TarFile {
  return { name: 'verity-backup.json', content: JSON.stringify(HEADER) }
}

function unpack(bytes: Uint8Array): Promise<BackupManifest> {
  const file = join(folder, 'backup.tar')
  writeFileSync(file, bytes)
  const signal = new AbortController().signal
  return unpackBackup(file, { into: join(folder, 'out'), flush: false, signal, onProgress: () => {} })
}

/** True when the file is refused in words; otherwise what came out must be what went in. */
async function isRefused(bytes: Uint8Array): Promise<boolean> {
  rmSync(join(folder, 'out'), { recursive: true, force: true })
  try {
    expect(await unpack(bytes)).toEqual(manifest)
  } catch (thrown) {
    expect(thrown).toMatchObject({ code: 'invalid_input' })
    return true
  }
  expect(readBack()).toEqual(FILES)
  return false
}

function readBack(): Record<string, Buffer> {
  const out = join(folder, 'out')
  const entries = readdirSync(out, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  return Object.fromEntries(
    entries.map((entry) => {
      const path = join(entry.parentPath, entry.name)
      return [path.slice(out.length + 1), readFileSync(path)]
    }),
  )
}
