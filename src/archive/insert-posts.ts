import type { PostId } from '../domain/post.ts'
import type { Connections } from './connections.ts'
import { BLOCK_STRUCTURE, type EncodedPosts, STORED_COLUMNS } from './encode-posts.ts'
import { nativeHead } from './native-columns.ts'

export type InsertReport = {
  /** Ids that are new in the archive, in the order given. */
  readonly stored: readonly PostId[]
  /** Rows left out: their id is in the archive, or came earlier in the same batches. */
  readonly duplicates: number
}

/**
 * Stores the rows whose ids are new, of all batches in one statement: few large parts cost less than many small ones,
 * now and when they are merged. The caller sees to it that one such call runs at a time.
 */
export async function insertEncoded(
  connections: Connections,
  batches: readonly EncodedPosts[],
): Promise<InsertReport> {
  const ids = batches.flatMap((batch) => batch.ids)
  if (ids.length === 0) return { stored: [], duplicates: 0 }
  const stored = markFresh(batches, await knownIds(connections, batches, ids))
  const duplicates = ids.length - stored.length
  if (stored.length > 0) {
    await connections.insert({
      table: 'posts',
      columns: STORED_COLUMNS,
      structure: BLOCK_STRUCTURE,
      condition: duplicates === 0 ? null : 'fresh',
      blocks: batches.map(({ block }) => block),
    })
  }
  return { stored, duplicates }
}

/** Which of the ids are in the archive. */
async function knownIds(
  connections: Connections,
  batches: readonly EncodedPosts[],
  ids: readonly PostId[],
): Promise<Set<PostId>> {
  const rows = await connections.readIdsOnWriter<{ id: PostId }>({
    sql: (source) => `SELECT id FROM posts PREWHERE id_hash IN (SELECT xxh3(id) FROM ${source})`,
    ids,
    block: [
      nativeHead(ids.length, 'id', 'String'),
      ...batches.map(({ block, idsAt, idsEnd }) => block.subarray(idsAt, idsEnd)),
    ],
  })
  if (rows.length === 0) return new Set()
  const wanted = new Set(ids)
  return new Set(rows.map((row) => row.id).filter((id) => wanted.has(id)))
}

/** Writes into the blocks which rows are to be stored (of rows with the same id the first); returns their ids. */
function markFresh(batches: readonly EncodedPosts[], known: Set<PostId>): PostId[] {
  const stored: PostId[] = []
  for (const { ids, block, freshAt } of batches) {
    for (let row = 0; row < ids.length; row++) {
      const id = ids[row] as PostId
      const isFresh = !known.has(id)
      block[freshAt + row] = isFresh ? 1 : 0
      if (!isFresh) continue
      known.add(id)
      stored.push(id)
    }
  }
  return stored
}
