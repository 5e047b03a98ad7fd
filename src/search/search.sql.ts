import type { QueryParams } from '../archive/connections.ts'
import type { WeightedWord } from './term-weights.ts'

type Statement = { readonly sql: string; readonly params: QueryParams }

/** Conditions every result must meet; times are UTC milliseconds. */
export type SearchFilter = {
  readonly required: readonly (readonly string[])[]
  readonly phrases: readonly string[]
  readonly excluded: readonly (readonly string[])[]
  readonly author: string | null
  readonly lang: string | null
  readonly from: number | null
  /** Exclusive. */
  readonly to: number | null
}

export type CandidateRow = {
  readonly id: string
  /** UTC milliseconds. */
  readonly at: number
  readonly links: number
  readonly score: number
}

/**
 * The posts that have any of the words, by the sum of the weights of those they have.
 *
 * Each word is a `hasAnyTokens` condition that stands both in WHERE and in SELECT: only then does the
 * engine answer both from the text index without reading the terms of a post (ten times faster). What
 * SELECT names beside the score is read for the rows of the result only.
 */
export function candidatePosts(
  words: readonly WeightedWord[],
  filter: SearchFilter,
  limit: number,
): Statement {
  const has = words.map((_, index) => `hasAnyTokens(terms, {word${index}:Array(String)})`)
  const score = has.map((condition, index) => `{weight${index}:Float64} * ${condition}`)
  const { conditions, params } = filterConditions(filter)
  return {
    sql:
      `SELECT id, toUnixTimestamp64Milli(order_at) AS at, urls.size0 AS links, ${score.join(' + ')} AS score ` +
      `FROM posts WHERE ${[`(${has.join(' OR ')})`, ...conditions].join(' AND ')} ` +
      'ORDER BY score DESC, posts.order_at DESC LIMIT {limit:UInt32}',
    params: {
      ...params,
      ...Object.fromEntries(
        words.flatMap(({ terms, weight }, index) => [
          [`word${index}`, terms],
          [`weight${index}`, weight],
        ]),
      ),
      limit,
    },
  }
}

/** The newest posts that meet the filter, for queries that ask for nothing else. */
export function newestPosts(filter: SearchFilter, limit: number): Statement {
  const { conditions, params } = filterConditions(filter)
  return {
    sql:
      'SELECT id, toUnixTimestamp64Milli(order_at) AS at, urls.size0 AS links, 0 AS score FROM posts ' +
      `WHERE ${conditions.length > 0 ? conditions.join(' AND ') : '1'} ` +
      'ORDER BY posts.order_at DESC, posts.id DESC LIMIT {limit:UInt32}',
    params: { ...params, limit },
  }
}

/** In how many posts each term stands, and under the empty term how many posts there are. */
export function termStatistics(terms: readonly string[]): Statement {
  return {
    sql:
      'SELECT term, sum(term_counts.posts) AS posts FROM term_counts WHERE term IN {terms:Array(String)} ' +
      "GROUP BY term UNION ALL SELECT '' AS term, toInt64(count()) AS posts FROM posts",
    params: { terms },
  }
}

/** The terms of some posts; their times find them without a scan. */
export function postTerms(posts: readonly { readonly id: string; readonly at: number }[]): Statement {
  return {
    sql:
      'SELECT id, terms FROM posts WHERE order_at IN ' +
      '(SELECT fromUnixTimestamp64Milli(arrayJoin({times:Array(Int64)}))) AND id IN {ids:Array(String)}',
    params: { ids: posts.map(({ id }) => id), times: posts.map(({ at }) => at) },
  }
}

function filterConditions(filter: SearchFilter): { conditions: string[]; params: Record<string, unknown> } {
  const conditions: string[] = []
  const params: Record<string, unknown> = {}
  const add = (name: string, value: unknown, sql: string) => {
    if (value === null) return
    params[name] = value
    conditions.push(sql)
  }
  for (const [index, terms] of filter.required.entries()) {
    add(`required${index}`, terms, `hasAnyTokens(terms, {required${index}:Array(String)})`)
  }
  for (const [index, phrase] of filter.phrases.entries()) {
    add(`phrase${index}`, phrase, `positionCaseInsensitiveUTF8(text, {phrase${index}:String}) > 0`)
  }
  for (const [index, terms] of filter.excluded.entries()) {
    add(`excluded${index}`, terms, `NOT hasAnyTokens(terms, {excluded${index}:Array(String)})`)
  }
  add('author', filter.author, '(author = {author:String} OR author_name = {author:String})')
  add('lang', filter.lang, 'lang = {lang:String}')
  add('from', filter.from, 'order_at >= fromUnixTimestamp64Milli({from:Int64})')
  add('to', filter.to, 'order_at < fromUnixTimestamp64Milli({to:Int64})')
  return { conditions, params }
}
