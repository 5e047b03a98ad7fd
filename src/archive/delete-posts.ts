import type { PostId } from '../domain/post.ts'
import type { Connections, QueryParams } from './connections.ts'
import { onCluster, type Placement, storedTable } from './ddl.ts'

/** Ids in one DELETE: each statement rewrites the visibility mask of the parts it touches. */
const DELETE_BATCH = 5_000

const CONDITION = 'id_hash IN (SELECT xxh3(arrayJoin({ids:Array(String)}))) AND id IN {ids:Array(String)}'

/** Removes posts and takes them out of the term counts; returns how many there were. */
export async function deletePosts(
  connections: Connections,
  placement: Placement,
  ids: readonly PostId[],
): Promise<number> {
  let removed = 0
  for (let start = 0; start < ids.length; start += DELETE_BATCH) {
    removed += await deleteBatch(connections, placement, ids.slice(start, start + DELETE_BATCH))
  }
  return removed
}

async function deleteBatch(
  connections: Connections,
  placement: Placement,
  ids: readonly PostId[],
): Promise<number> {
  const params = { ids }
  const [row] = await connections.readOnWriter<{ posts: number }>({
    sql: `SELECT count() AS posts FROM posts WHERE ${CONDITION}`,
    params,
  })
  const posts = row?.posts ?? 0
  if (posts === 0) return 0
  await subtractTermCounts(connections, CONDITION, params)
  await connections.command({
    sql: `DELETE FROM ${storedTable('posts', placement)}${onCluster(placement)} WHERE ${CONDITION}`,
    params,
    settings: { lightweight_deletes_sync: 2 },
  })
  return posts
}

/**
 * Takes the posts that match out of the term counts, before they are deleted. The two steps are not one
 * transaction: a crash between them leaves counts that are too low by those posts, until their day is dropped.
 */
export async function subtractTermCounts(
  connections: Connections,
  condition: string,
  params: QueryParams,
): Promise<void> {
  await connections.command({
    sql:
      'INSERT INTO term_counts SELECT arrayJoin(arrayDistinct(terms)) AS term, kept, toDate(received_at) AS received_day, ' +
      `-toInt64(count()) AS posts FROM posts WHERE ${condition} GROUP BY term, kept, received_day`,
    params,
  })
}
