import { join } from 'node:path'
import { openArchive } from '../../src/archive/archive.ts'

/** What of a feed an archive holds. */
export type StoredOnce = {
  readonly published: number
  /** Published and not stored. */
  readonly lost: number
  /** Rows beyond the first of their id. */
  readonly doubled: number
  /** Stored and never published. */
  readonly strange: number
}

/** Opens the archive of a data directory that no program holds, and compares it with what was published. */
export async function storedOnce(dataDir: string, published: readonly string[]): Promise<StoredOnce> {
  await using archive = await openArchive({ kind: 'embedded', dataDir: join(dataDir, 'archive') })
  const rows = await archive.query<{ id: string; rows: number }>(
    'SELECT id, count() AS rows FROM posts GROUP BY id',
  )
  const stored = new Set(rows.map(({ id }) => id))
  const known = new Set(published)
  return {
    published: published.length,
    lost: published.filter((id) => !stored.has(id)).length,
    doubled: rows.reduce((sum, { rows: count }) => sum + count - 1, 0),
    strange: [...stored].filter((id) => !known.has(id)).length,
  }
}
