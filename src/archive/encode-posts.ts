import { AppError } from '../domain/errors.ts'
import type { Post, PostId } from '../domain/post.ts'
import type { AnalysedText } from '../domain/text/analysed-text.ts'
import { escapeField } from './escape-field.ts'

export type StorablePost = {
  readonly post: Post
  readonly analysed: AnalysedText
  /** UTC milliseconds. */
  readonly receivedAt: number
  /** True for imported posts: retention by days leaves them. */
  readonly kept: boolean
}

/**
 * Posts in the archive's wire format (tab-separated lines, UTF-8), so that encoding can happen on
 * another thread than inserting. Row `i` is `body[ends[i - 1] ?? 0 .. ends[i])`, its newline included.
 */
export type EncodedPosts = {
  readonly ids: readonly PostId[]
  readonly body: Uint8Array
  readonly ends: Uint32Array
}

/** Columns of a row, in the order `encodePosts` writes them. */
export const ENCODED_COLUMNS = [
  'id',
  'author',
  'author_name',
  'author_created_at',
  'created_at',
  'received_at',
  'kept',
  'text',
  'lang',
  'urls',
  'hashtags',
  'mentions',
  'reply_to',
  'repost_of',
  'quote_of',
  'thread_root',
  'media',
  'poll',
  'likes',
  'reposts',
  'replies',
  'deleted_at',
  'label',
  'source',
  'extra',
  'terms',
  'term_count',
] as const

/**
 * Encodes posts for `Archive.insertEncoded`. Costs about 3 µs a post; touches no engine.
 *
 * @throws {AppError} invalid_input when a time is outside what the archive can hold (years 1900 to 2299)
 */
export function encodePosts(rows: readonly StorablePost[]): EncodedPosts {
  const ends = new Uint32Array(rows.length)
  const lines = rows.map(encodeRow)
  const body = Buffer.from(lines.join(''))
  let end = 0
  for (const [i, line] of lines.entries()) {
    end += Buffer.byteLength(line)
    ends[i] = end
  }
  return { ids: rows.map((row) => row.post.id), body, ends }
}

function encodeRow({ post, analysed, receivedAt, kept }: StorablePost): string {
  return `${[
    escapeField(post.id),
    escapeField(post.author),
    optionalText(post.authorName),
    optionalTime(post.authorCreatedAt),
    optionalTime(post.createdAt),
    time(receivedAt),
    kept ? '1' : '0',
    escapeField(post.text),
    optionalText(post.lang ?? analysed.lang),
    list(post.urls),
    list(post.hashtags),
    list(post.mentions),
    optionalText(post.replyTo),
    optionalText(post.repostOf),
    optionalText(post.quoteOf),
    optionalText(post.threadRoot),
    post.media.length === 0 ? '' : json(post.media),
    post.poll === null ? '' : json(post.poll),
    optionalNumber(post.likes),
    optionalNumber(post.reposts),
    optionalNumber(post.replies),
    optionalTime(post.deletedAt),
    optionalText(post.label),
    escapeField(post.source),
    json(post.extra),
    list(analysed.terms),
    String(analysed.terms.length),
  ].join('\t')}\n`
}

const UNKNOWN = '\\N'
const EMPTY_OBJECT = '{}'

function optionalText(value: string | null): string {
  return value === null ? UNKNOWN : escapeField(value)
}

function optionalNumber(value: number | null): string {
  return value === null ? UNKNOWN : String(value)
}

function optionalTime(at: number | null): string {
  return at === null ? UNKNOWN : time(at)
}

/** First and last moment a `DateTime64(3)` holds. */
const EARLIEST = Date.UTC(1900, 0, 1)
const LATEST = Date.UTC(2299, 11, 31, 23, 59, 59, 999)

function time(at: number): string {
  if (!(at >= EARLIEST && at <= LATEST)) {
    throw new AppError('invalid_input', `A post has a time outside the years 1900 to 2299 (${at}).`)
  }
  return new Date(at).toISOString()
}

function list(values: readonly string[]): string {
  if (values.length === 0) return '[]'
  return `['${values.map(escapeField).join("','")}']`
}

/** JSON text; nothing for an object without fields. */
function json(value: unknown): string {
  const text = JSON.stringify(value)
  return text === EMPTY_OBJECT ? '' : escapeField(text)
}
