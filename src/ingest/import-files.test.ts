import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import type { EncodedPosts } from '../archive/encode-posts.ts'
import { AnalysisPool, inlineAnalysis } from './analysis-pool.ts'
import { type ImportRequest, importFiles, type ParkedLine } from './import-files.ts'
import type { ImportMarkStore } from './import-mark.ts'

const folders: string[] = []
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true })
})

describe('importing files', () => {
  it('counts every line as stored, duplicate or parked', async () => {
    const archive = memoryArchive()
    const parked: ParkedLine[] = []
    const file = await fileOf(
      [line(1), line(2), line(1), 'not json', '{"id":"3","author":"a"}', '', line(4)].join('\n'),
    )
    const report = await importFiles(request(archive, [file], { onParked: (one) => parked.push(one) }))
    expect(report).toMatchObject({
      read: 6,
      stored: 3,
      duplicates: 1,
      parked: 2,
      reasons: { not_json: 1, wrong_text: 1 },
      failed: [],
      unusable: false,
      stopped: false,
    })
    expect(parked.map(({ line, reason, sample }) => [line, reason, sample.slice(0, 8)])).toEqual([
      [4, 'not_json', 'not json'],
      [5, 'wrong_text', '{"id":"3'],
    ])
  })

  it('finds only duplicates in a file that was imported before', async () => {
    const archive = memoryArchive()
    const file = await fileOf(lines(0, 50))
    const marks = memoryMarks()
    await importFiles(request(archive, [file], { marks }))
    expect(await importFiles(request(archive, [file], { marks }))).toMatchObject({
      read: 50,
      stored: 0,
      duplicates: 50,
    })
  })

  it('is fine with an empty file, and says when there was nothing it could read', async () => {
    const archive = memoryArchive()
    expect(await importFiles(request(archive, [await fileOf('')]))).toMatchObject({
      read: 0,
      unusable: false,
    })
    expect(await importFiles(request(archive, [await fileOf('\u0000\u0001binary')]))).toMatchObject({
      unusable: true,
    })
    expect(await importFiles(request(archive, ['/nowhere/posts.ndjson']))).toMatchObject({
      unusable: true,
      failed: [{ name: '/nowhere/posts.ndjson', code: 'not_found' }],
    })
  })

  it('imports the other files when one cannot be read', async () => {
    const archive = memoryArchive()
    const report = await importFiles(request(archive, ['/nowhere/posts.ndjson', await fileOf(lines(0, 3))]))
    expect(report).toMatchObject({ stored: 3, unusable: false })
    expect(report.failed).toHaveLength(1)
  })

  it('goes on where an interrupted import of the same file stopped, and counts the whole file', async () => {
    const file = await fileOf(lines(0, 60_000))
    const archive = memoryArchive({ failAfterPosts: 30_000 })
    const marks = memoryMarks()
    await expect(importFiles(request(archive, [file], { marks }))).rejects.toThrow('disk full')
    const before = archive.inserted
    expect(before).toBeGreaterThan(0)
    archive.failAfterPosts = Number.POSITIVE_INFINITY
    const report = await importFiles(request(archive, [file], { marks }))
    expect(report).toMatchObject({ read: 60_000, stored: 60_000, duplicates: 0 })
    expect(archive.inserted).toBe(60_000)
    expect(marks.size).toBe(0)
  })

  it('stops at the end of a block when the signal aborts, and goes on later', async () => {
    const file = await fileOf(lines(0, 60_000))
    const archive = memoryArchive()
    const marks = memoryMarks()
    const stop = new AbortController()
    const first = await importFiles(
      request(archive, [file], {
        marks,
        signal: stop.signal,
        onProgress: () => stop.abort(),
        clock: impatientClock(),
      }),
    )
    expect(first.stopped).toBe(true)
    expect(first.stored).toBeLessThan(60_000)
    expect(await importFiles(request(archive, [file], { marks }))).toMatchObject({
      stored: 60_000,
      duplicates: 0,
    })
  })

  it('starts over when the file has changed since', async () => {
    const archive = memoryArchive({ failAfterPosts: 30_000 })
    const marks = memoryMarks()
    const file = await fileOf(lines(0, 60_000))
    await importFiles(request(archive, [file], { marks, clock: impatientClock() })).catch(() => {})
    archive.failAfterPosts = Number.POSITIVE_INFINITY
    await writeFile(file, lines(0, 60_001))
    const report = await importFiles(request(archive, [file], { marks }))
    expect(report.read).toBe(60_001)
    expect(report.duplicates).toBeGreaterThan(0)
  })

  it('stores the same through worker threads, which end when the work is done', async () => {
    const archive = memoryArchive()
    await using pool = new AnalysisPool({ size: 2, idleMs: 1 })
    const file = await fileOf(lines(0, 60_000))
    const report = await importFiles(request(archive, [file], { analysis: pool }))
    expect(report).toMatchObject({ read: 60_000, stored: 60_000 })
    expect(archive.ids.has('p59999')).toBe(true)
    await pool.close()
    expect(pool.alive).toBe(0)
  })

  it('reports progress that only grows', async () => {
    const seen: number[] = []
    const file = await fileOf(lines(0, 60_000))
    await importFiles(
      request(memoryArchive(), [file], { onProgress: ({ bytesRead }) => seen.push(bytesRead) }),
    )
    expect(seen.length).toBeGreaterThan(1)
    expect(seen).toEqual([...seen].sort((a, b) => a - b))
  })
})

/** Every look at it finds a second gone: no block waits for others to be stored with. */
function impatientClock(): () => number {
  let now = 0
  return () => (now += 1_000)
}

type MemoryArchive = ReturnType<typeof memoryArchive>

function memoryArchive({ failAfterPosts = Number.POSITIVE_INFINITY } = {}) {
  const archive = {
    ids: new Set<string>(),
    inserted: 0,
    failAfterPosts,
    beginLoad: async () => ({ [Symbol.asyncDispose]: async () => {} }),
    insertEncoded: async (batches: readonly EncodedPosts[]) => {
      const ids = batches.flatMap((batch) => batch.ids)
      if (archive.inserted + ids.length > archive.failAfterPosts) throw new Error('disk full')
      const stored = ids.filter((id) => !archive.ids.has(id) && archive.ids.add(id))
      archive.inserted += ids.length
      return { stored, duplicates: ids.length - stored.length }
    },
  }
  return archive
}

function memoryMarks(): ImportMarkStore & { readonly size: number } {
  const marks = new Map<string, { position: number; state: unknown }>()
  return {
    get: async (key) => marks.get(key) ?? null,
    set: async (key, mark) => void marks.set(key, structuredClone(mark)),
    clear: async (key) => void marks.delete(key),
    get size() {
      return marks.size
    },
  }
}

function request(
  archive: MemoryArchive,
  paths: readonly string[],
  more: Partial<ImportRequest> = {},
): ImportRequest {
  const inputs = paths.map((path) => ({ kind: 'path', path }) as const)
  return { inputs, archive, analysis: inlineAnalysis, ...more }
}

async function fileOf(content: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'verity-import-'))
  folders.push(folder)
  const file = join(folder, 'posts.ndjson')
  await writeFile(file, content)
  return file
}

function lines(from: number, count: number): string {
  return Array.from({ length: count }, (_, n) => line(from + n)).join('\n')
}

function line(n: number): string {
  return JSON.stringify({
    id: `p${n}`,
    author: 'a',
    text: `hello number ${n} from the city${' and more'.repeat(30)}`,
  })
}
