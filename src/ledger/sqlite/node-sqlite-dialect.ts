import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  CompiledQuery,
  type DatabaseConnection,
  type QueryCompiler,
  type QueryResult,
  SqliteAdapter,
  type SqliteDatabase,
  SqliteDialect,
  type SqliteDialectConfig,
  SqliteDriver,
  SqliteQueryCompiler,
  type SqliteStatement,
} from 'kysely'
import { AppError } from '../../domain/errors.ts'
import { withStorableParameters } from '../storable-parameters.ts'
import { describeSqliteError } from '../store-error.ts'

/** How long a statement waits for its turn in all, and how long between two tries. */
const LOCKED_WAIT_MS_MAX = 10_000
const LOCKED_RETRY_MS = 15

/**
 * Kysely's SQLite dialect over `node:sqlite`. Transactions take the write lock when they begin: one
 * that reads first and writes later would otherwise fail at once, without waiting for its turn, when
 * another process wrote in between.
 */
export class NodeSqliteDialect extends SqliteDialect {
  readonly #config: SqliteDialectConfig
  readonly #database: DatabaseSync

  constructor(database: DatabaseSync, file: string) {
    const config = { database: wrapDatabase(database, file) }
    super(config)
    this.#config = config
    this.#database = database
  }

  override createDriver(): SqliteDriver {
    return new ImmediateDriver(this.#config, this.#database)
  }

  override createQueryCompiler(): QueryCompiler {
    return new StorableCompiler()
  }

  override createAdapter(): SqliteAdapter {
    return new TransactionalAdapter()
  }
}

class StorableCompiler extends SqliteQueryCompiler {
  override compileQuery(...args: Parameters<SqliteQueryCompiler['compileQuery']>): CompiledQuery {
    return withStorableParameters(super.compileQuery(...args))
  }
}

class ImmediateDriver extends SqliteDriver {
  readonly #database: DatabaseSync
  #patient: PatientConnection | null = null

  constructor(config: SqliteDialectConfig, database: DatabaseSync) {
    super(config)
    this.#database = database
  }

  override async acquireConnection(): Promise<DatabaseConnection> {
    this.#patient ??= new PatientConnection(await super.acquireConnection())
    return this.#patient
  }

  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'))
  }

  /**
   * A full disk makes SQLite roll back by itself; a second rollback would fail and hide why.
   *
   * @see https://www.sqlite.org/lang_transaction.html, "Response To Errors Within A Transaction"
   */
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    if (this.#database.isTransaction) await super.rollbackTransaction(connection)
  }
}

/**
 * Waits for another process's write without blocking this one: a statement that finds the ledger locked
 * has done nothing and is tried again. SQLite's own wait would stop the whole event loop.
 */
class PatientConnection implements DatabaseConnection {
  readonly #connection: DatabaseConnection

  constructor(connection: DatabaseConnection) {
    this.#connection = connection
  }

  async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    const giveUpAt = performance.now() + LOCKED_WAIT_MS_MAX
    for (;;) {
      try {
        return await this.#connection.executeQuery<Row>(query)
      } catch (thrown) {
        const isBusy = thrown instanceof AppError && thrown.code === 'store_busy'
        if (!isBusy || performance.now() > giveUpAt) throw thrown
        await sleep(LOCKED_RETRY_MS)
      }
    }
  }

  streamQuery<Row>(query: CompiledQuery, chunkSize: number): AsyncIterableIterator<QueryResult<Row>> {
    return this.#connection.streamQuery<Row>(query, chunkSize)
  }
}

/** SQLite does create tables inside transactions; so a migration that fails half-way leaves nothing behind. */
class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true
  }
}

function wrapDatabase(database: DatabaseSync, file: string): SqliteDatabase {
  return {
    close: () => database.close(),
    prepare: (statement) => described(file, () => wrapStatement(database.prepare(statement), file)),
  }
}

function wrapStatement(statement: StatementSync, file: string): SqliteStatement {
  return {
    reader: statement.columns().length > 0,
    all: (parameters) => described(file, () => statement.all(...inputs(parameters))),
    run: (parameters) => described(file, () => statement.run(...inputs(parameters))),
    iterate: (parameters) => statement.iterate(...inputs(parameters)) as IterableIterator<unknown>,
  }
}

/** The query compiler hands over what the caller bound; `node:sqlite` itself refuses what it cannot store. */
function inputs(parameters: readonly unknown[]): SQLInputValue[] {
  return parameters as SQLInputValue[]
}

function described<T>(file: string, run: () => T): T {
  try {
    return run()
  } catch (thrown) {
    throw describeSqliteError(thrown, file)
  }
}
