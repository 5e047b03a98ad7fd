import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Archive, openArchive } from '../src/archive/archive.ts'
import { storable } from './support/storable.ts'

let directory: string
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'verity-lifetime-'))
})
afterEach(() => rm(directory, { recursive: true }))

const open = (more: { durable?: 'process' | 'power' } = {}) =>
  openArchive({ kind: 'embedded', dataDir: directory, ...more })

/** Starts a process that inserts batches of 200; resolves when it has acknowledged some of them. */
async function startInserting(
  durable: 'process' | 'power',
  batches: number,
): Promise<{ child: ChildProcess; acknowledged: () => number }> {
  const script = join(import.meta.dirname, 'support/insert-until-killed.ts')
  const child = spawn(process.execPath, [script, directory, durable], { stdio: ['ignore', 'pipe', 'ignore'] })
  let acknowledged = 0
  const lines = createInterface({ input: child.stdout })
  lines.on('line', (line) => {
    acknowledged = Number(line) + 1
  })
  while (acknowledged < batches) await once(lines, 'line')
  return { child, acknowledged: () => acknowledged }
}

async function kill(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL')
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
}

describe('a process that is killed', () => {
  test.each(['process', 'power'] as const)(
    'has lost none of what it had acknowledged (durable: %s)',
    async (durable) => {
      const { child, acknowledged } = await startInserting(durable, 5)
      await kill(child)
      await using archive = await open()
      const { posts } = await archive.stats()
      expect(posts).toBeGreaterThanOrEqual(acknowledged() * 200)
      expect(posts % 200).toBe(0)
      const rows = await archive.query<{ n: number }>('SELECT uniqExact(id) AS n FROM posts')
      expect(rows).toEqual([{ n: posts }])
      expect((await archive.documentFrequencies(['hello'])).get('hello')).toBeGreaterThanOrEqual(
        acknowledged() * 200,
      )
    },
  )

  test('holds the directory while it lives, and nobody does afterwards', async () => {
    const { child } = await startInserting('process', 1)
    await expect(open()).rejects.toMatchObject({
      code: 'store_busy',
      message: expect.stringContaining(`Another process (${child.pid})`),
    })
    await kill(child)
    await using archive = await open()
    expect((await archive.stats()).posts).toBeGreaterThanOrEqual(200)
  })
})

test('an archive closes with queries and changes under way, and opens again with what they stored', async () => {
  const archive = await open()
  const insert = archive.insertPosts([storable({ id: 'a' })])
  const query = archive.query<{ n: number }>('SELECT count() AS n FROM numbers(20000000)')
  const controller = new AbortController()
  const stopped = archive.query(
    'SELECT max(sipHash64(number)) FROM numbers(1000000000000)',
    {},
    { signal: controller.signal },
  )
  const refused = expect(stopped).rejects.toThrow('enough')
  controller.abort(new Error('enough'))
  await archive.close()
  expect(await insert).toEqual({ stored: ['a'], duplicates: 0 })
  expect(await query).toEqual([{ n: 20_000_000 }])
  await refused
  await expect(archive.stats()).rejects.toMatchObject({ code: 'store_failed' })
  await using again = await open()
  expect((await again.stats()).posts).toBe(1)
})

test('a directory of a newer Verity is refused with what to do, and is left as it was', async () => {
  const archive = await open()
  await archive.insertPosts([storable({ id: 'a' })])
  await runOnEngine(archive, "INSERT INTO schema_migrations SELECT 999, 'from the future', now64(3, 'UTC')")
  await archive.close()
  await expect(open()).rejects.toMatchObject({
    code: 'store_failed',
    message: expect.stringContaining('Update Verity'),
  })
})

test('power durability is a setting of the tables and can be changed at every start', async () => {
  const engineSettings = async (archive: Archive) => {
    const [row] = await archive.query<{ engine_full: string }>(
      "SELECT engine_full FROM system.tables WHERE name = 'posts' AND database = currentDatabase()",
    )
    return row?.engine_full
  }
  for (const durable of ['power', 'process', 'power'] as const) {
    await using archive = await open({ durable })
    if (durable === 'power') expect(await engineSettings(archive)).toContain('fsync_after_insert = 1')
    else expect(await engineSettings(archive)).not.toContain('fsync_after_insert = 1')
  }
})

test('term counts forget a deleted post when its part is merged', async () => {
  await using archive = await open()
  await archive.insertPosts([
    storable({ id: 'a', text: 'red duck' }),
    storable({ id: 'b', text: 'red goose goose' }),
  ])
  await archive.deletePosts(['a'])
  await runOnEngine(archive, 'OPTIMIZE TABLE posts FINAL')
  const counts = await archive.documentFrequencies(['red', 'duck', 'goose'])
  expect(counts).toEqual(
    new Map([
      ['red', 1],
      ['goose', 1],
    ]),
  )
})

test('the archive remembers which analysis made its terms', async () => {
  const archive = await open()
  expect(await archive.analysisVersion()).toEqual(expect.any(Number))
  await archive.close()
})

async function runOnEngine(archive: Archive, sql: string): Promise<void> {
  await archive.gateway?.run({ sql, paramTexts: {}, settings: {}, defaultFormat: 'TabSeparated' })
}
