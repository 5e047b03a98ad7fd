import type { Archive } from '../archive/archive.ts'
import type { Post, PostId } from '../domain/post.ts'
import { type FoldedPost, foldPosts } from './fold-posts.ts'
import { mixAuthors } from './mix-authors.ts'
import { preferNewAndEchoed } from './priors.ts'
import type { FoundPost } from './rerank.ts'
import { findPosts, type SearchRequest } from './search-posts.ts'
import { similarWords } from './similar-words.ts'

/**
 * How a list for readers is ordered. `top`: by relevance, newer and echoed posts a little before others; `latest`: the newest that
 * have every word; `semantic`: also by words that mean nearly the same (English).
 */
export const SEARCH_MODES = ['top', 'latest', 'semantic'] as const
export type SearchMode = (typeof SEARCH_MODES)[number]

type ListRequest = Pick<SearchRequest, 'query' | 'lang' | 'from' | 'to'> & {
  readonly mode: SearchMode
  /** At most 200. */
  readonly limit: number
  /** False shows copies and orders by relevance alone. */
  readonly folds?: boolean | undefined
  /** UTC milliseconds. */
  readonly now: number
}

type ListedPost = { readonly post: Post; readonly score: number; readonly folded: readonly PostId[] }

/** Copies leave gaps. */
const READ_AHEAD = 1.25

/** Posts as a reader wants them: copies folded into what they copy, accounts and networks mixed, a mode of their choice. */
export async function listPosts(
  archive: Archive,
  { mode, limit, folds = true, now, ...request }: ListRequest,
  options: { readonly signal?: AbortSignal | undefined } = {},
): Promise<ListedPost[]> {
  const asked: SearchRequest = {
    ...request,
    limit: Math.ceil(limit * (folds ? READ_AHEAD : 1)),
    order: mode === 'latest' ? 'time' : 'relevance',
    ...(mode === 'semantic' && { added: await similarWords(request.query) }),
  }
  const found = await findPosts(archive, asked, options)
  const listed = folds ? mixed(found, mode, now) : found.map((one) => ({ ...one, folded: [] }))
  return listed.slice(0, limit)
}

function mixed(found: readonly FoundPost[], mode: SearchMode, now: number): FoldedPost[] {
  if (mode === 'latest') return foldPosts(found)
  const folded = foldPosts(mode === 'top' ? preferNewAndEchoed(found, now) : found)
  return mixAuthors(
    folded,
    ({ post }) => post.author,
    ({ post }) => post.source,
  )
}
