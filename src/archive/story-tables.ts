import { type TableDefinition, WIDE_PART_BYTES_MIN } from './tables.ts'

/** Stories as they were last seen. `record` is the whole of one as JSON. */
export const STORIES: TableDefinition = {
  name: 'stories',
  columns: [
    'id String',
    'record String CODEC(ZSTD(1))',
    'is_announced Bool',
    "last_at DateTime64(3, 'UTC')",
    "updated_at DateTime64(3, 'UTC')",
  ],
  family: 'ReplacingMergeTree',
  engineArgs: 'updated_at',
  orderBy: 'id',
  settings: { min_bytes_for_wide_part: WIDE_PART_BYTES_MIN },
  shardBy: 'xxh3(id)',
}
