import type { PostId } from '../../domain/post.ts'
import { readXId } from './snowflake.ts'

const PREFIX = 'x:'

/** Our id of a post on X. */
export function xPostId(id: string): PostId {
  return PREFIX + id
}

/** X's own id inside ours; null for ids that are not X's. */
export function xIdOfPostId(id: PostId): string | null {
  return id.startsWith(PREFIX) ? readXId(id.slice(PREFIX.length)) : null
}

/** The page of a post on X, which needs no account name; null for ids that are not X's. */
export function xPostUrl(id: PostId): string | null {
  const native = xIdOfPostId(id)
  return native === null ? null : `https://x.com/i/web/status/${native}`
}
