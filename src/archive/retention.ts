import type { Connections } from './connections.ts'
import type { Placement } from './ddl.ts'
import { deleteRows, dropPartition, listPartitions, startOf } from './partitions.ts'
import { retainCompanions } from './retain-companions.ts'
import { retainPages } from './retain-pages.ts'
import { POSTS } from './tables.ts'

/** A limit of one network; null: none of its own, the common one holds. */
export type NetworkLimits = { readonly days: number | null; readonly sizeBytesMax: number | null }

export type RetentionPolicy = {
  /**
   * Whole days a live post stays after it was received; imported posts stay. A post goes when the day (UTC)
   * it was received on lies completely in the past by this much, so up to a day later than to the minute.
   */
  readonly days: number
  /** Bytes on disk: beyond it the posts received first go, imported ones too. */
  readonly sizeBytesMax: number
  /** By `source` of posts. Days stand in place of the common ones; bytes hold beside the common ones. */
  readonly networks?: Readonly<Record<string, NetworkLimits>>
  /** Snapshots of web pages go by when they were fetched; null: they all stay. */
  readonly pages?: { readonly days: number; readonly sizeBytesMax: number } | null
}

export const DAY_MS = 86_400_000

/** One received day of live or imported posts. */
type DayOfPosts = {
  readonly id: string
  readonly kept: boolean
  /** First moment of the day, UTC milliseconds. */
  readonly dayAt: number
  readonly sizeBytes: number
  readonly rows: number
}

type Stores = { readonly connections: Connections; readonly placement: Placement }

/** Removes what the policy does not allow; returns how many posts and pages went. */
export async function applyRetention(
  connections: Connections,
  placement: Placement,
  policy: RetentionPolicy,
  now: number,
): Promise<{ removed: number; removedPages: number }> {
  const stores = { connections, placement }
  let removed = await removeExpired(stores, policy, now)
  for (const [source, { sizeBytesMax }] of Object.entries(policy.networks ?? {}))
    if (sizeBytesMax !== null) removed += await shrinkNetwork(stores, source, sizeBytesMax)
  removed += await dropOldestUntilSmall(stores, policy.sizeBytesMax)
  const removedPages = policy.pages ? await retainPages(stores, policy.pages, now) : 0
  const days = await listDays(stores)
  await retainCompanions(stores, days.find(({ kept }) => !kept)?.dayAt ?? now - policy.days * DAY_MS, now)
  return { removed, removedPages }
}

async function removeExpired(
  stores: Stores,
  { days, networks = {} }: RetentionPolicy,
  now: number,
): Promise<number> {
  const daysOf = (source: string) => networks[source]?.days ?? days
  const shortest = Math.min(days, ...Object.values(networks).map((limits) => limits.days ?? days))
  let removed = 0
  for (const day of await listDays(stores)) {
    if (day.kept || day.dayAt + DAY_MS > now - shortest * DAY_MS) continue
    const there = await networksIn(stores, day)
    const expired = there.filter(({ source }) => day.dayAt + DAY_MS <= now - daysOf(source) * DAY_MS)
    if (expired.length === there.length) removed += await dropDay(stores, day)
    else if (expired.length > 0) removed += await removeNetworks(stores, day, expired)
  }
  return removed
}

type NetworkInDay = { readonly source: string; readonly posts: number; readonly chars: number }

async function networksIn({ connections }: Stores, day: DayOfPosts): Promise<NetworkInDay[]> {
  return await connections.readOnWriter<NetworkInDay>({
    sql:
      'SELECT source, count() AS posts, sum(length(packed)) AS chars FROM posts ' +
      `WHERE ${inDay(day)} GROUP BY source`,
  })
}

async function removeNetworks(
  { connections, placement }: Stores,
  day: DayOfPosts,
  networks: readonly NetworkInDay[],
): Promise<number> {
  await deleteRows(connections, placement, {
    table: POSTS.name,
    condition: `${inDay(day)} AND source IN {sources:Array(String)}`,
    params: { sources: networks.map(({ source }) => source) },
  })
  return networks.reduce((sum, { posts }) => sum + posts, 0)
}

