import type { PostId } from '../domain/post.ts'
import { POST_ALIASES } from './companion-tables.ts'
import type { Connections } from './connections.ts'
import { escapeField } from './escape-field.ts'
import { idLines } from './id-lines.ts'

const ALIASES_BATCH = 5_000

/** Notes other names of posts, received at `at` (UTC milliseconds); one that is there already stays. */
export async function addAliases(
  connections: Connections,
  aliases: ReadonlyMap<string, PostId>,
  at: number,
): Promise<void> {
  const lines = [...aliases].map(([alias, id]) => `${escapeField(alias)}\t${escapeField(id)}`)
  for (let start = 0; start < lines.length; start += ALIASES_BATCH) {
    await connections.command({
      sql:
        `INSERT INTO ${POST_ALIASES.name} (alias_hash, id, received_on) ` +
        'SELECT xxh3(alias), id, toDate(fromUnixTimestamp64Milli({at:Int64})) ' +
        "FROM format(TSV, 'alias String, id String', {aliases:String})",
      params: { aliases: lines.slice(start, start + ALIASES_BATCH).join('\n'), at },
    })
  }
}

/**
 * Ids of the posts that networks call so. An alias is known by a 64-bit hash: at a hundred million of them, a question about an
 * alias that was never heard names a post by mistake once in 10¹¹ times.
 */
export async function findAliased(connections: Connections, aliases: readonly string[]): Promise<PostId[]> {
  if (aliases.length === 0) return []
  const rows = await connections.readOnWriter<{ id: PostId }>({
    sql:
      `SELECT DISTINCT id FROM ${POST_ALIASES.name} ` +
      "WHERE alias_hash IN (SELECT xxh3(id) FROM format(TSV, 'id String', {lines:String}))",
    params: { lines: idLines(aliases) },
  })
  return rows.map(({ id }) => id)
}
