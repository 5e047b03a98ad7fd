import type { TableDefinition, ViewDefinition } from './tables.ts'

/** Title and text as analysed terms, repeats kept; of a long page the first four thousand. */
export const PAGE_TERM_COLUMNS = [
  'terms Array(String) CODEC(ZSTD(1))',
  'term_count UInt32 CODEC(ZSTD(1))',
] as const
export const PAGE_TERMS_INDEX = "terms_idx terms TYPE text(tokenizer = 'array')"

/**
 * Snapshots of web pages, by id. The same snapshot read again replaces itself; both addresses of a page can be looked
 * up. A partition is a month of fetching, so that old ones can be dropped whole.
 */
export const PAGES: TableDefinition = {
  name: 'pages',
  columns: [
    'id String CODEC(LZ4)',
    'id_hash UInt64 MATERIALIZED xxh3(id) CODEC(NONE)',
    'url String CODEC(ZSTD(1))',
    'canonical_url String CODEC(ZSTD(1))',
    'site LowCardinality(String)',
    'title Nullable(String) CODEC(ZSTD(1))',
    'byline Nullable(String) CODEC(ZSTD(1))',
    "published_at Nullable(DateTime64(3, 'UTC')) CODEC(ZSTD(1))",
    "fetched_at DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1))",
    'lang LowCardinality(Nullable(String))',
    'text String CODEC(ZSTD(3))',
    'text_sha256 String CODEC(LZ4)',
    'raw_sha256 String CODEC(LZ4)',
    'raw_size_bytes UInt64 CODEC(ZSTD(1))',
    ...PAGE_TERM_COLUMNS,
    `INDEX ${PAGE_TERMS_INDEX}`,
    'INDEX url_idx url TYPE bloom_filter(0.01) GRANULARITY 4',
    'INDEX canonical_url_idx canonical_url TYPE bloom_filter(0.01) GRANULARITY 4',
  ],
  family: 'ReplacingMergeTree',
  engineArgs: 'fetched_at',
  partitionBy: 'toYYYYMM(fetched_at)',
  orderBy: 'id',
  settings: { index_granularity: 1024, enable_block_number_column: 1, enable_block_offset_column: 1 },
  shardBy: 'id_hash',
}

/** In how many snapshots a term stands (`term`, `pages`): a row per term and part, so sum them. */
export const PAGE_TERM_COUNTS: ViewDefinition = {
  name: 'page_term_counts',
  select: (textIndex) => `SELECT token AS term, toInt64(cardinality) AS pages FROM ${textIndex}`,
  of: 'pages',
  index: 'terms_idx',
}
