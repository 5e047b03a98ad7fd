import type { Archive } from '../archive/archive.ts'
import type { Post, PostId } from '../domain/post.ts'

const PAGE = 500

/** A page of one network's posts by id, which none of its own inserts can move. */
const STORED_SQL =
  'SELECT id FROM posts WHERE source = {source:String} AND id > {after:String} ORDER BY id LIMIT {limit:UInt32}'

/** Every stored post of a network, in pages, by id. */
export async function* storedPosts(
  archive: Pick<Archive, 'query' | 'getPosts'>,
  source: string,
  signal: AbortSignal,
): AsyncGenerator<Post[]> {
  for (let after: PostId = ''; !signal.aborted; ) {
    const rows = await archive.query<{ id: PostId }>(STORED_SQL, { source, after, limit: PAGE }, { signal })
    const ids = rows.map(({ id }) => id)
    if (ids.length > 0) yield await archive.getPosts(ids, { signal })
    after = ids.at(-1) ?? ''
    if (ids.length < PAGE) return
  }
}
