import type { Archive } from '../archive/archive.ts'
import { unpackPost } from '../archive/packed-post.ts'
import type { Post, PostId } from '../domain/post.ts'
import { loadWordVectors } from '../models/embedding/word-vectors.ts'
import { type PostCondition, postCondition } from './post-conditions.ts'
import { parseQuery, type SearchQuery } from './query.ts'
import { type FoundPost, rerank } from './rerank.ts'
import {
  bestIds,
  bestPosts,
  type IdRow,
  newestPosts,
  type PackedRow,
  type SearchFilter,
  type TieOrder,
} from './search.sql.ts'
import { narrows, type SearchBounds, searchFilter } from './search-filter.ts'
import { termSharesOf } from './term-shares.ts'
import { type WeightedWord, weighWords } from './term-weights.ts'

export type SearchRequest = SearchBounds & {
  readonly query: string
  /** Default 100, at most 10,000. */
  readonly limit?: number | undefined
  /** False ranks by the query's words alone, for who asks with other words too. Default true. */
  readonly learns?: boolean | undefined
  /** `relevance` (default) or `time`: the newest posts that have every word. */
  readonly order?: 'relevance' | 'time' | undefined
  /** Words to add to the query's own, with their weights beside the query's total of 1. */
  readonly added?: readonly WeightedWord[] | undefined
}

/** A score orders the results of one query; it says nothing across queries, and is 0 in order of time. */
export type SearchHit = { readonly postId: PostId; readonly score: number }

type Options = { readonly signal?: AbortSignal | undefined }

const LIMIT_DEFAULT = 100
const LIMIT_MAX = 10_000
/**
 * So many of the best posts are read and looked at again; a shorter list begins like a longer one. Reading 150 takes as long as
 * finding them; 120 lose .006 of R@100, 200 gain .003 (trec-microblog development part, 2026-11-22).
 */
const READ = 150
/** Words ranked by at once, the rarest of a longer query. */
const RANKED_WORDS_MAX = 24
/** Best posts that are read where the archive alone cannot decide a condition (`has:media`, `min_likes:`). */
const CHECKED_MAX = 2_000
const CHECKED_AT_ONCE = 200

/**
 * Ranks stored posts by relevance to a query and nothing else: nothing is folded, new posts gain nothing.
 *
 * The archive gives the best posts by the query's words, whole; they are looked at once more (`rerank`). An empty query, or
 * one whose words no post has, finds nothing; a query of operators only gives the newest posts they allow.
 *
 * Costs one short statement, a second where a word is not remembered or more than 150 posts are wanted; see `bench/search.ts`.
 */
export async function searchPosts(
  archive: Archive,
  request: SearchRequest,
  options: Options = {},
): Promise<SearchHit[]> {
  const limit = boundedLimit(request)
  const search = openSearch(archive, request, options)
  if (search.condition !== null || isByTime(search)) return (await list(search, limit)).map(toHit)
  const words = await weigh(search)
  if (words.length === 0) return []
  const found = await best(search, words)
  const rest = limit > READ ? await beyond(search, words, found, limit) : []
  return [...found.map(toHit), ...rest].slice(0, limit)
}

/**
 * `searchPosts` with the posts themselves, for lists that are shown or read.
 *
 * @param request `limit` at most 2,000
 */
export async function findPosts(
  archive: Archive,
  request: SearchRequest,
  options: Options = {},
): Promise<FoundPost[]> {
  const limit = Math.min(boundedLimit(request), CHECKED_MAX)
  const search = openSearch(archive, request, options)
  if (search.condition !== null || isByTime(search) || limit > READ) return list(search, limit)
  const words = await weigh(search)
  return words.length === 0 ? [] : (await best(search, words)).slice(0, limit)
}

type Search = {
  readonly archive: Archive
  readonly request: SearchRequest
  readonly options: Options
  readonly query: SearchQuery
  readonly filter: SearchFilter
  /** What a post must be read for; null where there is nothing. */
  readonly condition: PostCondition | null
}

function openSearch(archive: Archive, request: SearchRequest, options: Options): Search {
  const query = parseQuery(request.query)
  return {
    ...{ archive, request, options, query },
    filter: searchFilter(query, request),
    condition: postCondition(query),
  }
}

