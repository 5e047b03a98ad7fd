import type { TableDefinition, ViewDefinition } from './tables.ts'

export type Placement = {
  /** Null on one node; on a cluster, its name in the servers' configuration. */
  readonly cluster: string | null
  readonly database: string
}

/**
 * Settings of every table. Merged parts stay on disk for longer than an operating system takes to write a file
 * out (30 s on Linux): the embedded engine would remove them at once, and a power cut could then lose old rows.
 */
const TABLE_SETTINGS = {
  old_parts_lifetime: 90,
  // Buffers of thirty columns start small instead of at a megabyte each.
  min_columns_to_activate_adaptive_write_buffer: 10,
}

/** The table that holds rows on each node: the one to alter, delete from and drop partitions of. */
export function storedTable(name: string, { cluster }: Pick<Placement, 'cluster'>): string {
  return cluster === null ? name : `${name}_local`
}

/** ` ON CLUSTER 'name'`, or nothing on one node. */
export function onCluster({ cluster }: Pick<Placement, 'cluster'>): string {
  return cluster === null ? '' : ` ON CLUSTER '${cluster}'`
}

/**
 * Statements that create a table. On a cluster: a replicated table on every node and a distributed one
 * in front of it under the plain name, so that queries are the same everywhere.
 */
export function createTable(table: TableDefinition, placement: Placement): string[] {
  const stored = createStoredTable(table, placement)
  if (placement.cluster === null) return [stored]
  const local = storedTable(table.name, placement)
  return [
    stored,
    `CREATE TABLE IF NOT EXISTS ${table.name}${onCluster(placement)} AS ${local} ` +
      `ENGINE = Distributed('${placement.cluster}', currentDatabase(), '${local}', ${table.shardBy})`,
  ]
}

function createStoredTable(table: TableDefinition, placement: Placement): string {
  const settings = Object.entries({ ...TABLE_SETTINGS, ...table.settings })
  return [
    `CREATE TABLE IF NOT EXISTS ${storedTable(table.name, placement)}${onCluster(placement)} (`,
    `  ${table.columns.join(',\n  ')}`,
    `) ENGINE = ${engine(table, placement)}`,
    ...(table.partitionBy ? [`PARTITION BY ${table.partitionBy}`] : []),
    `ORDER BY ${table.orderBy}`,
    `SETTINGS ${settings.map(([name, value]) => `${name} = ${value}`).join(', ')}`,
  ].join('\n')
}

function engine({ family, engineArgs }: TableDefinition, { cluster }: Placement): string {
  if (cluster === null) return `${family}(${engineArgs ?? ''})`
  const replicated = ["'/clickhouse/tables/{shard}/{database}/{table}'", "'{replica}'"]
  return `Replicated${family}(${[...replicated, ...(engineArgs ? [engineArgs] : [])].join(', ')})`
}

/** The statement that creates a view; on a cluster it asks one replica of every shard. */
export function createView(view: ViewDefinition, placement: Placement): string {
  const index = `mergeTreeTextIndex('${placement.database}', '${storedTable(view.of, placement)}', '${view.index}')`
  const everywhere = placement.cluster === null ? index : `cluster('${placement.cluster}', ${index})`
  return `CREATE VIEW IF NOT EXISTS ${view.name}${onCluster(placement)} AS ${view.select(everywhere)}`
}