/** A network's bytes are its share of each day's, by the length of its posts. */
async function shrinkNetwork(stores: Stores, source: string, sizeBytesMax: number): Promise<number> {
  const held: { day: DayOfPosts; isAlone: boolean; bytes: number; posts: number }[] = []
  for (const day of await listDays(stores)) {
    const networks = await networksIn(stores, day)
    const own = networks.find((network) => network.source === source)
    const chars = networks.reduce((sum, network) => sum + network.chars, 0)
    if (own === undefined || chars === 0) continue
    const bytes = (day.sizeBytes * own.chars) / chars
    held.push({ day, bytes, posts: own.posts, isAlone: networks.length === 1 })
  }
  let excess = held.reduce((sum, { bytes }) => sum + bytes, 0) - sizeBytesMax
  let removed = 0
  for (const { day, bytes, posts, isAlone } of held) {
    if (excess <= 0) break
    if (bytes > excess) removed += await deleteOldest(stores, day, (posts * excess) / bytes, source)
    else if (isAlone) removed += await dropDay(stores, day)
    else removed += await removeNetworks(stores, day, [{ source, posts, chars: 0 }])
    excess -= bytes
  }
  return removed
}

async function dropOldestUntilSmall(stores: Stores, sizeBytesMax: number): Promise<number> {
  const days = await listDays(stores)
  let excessBytes = days.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0) - sizeBytesMax
  let removed = 0
  for (const day of days) {
    if (excessBytes <= 0) break
    removed +=
      day.sizeBytes <= excessBytes
        ? await dropDay(stores, day)
        : await deleteOldest(stores, day, (day.rows * excessBytes) / day.sizeBytes, null)
    excessBytes -= day.sizeBytes
  }
  return removed
}

/** Oldest day first; on the same day live posts before imported ones. */
async function listDays({ connections, placement }: Stores): Promise<DayOfPosts[]> {
  const partitions = await listPartitions(connections, placement, POSTS.name)
  return partitions
    .flatMap(({ id, sizeBytes, rows }) => {
      const dayAt = startOf(id.slice(2))
      return /^[01]-\d{8}$/.test(id) && dayAt !== null
        ? [{ id, kept: id.startsWith('1'), dayAt, sizeBytes, rows }]
        : []
    })
    .sort((a, b) => a.dayAt - b.dayAt || Number(a.kept) - Number(b.kept))
}

async function dropDay({ connections, placement }: Stores, day: DayOfPosts): Promise<number> {
  const [row] = await connections.readOnWriter<{ posts: number }>({
    sql: `SELECT count() AS posts FROM posts WHERE ${inDay(day)}`,
  })
  await dropPartition(connections, placement, { table: POSTS.name, id: day.id })
  return row?.posts ?? 0
}

/** Removes so many of a day's posts, those received first, of one network or (null) of all, and their bytes with them. */
async function deleteOldest(
  { connections, placement }: Stores,
  day: DayOfPosts,
  posts: number,
  source: string | null,
): Promise<number> {
  const count = Math.max(1, Math.ceil(posts))
  const within = source === null ? inDay(day) : `${inDay(day)} AND source = {source:String}`
  const of = source === null ? {} : { source }
  const [last] = await connections.readOnWriter<{ at: number; hash: string }>({
    sql:
      'SELECT toUnixTimestamp64Milli(received_at) AS at, toString(id_hash) AS hash FROM ' +
      `(SELECT received_at, id_hash FROM posts WHERE ${within} ` +
      'ORDER BY received_at, id_hash LIMIT {count:UInt64}) ORDER BY received_at DESC, id_hash DESC LIMIT 1',
    params: { count, ...of },
  })
  if (last === undefined) return 0
  const condition = `${within} AND (received_at, id_hash) <= (fromUnixTimestamp64Milli({at:Int64}), {hash:UInt64})`
  const params = { ...last, ...of }
  const [row] = await connections.readOnWriter<{ posts: number }>({
    sql: `SELECT count() AS posts FROM posts WHERE ${condition}`,
    params,
  })
  await deleteRows(connections, placement, { table: POSTS.name, condition, params })
  return row?.posts ?? 0
}

function inDay({ kept, dayAt }: DayOfPosts): string {
  return `kept = ${kept ? 'true' : 'false'} AND toDate(received_at) = '${new Date(dayAt).toISOString().slice(0, 10)}'`
}
