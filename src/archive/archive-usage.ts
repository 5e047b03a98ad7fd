import type { Connections } from './connections.ts'
import type { Placement } from './ddl.ts'
import { PAGES } from './pages-table.ts'
import { listPartitions } from './partitions.ts'
import { POSTS } from './tables.ts'

/** What the posts of one network, or pages, take. Times are of arrival, UTC milliseconds. */
export type Usage = {
  readonly posts: number
  /** Its share of the bytes on disk, by the length of what is stored. */
  readonly sizeBytes: number
  readonly oldestAt: number | null
}

export type ArchiveUsage = {
  /** By `source` of posts. */
  readonly networks: Readonly<Record<string, Usage>>
  readonly pages: { readonly pages: number; readonly sizeBytes: number; readonly oldestAt: number | null }
}

/** Who takes how much. Reads the length of every post: tenths of a second for a million. */
export async function readUsage(
  connections: Connections,
  placement: Placement,
  signal: AbortSignal | undefined,
): Promise<ArchiveUsage> {
  const rows = await connections.read<{ source: string; posts: number; chars: number; oldest_ms: number }>({
    sql:
      'SELECT source, count() AS posts, sum(length(packed)) AS chars, ' +
      'toUnixTimestamp64Milli(min(received_at)) AS oldest_ms FROM posts GROUP BY source ORDER BY posts DESC',
    signal,
  })
  const [pages] = await connections.read<{ pages: number; oldest_ms: number }>({
    sql: `SELECT uniqExact(id) AS pages, toUnixTimestamp64Milli(min(fetched_at)) AS oldest_ms FROM ${PAGES.name}`,
    signal,
  })
  const sizeBytes = await sizeOf(connections, placement, POSTS.name)
  const chars = rows.reduce((sum, row) => sum + row.chars, 0)
  return {
    networks: Object.fromEntries(
      rows.map((row) => [
        row.source,
        { posts: row.posts, sizeBytes: Math.round((sizeBytes * row.chars) / chars), oldestAt: row.oldest_ms },
      ]),
    ),
    pages: {
      pages: pages?.pages ?? 0,
      sizeBytes: await sizeOf(connections, placement, PAGES.name),
      oldestAt: pages === undefined || pages.pages === 0 ? null : pages.oldest_ms,
    },
  }
}

async function sizeOf(connections: Connections, placement: Placement, table: string): Promise<number> {
  const partitions = await listPartitions(connections, placement, table)
  return partitions.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
}
