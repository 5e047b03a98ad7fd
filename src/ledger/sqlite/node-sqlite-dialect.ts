import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite'
import {
  CompiledQuery,
  type DatabaseConnection,
  type QueryCompiler,
  SqliteAdapter,
  type SqliteDatabase,
  SqliteDialect,
  type SqliteDialectConfig,
  SqliteDriver,
  SqliteQueryCompiler,
  type SqliteStatement,
} from 'kysely'
import { withStorableParameters } from '../storable-parameters.ts'
import { describeSqliteError } from '../store-error.ts'

/**
 * Kysely's SQLite dialect over `node:sqlite`. Transactions take the write lock when they begin: one
 * that reads first and writes later would otherwise fail at once, without waiting for its turn, when
 * another process wrote in between.
 */
export class NodeSqliteDialect extends SqliteDialect {
  readonly #config: SqliteDialectConfig

  constructor(database: DatabaseSync, file: string) {
    const config = { database: wrapDatabase(database, file) }
    super(config)
    this.#config = config
  }

  override createDriver(): SqliteDriver {
    return new ImmediateDriver(this.#config)
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
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'))
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
