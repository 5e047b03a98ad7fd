/** Values bound to `{name:Type}` placeholders: the engine parses them as that type, never as SQL. */
export type QueryParams = Readonly<Record<string, unknown>>

/** Engine settings for one statement. */
export type StatementSettings = Readonly<Record<string, string | number>>

export type Statement = {
  readonly sql: string
  readonly params?: QueryParams | undefined
  readonly settings?: StatementSettings | undefined
  readonly signal?: AbortSignal | undefined
}

export type InsertBody = {
  readonly table: string
  readonly columns: readonly string[]
  /** Names and types of what a block holds: the columns, and what the condition reads. */
  readonly structure: string
  /** Which rows to store; null for all. */
  readonly condition: string | null
  /** Blocks in ClickHouse's `Native` format. */
  readonly blocks: readonly Uint8Array[]
}

/** A SELECT about many ids: too many for a parameter to be cheap. */
export type IdsStatement = {
  /** `source` is a table of one column, `id`. */
  readonly sql: (source: string) => string
  readonly ids: readonly string[]
  /** The same ids as a block in ClickHouse's `Native` format, in pieces. */
  readonly block: readonly Uint8Array[]
}

/**
 * The ways into ClickHouse: one for changes, several for reading, so that a heavy read never
 * stands in front of an insert. Both kinds (embedded, server) pass the same behaviour suite.
 */
export interface Connections {
  /** Runs a SELECT on a reader and returns its rows as objects. */
  read<Row>(statement: Statement): Promise<Row[]>
  /** Runs a SELECT where changes are made, so that it never waits behind readers. */
  readOnWriter<Row>(statement: Statement): Promise<Row[]>
  /** The same for a SELECT about ids that are given with it. */
  readIdsOnWriter<Row>(statement: IdsStatement): Promise<Row[]>
  /** Runs DDL or another statement without a result, on the writer. */
  command(statement: Statement): Promise<void>
  /** Inserts rows on the writer; resolves when the engine has acknowledged them. */
  insert(body: InsertBody): Promise<void>
  /** Finishes what runs, then closes. */
  close(): Promise<void>
  /** For a process that lends its engine to others over HTTP; null where the engine is a server already. */
  readonly gateway: EngineGateway | null
}

/** A statement as it arrives over the ClickHouse HTTP protocol: parameters are in their text form. */
export type GatewayStatement = {
  readonly sql: string
  readonly paramTexts: Readonly<Record<string, string>>
  readonly settings: StatementSettings
  /** Format of the result where the statement names none. */
  readonly defaultFormat: string
  readonly signal?: AbortSignal | undefined
}

export type GatewayInsert = {
  /** As `nativeInsertSql` writes it. */
  readonly sql: string
  readonly blocks: readonly Uint8Array[]
  /** When it aborts before the insert has begun, nothing is stored. */
  readonly signal?: AbortSignal | undefined
}

/**
 * An engine in this process, for the route that speaks ClickHouse's HTTP protocol. Its errors are the engine's
 * own: `engineFailure` reads them.
 */
export interface EngineGateway {
  /** Database that unqualified names mean. */
  readonly database: string
  /** Runs any statement, a SELECT on a reader and everything else on the writer; gives the formatted result. */
  run(statement: GatewayStatement): Promise<Uint8Array<ArrayBuffer>>
  /** @returns false when the statement is not one that it knows; nothing was done then */
  insert(insert: GatewayInsert): Promise<boolean>
}
