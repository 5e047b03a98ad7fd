import type { Archive } from '../archive/archive.ts'
import type { PostId } from '../domain/post.ts'
import { FEEDBACK, feedbackTerms, weighFeedback } from './feedback.ts'
import { byRelevance, LINK_BONUS, REPEAT_WORD } from './quality.ts'
import { parseQuery, type SearchQuery } from './query.ts'
import {
  type CandidateRow,
  candidatePosts,
  newestPosts,
  postTerms,
  type SearchFilter,
  termStatistics,
} from './search.sql.ts'
import { type TermStatistics, type WeightedWord, weighWords } from './term-weights.ts'

export type SearchRequest = {
  readonly query: string
  readonly lang?: string | undefined
  /** UTC milliseconds; `to` is exclusive. Together with the query's own operators: both must hold. */
  readonly from?: number | undefined
  readonly to?: number | undefined
  /** Default 100, at most 10,000. */
  readonly limit?: number | undefined
  /** False leaves out the second pass with learnt words: about half the time, for who asks twice anyway. Default true. */
  readonly learns?: boolean | undefined
}

/** A score orders the results of one query; it says nothing across queries. */
export type SearchHit = { readonly postId: PostId; readonly score: number }

type Options = { readonly signal?: AbortSignal | undefined }

const LIMIT_DEFAULT = 100
const LIMIT_MAX = 10_000
/** Results beyond the limit that small bonuses may still lift into it. */
const MARGIN = 100
/** Ranked at least, so that a short list begins like a longer one. */
const DEPTH_MIN = LIMIT_DEFAULT + MARGIN
/** Words ranked by at once, the rarest of a longer query. */
const RANKED_WORDS_MAX = 24

/**
 * Ranks stored posts by relevance to a query and nothing else: nothing is folded, new posts gain nothing.
 *
 * Two passes: posts are ranked by the query's words; where the best of them hold most of what was asked,
 * the words that stand beside the query's in them are added and posts ranked again. An empty query, or one
 * whose words no post has, finds nothing; a query of operators only gives the newest posts they allow.
 *
 * Costs 3 to 5 short statements; see `bench/search.ts`.
 */
export async function searchPosts(
  archive: Archive,
  request: SearchRequest,
  options: Options = {},
): Promise<SearchHit[]> {
  const limit = Math.max(1, Math.min(LIMIT_MAX, Math.floor(request.limit ?? LIMIT_DEFAULT)))
  const query = parseQuery(request.query)
  const depth = Math.max(limit + MARGIN, DEPTH_MIN)
  const ranking = { filter: searchFilter(query, request), depth, learns: request.learns ?? true }
  const rows = await rankedRows(archive, query, ranking, options)
  return rows.slice(0, limit).map(({ id, score }) => ({ postId: id, score }))
}

async function rankedRows(
  archive: Archive,
  query: SearchQuery,
  { filter, depth, learns }: { filter: SearchFilter; depth: number; learns: boolean },
  options: Options,
): Promise<CandidateRow[]> {
  if (query.words.length === 0) return narrows(filter) ? newest(archive, filter, depth, options) : []
  const words = await weigh(archive, query.words, options)
  if (words.length === 0) return []
  const first = await candidates(archive, words, filter, depth, options)
  const added = learns ? await learn(archive, words, first, options) : []
  return added.length === 0 ? first : candidates(archive, [...words, ...added], filter, depth, options)
}

function searchFilter(query: SearchQuery, request: SearchRequest): SearchFilter {
  const { required, phrases, excluded, author } = query
  return {
    required,
    phrases,
    excluded,
    author,
    lang: query.postLang ?? request.lang ?? null,
    from: latest(query.from, request.from ?? null),
    to: earliest(query.to, request.to ?? null),
  }
}

function latest(one: number | null, other: number | null): number | null {
  return one === null ? other : other === null ? one : Math.max(one, other)
}

function earliest(one: number | null, other: number | null): number | null {
  return one === null ? other : other === null ? one : Math.min(one, other)
}

function narrows({ required, phrases, excluded, author, lang, from, to }: SearchFilter): boolean {
  const lists = required.length + phrases.length + excluded.length
  return lists > 0 || [author, lang, from, to].some((value) => value !== null)
}

async function newest(archive: Archive, filter: SearchFilter, depth: number, options: Options) {
  const { sql, params } = newestPosts(filter, depth)
  return archive.query<CandidateRow>(sql, params, options)
}

async function weigh(
  archive: Archive,
  words: SearchQuery['words'],
  options: Options,
): Promise<WeightedWord[]> {
  const statistics = await readStatistics(archive, words.flat(), options)
  const weighted = weighWords(words, statistics)
  if (weighted.length <= RANKED_WORDS_MAX) return weighted
  return weighted.toSorted((a, b) => b.weight - a.weight).slice(0, RANKED_WORDS_MAX)
}

async function readStatistics(
  archive: Archive,
  terms: readonly string[],
  options: Options,
): Promise<TermStatistics> {
  const { sql, params } = termStatistics(terms)
  const rows = await archive.query<{ term: string; posts: number }>(sql, params, options)
  const counts = new Map(rows.map(({ term, posts }) => [term, posts]))
  return { posts: counts.get('') ?? 0, frequencies: counts }
}

async function candidates(
  archive: Archive,
  words: readonly WeightedWord[],
  filter: SearchFilter,
  depth: number,
  options: Options,
): Promise<CandidateRow[]> {
  const { sql, params } = candidatePosts([...words, REPEAT_WORD], filter, depth)
  const rows = await archive.query<CandidateRow>(sql, params, options)
  return rows
    .filter(({ score }) => score > 0)
    .map((row) => (row.links > 0 ? { ...row, score: row.score + LINK_BONUS } : row))
    .sort(byRelevance)
}

/** Words that the best posts have beside the query's; none where the first pass is not to be trusted. */
async function learn(
  archive: Archive,
  words: readonly WeightedWord[],
  first: readonly CandidateRow[],
  options: Options,
): Promise<WeightedWord[]> {
  const trusted = first
    .filter(({ score, links }) => score - (links > 0 ? LINK_BONUS : 0) >= FEEDBACK.trustedShare)
    .slice(0, FEEDBACK.postsScanned)
  if (trusted.length < FEEDBACK.postsMin) return []
  const { sql, params } = postTerms(trusted)
  const rows = await archive.query<{ id: string; terms: string[] }>(sql, params, options)
  const terms = new Map(rows.map((row) => [row.id, row.terms]))
  const posts = trusted.map(({ id, score }) => ({ score, terms: terms.get(id) ?? [] }))
  const known = feedbackTerms(posts, new Set(words.flatMap((word) => word.terms)))
  if (known.length === 0) return []
  return weighFeedback(
    known,
    await readStatistics(
      archive,
      known.map(({ term }) => term),
      options,
    ),
  )
}
