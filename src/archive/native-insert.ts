import type { InsertBody } from './connections.ts'

/** Of rows with the same key none is in the same insert: looking for them took a tenth of its time. */
const INSERT_SETTINGS = 'optimize_on_insert = 0'

/**
 * The statement that stores blocks of rows. `input(…)` stands for rows that come with the statement, as ClickHouse's HTTP
 * protocol sends them; `readFromFile` puts a file in its place.
 */
export function nativeInsertSql({
  table,
  columns,
  structure,
  condition,
}: Omit<InsertBody, 'blocks'>): string {
  const names = columns.join(', ')
  const where = condition === null ? '' : ` WHERE ${condition}`
  return `INSERT INTO ${table} (${names}) SETTINGS ${INSERT_SETTINGS} SELECT ${names} FROM input('${structure}')${where} FORMAT Native`
}

const FROM_INPUT = /^(INSERT INTO .+ FROM )input\('([^'\\]+)'\)(.*) FORMAT Native$/s

/** The same statement for rows in a file; null when it is not one of `nativeInsertSql`. */
export function readFromFile(sql: string, path: string): string | null {
  const [, before, structure, after] = FROM_INPUT.exec(sql) ?? []
  if (before === undefined) return null
  return `${before}${nativeFile(path, structure ?? '')}${after}`
}

/** A file of blocks as a table. */
export function nativeFile(path: string, structure: string): string {
  return `file('${path.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}', Native, '${structure}')`
}
