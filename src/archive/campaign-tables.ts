import { type TableDefinition, WIDE_PART_BYTES_MIN } from './tables.ts'

const SMALL_PARTS = { min_bytes_for_wide_part: WIDE_PART_BYTES_MIN } as const

/** Campaigns as they were last seen. `record` is the whole of one as JSON, without any text of a post. */
export const CAMPAIGNS: TableDefinition = {
  name: 'campaigns',
  columns: [
    'id String',
    'record String CODEC(ZSTD(1))',
    'accounts UInt32',
    'is_confirmed Bool',
    'q_value Float64',
    "last_at DateTime64(3, 'UTC')",
    "updated_at DateTime64(3, 'UTC')",
  ],
  family: 'ReplacingMergeTree',
  engineArgs: 'updated_at',
  orderBy: 'id',
  settings: SMALL_PARTS,
  shardBy: 'xxh3(id)',
}

/** Which account is a member of which campaign. */
export const CAMPAIGN_MEMBERS: TableDefinition = {
  name: 'campaign_members',
  columns: ['author String CODEC(ZSTD(1))', 'campaign_id String', "updated_at DateTime64(3, 'UTC')"],
  family: 'ReplacingMergeTree',
  engineArgs: 'updated_at',
  orderBy: '(author, campaign_id)',
  settings: SMALL_PARTS,
  shardBy: 'xxh3(author)',
}

/** Which post coincides with others of a campaign. */
export const CAMPAIGN_POSTS: TableDefinition = {
  name: 'campaign_posts',
  columns: ['post_id String CODEC(ZSTD(1))', 'campaign_id String', "updated_at DateTime64(3, 'UTC')"],
  family: 'ReplacingMergeTree',
  engineArgs: 'updated_at',
  orderBy: '(post_id, campaign_id)',
  settings: SMALL_PARTS,
  shardBy: 'xxh3(post_id)',
}

export const CAMPAIGN_TABLES: readonly TableDefinition[] = [CAMPAIGNS, CAMPAIGN_MEMBERS, CAMPAIGN_POSTS]
