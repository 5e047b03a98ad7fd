import type { Archive } from '../archive/archive.ts'
import { type FoldedPost, foldPosts } from './fold-posts.ts'
import { mixAuthors } from './mix-authors.ts'
import { findPosts, type SearchRequest } from './search-posts.ts'

export type { FoldedPost } from './fold-posts.ts'

const LIMIT_DEFAULT = 50
const LIMIT_MAX = 500
/** Copies leave gaps. */
const READ_AHEAD = 1.25

/**
 * Posts to read about a query, best first: loaded, copies and reposts folded into what they copy, and no
 * account in front of all others.
 *
 * @param request `limit` at most 500
 */
export async function findEvidence(
  archive: Archive,
  request: SearchRequest,
  options: { readonly signal?: AbortSignal | undefined } = {},
): Promise<FoldedPost[]> {
  const limit = Math.max(1, Math.min(LIMIT_MAX, Math.floor(request.limit ?? LIMIT_DEFAULT)))
  const found = await findPosts(archive, { ...request, limit: Math.ceil(limit * READ_AHEAD) }, options)
  const folded = foldPosts(found)
  return mixAuthors(folded, ({ post }) => post.author).slice(0, limit)
}
