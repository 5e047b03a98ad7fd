import { AppError } from '../domain/errors.ts'
import type { Post, PostId } from '../domain/post.ts'
import { isStorableTime } from '../domain/storable-time.ts'
import type { AnalysedText } from '../domain/text/analysed-text.ts'
import type { EncodedTerms } from '../domain/text/encoded-terms.ts'
import {
  BoolColumn,
  CountColumn,
  NullableStringColumn,
  NullableTimeColumn,
  nativeBlock,
  nativeStructure,
  StringColumn,
  StringListColumn,
  TimeColumn,
} from './native-columns.ts'
import { packPost } from './packed-post.ts'

export type StorablePost = StorableFacts & { readonly analysed: AnalysedText }

type StorableFacts = {
  readonly post: Post
  /** UTC milliseconds. */
  readonly receivedAt: number
  /** True for imported posts: retention by days leaves them. */
  readonly kept: boolean
}

/**
 * Posts in the archive's wire format (a block of ClickHouse's `Native`), so that encoding can happen on another
 * thread than inserting.
 */
export type EncodedPosts = {
  /** One for each row. */
  readonly ids: readonly PostId[]
  readonly block: Uint8Array<ArrayBuffer>
  /** Where the column `fresh` begins in the block: one byte a row, 1 for a row to store. */
  readonly freshAt: number
}

function makeColumns() {
  return {
    fresh: new BoolColumn(),
    id: new StringColumn(),
    author: new StringColumn(),
    author_name: new NullableStringColumn(),
    created_at: new NullableTimeColumn(),
    received_at: new TimeColumn(),
    kept: new BoolColumn(),
    text: new StringColumn(),
    lang: new NullableStringColumn(),
    urls: new StringListColumn(),
    hashtags: new StringListColumn(),
    mentions: new StringListColumn(),
    reply_to: new NullableStringColumn(),
    repost_of: new NullableStringColumn(),
    quote_of: new NullableStringColumn(),
    thread_root: new NullableStringColumn(),
    source: new StringColumn(),
    terms: new StringListColumn(),
    term_count: new CountColumn(),
    packed: new StringColumn(),
  } as const
}

type PostColumns = ReturnType<typeof makeColumns>

/** Columns of `posts` that a block fills: all but `fresh`. */
export const STORED_COLUMNS: readonly string[] = Object.keys(makeColumns()).filter((name) => name !== 'fresh')
/** What stands in a block, for the statement that reads it. */
export const BLOCK_STRUCTURE = nativeStructure(makeColumns())

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

/** Encodes posts one by one, so that a long batch need not be held as posts and as rows at once. */
export class PostEncoder {
  readonly #columns: PostColumns = makeColumns()
  #ids: PostId[] = []

  /** @throws {AppError} invalid_input when a time is outside the years 1900 to 2299; the batch is as before then */
  add({ analysed, ...row }: StorablePost): void {
    this.#addRow(row, analysed.lang)
    this.#columns.terms.add(analysed.terms)
    this.#columns.term_count.add(analysed.terms.length)
  }

  /** `add`, for terms that were encoded when they were found. */
  addEncoded({ lang, count, bytes }: EncodedTerms, row: StorableFacts): void {
    this.#addRow(row, lang)
    this.#columns.terms.addEncoded(count, bytes)
    this.#columns.term_count.add(count)
  }

  #addRow({ post, receivedAt, kept }: StorableFacts, detectedLang: string | null): void {
    requireStorable(post.createdAt)
    requireStorable(post.authorCreatedAt)
    requireStorable(post.deletedAt)
    requireStorable(receivedAt)
    const columns = this.#columns
    const lang = post.lang ?? detectedLang
    const packed = packPost(post, lang)
    columns.fresh.add(true)
    columns.id.add(post.id)
    columns.author.add(post.author)
    columns.author_name.add(post.authorName)
    columns.created_at.add(post.createdAt)
    columns.received_at.add(receivedAt)
    columns.kept.add(kept)
    columns.text.add(post.text)
    columns.lang.add(lang)
    columns.urls.add(post.urls)
    columns.hashtags.add(post.hashtags)
    columns.mentions.add(post.mentions)
    columns.reply_to.add(post.replyTo)
    columns.repost_of.add(post.repostOf)
    columns.quote_of.add(post.quoteOf)
    columns.thread_root.add(post.threadRoot)
    columns.source.add(post.source)
    columns.packed.add(packed)
    this.#ids.push(post.id)
  }

  /** What was added since the last time; the encoder is empty then, and keeps its memory for the next batch. */
  finish(): EncodedPosts {
    const ids = this.#ids
    const { block, firstValuesAt } = nativeBlock(ids.length, this.#columns)
    this.clear()
    return { ids, block, freshAt: firstValuesAt }
  }

  /** Forgets what was added. */
  clear(): void {
    this.#ids = []
    for (const column of Object.values(this.#columns)) column.clear()
  }
}

function requireStorable(at: number | null): void {
  if (at === null || isStorableTime(at)) return
  throw new AppError('invalid_input', `A post has a time outside the years 1900 to 2299 (${at}).`)
}
