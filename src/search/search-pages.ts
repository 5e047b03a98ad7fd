import type { Archive } from '../archive/archive.ts'
import type { PageId } from '../domain/page.ts'
import { type PageRow, pageStatistics, rankPages } from './pages.sql.ts'
import { parseQuery } from './query.ts'
import { weighWords } from './term-weights.ts'

export type PageRequest = {
  readonly query: string
  readonly lang?: string | null
  /** UTC milliseconds; `to` is exclusive. By the page's own date, or when it was fetched where it has none. */
  readonly from?: number | null
  readonly to?: number | null
  /** At most 100. */
  readonly limit: number
}

/** A score orders the results of one query. */
export type PageHit = { readonly pageId: PageId; readonly score: number }

const LIMIT_MAX = 100
/** Snapshots looked at for each page wanted: a page that changes often has several. */
const SNAPSHOTS_PER_PAGE = 4
const WORDS_MAX = 24

/**
 * Stored pages about a query, best first; of a page with several snapshots the newest. Words in common are all that counts:
 * quotes and operators of a query are read as in a search for posts, but only its words rank.
 */
export async function searchPages(
  archive: Pick<Archive, 'query'>,
  request: PageRequest,
  options: { readonly signal?: AbortSignal | undefined } = {},
): Promise<PageHit[]> {
  const { words } = parseQuery(request.query)
  if (words.length === 0) return []
  const limit = Math.max(1, Math.min(LIMIT_MAX, request.limit))
  const asked = pageStatistics(words.flat())
  const rows = await archive.query<{ term: string; pages: number; mean: number }>(
    asked.sql,
    asked.params,
    options,
  )
  const whole = rows.find(({ term }) => term === '')
  if (whole === undefined || whole.pages === 0) return []
  const frequencies = new Map(rows.map(({ term, pages }) => [term, pages]))
  const weighted = weighWords(words, { posts: whole.pages, frequencies })
    .toSorted((a, b) => b.weight - a.weight)
    .slice(0, WORDS_MAX)
  if (weighted.length === 0) return []
  const filter = { lang: request.lang ?? null, from: request.from ?? null, to: request.to ?? null }
  const ranking = rankPages(weighted, filter, limit * SNAPSHOTS_PER_PAGE)
  const ranked = await archive.query<PageRow>(ranking.sql, { ...ranking.params, mean: whole.mean }, options)
  return newestOfEach(ranked)
    .slice(0, limit)
    .map(({ id, score }) => ({ pageId: id, score }))
}

/** A page keeps the rank of its best snapshot and is shown as it was read last. */
function newestOfEach(rows: readonly PageRow[]): PageRow[] {
  const pages = new Map<string, PageRow>()
  for (const row of rows) {
    const known = pages.get(row.canonical_url)
    if (known === undefined) pages.set(row.canonical_url, row)
    else if (row.fetched_ms > known.fetched_ms) pages.set(row.canonical_url, { ...row, score: known.score })
  }
  return [...pages.values()]
}
