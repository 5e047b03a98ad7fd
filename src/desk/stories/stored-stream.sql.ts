import type { Archive } from '../../archive/archive.ts'
import type { Post, PostId } from '../../domain/post.ts'

const PAGE = 2_000

/** Ids in the order of time; a post is timed by what it says, else by when it came. */
const PAGE_SQL = (hasLanguage: boolean) => `
  SELECT id, toUnixTimestamp64Milli(order_at) AS at
  FROM posts
  WHERE (order_at, id) > (fromUnixTimestamp64Milli({at:Int64}), {after:String})
    AND order_at < fromUnixTimestamp64Milli({to:Int64})
    ${hasLanguage ? 'AND lang = {lang:String}' : ''}
  ORDER BY order_at, id
  LIMIT ${PAGE}`

/** Where the last posts begin: the time of the post that so many are newer than. */
const START_SQL = (hasLanguage: boolean) => `
  SELECT toUnixTimestamp64Milli(order_at) AS at
  FROM posts
  WHERE order_at < fromUnixTimestamp64Milli({to:Int64}) ${hasLanguage ? 'AND lang = {lang:String}' : ''}
  ORDER BY order_at DESC
  LIMIT 1 OFFSET {posts:UInt32}`

export type StoredStreamRequest = {
  /** UTC milliseconds; `to` excluded. */
  readonly from: number
  readonly to: number
  readonly lang?: string | undefined
  /** Only so many of the newest posts. */
  readonly postsMax: number
  readonly signal?: AbortSignal | undefined
}

/** Stored posts in the order of time, in pages, as if they arrived now. A time that is not known is when the post came. */
export async function* storedStream(
  archive: Pick<Archive, 'query' | 'getPosts'>,
  { from, to, lang, postsMax, signal }: StoredStreamRequest,
): AsyncGenerator<Post[]> {
  const filter = lang === undefined ? { to } : { to, lang }
  const [limit] = await archive.query<{ at: number | string }>(
    START_SQL(lang !== undefined),
    { ...filter, posts: postsMax },
    { signal },
  )
  let at = Math.max(from, limit === undefined ? from : Number(limit.at)) - 1
  for (let after: PostId = ''; signal?.aborted !== true; ) {
    const rows = await archive.query<{ id: PostId; at: number | string }>(
      PAGE_SQL(lang !== undefined),
      { ...filter, at, after },
      { signal },
    )
    const times = new Map(rows.map((row) => [row.id, Number(row.at)]))
    const posts = rows.length === 0 ? [] : await archive.getPosts([...times.keys()], { signal })
    const timed = posts.map((post) => ({ ...post, createdAt: times.get(post.id) ?? post.createdAt }))
    timed.sort((one, other) => (one.createdAt ?? 0) - (other.createdAt ?? 0))
    if (timed.length > 0) yield timed
    const last = rows.at(-1)
    if (rows.length < PAGE || last === undefined) return
    at = Number(last.at)
    after = last.id
  }
}
