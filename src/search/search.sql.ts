import type { QueryParams } from '../archive/connections.ts'
import type { HasKind } from './query-operators.ts'
import type { WeightedWord } from './term-weights.ts'

type Statement = { readonly sql: string; readonly params: QueryParams }

/** Conditions every result must meet; times are UTC milliseconds. */
export type SearchFilter = {
  readonly required: readonly (readonly string[])[]
  readonly excluded: readonly (readonly string[])[]
  readonly phrases: readonly string[]
  readonly excludedPhrases: readonly string[]
  /** One of these, where there are any. */
  readonly authors: readonly string[]
  readonly excludedAuthors: readonly string[]
  readonly linkTexts: readonly string[]
  readonly has: readonly StoredKind[]
  readonly hasNot: readonly StoredKind[]
  readonly lang: string | null
  readonly source: string | null
  readonly from: number | null
  /** Exclusive. */
  readonly to: number | null
}

/** What `has:` asks for that has a column of its own; the rest is only known of a post that was read. */
export type StoredKind = keyof typeof KIND_SQL

const KIND_SQL = {
  links: 'notEmpty(urls)',
  hashtags: 'notEmpty(hashtags)',
  mentions: 'notEmpty(mentions)',
} as const satisfies Partial<Record<HasKind, string>>

export function isStoredKind(kind: HasKind): kind is StoredKind {
  return Object.hasOwn(KIND_SQL, kind)
}

/** A post of a ranked list: with its text, or by its id alone. */
export type PackedRow = { readonly packed: string; readonly score: number }
export type IdRow = { readonly id: string; readonly score: number }

/**
 * How posts of equal score are ordered, newest first. `place` is where they are stored, which costs nothing: parts by arrival,
 * posts in each by time. `time` reads the time of every post that has a word (1 M posts: 13 of 50 ms, 2026-11-22), but holds
 * across the servers of a cluster.
 */
export type TieOrder = 'place' | 'time'

const TIE_SQL = {
  place: '_part_index DESC, _part_offset DESC',
  time: 'posts.order_at DESC',
} as const satisfies Record<TieOrder, string>

/** More than two cores: while one thread waits for rows another reads (1 M posts: a tenth of the time, 2026-11-22). */
const THREADS = 4

type Ranking = { readonly filter: SearchFilter; readonly ties: TieOrder; readonly limit: number }

/**
 * The posts that have any of the words, whole, by the sum of the weights of those they have.
 *
 * Each word is a `hasAnyTokens` condition that stands both in WHERE and in SELECT: only then does the
 * engine answer both from the text index without reading the terms of a post (ten times faster). What
 * SELECT names beside the score is read for the rows of the result only: a tenth of a millisecond each.
 */
export function bestPosts(words: readonly WeightedWord[], ranking: Ranking): Statement {
  return rankedPosts('packed', words, ranking)
}

/** Ids of the same posts, for long lists. */
export function bestIds(words: readonly WeightedWord[], ranking: Ranking): Statement {
  return rankedPosts('id', words, ranking)
}

