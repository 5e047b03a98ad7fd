import type { QueryParams } from '../archive/connections.ts'
import type { WeightedWord } from './term-weights.ts'

type Statement = { readonly sql: string; readonly params: QueryParams }

export type PageRow = {
  readonly id: string
  readonly canonical_url: string
  /** UTC milliseconds. */
  readonly fetched_ms: number
  readonly score: number
}

/** BM25's own defaults: pages are documents of ordinary length. @see Robertson and Zaragoza 2009 */
const K1 = 1.2
const B = 0.75
/** Snapshots that are ranked closely: those that have most of the query's weight. */
const CANDIDATES = 300

/**
 * Stored pages that have any of the words, by BM25. First the text index tells which have most of the query's weight; of
 * those the terms are counted.
 *
 * @param filter.from by the page's own date, or when it was fetched where it has none; UTC milliseconds, `to` exclusive
 */
export function rankPages(
  words: readonly WeightedWord[],
  filter: { readonly lang: string | null; readonly from: number | null; readonly to: number | null },
  limit: number,
): Statement {
  const has = words.map((_, index) => `hasAnyTokens(terms, {word${index}:Array(String)})`)
  const held = has.map((condition, index) => `{weight${index}:Float64} * ${condition}`)
  const conditions = [
    `(${has.join(' OR ')})`,
    ...(filter.lang === null ? [] : ['(lang = {lang:String} OR lang IS NULL)']),
    ...(filter.from === null
      ? []
      : ['ifNull(published_at, fetched_at) >= fromUnixTimestamp64Milli({from:Int64})']),
    ...(filter.to === null
      ? []
      : ['ifNull(published_at, fetched_at) < fromUnixTimestamp64Milli({to:Int64})']),
  ]
  const counts = words.map((_, index) => `arrayCount(term -> has({word${index}:Array(String)}, term), terms)`)
  const length = `${1 - B} + ${B} * term_count / greatest(1, {mean:Float64})`
  const score = counts.map(
    (count, index) => `{weight${index}:Float64} * ${count} * ${K1 + 1} / (${count} + ${K1} * (${length}))`,
  )
  return {
    sql:
      `SELECT id, canonical_url, toUnixTimestamp64Milli(fetched_at) AS fetched_ms, ${score.join(' + ')} AS score FROM ` +
      `(SELECT id, canonical_url, fetched_at, terms, term_count, ${held.join(' + ')} AS held FROM pages ` +
      `WHERE ${conditions.join(' AND ')} ORDER BY held DESC, pages.fetched_at DESC LIMIT ${CANDIDATES}) ` +
      'ORDER BY score DESC, fetched_ms DESC LIMIT {limit:UInt32}',
    params: {
      ...Object.fromEntries(
        words.flatMap(({ terms, weight }, index) => [
          [`word${index}`, terms],
          [`weight${index}`, weight],
        ]),
      ),
      ...(filter.lang !== null && { lang: filter.lang }),
      ...(filter.from !== null && { from: filter.from }),
      ...(filter.to !== null && { to: filter.to }),
      mean: 0,
      limit,
    },
  }
}

/** In how many snapshots each term stands; under the empty term how many there are and how long they are on average. */
export function pageStatistics(terms: readonly string[]): Statement {
  return {
    sql:
      'SELECT term, sum(page_term_counts.pages) AS pages, 0 AS mean FROM page_term_counts ' +
      'WHERE term IN {terms:Array(String)} GROUP BY term ' +
      "UNION ALL SELECT '' AS term, toInt64(count()) AS pages, toFloat64(avg(term_count)) AS mean FROM pages",
    params: { terms },
  }
}
