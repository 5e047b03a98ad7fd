/** One table, in words from which the single-node and the cluster DDL are both derived. */
export type TableDefinition = {
  readonly name: string
  readonly columns: readonly string[]
  readonly family: 'MergeTree' | 'ReplacingMergeTree' | 'SummingMergeTree'
  /** Arguments of the engine, e.g. the version column of a ReplacingMergeTree. */
  readonly engineArgs?: string
  readonly partitionBy?: string
  readonly orderBy: string
  readonly settings?: Readonly<Record<string, number | string>>
  /** Expression that decides the shard of a row in a cluster. */
  readonly shardBy: string
}

/** A view over the text index of a table. */
export type ViewDefinition = {
  readonly name: string
  readonly of: string
  readonly index: string
  /** The SELECT from the table function that reads the index. */
  readonly select: (textIndex: string) => string
}

/**
 * Smaller parts are one file instead of a hundred: what an insert writes is merged soon, and creating files took a
 * third of the engine's time.
 */
export const WIDE_PART_BYTES_MIN = 67_108_864

/**
 * Posts, in time order. `id_hash` finds ids without reading them; `kept` marks imported posts, which
 * day-retention leaves alone; a partition is one received day of one kind, so that retention drops whole
 * partitions. `terms` are the analysed search terms, repeats kept; the text index answers `hasAllTokens`.
 */
export const POSTS: TableDefinition = {
  name: 'posts',
  columns: [
    // Small blocks: a ranked page reads a few hundred ids from all over the table (search: 21 → 6 ms a query at 1 M posts).
    'id String CODEC(LZ4) SETTINGS (min_compress_block_size = 8192, max_compress_block_size = 8192)',
    'id_hash UInt64 MATERIALIZED xxh3(id) CODEC(NONE)',
    'author String CODEC(ZSTD(1))',
    'author_name Nullable(String) CODEC(ZSTD(1))',
    "created_at Nullable(DateTime64(3, 'UTC')) CODEC(Delta, ZSTD(1))",
    "order_at DateTime64(3, 'UTC') MATERIALIZED ifNull(created_at, received_at) CODEC(Delta, ZSTD(1))",
    "received_at DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1))",
    'kept Bool',
    'text String CODEC(ZSTD(1))',
    'lang LowCardinality(Nullable(String))',
    'urls Array(String) CODEC(ZSTD(1))',
    'hashtags Array(String) CODEC(ZSTD(1))',
    'mentions Array(String) CODEC(ZSTD(1))',
    'reply_to Nullable(String) CODEC(ZSTD(1))',
    'repost_of Nullable(String) CODEC(ZSTD(1))',
    'quote_of Nullable(String) CODEC(ZSTD(1))',
    'thread_root Nullable(String) CODEC(ZSTD(1))',
    'source LowCardinality(String)',
    'terms Array(String) CODEC(ZSTD(1))',
    'term_count UInt32 CODEC(ZSTD(1))',
    // The whole post, to be read by id: see packed-post.ts. The other columns are those that are searched and counted.
    'packed String CODEC(LZ4) SETTINGS (min_compress_block_size = 8192, max_compress_block_size = 8192)',
    "INDEX terms_idx terms TYPE text(tokenizer = 'array')",
    // An account that leaves is looked up by its id: 3 M posts, 2-3 s without it, a tenth with it.
    'INDEX author_idx author TYPE bloom_filter(0.01) GRANULARITY 8',
  ],
  family: 'ReplacingMergeTree',
  engineArgs: 'received_at',
  partitionBy: '(kept, toDate(received_at))',
  orderBy: '(order_at, id)',
  // Rows are read one by one by search; small granules halve what each costs (measured, 1 M posts).
  // Block numbers let a DELETE hide rows with a small part instead of rewriting the mask of every part.
  settings: {
    index_granularity: 1024,
    min_bytes_for_wide_part: WIDE_PART_BYTES_MIN,
    enable_block_number_column: 1,
    enable_block_offset_column: 1,
  },
  // An account's posts stand together, so that what is counted per account is counted on one node; and a post's id, which
  // has one author, is looked up where it is stored.
  shardBy: 'xxh3(author)',
}

/**
 * In how many posts a term stands (`term`, `posts`), read from the dictionaries of the text index: a row per
 * term and part, so sum them. Posts deleted since a part was written are counted until its next merge.
 */
export const TERM_COUNTS: ViewDefinition = {
  name: 'term_counts',
  select: (textIndex) => `SELECT token AS term, toInt64(cardinality) AS posts FROM ${textIndex}`,
  of: 'posts',
  index: 'terms_idx',
}

/**
 * In how many posts a term stood by the day they were received (`term`, `day`, `posts`), from the same dictionaries: parts are of
 * one day. Links are the terms that begin with `url:`, so a condition on that prefix reads them alone. Sum the rows.
 */
export const TERM_DAYS: ViewDefinition = {
  name: 'term_days',
  select: (textIndex) =>
    "SELECT token AS term, toDate(parseDateTimeBestEffort(extract(part_name, '^[01]-([0-9]{8})_'))) AS day, " +
    `toInt64(cardinality) AS posts FROM ${textIndex}`,
  of: 'posts',
  index: 'terms_idx',
}

export const METADATA: TableDefinition = {
  name: 'archive_metadata',
  columns: ['key String', 'value String', "changed_at DateTime64(3, 'UTC')"],
  family: 'ReplacingMergeTree',
  engineArgs: 'changed_at',
  orderBy: 'key',
  shardBy: '0',
}

export const MIGRATIONS_TABLE: TableDefinition = {
  name: 'schema_migrations',
  columns: ['version UInt32', 'name String', "applied_at DateTime64(3, 'UTC')"],
  family: 'ReplacingMergeTree',
  engineArgs: 'applied_at',
  orderBy: 'version',
  shardBy: '0',
}
