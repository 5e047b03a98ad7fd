import type { Connections } from './connections.ts'
import { onCluster, type Placement, storedTable } from './ddl.ts'

/** A partition of a table on disk, by the id that the engine gives it. */
export type StoredPartition = { readonly id: string; readonly sizeBytes: number; readonly rows: number }

/** Every partition of a table, of all shards together, in no order. */
export async function listPartitions(
  connections: Connections,
  placement: Placement,
  table: string,
): Promise<StoredPartition[]> {
  const parts = placement.cluster === null ? 'system.parts' : `cluster('${placement.cluster}', system.parts)`
  const rows = await connections.readOnWriter<{ id: string; size_bytes: number; rows: number }>({
    sql:
      'SELECT partition_id AS id, sum(bytes_on_disk) AS size_bytes, sum(rows) AS rows ' +
      `FROM ${parts} WHERE active AND database = currentDatabase() AND table = {table:String} GROUP BY id`,
    params: { table: storedTable(table, placement) },
  })
  return rows.map(({ id, size_bytes, rows }) => ({ id, sizeBytes: size_bytes, rows }))
}

/** @param id as `listPartitions` gave it */
export async function dropPartition(
  connections: Connections,
  placement: Placement,
  { table, id }: { table: string; id: string },
): Promise<void> {
  await connections.command({
    sql: `ALTER TABLE ${storedTable(table, placement)}${onCluster(placement)} DROP PARTITION ID '${id}'`,
  })
}

/** Rewrites the parts that hold such rows without them, so that their bytes are free at once. */
export async function deleteRows(
  connections: Connections,
  placement: Placement,
  { table, condition, params = {} }: { table: string; condition: string; params?: Record<string, unknown> },
): Promise<void> {
  await connections.command({
    sql: `ALTER TABLE ${storedTable(table, placement)}${onCluster(placement)} DELETE WHERE ${condition}`,
    params,
    settings: { mutations_sync: 2 },
  })
}

/** First moment of the day in `20261122`, and of the month in `202611`; null when it is neither. UTC milliseconds. */
export function startOf(id: string): number | null {
  const match = /^(\d{4})(\d{2})(\d{2})?$/.exec(id)
  if (match === null) return null
  const [, year, month, day = '01'] = match
  return Date.UTC(Number(year), Number(month) - 1, Number(day))
}
