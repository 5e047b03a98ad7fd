import { z } from 'zod'
import { AppError } from '../domain/errors.ts'
import type { Page } from '../domain/page.ts'
import type { Archive, StorablePost } from './archive.ts'
import { COUNTS_SQL } from './backup-parts.ts'
import { CAMPAIGN_TABLES } from './campaign-tables.ts'
import { COMPANIONS } from './companion-tables.ts'
import type { Connections } from './connections.ts'
import { onCluster, type Placement, storedTable } from './ddl.ts'
import { unpackPost } from './packed-post.ts'
import { PAGES } from './pages-table.ts'
import { STORIES } from './story-tables.ts'
import { POSTS } from './tables.ts'

/** Rows of one piece: what is in memory at a time. */
const POSTS_A_PIECE = 2_000
const PAGES_A_PIECE = 200

type PostRow = {
  readonly packed: string
  readonly received_ms: number
  readonly kept: boolean | number
  readonly terms: readonly string[]
  readonly id: string
  readonly order_ms: number
}

const postLineSchema = z.object({
  packed: z.string(),
  received_at: z.int(),
  kept: z.boolean(),
  terms: z.array(z.string()),
})

const pageLineSchema = z.object({
  id: z.string(),
  url: z.string(),
  canonicalUrl: z.string(),
  site: z.string(),
  title: z.string().nullable(),
  byline: z.string().nullable(),
  publishedAt: z.int().nullable(),
  fetchedAt: z.int(),
  lang: z.string().nullable(),
  text: z.string(),
  textSha256: z.string(),
  rawSha256: z.string(),
  rawSizeBytes: z.int(),
})

type Source = Pick<Archive, 'query' | 'getPages'>
type Abortable = { readonly signal?: AbortSignal | undefined }

/**
 * Every post as lines of JSON, oldest first, with its terms, so that a restore analyses nothing. For an archive on a server, whose
 * files are not ours. Posts stored meanwhile may be in it; each line is a whole post.
 *
 * @returns pieces of at most 2,000 lines
 */
export async function* postLines(archive: Source, { signal }: Abortable): AsyncGenerator<readonly string[]> {
  let after: Pick<PostRow, 'order_ms' | 'id'> | null = null
  while (true) {
    const rows: PostRow[] = await archive.query<PostRow>(
      'SELECT packed, toUnixTimestamp64Milli(received_at) AS received_ms, kept, terms, id, ' +
        'toUnixTimestamp64Milli(order_at) AS order_ms FROM posts ' +
        (after === null
          ? ''
          : 'WHERE (posts.order_at, posts.id) > (fromUnixTimestamp64Milli({at:Int64}), {id:String}) ') +
        `ORDER BY posts.order_at, posts.id LIMIT ${POSTS_A_PIECE}`,
      after === null ? {} : { at: after.order_ms, id: after.id },
      { signal },
    )
    if (rows.length > 0) yield rows.map(postLine)
    after = rows.at(-1) ?? null
    if (after === null || rows.length < POSTS_A_PIECE) return
  }
}

/** Every page as lines of JSON, by id. @returns pieces of at most 200 lines */
export async function* pageLines(archive: Source, { signal }: Abortable): AsyncGenerator<readonly string[]> {
  let after = ''
  while (true) {
    const rows: { id: string }[] = await archive.query<{ id: string }>(
      `SELECT DISTINCT id FROM ${PAGES.name} WHERE id > {after:String} ORDER BY id LIMIT ${PAGES_A_PIECE}`,
      { after },
      { signal },
    )
    const ids = rows.map(({ id }) => id)
    if (ids.length > 0) yield (await archive.getPages(ids, { signal })).map((page) => JSON.stringify(page))
    after = ids.at(-1) ?? ''
    if (ids.length < PAGES_A_PIECE) return
  }
}

/** @throws {AppError} invalid_input when the line is not one of `postLines` */
export function readPostLine(line: string): StorablePost {
  const { packed, received_at, kept, terms } = readLine(line, postLineSchema)
  const post = unpackPost(packed)
  return { post, analysed: { lang: post.lang, terms }, receivedAt: received_at, kept }
}

/** @throws {AppError} invalid_input when the line is not one of `pageLines` */
export function readPageLine(line: string): Page {
  return readLine(line, pageLineSchema)
}

/** Counts as a backup notes them. */
export async function countStored(
  archive: Pick<Archive, 'query'>,
): Promise<{ posts: number; pages: number }> {
  const [counts] = await archive.query<{ posts: number; pages: number }>(COUNTS_SQL)
  if (counts === undefined) throw new AppError('store_failed', 'The archive could not say what it holds.')
  return counts
}

/** Takes everything out again that a restore had put in. */
export async function removeRows(connections: Connections, placement: Placement): Promise<void> {
  for (const { name } of [POSTS, PAGES, ...COMPANIONS, ...CAMPAIGN_TABLES, STORIES])
    await connections.command({
      sql: `TRUNCATE TABLE ${storedTable(name, placement)}${onCluster(placement)}`,
    })
}

function postLine({ packed, received_ms, kept, terms }: PostRow): string {
  return JSON.stringify({ packed, received_at: received_ms, kept: Boolean(kept), terms })
}

function readLine<T>(line: string, schema: z.ZodType<T>): T {
  try {
    return schema.parse(JSON.parse(line))
  } catch (cause) {
    throw new AppError('invalid_input', 'The backup is damaged: a line of it cannot be read.', { cause })
  }
}
