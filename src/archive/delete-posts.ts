import type { PostId } from '../domain/post.ts'
import type { Connections } from './connections.ts'
import { onCluster, type Placement, storedTable } from './ddl.ts'
import { ID_IN_LINES, idLines } from './id-lines.ts'
import { raiseTombstones } from './tombstones.ts'

/** Ids in one DELETE. */
const DELETE_BATCH = 5_000

/**
 * Removes posts; returns how many there were. Term counts follow when the parts that held them are merged.
 *
 * @param options.buriedAt UTC milliseconds; a tombstone of that time is left of each
 */
export async function deletePosts(
  connections: Connections,
  placement: Placement,
  ids: readonly PostId[],
  options: { readonly buriedAt?: number } = {},
): Promise<number> {
  let removed = 0
  for (let start = 0; start < ids.length; start += DELETE_BATCH) {
    removed += await deleteBatch(connections, placement, ids.slice(start, start + DELETE_BATCH), options)
  }
  return removed
}

async function deleteBatch(
  connections: Connections,
  placement: Placement,
  ids: readonly PostId[],
  { buriedAt }: { readonly buriedAt?: number },
): Promise<number> {
  const params = { lines: idLines(ids) }
  const [row] = await connections.readOnWriter<{ posts: number }>({
    sql: `SELECT count() AS posts FROM posts WHERE ${ID_IN_LINES}`,
    params,
  })
  const posts = row?.posts ?? 0
  if (posts === 0) return 0
  if (buriedAt !== undefined) await raiseTombstones(connections, ids, buriedAt)
  await connections.command({
    sql: `DELETE FROM ${storedTable('posts', placement)}${onCluster(placement)} WHERE ${ID_IN_LINES}`,
    params,
    // A small part that hides the rows, instead of new masks for every part: a seventh of the work.
    settings: { lightweight_delete_mode: 'lightweight_update', lightweight_deletes_sync: 2 },
  })
  return posts
}
