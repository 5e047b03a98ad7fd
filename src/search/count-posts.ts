import type { Archive } from '../archive/archive.ts'
import type { SearchMode } from './list-posts.ts'
import { postCondition } from './post-conditions.ts'
import { parseQuery } from './query.ts'
import { countedPosts } from './search.sql.ts'
import { narrows, type SearchBounds, searchFilter } from './search-filter.ts'

type CountRequest = SearchBounds & { readonly query: string; readonly mode: SearchMode }

/** `words`: whether a post was counted that has any of the query's words, or only one that has them all. */
export type PostCount = { readonly posts: number; readonly words: 'any' | 'all' }

/**
 * How many stored posts a query is about, copies included. Answered from the index: a few milliseconds for a million posts.
 *
 * @returns null where counting would mean reading every post (`has:media`, `min_likes:`), or where words of like meaning are searched too
 */
export async function countPosts(
  archive: Archive,
  { query, mode, ...bounds }: CountRequest,
  options: { readonly signal?: AbortSignal | undefined } = {},
): Promise<PostCount | null> {
  const parsed = parseQuery(query)
  if (mode === 'semantic' || postCondition(parsed) !== null) return null
  const filter = searchFilter(parsed, bounds)
  const words = mode === 'latest' || parsed.words.length < 2 ? 'all' : 'any'
  if (parsed.words.length === 0 && !narrows(filter)) return { posts: 0, words }
  const { sql, params } = countedPosts(parsed.words, filter, words)
  const [row] = await archive.query<{ readonly posts: number | string }>(sql, params, options)
  return { posts: Number(row?.posts ?? 0), words }
}