function boundedLimit({ limit }: SearchRequest): number {
  return Math.max(1, Math.min(LIMIT_MAX, Math.floor(limit ?? LIMIT_DEFAULT)))
}

function isByTime({ query, request }: Search): boolean {
  return query.words.length === 0 || request.order === 'time'
}

function toHit({ post, score }: FoundPost): SearchHit {
  return { postId: post.id, score }
}

/** Words of the query with their weights, and those that were added; none where no post has any of the query's. */
async function weigh({ archive, query, options, request }: Search): Promise<WeightedWord[]> {
  const statistics = await termSharesOf(archive).statistics(query.words, options)
  const weighted = weighWords(query.words, statistics)
  const ranked = weighted.toSorted((a, b) => b.weight - a.weight).slice(0, RANKED_WORDS_MAX)
  return ranked.length === 0 ? [] : [...ranked, ...(request.added ?? [])]
}

async function best(search: Search, words: readonly WeightedWord[]): Promise<FoundPost[]> {
  const { archive, options, query, request } = search
  const { sql, params } = bestPosts(words, rankingOf(search, READ))
  const rows = await archive.query<PackedRow>(sql, params, options)
  const posts = rows.map(({ packed, score }) => ({ post: unpackPost(packed), score }))
  const learns = request.learns ?? true
  return rerank({
    ...{ posts, words, learns },
    query: query.text,
    statistics: (terms) => termSharesOf(archive).remembered(terms, options),
    vectors: learns ? await loadWordVectors() : null,
  })
}

/** What comes after the posts that were read, by the query's words alone. */
async function beyond(
  search: Search,
  words: readonly WeightedWord[],
  found: readonly FoundPost[],
  limit: number,
): Promise<SearchHit[]> {
  const { sql, params } = bestIds(words, rankingOf(search, limit))
  const rows = await search.archive.query<IdRow>(sql, params, search.options)
  const known = new Set(found.map(({ post }) => post.id))
  const scoreMax = found.at(-1)?.score ?? 0
  return rows
    .filter(({ id }) => !known.has(id))
    .map(({ id, score }) => ({ postId: id, score: Math.min(score, scoreMax) }))
}

function rankingOf({ archive, filter }: Search, limit: number) {
  return { filter, limit, ties: tieOrder(archive) }
}

/** Only an engine in this process is known to be a single one. */
function tieOrder(archive: Archive): TieOrder {
  return archive.gateway === null ? 'time' : 'place'
}

/** Posts in the order of their ids, read a few at a time until as many as are wanted meet the condition. */
async function list(search: Search, wanted: number): Promise<FoundPost[]> {
  const { archive, options, condition } = search
  const rows = await orderedIds(search, condition === null ? wanted : CHECKED_MAX)
  const kept: FoundPost[] = []
  for (let from = 0; from < rows.length && kept.length < wanted; from += CHECKED_AT_ONCE) {
    const some = rows.slice(from, from + CHECKED_AT_ONCE)
    const scores = new Map(some.map(({ id, score }) => [id, score]))
    const posts = await archive.getPosts([...scores.keys()], options)
    // Only conditions ask for counts that changed since a post was stored.
    const complete = condition === null ? posts : await archive.completePosts(posts, options)
    kept.push(
      ...complete.filter(condition ?? isAnything).map((post) => ({ post, score: scores.get(post.id) ?? 0 })),
    )
  }
  return kept.slice(0, wanted)
}

const isAnything = (_: Post): boolean => true

async function orderedIds(search: Search, limit: number): Promise<readonly IdRow[]> {
  const { archive, query, filter, options, condition } = search
  if (isByTime(search)) {
    if (query.words.length === 0 && !narrows(filter) && condition === null) return []
    const { sql, params } = newestPosts(query.words, filter, limit)
    return archive.query<IdRow>(sql, params, options)
  }
  const words = await weigh(search)
  if (words.length === 0) return []
  const found = await best(search, words)
  const first = found.map(({ post, score }) => ({ id: post.id, score }))
  const rest = limit > READ ? await beyond(search, words, found, limit) : []
  return [...first, ...rest.map(({ postId, score }) => ({ id: postId, score }))].slice(0, limit)
}
