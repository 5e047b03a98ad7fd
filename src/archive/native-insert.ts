import type { InsertBody } from './connections.ts'

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
  return `INSERT INTO ${table} (${names}) SELECT ${names} FROM input('${structure}')${where} FORMAT Native`
}

const FROM_INPUT = /^(INSERT INTO .+ FROM )input\('([^'\\]+)'\)(.*) FORMAT Native$/s

/** The same statement for rows in a file; null when it is not one of `nativeInsertSql`. */
export function readFromFile(sql: string, path: string): string | null {
  const [, before, structure, after] = FROM_INPUT.exec(sql) ?? []
  if (before === undefined) return null
  return `${before}file('${path.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}', Native, '${structure}')${after}`
}
