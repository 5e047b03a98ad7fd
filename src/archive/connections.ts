/** Values bound to `{name:Type}` placeholders: the engine parses them as that type, never as SQL. */
export type QueryParams = Readonly<Record<string, unknown>>

export type Statement = {
  readonly sql: string
  readonly params?: QueryParams | undefined
  /** Engine settings for this statement only; names and values are ours, never a user's. */
  readonly settings?: Readonly<Record<string, string | number>> | undefined
  readonly signal?: AbortSignal | undefined
}

export type InsertBody = {
  readonly table: string
  readonly columns: readonly string[]
  /** Rows as tab-separated lines (ClickHouse `TabSeparated`), UTF-8. */
  readonly tsv: Buffer
}

/**
 * The ways into ClickHouse: one for changes, several for reading, so that a heavy read never
 * stands in front of an insert. Both kinds (embedded, server) pass the same behaviour suite.
 */
export interface Connections {
  /** Runs a SELECT on a reader and returns its rows as objects. */
  read<Row>(statement: Statement): Promise<Row[]>
  /** Runs a SELECT on the writer: sees every change made before it. */
  readOnWriter<Row>(statement: Statement): Promise<Row[]>
  /** Runs DDL or another statement without a result, on the writer. */
  command(statement: Statement): Promise<void>
  /** Inserts rows on the writer; resolves when the engine has acknowledged them. */
  insert(body: InsertBody): Promise<void>
  /** Finishes what runs, then closes. */
  close(): Promise<void>
}
