import { POST_ALIASES, TOMBSTONES } from './companion-tables.ts'
import type { Connections } from './connections.ts'
import { onCluster, type Placement, storedTable } from './ddl.ts'
import { METADATA, POSTS } from './tables.ts'

/**
 * What an acknowledged insert survives. Under `process` the rows are in files that the operating system has
 * accepted: kill -9 loses nothing, a power cut may lose the last inserts and merges (what the system had not yet
 * written, typically the last half minute). `power` waits for the disk after every insert and merge.
 */
export type Durability = 'process' | 'power'

/** Settings of MergeTree tables that close the gap of a power cut. */
const POWER_SETTINGS = {
  fsync_after_insert: 1,
  fsync_part_directory: 1,
  min_rows_to_fsync_after_merge: 1,
  min_compressed_bytes_to_fsync_after_merge: 1,
} as const

/** Brings the tables to the durability asked for; does nothing where they have it already. */
export async function setDurability(
  connections: Connections,
  placement: Placement,
  durable: Durability,
): Promise<void> {
  for (const { name } of [POSTS, METADATA, TOMBSTONES, POST_ALIASES]) {
    const table = storedTable(name, placement)
    if ((await isPowerDurable(connections, table)) === (durable === 'power')) continue
    await connections.command({
      sql: `ALTER TABLE ${table}${onCluster(placement)} ${settingsClause(durable)}`,
    })
  }
}

async function isPowerDurable(connections: Connections, table: string): Promise<boolean> {
  const [row] = await connections.readOnWriter<{ durable: boolean }>({
    sql:
      "SELECT position(engine_full, 'fsync_after_insert = 1') > 0 AS durable FROM system.tables " +
      'WHERE database = currentDatabase() AND name = {table:String}',
    params: { table },
  })
  return Boolean(row?.durable)
}

function settingsClause(durable: Durability): string {
  if (durable === 'process') return `RESET SETTING ${Object.keys(POWER_SETTINGS).join(', ')}`
  const settings = Object.entries(POWER_SETTINGS).map(([name, value]) => `${name} = ${value}`)
  return `MODIFY SETTING ${settings.join(', ')}`
}
