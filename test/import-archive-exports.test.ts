import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import type { EncodedPosts } from '../src/archive/encode-posts.ts'
import { AnalysisPool, inlineAnalysis } from '../src/ingest/analysis-pool.ts'
import { type ImportRequest, importFiles, type ParkedLine } from '../src/ingest/import-files.ts'
import type { ImportMarkStore } from '../src/ingest/import-mark.ts'
import { MASTODON_ACTOR, note, outbox, tweet, X_ACCOUNT, ytd } from './support/export-samples.ts'
import { buildCar, repositoryOf } from './support/repository-builder.ts'
import { buildZip } from './support/zip-builder.ts'

const folders: string[] = []
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true })
})

const FOLLOWERS = { to: ['https://example.social/users/ana/followers'], cc: [] }

describe('importing archive exports', () => {
  it('counts like any import: stored, duplicate, and parked for a reason', async () => {
    const zip = buildZip([
      { name: 'data/account.js', content: X_ACCOUNT },
      {
        name: 'data/tweets.js',
        content: ytd('tweets', [tweet('1', 'one'), tweet('2', 'two'), tweet('1', 'one')]),
      },
      { name: 'data/deleted-tweets.js', content: ytd('deleted_tweets', [tweet('3', 'gone')]) },
    ])
    const parked: ParkedLine[] = []
    const archive = memoryArchive()
    const file = await fileOf('anything.bin', zip)
    const report = await importFiles(request(archive, [file], { onParked: (line) => parked.push(line) }))
    expect(report).toMatchObject({
      ...{ read: 4, stored: 2, duplicates: 1, parked: 1, reasons: { deleted: 1 } },
      ...{ failed: [], unusable: false, stopped: false },
    })
    expect(parked).toEqual([{ name: file, line: 4, reason: 'deleted', sample: 'x:3' }])
    expect(await importFiles(request(archive, [file]))).toMatchObject({
      read: 4,
      stored: 0,
      duplicates: 3,
      parked: 1,
    })
  })

  it('takes several exports and files in one go; a damaged one does not keep the others', async () => {
    const mastodon = buildZip([
      { name: 'outbox.json', content: outbox([note(1, '<p>one</p>'), note(2, '<p>two</p>', FOLLOWERS)]) },
      { name: 'actor.json', content: MASTODON_ACTOR },
    ])
    const bluesky = await buildCar(
      await repositoryOf({ 'app.bsky.feed.post/a': { text: 'three', createdAt: '2024-01-01T00:00:00Z' } }),
    )
    const files = [
      await fileOf('mastodon', mastodon),
      await fileOf('cut.zip', mastodon.subarray(0, 200)),
      await fileOf('bluesky', bluesky),
      await fileOf('lines', '{"id":"4","author":"a","text":"four"}'),
    ]
    const report = await importFiles(request(memoryArchive(), files))
    expect(report).toMatchObject({
      ...{ stored: 3, parked: 2, reasons: { private: 1, broken_zip: 1 }, unusable: false },
      failed: [
        { name: files[1], code: 'invalid_input', message: expect.stringContaining('Download it again') },
      ],
    })
  })

  it('does not take an export in which all is private for an unusable file', async () => {
    const file = await fileOf('outbox.json', outbox([note(1, '<p>one</p>', FOLLOWERS)]))
    expect(await importFiles(request(memoryArchive(), [file]))).toMatchObject({ parked: 1, unusable: false })
    const empty = await fileOf('empty.zip', buildZip([]))
    expect(await importFiles(request(memoryArchive(), [empty]))).toMatchObject({ unusable: true })
  })

  it('goes on where a stopped import of the same export ended, and counts the whole of it', async () => {
    const items = Array.from({ length: 60_000 }, (_, n) =>
      tweet(
        String(1_000_000 + n),
        `number ${n}${' and more'.repeat(30)}`,
        n % 1_000 === 0 ? { created_at: 'never' } : {},
      ),
    )
    const file = await fileOf('x.zip', buildZip([{ name: 'data/tweets.js', content: ytd('tweets', items) }]))
    const archive = memoryArchive()
    const marks = memoryMarks()
    await using analysis = new AnalysisPool({ size: 2 })
    const stop = new AbortController()
    const more = { marks, analysis, clock: impatientClock() }
    const seen: number[] = []
    const first = await importFiles(
      request(archive, [file], {
        ...more,
        signal: stop.signal,
        onProgress: ({ bytesRead, bytesTotal }) => {
          seen.push(bytesRead / (bytesTotal ?? 1))
          stop.abort()
        },
      }),
    )
    expect(first).toMatchObject({ stopped: true, failed: [] })
    expect(first.read).toBeGreaterThan(0)
    expect(first.read).toBeLessThan(60_000)
    expect(seen.every((share) => share > 0 && share <= 1)).toBe(true)
    const second = await importFiles(request(archive, [file], more))
    // Ids of tweets hold their time as well, but these are too small for that.
    expect(second).toMatchObject({ read: 60_000, stored: 59_940, duplicates: 0, reasons: { wrong_date: 60 } })
  })
})

function memoryArchive() {
  const ids = new Set<string>()
  return {
    beginLoad: async () => ({ [Symbol.asyncDispose]: async () => {} }),
    insertEncoded: async (batches: readonly EncodedPosts[]) => {
      const all = batches.flatMap((batch) => batch.ids)
      const stored = all.filter((id) => !ids.has(id) && ids.add(id))
      return { stored, duplicates: all.length - stored.length }
    },
  }
}

function memoryMarks(): ImportMarkStore {
  const marks = new Map<string, { position: number; state: unknown }>()
  return {
    get: async (key) => marks.get(key) ?? null,
    set: async (key, mark) => void marks.set(key, structuredClone(mark)),
    clear: async (key) => void marks.delete(key),
  }
}

/** Every look at it finds a second gone: no block waits for others to be stored with. */
function impatientClock(): () => number {
  let now = 0
  return () => (now += 1_000)
}

function request(
  archive: ReturnType<typeof memoryArchive>,
  paths: readonly string[],
  more: Partial<ImportRequest> = {},
): ImportRequest {
  const inputs = paths.map((path) => ({ kind: 'path', path }) as const)
  return { inputs, archive, analysis: inlineAnalysis, ...more }
}

async function fileOf(name: string, content: string | Uint8Array): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'verity-export-'))
  folders.push(folder)
  await writeFile(join(folder, name), content)
  return join(folder, name)
}
