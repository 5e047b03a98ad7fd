import { z } from 'zod'
import { AppError } from '../domain/errors.ts'
import type { Archive } from './archive.ts'
import { CAMPAIGN_MEMBERS, CAMPAIGN_POSTS, CAMPAIGNS } from './campaign-tables.ts'
import { AUTHOR_NAMES, POST_ALIASES, POST_COUNTS, TOMBSTONES } from './companion-tables.ts'
import type { Connections } from './connections.ts'
import { STORIES } from './story-tables.ts'

/** How the rows of one table travel as JSON: what is read, the types it is read back with, and what is written. */
type Passage = {
  readonly table: string
  readonly read: string
  readonly structure: string
  readonly columns: string
  readonly write: string
  /** Names every row once, whatever was merged meanwhile. */
  readonly orderBy: string
}

const PASSAGES: readonly Passage[] = [
  {
    table: TOMBSTONES.name,
    read: 'id, source, author, toUnixTimestamp64Milli(created_at) AS created_ms, lower(hex(text_sha256)) AS sha256, toUnixTimestamp64Milli(deleted_at) AS deleted_ms',
    structure:
      'id String, source String, author String, created_ms Nullable(Int64), sha256 String, deleted_ms Int64',
    columns: 'id, source, author, created_at, text_sha256, deleted_at',
    write:
      'id, source, author, fromUnixTimestamp64Milli(created_ms), unhex(sha256), fromUnixTimestamp64Milli(deleted_ms)',
    orderBy: 'id, deleted_at',
  },
  {
    table: POST_COUNTS.name,
    read: 'toString(id_hash) AS hash, toString(received_on) AS day, likes, reposts, replies',
    structure: 'hash String, day String, likes Int32, reposts Int32, replies Int32',
    columns: 'id_hash, received_on, likes, reposts, replies',
    write: 'toUInt64(hash), toDate(day), likes, reposts, replies',
    orderBy: 'id_hash, received_on, likes, reposts, replies',
  },
  {
    table: AUTHOR_NAMES.name,
    read: 'source, author, toString(field) AS field, value, toUnixTimestamp64Milli(changed_at) AS changed_ms',
    structure: 'source String, author String, field String, value String, changed_ms Int64',
    columns: 'source, author, field, value, changed_at',
    write: 'source, author, field, value, fromUnixTimestamp64Milli(changed_ms)',
    orderBy: 'author, source, field, changed_at',
  },
  {
    table: POST_ALIASES.name,
    read: 'toString(alias_hash) AS hash, id, toString(received_on) AS day',
    structure: 'hash String, id String, day String',
    columns: 'alias_hash, id, received_on',
    write: 'toUInt64(hash), id, toDate(day)',
    orderBy: 'alias_hash, id, received_on',
  },
  {
    table: CAMPAIGNS.name,
    read: 'id, record, accounts, toUInt8(is_confirmed) AS confirmed, toString(q_value) AS q, toUnixTimestamp64Milli(last_at) AS last_ms, toUnixTimestamp64Milli(updated_at) AS updated_ms',
    structure:
      'id String, record String, accounts UInt32, confirmed UInt8, q String, last_ms Int64, updated_ms Int64',
    columns: 'id, record, accounts, is_confirmed, q_value, last_at, updated_at',
    write:
      'id, record, accounts, confirmed, toFloat64(q), fromUnixTimestamp64Milli(last_ms), fromUnixTimestamp64Milli(updated_ms)',
    orderBy: 'id, updated_at',
  },
  {
    table: STORIES.name,
    read: 'id, record, toUInt8(is_announced) AS announced, toUnixTimestamp64Milli(last_at) AS last_ms, toUnixTimestamp64Milli(updated_at) AS updated_ms',
    structure: 'id String, record String, announced UInt8, last_ms Int64, updated_ms Int64',
    columns: 'id, record, is_announced, last_at, updated_at',
    write: 'id, record, announced, fromUnixTimestamp64Milli(last_ms), fromUnixTimestamp64Milli(updated_ms)',
    orderBy: 'id, updated_at',
  },
  ...[
    { table: CAMPAIGN_MEMBERS.name, key: 'author' },
    { table: CAMPAIGN_POSTS.name, key: 'post_id' },
  ].map(({ table, key }) => ({
    table,
    read: `${key}, campaign_id, toUnixTimestamp64Milli(updated_at) AS updated_ms`,
    structure: `${key} String, campaign_id String, updated_ms Int64`,
    columns: `${key}, campaign_id, updated_at`,
    write: `${key}, campaign_id, fromUnixTimestamp64Milli(updated_ms)`,
    orderBy: `${key}, campaign_id, updated_at`,
  })),
]

const ROWS_A_PIECE = 5_000
const lineSchema = z.object({ table: z.string(), row: z.record(z.string(), z.unknown()) })

/**
 * Every row beside posts and pages as lines of JSON, for an archive on a server. Rows that merge meanwhile may come twice or, of
 * counts, be missed.
 *
 * @returns pieces of at most 5,000 lines
 */
export async function* companionLines(
  archive: Pick<Archive, 'query'>,
  { signal }: { readonly signal?: AbortSignal | undefined },
): AsyncGenerator<readonly string[]> {
  for (const { table, read, orderBy } of PASSAGES) {
    for (let offset = 0; ; offset += ROWS_A_PIECE) {
      const rows = await archive.query(
        `SELECT ${read} FROM ${table} ORDER BY ${orderBy} LIMIT ${ROWS_A_PIECE} OFFSET {offset:UInt64}`,
        { offset },
        { signal },
      )
      if (rows.length > 0) yield rows.map((row) => JSON.stringify({ table, row }))
      if (rows.length < ROWS_A_PIECE) break
    }
  }
}

/** Stores what `companionLines` wrote. @throws {AppError} invalid_input when a line is none of them */
export async function insertCompanionLines(
  connections: Connections,
  lines: readonly string[],
): Promise<void> {
  const rows = lines.map(readLine)
  for (const { table, structure, columns, write } of PASSAGES) {
    const own = rows.filter((row) => row.table === table)
    if (own.length === 0) continue
    await connections.command({
      sql: `INSERT INTO ${table} (${columns}) SELECT ${write} FROM format(JSONEachRow, '${structure}', {rows:String})`,
      params: { rows: own.map(({ row }) => JSON.stringify(row)).join('\n') },
    })
  }
}

function readLine(line: string): z.infer<typeof lineSchema> {
  try {
    const read = lineSchema.parse(JSON.parse(line))
    if (PASSAGES.some(({ table }) => table === read.table)) return read
  } catch (cause) {
    throw new AppError('invalid_input', 'The backup is damaged: a line of it cannot be read.', { cause })
  }
  throw new AppError('invalid_input', 'The backup holds a table that this version does not know.')
}