function rankedPosts(
  columns: string,
  words: readonly WeightedWord[],
  { filter, ties, limit }: Ranking,
): Statement {
  const has = words.map((_, index) => `hasAnyTokens(terms, {word${index}:Array(String)})`)
  const score = has.map((condition, index) => `{weight${index}:Float64} * ${condition}`)
  const { conditions, params } = filterConditions(filter)
  return {
    sql:
      `SELECT ${columns}, ${score.join(' + ')} AS score ` +
      `FROM posts WHERE ${[`(${has.join(' OR ')})`, ...conditions].join(' AND ')} ` +
      `ORDER BY score DESC, ${TIE_SQL[ties]} LIMIT {limit:UInt32} SETTINGS max_threads = ${THREADS}`,
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

/** The newest posts that have every one of the words and meet the filter. */
export function newestPosts(
  words: readonly (readonly string[])[],
  filter: SearchFilter,
  limit: number,
): Statement {
  const { conditions, params } = filterConditions({ ...filter, required: [...words, ...filter.required] })
  return {
    sql:
      'SELECT id, 0 AS score FROM posts ' +
      `WHERE ${conditions.length > 0 ? conditions.join(' AND ') : '1'} ` +
      'ORDER BY posts.order_at DESC, posts.id DESC LIMIT {limit:UInt32}',
    params: { ...params, limit },
  }
}

/** How many posts have any, or every one, of the words and meet the filter. */
export function countedPosts(
  words: readonly (readonly string[])[],
  filter: SearchFilter,
  match: 'any' | 'all',
): Statement {
  const required = match === 'all' ? [...words, ...filter.required] : filter.required
  const { conditions, params } = filterConditions({ ...filter, required })
  const has =
    match === 'all' ? [] : words.map((_, index) => `hasAnyTokens(terms, {word${index}:Array(String)})`)
  const any = has.length === 0 ? [] : [`(${has.join(' OR ')})`]
  return {
    sql: `SELECT count() AS posts FROM posts WHERE ${[...any, ...conditions].join(' AND ') || '1'}`,
    params: {
      ...params,
      ...(match === 'any' && Object.fromEntries(words.map((word, at) => [`word${at}`, word]))),
    },
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

/** The most frequent terms; links are left out. Parts with fewer than `postsInPartMin` posts of a term do not count for it. */
export function frequentTerms(limit: number, postsInPartMin: number): Statement {
  return {
    sql:
      'SELECT term, sum(term_counts.posts) AS posts FROM term_counts ' +
      "WHERE term_counts.posts >= {least:Int64} AND NOT startsWith(term, 'url:') " +
      'GROUP BY term ORDER BY posts DESC LIMIT {limit:UInt32}',
    params: { least: postsInPartMin, limit },
  }
}

function filterConditions(filter: SearchFilter): { conditions: string[]; params: Record<string, unknown> } {
  const conditions: string[] = []
  const params: Record<string, unknown> = {}
  const add = (name: string, value: unknown, sql: string) => {
    if (value === null || (Array.isArray(value) && value.length === 0)) return
    params[name] = value
    conditions.push(sql)
  }
  const addEach = (name: string, values: readonly unknown[], sql: (placeholder: string) => string) => {
    for (const [index, value] of values.entries()) add(`${name}${index}`, value, sql(`${name}${index}`))
  }
  addEach('required', filter.required, (name) => `hasAnyTokens(terms, {${name}:Array(String)})`)
  addEach('excluded', filter.excluded, (name) => `NOT hasAnyTokens(terms, {${name}:Array(String)})`)
  addEach('phrase', filter.phrases, (name) => containsSql('text', name))
  addEach('notPhrase', filter.excludedPhrases, (name) => `NOT ${containsSql('text', name)}`)
  addEach('link', filter.linkTexts, (name) => `arrayExists(link -> ${containsSql('link', name)}, urls)`)
  add('authors', filter.authors, accountSql('authors'))
  add('notAuthors', filter.excludedAuthors, `NOT ${accountSql('notAuthors')}`)
  conditions.push(...filter.has.map((kind) => KIND_SQL[kind]))
  conditions.push(...filter.hasNot.map((kind) => `NOT ${KIND_SQL[kind]}`))
  add('lang', filter.lang, 'lang = {lang:String}')
  add('source', filter.source, 'source = {source:String}')
  add('from', filter.from, 'order_at >= fromUnixTimestamp64Milli({from:Int64})')
  add('to', filter.to, 'order_at < fromUnixTimestamp64Milli({to:Int64})')
  return { conditions, params }
}

/** As written, but for case. */
function containsSql(column: string, placeholder: string): string {
  return `positionCaseInsensitiveUTF8(${column}, {${placeholder}:String}) > 0`
}

/** An account by its id or by its name; a name that is not known is none of them. */
function accountSql(placeholder: string): string {
  return `(author IN {${placeholder}:Array(String)} OR ifNull(author_name, '') IN {${placeholder}:Array(String)})`
}
