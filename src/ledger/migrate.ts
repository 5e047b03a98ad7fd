import { setTimeout as sleep } from 'node:timers/promises'
import { type Kysely, sql } from 'kysely'
import { type Migration, Migrator } from 'kysely/migration'
import { AppError } from '../domain/errors.ts'
import type { DatabaseKind } from './database-kind.ts'
import { createFirstLedger } from './migrations/0001-people-chats-and-work.ts'
import { addManagedSources } from './migrations/0002-managed-sources.ts'
import { addCitedPosts } from './migrations/0003-cited-posts.ts'
import { addFiles } from './migrations/0004-files.ts'
import { addChecks } from './migrations/0005-checks.ts'
import { addApiKeys } from './migrations/0006-api-keys.ts'
import { addBots } from './migrations/0009-bots.ts'
import type { Tables } from './tables.ts'

const MIGRATION_TABLE = 'ledger_migrations'
const LOCK_TABLE = 'ledger_migration_lock'
/** Two processes that create the bookkeeping tables in PostgreSQL at the same moment: one of them loses and looks again. */
const ATTEMPTS_MAX = 5
const RETRY_MS = 100
const LOST_RACE_CODES = new Set(['23505', '42P07', '40001', '40P01'])

/** In the order of their names; a migration that was released is never changed. */
const MIGRATIONS = {
  '0001-people-chats-and-work': createFirstLedger,
  '0002-managed-sources': addManagedSources,
  '0003-cited-posts': addCitedPosts,
  '0004-files': addFiles,
  '0005-checks': addChecks,
  '0006-api-keys': addApiKeys,
  '0009-bots': addBots,
} satisfies Record<string, (db: Kysely<unknown>, kind: DatabaseKind) => Promise<void>>

/**
 * Brings the schema to this program's version, all pending steps in one transaction. Several processes
 * may start at once: one migrates, the others wait and find nothing left to do.
 *
 * @throws {AppError} store_failed when the ledger was written by a newer Verity, or when a step failed
 */
export async function migrateLedger(db: Kysely<Tables>, kind: DatabaseKind): Promise<void> {
  const schema = await schemaOf(db, kind)
  for (let attempt = 1; ; attempt++) {
    await refuseNewerSchema(db, kind)
    const { error } = await migrator(db, kind, schema).migrateToLatest()
    if (error === undefined) return
    if (error instanceof AppError) throw error
    if (!lostRace(error) || attempt === ATTEMPTS_MAX) throw migrationFailed(error)
    await sleep(RETRY_MS)
  }
}

function migrator(
  db: Kysely<Tables>,
  kind: DatabaseKind,
  schema: { migrationTableSchema?: string },
): Migrator {
  return new Migrator({
    db,
    provider: { getMigrations: async () => migrationsFor(kind) },
    migrationTableName: MIGRATION_TABLE,
    migrationLockTableName: LOCK_TABLE,
    ...schema,
  })
}

function migrationsFor(kind: DatabaseKind): Record<string, Migration> {
  const steps = Object.entries(MIGRATIONS)
  return Object.fromEntries(steps.map(([name, up]) => [name, { up: (db: Kysely<unknown>) => up(db, kind) }]))
}

async function refuseNewerSchema(db: Kysely<Tables>, kind: DatabaseKind): Promise<void> {
  const unknown = (await executedNames(db, kind)).filter((name) => !(name in MIGRATIONS))
  if (unknown.length === 0) return
  const known = Object.keys(MIGRATIONS).at(-1)
  const message = `The ledger was written by a newer Verity (it has step ${unknown.at(-1)}, this version knows up to ${known}). Update Verity, or choose another data directory with --data.`
  throw new AppError('store_failed', message)
}

async function executedNames(db: Kysely<Tables>, kind: DatabaseKind): Promise<string[]> {
  const { rows: found } = await (kind === 'sqlite'
    ? sql`select 1 from sqlite_master where type = 'table' and name = ${MIGRATION_TABLE}`
    : sql`select 1 where to_regclass(${MIGRATION_TABLE}) is not null`
  ).execute(db)
  if (found.length === 0) return []
  const { rows } = await sql<{
    name: string
  }>`select name from ${sql.table(MIGRATION_TABLE)} order by name`.execute(db)
  return rows.map(({ name }) => name)
}

/** Kysely would otherwise find a table of the same name in any schema of the database. */
async function schemaOf(db: Kysely<Tables>, kind: DatabaseKind): Promise<{ migrationTableSchema?: string }> {
  if (kind === 'sqlite') return {}
  const { rows } = await sql<{ name: string | null }>`select current_schema() as name`.execute(db)
  const name = rows[0]?.name
  return name == null ? {} : { migrationTableSchema: name }
}

function lostRace(error: unknown): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    typeof error.code === 'string' &&
    LOST_RACE_CODES.has(error.code)
  )
}

function migrationFailed(cause: unknown): AppError {
  const message =
    'The ledger could not be brought to this version of Verity; nothing was changed. Please report this with the log.'
  return new AppError('store_failed', message, { cause })
}
