import type { CountChange } from '../domain/count-change.ts'
import type { Post, PostId } from '../domain/post.ts'
import { POST_COUNTS } from './companion-tables.ts'
import type { Connections } from './connections.ts'
import { escapeField } from './escape-field.ts'
import { ID_HASH_IN_LINES, idLines } from './id-lines.ts'

/** Posts in one statement. */
const CHANGES_BATCH = 5_000
const LINE = "'id String, likes Int32, reposts Int32, replies Int32'"

/** Adds reactions to what was counted; those to posts that are not stored pass by. */
export async function addCounts(
  connections: Connections,
  changes: ReadonlyMap<PostId, CountChange>,
): Promise<void> {
  const all = [...changes]
  for (let start = 0; start < all.length; start += CHANGES_BATCH) {
    const some = all.slice(start, start + CHANGES_BATCH)
    await connections.command({
      sql:
        `INSERT INTO ${POST_COUNTS.name} (id_hash, received_on, likes, reposts, replies) ` +
        'SELECT id_hash, received_on, likes, reposts, replies FROM ' +
        `(SELECT id_hash, toDate(received_at) AS received_on FROM posts PREWHERE ${ID_HASH_IN_LINES}) AS stored INNER JOIN ` +
        `(SELECT xxh3(id) AS id_hash, likes, reposts, replies FROM format(TSV, ${LINE}, {counts:String})) AS changes ` +
        'USING id_hash',
      params: { lines: idLines(some.map(([id]) => id)), counts: some.map(countLine).join('\n') },
    })
  }
}

/**
 * The reactions counted since posts were stored, by id; a post without any is not in the map.
 *
 * @param on where to ask: readers for what is shown, the writer for what is about to be changed
 */
export async function getCounts(
  on: Pick<Connections, 'read'>,
  ids: readonly PostId[],
  signal: AbortSignal | undefined,
): Promise<Map<PostId, CountChange>> {
  if (ids.length === 0) return new Map()
  const rows = await on.read<{ id: PostId } & CountChange>({
    sql:
      'SELECT id, likes, reposts, replies FROM ' +
      "(SELECT id, xxh3(id) AS id_hash FROM format(TSV, 'id String', {lines:String})) AS asked INNER JOIN " +
      '(SELECT id_hash, toInt64(sum(post_counts.likes)) AS likes, toInt64(sum(post_counts.reposts)) AS reposts, ' +
      `toInt64(sum(post_counts.replies)) AS replies FROM ${POST_COUNTS.name} WHERE ${ID_HASH_IN_LINES} ` +
      'GROUP BY id_hash) AS counted USING id_hash',
    params: { lines: idLines([...new Set(ids)]) },
    signal,
  })
  return new Map(rows.map(({ id, ...counts }) => [id, counts]))
}

/**
 * What is shown of a post's reactions: what it came with and what was counted since. A count that was never heard of stays
 * unknown; one that fell below zero, because its beginning was not heard, is zero.
 */
export function withCounts(post: Post, counted: CountChange | undefined): Post {
  if (counted === undefined) return post
  const total = (came: number | null, since: number) =>
    came === null && since === 0 ? null : Math.max(0, (came ?? 0) + since)
  return {
    ...post,
    likes: total(post.likes, counted.likes),
    reposts: total(post.reposts, counted.reposts),
    replies: total(post.replies, counted.replies),
  }
}

function countLine([id, { likes, reposts, replies }]: readonly [PostId, CountChange]): string {
  return [escapeField(id), likes, reposts, replies].join('\t')
}
