import type { Connections } from './connections.ts'
import { onCluster, type Placement, storedTable } from './ddl.ts'

export type RetentionPolicy = {
  /**
   * Whole days a live post stays after it was received; imported posts stay. A post goes when the day (UTC)
   * it was received on lies completely in the past by this much, so up to a day later than to the minute.
   */
  readonly days: number
  /** Bytes on disk: beyond it the posts received first go, imported ones too. */
  readonly sizeBytesMax: number
}

const DAY_MS = 86_400_000

/** One received day of live or imported posts. */
type Partition = {
  readonly id: string
  readonly kept: boolean
  /** First moment of the day, UTC milliseconds. */
  readonly dayAt: number
  readonly sizeBytes: number
  readonly rows: number
}

/** Removes what the policy does not allow; returns how many posts went. */
export async function applyRetention(
  connections: Connections,
  placement: Placement,
  policy: RetentionPolicy,
  now: number,
): Promise<{ removed: number }> {
  const expired = await dropExpiredDays(connections, placement, now - policy.days * DAY_MS)
  const excess = await dropOldestUntilSmall(connections, placement, policy.sizeBytesMax)
  return { removed: expired + excess }
}

async function dropExpiredDays(
  connections: Connections,
  placement: Placement,
  before: number,
): Promise<number> {
  const partitions = await listPartitions(connections, placement)
  let removed = 0
  for (const partition of partitions) {
    if (partition.kept || partition.dayAt + DAY_MS > before) continue
    removed += await dropPartition(connections, placement, partition)
  }
  return removed
}

async function dropOldestUntilSmall(
  connections: Connections,
  placement: Placement,
  sizeBytesMax: number,
): Promise<number> {
  const partitions = await listPartitions(connections, placement)
  let excessBytes = partitions.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0) - sizeBytesMax
  let removed = 0
  for (const partition of partitions) {
    if (excessBytes <= 0) break
    removed +=
      partition.sizeBytes <= excessBytes
        ? await dropPartition(connections, placement, partition)
        : await deleteOldestShare(connections, placement, partition, excessBytes / partition.sizeBytes)
    excessBytes -= partition.sizeBytes
  }
  return removed
}

/** Oldest day first; on the same day live posts before imported ones. */
async function listPartitions(connections: Connections, placement: Placement): Promise<Partition[]> {
  const parts = placement.cluster === null ? 'system.parts' : `cluster('${placement.cluster}', system.parts)`
  const rows = await connections.readOnWriter<{ id: string; size_bytes: number; rows: number }>({
    sql:
      'SELECT partition_id AS id, sum(bytes_on_disk) AS size_bytes, sum(rows) AS rows ' +
      `FROM ${parts} WHERE active AND database = currentDatabase() AND table = {table:String} GROUP BY id`,
    params: { table: storedTable('posts', placement) },
  })
  return rows
    .flatMap(({ id, size_bytes, rows }) => {
      const match = /^([01])-(\d{4})(\d{2})(\d{2})$/.exec(id)
      if (match === null) return []
      const [, kept, year, month, day] = match
      const dayAt = Date.UTC(Number(year), Number(month) - 1, Number(day))
      return [{ id, kept: kept === '1', dayAt, sizeBytes: size_bytes, rows }]
    })
    .sort((a, b) => a.dayAt - b.dayAt || Number(a.kept) - Number(b.kept))
}

async function dropPartition(
  connections: Connections,
  placement: Placement,
  partition: Partition,
): Promise<number> {
  const [row] = await connections.readOnWriter<{ posts: number }>({
    sql: `SELECT count() AS posts FROM posts WHERE ${inPartition(partition)}`,
  })
  await connections.command({
    sql: `ALTER TABLE ${storedTable('posts', placement)}${onCluster(placement)} DROP PARTITION ID '${partition.id}'`,
  })
  return row?.posts ?? 0
}

/** Removes the share of a partition's posts that was received first, and their bytes with them. */
async function deleteOldestShare(
  connections: Connections,
  placement: Placement,
  partition: Partition,
  share01: number,
): Promise<number> {
  const count = Math.max(1, Math.ceil(partition.rows * share01))
  const [last] = await connections.readOnWriter<{ at: number; hash: string }>({
    sql:
      'SELECT toUnixTimestamp64Milli(received_at) AS at, toString(id_hash) AS hash FROM ' +
      `(SELECT received_at, id_hash FROM posts WHERE ${inPartition(partition)} ` +
      'ORDER BY received_at, id_hash LIMIT {count:UInt64}) ORDER BY received_at DESC, id_hash DESC LIMIT 1',
    params: { count },
  })
  if (last === undefined) return 0
  const condition = `${inPartition(partition)} AND (received_at, id_hash) <= (fromUnixTimestamp64Milli({at:Int64}), {hash:UInt64})`
  const [row] = await connections.readOnWriter<{ posts: number }>({
    sql: `SELECT count() AS posts FROM posts WHERE ${condition}`,
    params: last,
  })
  await connections.command({
    sql: `ALTER TABLE ${storedTable('posts', placement)}${onCluster(placement)} DELETE WHERE ${condition}`,
    params: last,
    settings: { mutations_sync: 2 },
  })
  return row?.posts ?? 0
}

function inPartition({ kept, dayAt }: Partition): string {
  return `kept = ${kept ? 'true' : 'false'} AND toDate(received_at) = '${new Date(dayAt).toISOString().slice(0, 10)}'`
}
