import type { TableDefinition } from './tables.ts'

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
