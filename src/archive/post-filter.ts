import { AppError } from '../domain/errors.ts'
import type { PostId } from '../domain/post.ts'
import type { QueryParams } from './connections.ts'

/** Which posts: every condition given must hold. Times are UTC milliseconds. */
export type PostFilter = {
  /** Analysed terms, all of which a post must have. */
  readonly terms?: readonly string[] | undefined
  readonly lang?: string | undefined
  readonly source?: string | undefined
  readonly author?: string | undefined
  /** From this time on, compared with the time of writing, or of arrival where that is unknown. */
  readonly from?: number | undefined
  /** Before this time. */
  readonly to?: number | undefined
}

export type Condition = { readonly sql: string; readonly params: QueryParams }

/** A WHERE clause (without the word) for a filter; `1` when it asks for nothing. */
export function filterCondition(filter: PostFilter): Condition {
  const conditions: string[] = []
  const params: Record<string, unknown> = {}
  const add = (name: string, value: unknown, sql: string) => {
    if (value === undefined) return
    params[name] = value
    conditions.push(sql)
  }
  add('terms', filter.terms?.length ? filter.terms : undefined, 'hasAllTokens(terms, {terms:Array(String)})')
  add('lang', filter.lang, 'lang = {lang:String}')
  add('source', filter.source, 'source = {source:String}')
  add('author', filter.author, 'author = {author:String}')
  add('from', filter.from, 'order_at >= fromUnixTimestamp64Milli({from:Int64})')
  add('to', filter.to, 'order_at < fromUnixTimestamp64Milli({to:Int64})')
  return { sql: conditions.length > 0 ? conditions.join(' AND ') : '1', params }
}

/** Where a page ended: the last post's place in time order. */
type PagePosition = { readonly orderAt: number; readonly id: PostId }

/** An opaque cursor, safe in a URL. */
export function formatCursor({ orderAt, id }: PagePosition): string {
  return Buffer.from(JSON.stringify([orderAt, id])).toString('base64url')
}

/** @throws {AppError} invalid_input when the text is not a cursor from `formatCursor` */
export function parseCursor(cursor: string): PagePosition {
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
    if (Array.isArray(value) && Number.isSafeInteger(value[0]) && typeof value[1] === 'string') {
      return { orderAt: value[0], id: value[1] }
    }
  } catch (cause) {
    throw new AppError('invalid_input', 'The page cursor is not one that a page returned.', { cause })
  }
  throw new AppError('invalid_input', 'The page cursor is not one that a page returned.')
}
