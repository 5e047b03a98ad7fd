import { AUTHOR_NAMES, POST_ALIASES, POST_COUNTS, TOMBSTONES } from './companion-tables.ts'
import type { Connections } from './connections.ts'
import type { Placement } from './ddl.ts'
import { dropPartition, listPartitions, startOf } from './partitions.ts'

const WEEK_MS = 7 * 86_400_000
const MONTH_MS_MAX = 31 * 86_400_000
/** What is left of deleted posts is kept for three months: nobody asks for longer, and stored answers keep their own. */
const TOMBSTONES_MS = 92 * 86_400_000

/**
 * Drops what stands beside posts that are gone.
 *
 * @param oldestAt first moment of the oldest day of live posts that stay, UTC milliseconds
 */
export async function retainCompanions(
  stores: { connections: Connections; placement: Placement },
  oldestAt: number,
  now: number,
): Promise<void> {
  await dropBefore(stores, POST_COUNTS.name, { before: oldestAt, lengthMs: WEEK_MS })
  await dropBefore(stores, POST_ALIASES.name, { before: oldestAt, lengthMs: WEEK_MS })
  await dropBefore(stores, AUTHOR_NAMES.name, { before: oldestAt, lengthMs: MONTH_MS_MAX })
  await dropBefore(stores, TOMBSTONES.name, { before: now - TOMBSTONES_MS, lengthMs: MONTH_MS_MAX })
}

async function dropBefore(
  { connections, placement }: { connections: Connections; placement: Placement },
  table: string,
  { before, lengthMs }: { before: number; lengthMs: number },
): Promise<void> {
  for (const { id } of await listPartitions(connections, placement, table)) {
    const startAt = startOf(id)
    if (startAt !== null && startAt + lengthMs <= before)
      await dropPartition(connections, placement, { table, id })
  }
}
