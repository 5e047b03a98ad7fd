import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { freezeParts } from './backup-parts.ts'
import type { Connections } from './connections.ts'

/** The engine knows its directory by another path than this process does, as in a container. */
const ROOT = '/inside/archive/'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'verity-freeze-'))
  mkdirSync(join(folder, 'archive/store/abc/part_1/inner'), { recursive: true })
  writeFileSync(join(folder, 'archive/store/abc/part_1/data.bin'), 'rows')
  writeFileSync(join(folder, 'archive/store/abc/part_1/inner/data.bin'), 'projected')
  writeFileSync(join(folder, 'archive/store/abc/part_1/txn_version.txt'), 'changes')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

it('what is held stays as it was when the part is removed', async () => {
  const frozen = await freeze([snapshot(7, ['part_1'])])
  rmSync(join(folder, 'archive'), { recursive: true })
  expect(frozen).toMatchObject({ posts: 7, pages: 2, schemaVersion: 3, engineVersion: '26.7' })
  expect(readFileSync(join(frozen.folder, 'posts/part_1/data.bin'), 'utf8')).toBe('rows')
  expect(readFileSync(join(frozen.folder, 'posts/part_1/inner/data.bin'), 'utf8')).toBe('projected')
  expect(() => readFileSync(join(frozen.folder, 'posts/part_1/txn_version.txt'))).toThrow('ENOENT')
})

it('a part that was merged away between listing and linking is looked for again', async () => {
  const frozen = await freeze([snapshot(7, ['part_1', 'gone']), snapshot(8, ['part_1'])])
  expect(frozen.posts).toBe(8)
})

it('counts that moved while the parts were listed are counted again', async () => {
  const moved = [...snapshot(9, ['part_1']).slice(0, -1), { posts: 8, pages: 2 }]
  expect(await freeze([moved, snapshot(8, ['part_1'])])).toMatchObject({ posts: 8 })
})

it('an archive that never stands still is given up after five looks', async () => {
  const looks = Array.from({ length: 6 }, () => snapshot(7, ['gone']))
  await expect(freeze(looks)).rejects.toMatchObject({
    code: 'store_failed',
    message: expect.stringContaining('Try again'),
  })
  expect(looks).toHaveLength(1)
})

type Rows = readonly object[]

function snapshot(posts: number, parts: readonly string[]): Rows {
  const rows = parts.map((name) => ({ table: 'posts', name, path: `${ROOT}store/abc/${name}/` }))
  return [{ posts, pages: 2 }, ...rows, { posts, pages: 2 }]
}

function freeze(looks: Rows[]) {
  const connections = {
    read: async () => [{ root: ROOT, engine: '26.7', version: 3 }],
    readOnWriter: async () => looks.shift() ?? [],
  } as unknown as Connections
  return freezeParts(connections, { engineDir: join(folder, 'archive'), into: join(folder, 'held') })
}
