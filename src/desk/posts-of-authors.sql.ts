import type { Archive } from '../archive/archive.ts'
import type { PostId } from '../domain/post.ts'

/** One pass over the authors finds all of them: no index holds authors, and accounts leave a few times a minute. */
const POSTS_OF_AUTHORS_SQL =
  'SELECT id FROM posts WHERE source = {source:String} AND author IN {authors:Array(String)} LIMIT {limit:UInt32}'

/** Ids of stored posts of these authors on one network, at most `limit`, in no order. */
export async function findPostsOfAuthors(
  archive: Pick<Archive, 'query'>,
  request: { source: string; authors: readonly string[]; limit: number },
): Promise<readonly PostId[]> {
  const rows = await archive.query<{ id: PostId }>(POSTS_OF_AUTHORS_SQL, {
    ...request,
    authors: [...request.authors],
  })
  return rows.map((row) => row.id)
}

/** How many posts of these accounts are stored from a time on and before another. */
export const POSTS_OF_AUTHORS_COUNT = `
  SELECT count() AS posts FROM posts WHERE author IN {authors:Array(String)}
  AND order_at >= fromUnixTimestamp64Milli({from:Int64}) AND order_at < fromUnixTimestamp64Milli({to:Int64})`
