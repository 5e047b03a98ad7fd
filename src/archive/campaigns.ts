import type { CampaignMark, StoredCampaign } from '../domain/campaign.ts'
import type { PostId } from '../domain/post.ts'
import { CAMPAIGN_MEMBERS, CAMPAIGN_POSTS, CAMPAIGN_TABLES, CAMPAIGNS } from './campaign-tables.ts'
import type { Connections } from './connections.ts'
import { onCluster, type Placement, storedTable } from './ddl.ts'
import { escapeField } from './escape-field.ts'
import { METADATA } from './tables.ts'

const ROWS_A_STATEMENT = 5_000

/** Which campaigns: confirmed ones by significance, then the provisional ones, newest first. */
export type CampaignFilter = {
  readonly limit: number
  readonly isConfirmed?: boolean | undefined
}

/** Writes campaigns as they are now. What is known of members and posts only grows. */
export async function saveCampaigns(
  connections: Connections,
  campaigns: readonly StoredCampaign[],
): Promise<void> {
  for (const stored of campaigns) {
    const { campaign, updatedAt } = stored
    const at = new Date(updatedAt).toISOString()
    await insertRows(connections, CAMPAIGN_MEMBERS.name, 'author', campaign.id, at, memberIds(stored))
    await insertRows(connections, CAMPAIGN_POSTS.name, 'post_id', campaign.id, at, campaign.postIds)
    await connections.command({
      sql:
        `INSERT INTO ${CAMPAIGNS.name} (id, record, accounts, is_confirmed, q_value, last_at, updated_at) SELECT ` +
        '{id:String}, {record:String}, {accounts:UInt32}, {isConfirmed:Bool}, {q:Float64}, ' +
        'fromUnixTimestamp64Milli({lastAt:Int64}), fromUnixTimestamp64Milli({updatedAt:Int64})',
      params: {
        id: campaign.id,
        record: JSON.stringify(stored),
        accounts: campaign.accounts.length,
        isConfirmed: campaign.isConfirmed,
        q: campaign.qValue,
        lastAt: Math.round(campaign.lastAt),
        updatedAt,
      },
    })
  }
}

function memberIds({ campaign }: StoredCampaign): string[] {
  return campaign.accounts.map(({ id }) => id)
}

async function insertRows(
  connections: Connections,
  table: string,
  column: string,
  campaignId: string,
  at: string,
  keys: readonly string[],
): Promise<void> {
  for (let start = 0; start < keys.length; start += ROWS_A_STATEMENT) {
    await connections.command({
      sql:
        `INSERT INTO ${table} (${column}, campaign_id, updated_at) ` +
        "SELECT key, {campaignId:String}, parseDateTime64BestEffort({at:String}, 3, 'UTC') " +
        "FROM format(TSV, 'key String', {keys:String})",
      params: {
        campaignId,
        at,
        keys: keys
          .slice(start, start + ROWS_A_STATEMENT)
          .map(escapeField)
          .join('\n'),
      },
    })
  }
}

/** Removes campaigns with their members and posts. */
export async function removeCampaigns(
  connections: Connections,
  placement: Placement,
  ids: readonly string[],
): Promise<void> {
  if (ids.length === 0) return
  for (const { name } of CAMPAIGN_TABLES) {
    const column = name === CAMPAIGNS.name ? 'id' : 'campaign_id'
    await connections.command({
      sql: `DELETE FROM ${storedTable(name, placement)}${onCluster(placement)} WHERE ${column} IN {ids:Array(String)}`,
      params: { ids },
    })
  }
}

/** Confirmed ones first, most recent first within. */
export async function listCampaigns(
  connections: Connections,
  { limit, isConfirmed }: CampaignFilter,
): Promise<StoredCampaign[]> {
  const rows = await connections.read<{ record: string }>({
    sql:
      `SELECT record FROM ${CAMPAIGNS.name} FINAL ` +
      (isConfirmed === undefined ? '' : 'WHERE is_confirmed = {isConfirmed:Bool} ') +
      'ORDER BY is_confirmed DESC, q_value, last_at DESC, id LIMIT {limit:UInt32}',
    params: { limit, ...(isConfirmed !== undefined && { isConfirmed }) },
  })
  return rows.map(({ record }) => JSON.parse(record) as StoredCampaign)
}

export async function getCampaign(connections: Connections, id: string): Promise<StoredCampaign | null> {
  const [row] = await connections.read<{ record: string }>({
    sql: `SELECT record FROM ${CAMPAIGNS.name} FINAL WHERE id = {id:String}`,
    params: { id },
  })
  return row === undefined ? null : (JSON.parse(row.record) as StoredCampaign)
}

/** For posts that are part of a campaign: which. Of several the confirmed one, then the largest. */
export function marksOfPosts(
  connections: Connections,
  ids: readonly PostId[],
): Promise<Map<string, CampaignMark>> {
  return readMarks(connections, { table: CAMPAIGN_POSTS.name, column: 'post_id', keys: ids })
}

/** For accounts that are members of a campaign: which. */
export function marksOfAuthors(
  connections: Connections,
  authors: readonly string[],
): Promise<Map<string, CampaignMark>> {
  return readMarks(connections, { table: CAMPAIGN_MEMBERS.name, column: 'author', keys: authors })
}

async function readMarks(
  connections: Connections,
  { table, column, keys }: { table: string; column: string; keys: readonly string[] },
): Promise<Map<string, CampaignMark>> {
  if (keys.length === 0) return new Map()
  const rows = await connections.read<{
    key: string
    id: string
    accounts: number
    is_confirmed: boolean | number
  }>({
    sql:
      `SELECT DISTINCT marked.${column} AS key, known.id AS id, known.accounts AS accounts, known.is_confirmed AS is_confirmed ` +
      `FROM ${table} AS marked GLOBAL INNER JOIN (SELECT id, accounts, is_confirmed FROM ${CAMPAIGNS.name} FINAL) AS known ` +
      `ON known.id = marked.campaign_id WHERE marked.${column} IN (SELECT key FROM format(TSV, 'key String', {keys:String})) ` +
      'ORDER BY is_confirmed, accounts, id',
    params: { keys: [...new Set(keys)].map(escapeField).join('\n') },
  })
  return new Map(
    rows.map(({ key, id, accounts, is_confirmed }) => [
      key,
      { id, accounts, isConfirmed: Boolean(is_confirmed) },
    ]),
  )
}

const PASS_KEY = 'campaign_pass'

/** What the last search for campaigns saw. Times are UTC milliseconds. */
export type CampaignPass = {
  readonly at: number
  /** Posts that were stored then. */
  readonly posts: number
  /** When the newest of them was received. */
  readonly receivedUntil: number
}

/** Null where campaigns were never looked for. */
export async function campaignPass(connections: Connections): Promise<CampaignPass | null> {
  const [row] = await connections.read<{ value: string }>({
    sql: `SELECT argMax(value, changed_at) AS value FROM ${METADATA.name} WHERE key = {key:String}`,
    params: { key: PASS_KEY },
  })
  return row === undefined || row.value === '' ? null : (JSON.parse(row.value) as CampaignPass)
}

export async function noteCampaignPass(connections: Connections, pass: CampaignPass): Promise<void> {
  await connections.command({
    sql: `INSERT INTO ${METADATA.name} SELECT {key:String}, {value:String}, now64(3, 'UTC')`,
    params: { key: PASS_KEY, value: JSON.stringify(pass) },
  })
}
