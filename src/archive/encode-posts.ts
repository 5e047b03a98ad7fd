import { AppError } from '../domain/errors.ts'
import { FIELD, type PlainPostLine } from '../domain/plain-post-line.ts'
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
import { packPlainPost } from './pack-plain-post.ts'
import { packPost } from './packed-post.ts'

export type StorablePost = StorableFacts & { readonly analysed: AnalysedText }

type StorableFacts = {
  readonly post: Post
  /** UTC milliseconds. */
  readonly receivedAt: number
  /** True for imported posts: retention by days leaves them. */
  readonly kept: boolean
}

type PlainFacts = Pick<StorableFacts, 'receivedAt' | 'kept'> & {
  readonly line: PlainPostLine
  /** `source` of a line that names none. */
  readonly source: string
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
  /** Where the values of the column `id` stand in the block. */
  readonly idsAt: number
  readonly idsEnd: number
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

const JSONS_MAX = 1_000

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
  readonly #jsons = new Map<string, Uint8Array>()

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

  /** `addEncoded` for a plain line, whose values are taken over as they stand in it. */
  addPlain({ lang, count, bytes }: EncodedTerms, { line, source, receivedAt, kept }: PlainFacts): void {
    const columns = this.#columns
    requireStorable(receivedAt)
    columns.fresh.add(true)
    addString(columns.id, line, FIELD.id)
    addString(columns.author, line, FIELD.author)
    addNullable(columns.author_name, line, FIELD.author_name)
    columns.created_at.add(line.has(FIELD.created_at) ? (line.times[FIELD.created_at] as number) : null)
    columns.received_at.add(receivedAt)
    columns.kept.add(kept)
    addString(columns.text, line, FIELD.text)
    if (line.has(FIELD.lang)) addNullable(columns.lang, line, FIELD.lang)
    else columns.lang.add(lang)
    addList(columns.urls, line, FIELD.urls)
    addList(columns.hashtags, line, FIELD.hashtags)
    addList(columns.mentions, line, FIELD.mentions)
    addNullable(columns.reply_to, line, FIELD.reply_to)
    addNullable(columns.repost_of, line, FIELD.repost_of)
    addNullable(columns.quote_of, line, FIELD.quote_of)
    addNullable(columns.thread_root, line, FIELD.thread_root)
    if (line.has(FIELD.source)) addString(columns.source, line, FIELD.source)
    else columns.source.add(source)
    columns.terms.addEncoded(count, bytes)
    columns.term_count.add(count)
    packPlainPost(columns.packed.pieces, line, {
      lang: lang === null ? null : this.#json(lang),
      source: this.#json(source),
    })
    this.#ids.push(line.bytes.toString('utf8', line.starts[FIELD.id], line.ends[FIELD.id]))
  }

  /** Languages and sources are few. */
  #json(text: string): Uint8Array {
    const known = this.#jsons.get(text)
    if (known !== undefined) return known
    if (this.#jsons.size >= JSONS_MAX) this.#jsons.clear()
    const json = Buffer.from(JSON.stringify(text))
    this.#jsons.set(text, json)
    return json
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
    const idBytes = this.#columns.id.sizeBytes
    const { block, valuesAt } = nativeBlock(ids.length, this.#columns)
    this.clear()
    const idsAt = valuesAt.get('id') ?? 0
    return { ids, block, freshAt: valuesAt.get('fresh') ?? 0, idsAt, idsEnd: idsAt + idBytes }
  }

  /** Forgets what was added. */
  clear(): void {
    this.#ids = []
    for (const column of Object.values(this.#columns)) column.clear()
  }
}

function addString(column: StringColumn, line: PlainPostLine, field: number): void {
  column.addBytes(line.bytes, line.starts[field] as number, line.ends[field] as number)
}

function addNullable(column: NullableStringColumn, line: PlainPostLine, field: number): void {
  if (line.has(field)) column.addBytes(line.bytes, line.starts[field] as number, line.ends[field] as number)
  else column.add(null)
}

function addList(column: StringListColumn, line: PlainPostLine, field: number): void {
  const last = line.lastItems[field] as number
  for (let item = line.firstItems[field] as number; item < last; item++)
    column.addItemBytes(line.bytes, line.itemStarts[item] as number, line.itemEnds[item] as number)
  column.endList()
}

function requireStorable(at: number | null): void {
  if (at === null || isStorableTime(at)) return
  throw new AppError('invalid_input', `A post has a time outside the years 1900 to 2299 (${at}).`)
}
