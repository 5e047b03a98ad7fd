import type { Story } from '../domain/story.ts'
import type { Connections } from './connections.ts'
import { onCluster, type Placement, storedTable } from './ddl.ts'
import { escapeField } from './escape-field.ts'
import { STORIES } from './story-tables.ts'

/** A story's record is some kilobytes. */
const ROWS_A_STATEMENT = 50

/** Which stories, those with the latest post first. */
export type StoryFilter = {
  readonly limit: number
  /** Only stories with a post at or after this time, UTC milliseconds. */
  readonly since?: number | undefined
  /** Only stories that rose. */
  readonly isAnnounced?: boolean | undefined
}

/** Writes stories as they are now, over what was known of them. */
export async function saveStories(
  connections: Connections,
  stories: readonly Story[],
  updatedAt: number,
): Promise<void> {
  for (let start = 0; start < stories.length; start += ROWS_A_STATEMENT) {
    const rows = stories.slice(start, start + ROWS_A_STATEMENT)
    await connections.command({
      sql:
        `INSERT INTO ${STORIES.name} (id, record, is_announced, last_at, updated_at) SELECT id, record, announced = 1, ` +
        'fromUnixTimestamp64Milli(last_ms), fromUnixTimestamp64Milli({updatedAt:Int64}) ' +
        "FROM format(TSV, 'id String, record String, announced UInt8, last_ms Int64', {rows:String})",
      params: { updatedAt, rows: rows.map(toLine).join('\n') },
    })
  }
}

function toLine(story: Story): string {
  const fields = [escapeField(story.id), escapeField(JSON.stringify(story)), story.trend === null ? '0' : '1']
  return [...fields, String(Math.round(story.lastAt))].join('\t')
}

export async function listStories(
  connections: Connections,
  { limit, since, isAnnounced }: StoryFilter,
): Promise<Story[]> {
  const conditions = [
    ...(since === undefined ? [] : ['last_at >= fromUnixTimestamp64Milli({since:Int64})']),
    ...(isAnnounced === undefined ? [] : ['is_announced = {isAnnounced:Bool}']),
  ]
  const rows = await connections.read<{ record: string }>({
    sql:
      `SELECT record FROM ${STORIES.name} FINAL ` +
      (conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')} `) +
      'ORDER BY last_at DESC, id LIMIT {limit:UInt32}',
    params: {
      limit,
      ...(since !== undefined && { since: Math.round(since) }),
      ...(isAnnounced !== undefined && { isAnnounced }),
    },
  })
  return rows.map(({ record }) => JSON.parse(record) as Story)
}

export async function getStory(connections: Connections, id: string): Promise<Story | null> {
  const [row] = await connections.read<{ record: string }>({
    sql: `SELECT record FROM ${STORIES.name} FINAL WHERE id = {id:String}`,
    params: { id },
  })
  return row === undefined ? null : (JSON.parse(row.record) as Story)
}

/** Removes stories whose last post is older than this, UTC milliseconds. */
export async function forgetStories(
  connections: Connections,
  placement: Placement,
  before: number,
): Promise<void> {
  await connections.command({
    sql: `DELETE FROM ${storedTable(STORIES.name, placement)}${onCluster(placement)} WHERE last_at < fromUnixTimestamp64Milli({before:Int64})`,
    params: { before: Math.round(before) },
  })
}

/** Removes stories: those that became part of others, or were told long ago. */
export async function removeStories(
  connections: Connections,
  placement: Placement,
  ids: readonly string[],
): Promise<void> {
  if (ids.length === 0) return
  await connections.command({
    sql: `DELETE FROM ${storedTable(STORIES.name, placement)}${onCluster(placement)} WHERE id IN {ids:Array(String)}`,
    params: { ids },
  })
}
