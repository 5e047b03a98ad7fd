import { AppError } from '../domain/errors.ts'
import type { Post, PostId } from '../domain/post.ts'
import type { AnalysedText } from '../domain/text/analysed-text.ts'
import { escapeField } from './escape-field.ts'
import { packPost } from './packed-post.ts'

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
  'packed',
] as const

/**
 * Encodes posts for `Archive.insertEncoded`; touches no engine.
 *
 * @throws {AppError} invalid_input when a time is outside what the archive can hold (years 1900 to 2299)
 */
export function encodePosts(rows: readonly StorablePost[]): EncodedPosts {
  const encoder = new PostEncoder()
  for (const row of rows) encoder.add(row)
  return encoder.finish()
}

const FIRST_BYTES = 65_536
/** UTF-8 needs at most three bytes for each UTF-16 unit. */
const BYTES_PER_UNIT_MAX = 3

/** Encodes posts one by one, so that a long batch need not be held as posts and as rows at once. */
export class PostEncoder {
  readonly #ids: PostId[] = []
  readonly #ends: number[] = []
  #body: Buffer<ArrayBuffer>
  #size = 0

  /** @param bytesExpected size of the encoded batch, where it is known roughly: saves copies */
  constructor(bytesExpected = FIRST_BYTES) {
    this.#body = Buffer.allocUnsafeSlow(bytesExpected)
  }

  /** @throws {AppError} invalid_input when a time is outside the years 1900 to 2299; the batch is as before then */
  add(row: StorablePost): void {
    const line = encodeRow(row)
    this.#reserve(line.length * BYTES_PER_UNIT_MAX)
    this.#size += this.#body.write(line, this.#size)
    this.#ids.push(row.post.id)
    this.#ends.push(this.#size)
  }

  /** What was added. The encoder is used up. */
  finish(): EncodedPosts {
    return { ids: this.#ids, body: this.#body.subarray(0, this.#size), ends: Uint32Array.from(this.#ends) }
  }

  #reserve(bytes: number): void {
    if (this.#size + bytes <= this.#body.length) return
    const grown = Buffer.allocUnsafeSlow(Math.max(this.#body.length * 2, this.#size + bytes))
    grown.set(this.#body.subarray(0, this.#size))
    this.#body = grown
  }
}

/** Columns in the order of `ENCODED_COLUMNS`. One expression: this runs for every post of an import. */
function encodeRow({ post, analysed, receivedAt, kept }: StorablePost): string {
  return (
    `${escapeField(post.id)}\t${escapeField(post.author)}\t${optionalText(post.authorName)}\t` +
    `${optionalTime(post.authorCreatedAt)}\t${optionalTime(post.createdAt)}\t${time(receivedAt)}\t` +
    `${kept ? '1' : '0'}\t${escapeField(post.text)}\t${optionalText(post.lang ?? analysed.lang)}\t` +
    `${list(post.urls)}\t${list(post.hashtags)}\t${list(post.mentions)}\t` +
    `${optionalText(post.replyTo)}\t${optionalText(post.repostOf)}\t${optionalText(post.quoteOf)}\t` +
    `${optionalText(post.threadRoot)}\t${post.media.length === 0 ? '' : json(post.media)}\t` +
    `${post.poll === null ? '' : json(post.poll)}\t${optionalNumber(post.likes)}\t` +
    `${optionalNumber(post.reposts)}\t${optionalNumber(post.replies)}\t${optionalTime(post.deletedAt)}\t` +
    `${optionalText(post.label)}\t${escapeField(post.source)}\t${json(post.extra)}\t` +
    `${list(analysed.terms)}\t${analysed.terms.length}\t${escapeField(packPost(post, post.lang ?? analysed.lang))}\n`
  )
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
  // Thirteen digits are read as milliseconds, several times faster here and there than a date.
  return at >= THIRTEEN_DIGITS && at < 10 * THIRTEEN_DIGITS ? String(at) : new Date(at).toISOString()
}

/** 9 September 2001. */
const THIRTEEN_DIGITS = 1e12

function list(values: readonly string[]): string {
  if (values.length === 0) return '[]'
  let text = "['"
  for (let at = 0; at < values.length; at++)
    text += (at === 0 ? '' : "','") + escapeField(values[at] as string)
  return `${text}']`
}

/** JSON text; nothing for an object without fields. */
function json(value: unknown): string {
  const text = JSON.stringify(value)
  return text === EMPTY_OBJECT ? '' : escapeField(text)
}
