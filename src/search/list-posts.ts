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

type ListRequest = Pick<SearchRequest, 'query' | 'lang' | 'source' | 'from' | 'to'> & {
  readonly mode: SearchMode
  /** At most 1,000. */
  readonly limit: number
  /** So many of the list's first posts are left out. */
  readonly offset?: number | undefined
  /** False shows copies and orders by relevance alone. */
  readonly folds?: boolean | undefined
  /** UTC milliseconds. */
  readonly now: number
}

type ListedPost = { readonly post: Post; readonly score: number; readonly folded: readonly PostId[] }
type ListedPosts = { readonly posts: readonly ListedPost[]; readonly hasMore: boolean }

/** Posts are read and weighed by so many at a time: what stands in one page does not depend on which pages follow. */
const READ = 150
const READ_MAX = 1_950
/** Accounts and networks are mixed among so many: a page and a little more, so that one reading mostly fills the first one. */
const MIXED = 50

/**
 * Posts as a reader wants them: copies folded into what they copy, accounts and networks mixed, a mode of their choice. Page follows
 * page without gaps or repetitions while the archive stays as it is. Beyond the `READ_MAX` best posts nothing is listed.
 */
export async function listPosts(
  archive: Archive,
  { mode, limit, offset = 0, folds = true, now, ...request }: ListRequest,
  options: { readonly signal?: AbortSignal | undefined } = {},
): Promise<ListedPosts> {
  const asked: SearchRequest = {
    ...request,
    order: mode === 'latest' ? 'time' : 'relevance',
    ...(mode === 'semantic' && { added: await similarWords(request.query) }),
  }
  const end = offset + limit
  const read = (count: number) => findPosts(archive, { ...asked, limit: count }, options)
  const listed = folds
    ? await readUntil(whole(end + 1, MIXED), read, (found) => mixed(found, mode, now))
    : (await read(end + 1)).map((one) => ({ ...one, folded: [] }))
  return { posts: listed.slice(offset, end), hasMore: listed.length > end }
}

/** Copies leave gaps: more is read until enough posts stand for themselves, or there are no more. */
async function readUntil(
  wanted: number,
  read: (count: number) => Promise<FoundPost[]>,
  order: (found: readonly FoundPost[]) => FoldedPost[],
): Promise<FoldedPost[]> {
  for (let count = whole(wanted, READ); ; count = Math.min(READ_MAX, 2 * count)) {
    const found = await read(Math.min(READ_MAX, count))
    const listed = order(found)
    if (listed.length >= wanted || found.length < count || count >= READ_MAX) return listed
  }
}

function whole(count: number, step: number): number {
  return Math.ceil(count / step) * step
}

function mixed(found: readonly FoundPost[], mode: SearchMode, now: number): FoldedPost[] {
  if (mode === 'latest') return foldPosts(found)
  const weighed =
    mode === 'top' ? partsOf(found, READ).flatMap((part) => preferNewAndEchoed(part, now)) : found
  return partsOf(foldPosts(weighed), MIXED).flatMap((part) =>
    mixAuthors(
      part,
      ({ post }) => post.author,
      ({ post }) => post.source,
    ),
  )
}

function partsOf<Item>(items: readonly Item[], size: number): Item[][] {
  const count = Math.ceil(items.length / size)
  return Array.from({ length: count }, (_, at) => items.slice(at * size, (at + 1) * size))
}
