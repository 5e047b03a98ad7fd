import type { PostId } from '../domain/post.ts'
import type { Connections } from './connections.ts'
import { ENCODED_COLUMNS, type EncodedPosts } from './encode-posts.ts'
import { ID_HASH_IN_LINES, idLines } from './id-lines.ts'

export type InsertReport = {
  /** Ids that are new in the archive, in the order given. */
  readonly stored: readonly PostId[]
  /** Rows left out: their id is in the archive, or came earlier in the same batch. */
  readonly duplicates: number
}

/** Stores the rows of a batch whose ids are new. The caller sees to it that one batch runs at a time. */
export async function insertEncoded(connections: Connections, batch: EncodedPosts): Promise<InsertReport> {
  if (batch.ids.length === 0) return { stored: [], duplicates: 0 }
  const known = await knownIds(connections, batch.ids)
  const fresh = freshRows(batch.ids, known)
  if (fresh.length > 0) {
    await connections.insert({ table: 'posts', columns: ENCODED_COLUMNS, tsv: pickRows(batch, fresh) })
  }
  return { stored: fresh.map((row) => batch.ids[row] as PostId), duplicates: batch.ids.length - fresh.length }
}

/**
 * Which of the ids are in the archive. The ids travel as one text that the engine parses as rows: an array
 * of ten thousand literals would cost it five times as much as the lookup itself.
 */
async function knownIds(connections: Connections, ids: readonly PostId[]): Promise<Set<PostId>> {
  const rows = await connections.readOnWriter<{ id: PostId }>({
    sql: `SELECT id FROM posts PREWHERE ${ID_HASH_IN_LINES}`,
    params: { lines: idLines(ids) },
  })
  const wanted = new Set(ids)
  return new Set(rows.map((row) => row.id).filter((id) => wanted.has(id)))
}

/** Row numbers to store: of rows with the same id the first. */
function freshRows(ids: readonly PostId[], known: Set<PostId>): number[] {
  const rows: number[] = []
  for (const [row, id] of ids.entries()) {
    if (known.has(id)) continue
    known.add(id)
    rows.push(row)
  }
  return rows
}

/** The bytes of the given rows (ascending), without a copy when all are wanted. */
function pickRows({ ids, body, ends }: EncodedPosts, rows: readonly number[]): Buffer {
  const whole = Buffer.from(body.buffer, body.byteOffset, body.byteLength)
  if (rows.length === ids.length) return whole
  return Buffer.concat(rows.map((row) => whole.subarray(row === 0 ? 0 : ends[row - 1], ends[row])))
}
