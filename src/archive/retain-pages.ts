import type { Connections } from './connections.ts'
import type { Placement } from './ddl.ts'
import { PAGES } from './pages-table.ts'
import { deleteRows, listPartitions } from './partitions.ts'

const DAY_MS = 86_400_000

/** Removes snapshots that were fetched too long ago, then the oldest ones beyond the size; returns how many went. */
export async function retainPages(
  { connections, placement }: { connections: Connections; placement: Placement },
  { days, sizeBytesMax }: { days: number; sizeBytesMax: number },
  now: number,
): Promise<number> {
  const partitions = await listPartitions(connections, placement, PAGES.name)
  const sizeBytes = partitions.reduce((sum, partition) => sum + partition.sizeBytes, 0)
  if (sizeBytes === 0) return 0
  const expired = await removeBefore({ connections, placement }, now - days * DAY_MS)
  if (sizeBytes <= sizeBytesMax) return expired
  const share01 = 1 - sizeBytesMax / sizeBytes
  const [bound] = await connections.readOnWriter<{ at: number }>({
    sql:
      'SELECT toInt64(quantileExactWeighted({share:Float64})(toUnixTimestamp64Milli(fetched_at), length(text) + 1)) AS at ' +
      `FROM ${PAGES.name}`,
    params: { share: share01 },
  })
  return bound === undefined
    ? expired
    : expired + (await removeBefore({ connections, placement }, bound.at + 1))
}

async function removeBefore(
  { connections, placement }: { connections: Connections; placement: Placement },
  at: number,
): Promise<number> {
  const condition = 'fetched_at < fromUnixTimestamp64Milli({at:Int64})'
  const [row] = await connections.readOnWriter<{ pages: number }>({
    sql: `SELECT uniqExact(id) AS pages FROM ${PAGES.name} WHERE ${condition}`,
    params: { at },
  })
  const pages = row?.pages ?? 0
  if (pages > 0) await deleteRows(connections, placement, { table: PAGES.name, condition, params: { at } })
  return pages
}
