import { type TableDefinition, WIDE_PART_BYTES_MIN } from './tables.ts'

const SMALL_PARTS = { min_bytes_for_wide_part: WIDE_PART_BYTES_MIN } as const

/**
 * What is left of a post that its author took away: who wrote it, when, and a hash of what it said. Old citations are held
 * against it, and whoever asks for the post is told. A partition is a month of deletions.
 */
export const TOMBSTONES: TableDefinition = {
  name: 'tombstones',
  columns: [
    'id String CODEC(ZSTD(1))',
    'source LowCardinality(String)',
    'author String CODEC(ZSTD(1))',
    "created_at Nullable(DateTime64(3, 'UTC')) CODEC(ZSTD(1))",
    'text_sha256 FixedString(32) CODEC(NONE)',
    "deleted_at DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1))",
  ],
  family: 'ReplacingMergeTree',
  engineArgs: 'deleted_at',
  partitionBy: 'toYYYYMM(deleted_at)',
  orderBy: 'id',
  settings: SMALL_PARTS,
  shardBy: 'xxh3(id)',
}

/**
 * Reactions that were heard after a post was stored, added up when parts merge: a like costs a row of a few bytes instead of
 * a rewritten post. Only for posts that are stored. A partition is a week in which posts were received, so that retention drops
 * it after its posts.
 */
export const POST_COUNTS: TableDefinition = {
  name: 'post_counts',
  columns: [
    'id_hash UInt64 CODEC(NONE)',
    'received_on Date CODEC(ZSTD(1))',
    'likes Int32 CODEC(ZSTD(1))',
    'reposts Int32 CODEC(ZSTD(1))',
    'replies Int32 CODEC(ZSTD(1))',
  ],
  family: 'SummingMergeTree',
  engineArgs: '(likes, reposts, replies)',
  partitionBy: 'toMonday(received_on)',
  orderBy: 'id_hash',
  settings: SMALL_PARTS,
  shardBy: 'id_hash',
}

/** What accounts are called since a change of theirs; `''` says that there is none any more. A partition is a month of changes. */
export const AUTHOR_NAMES: TableDefinition = {
  name: 'author_names',
  columns: [
    'source LowCardinality(String)',
    'author String CODEC(ZSTD(1))',
    "field Enum8('handle' = 1, 'display_name' = 2)",
    'value String CODEC(ZSTD(1))',
    "changed_at DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1))",
  ],
  family: 'ReplacingMergeTree',
  engineArgs: 'changed_at',
  partitionBy: 'toYYYYMM(changed_at)',
  orderBy: '(source, author, field)',
  settings: SMALL_PARTS,
  shardBy: 'xxh3(author)',
}

/**
 * Other names of posts, by which a network speaks of them later: an instance of Mastodon deletes by its local id. Kept as long as
 * the posts themselves.
 */
export const POST_ALIASES: TableDefinition = {
  name: 'post_aliases',
  columns: ['alias_hash UInt64 CODEC(NONE)', 'id String CODEC(ZSTD(1))', 'received_on Date CODEC(ZSTD(1))'],
  family: 'ReplacingMergeTree',
  partitionBy: 'toMonday(received_on)',
  orderBy: '(alias_hash, id)',
  settings: SMALL_PARTS,
  shardBy: 'alias_hash',
}

/** Everything that stands beside posts and pages, for backups and for whoever empties an archive. */
export const COMPANIONS: readonly TableDefinition[] = [TOMBSTONES, POST_COUNTS, AUTHOR_NAMES, POST_ALIASES]
