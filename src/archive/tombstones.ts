import type { PostId } from '../domain/post.ts'
import { TOMBSTONES } from './companion-tables.ts'
import type { Connections } from './connections.ts'
import { ID_IN_LINES, idLines } from './id-lines.ts'

/** What is kept of a post that its author took away. Times are UTC milliseconds. */
export type Tombstone = {
  readonly id: PostId
  readonly source: string
  readonly author: string
  readonly createdAt: number | null
  /** Of the text as it was stored, in hexadecimal. */
  readonly textSha256: string
  readonly deletedAt: number
}

/** Notes what is about to be deleted; what is not stored leaves no tombstone. Run it on the writer, before the deletion. */
export async function raiseTombstones(
  connections: Connections,
  ids: readonly PostId[],
  deletedAt: number,
): Promise<void> {
  if (ids.length === 0) return
  await connections.command({
    sql:
      `INSERT INTO ${TOMBSTONES.name} (id, source, author, created_at, text_sha256, deleted_at) ` +
      'SELECT id, source, author, created_at, SHA256(text), fromUnixTimestamp64Milli({deletedAt:Int64}) ' +
      `FROM posts WHERE ${ID_IN_LINES}`,
    params: { lines: idLines(ids), deletedAt },
  })
}

/** Tombstones of these ids, in no order. */
export async function getTombstones(
  connections: Connections,
  ids: readonly PostId[],
  signal: AbortSignal | undefined,
): Promise<Tombstone[]> {
  if (ids.length === 0) return []
  const rows = await connections.read<{
    id: PostId
    source: string
    author: string
    created_ms: number | null
    sha256: string
    deleted_ms: number
  }>({
    sql:
      'SELECT id, source, author, toUnixTimestamp64Milli(created_at) AS created_ms, lower(hex(text_sha256)) AS sha256, ' +
      `toUnixTimestamp64Milli(deleted_at) AS deleted_ms FROM ${TOMBSTONES.name} ` +
      "WHERE id IN (SELECT id FROM format(TSV, 'id String', {lines:String})) ORDER BY deleted_at",
    params: { lines: idLines([...new Set(ids)]) },
    signal,
  })
  const newest = new Map(rows.map((row) => [row.id, row]))
  return [...newest.values()].map(({ created_ms, sha256, deleted_ms, ...row }) => ({
    ...row,
    createdAt: created_ms,
    textSha256: sha256,
    deletedAt: deleted_ms,
  }))
}
