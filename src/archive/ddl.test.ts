import { expect, test } from 'vitest'
import { createTable, createView, onCluster, storedTable } from './ddl.ts'
import { MIGRATIONS } from './migrations.ts'
import { METADATA, POSTS, TERM_COUNTS } from './tables.ts'

const ALONE = { cluster: null, database: 'verity' }
const CLUSTER = { cluster: 'main', database: 'verity' }

test('on one node a table is one statement under its plain name', () => {
  expect(createTable(METADATA, ALONE)).toEqual([
    [
      'CREATE TABLE IF NOT EXISTS archive_metadata (',
      '  key String,',
      '  value String,',
      "  changed_at DateTime64(3, 'UTC')",
      ') ENGINE = ReplacingMergeTree(changed_at)',
      'ORDER BY key',
      'SETTINGS old_parts_lifetime = 90, min_columns_to_activate_adaptive_write_buffer = 10',
    ].join('\n'),
  ])
})

test('on a cluster the same definition becomes a replicated table on every node and a distributed one in front', () => {
  const [stored, distributed] = createTable(POSTS, CLUSTER)
  expect(stored).toContain("CREATE TABLE IF NOT EXISTS posts_local ON CLUSTER 'main' (")
  expect(stored).toContain(
    "ENGINE = ReplicatedReplacingMergeTree('/clickhouse/tables/{shard}/{database}/{table}', '{replica}', received_at)",
  )
  expect(distributed).toBe(
    "CREATE TABLE IF NOT EXISTS posts ON CLUSTER 'main' AS posts_local " +
      "ENGINE = Distributed('main', currentDatabase(), 'posts_local', xxh3(author))",
  )
})

test('both placements have the same columns, partitions, order and settings', () => {
  const body = (sql: string | undefined) => sql?.replace(/^[^(]*\(/, '').replace(/ENGINE = .*$/m, '')
  expect(body(createTable(POSTS, CLUSTER)[0])).toBe(body(createTable(POSTS, ALONE)[0]))
})

test('term counts are read from the text index, on a cluster from every shard', () => {
  expect(createView(TERM_COUNTS, ALONE)).toBe(
    'CREATE VIEW IF NOT EXISTS term_counts AS SELECT token AS term, toInt64(cardinality) AS posts ' +
      "FROM mergeTreeTextIndex('verity', 'posts', 'terms_idx')",
  )
  expect(createView(TERM_COUNTS, CLUSTER)).toBe(
    "CREATE VIEW IF NOT EXISTS term_counts ON CLUSTER 'main' AS SELECT token AS term, toInt64(cardinality) AS posts " +
      "FROM cluster('main', mergeTreeTextIndex('verity', 'posts_local', 'terms_idx'))",
  )
})

test('changes go to the table that stores the rows', () => {
  expect(`DELETE FROM ${storedTable('posts', ALONE)}${onCluster(ALONE)}`).toBe('DELETE FROM posts')
  expect(`DELETE FROM ${storedTable('posts', CLUSTER)}${onCluster(CLUSTER)}`).toBe(
    "DELETE FROM posts_local ON CLUSTER 'main'",
  )
})

test('migrations are numbered without gaps, and every statement may run again', () => {
  expect(MIGRATIONS.map(({ version }) => version)).toEqual(MIGRATIONS.map((_, i) => i + 1))
  for (const { statements } of MIGRATIONS) {
    for (const sql of [...statements(ALONE), ...statements(CLUSTER)])
      expect(sql).toMatch(/ IF (?:NOT )?EXISTS | MODIFY SETTING /)
  }
})
