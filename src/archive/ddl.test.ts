import { expect, test } from 'vitest'
import { createTable, createView, onCluster, storedTable } from './ddl.ts'
import { MIGRATIONS } from './migrations.ts'
import { POSTS, TERM_COUNTS, TERM_COUNTS_VIEW } from './tables.ts'

const ALONE = { cluster: null }
const CLUSTER = { cluster: 'main' }

test('on one node a table is one statement under its plain name', () => {
  const statements = createTable(TERM_COUNTS, ALONE)
  expect(statements).toEqual([
    [
      'CREATE TABLE IF NOT EXISTS term_counts (',
      '  term String,',
      '  kept Bool,',
      '  received_day Date,',
      '  posts Int64',
      ') ENGINE = SummingMergeTree(posts)',
      'PARTITION BY (kept, received_day)',
      'ORDER BY term',
      'SETTINGS old_parts_lifetime = 90, min_columns_to_activate_adaptive_write_buffer = 10, index_granularity = 1024',
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
      "ENGINE = Distributed('main', currentDatabase(), 'posts_local', id_hash)",
  )
})

test('both placements have the same columns, partitions, order and settings', () => {
  const body = (sql: string | undefined) => sql?.replace(/^[^(]*\(/, '').replace(/ENGINE = .*$/m, '')
  expect(body(createTable(POSTS, CLUSTER)[0])).toBe(body(createTable(POSTS, ALONE)[0]))
})

test('a view counts on each node what that node stores', () => {
  expect(createView(TERM_COUNTS_VIEW, ALONE)).toMatch(
    /^CREATE MATERIALIZED VIEW IF NOT EXISTS term_counts_view TO term_counts AS SELECT .* FROM posts GROUP BY/,
  )
  expect(createView(TERM_COUNTS_VIEW, CLUSTER)).toMatch(
    /^CREATE MATERIALIZED VIEW IF NOT EXISTS term_counts_view ON CLUSTER 'main' TO term_counts_local AS SELECT .* FROM posts_local GROUP BY/,
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
      expect(sql).toMatch(/ IF (?:NOT )?EXISTS /)
  }
})
