import { existsSync } from 'node:fs'
import { chmod } from 'node:fs/promises'
import { DatabaseSync } from 'node:sqlite'
import { AppError } from '../domain/errors.ts'
import { describeSqliteError } from './store-error.ts'

/** What is counted in a ledger, to be compared after a restore. */
export type LedgerCounts = { readonly [Table in (typeof COUNTED)[number]]?: number }

export type LedgerSummary = {
  /** Name of the last migration. */
  readonly schema: string
  readonly counts: LedgerCounts
}

const COUNTED = [
  'auth_user',
  'chats',
  'messages',
  'runs',
  'settings',
  'sources',
  'cursors',
  'import_marks',
  'files',
  'usage',
  'api_keys',
  'claims',
  'claim_revisions',
  'known_checks',
  'notifications',
] as const
const BUSY_TIMEOUT_MS = 10_000

/**
 * Copies a SQLite ledger that others may be writing to: one read transaction, so that everything committed before is in the
 * copy and nothing is in it by half. (The online backup interface begins again whenever another process writes.)
 *
 * @returns null where there is no ledger
 * @throws {AppError} store_failed or store_busy, saying what to do
 */
export async function copySqliteLedger(file: string, to: string): Promise<LedgerSummary | null> {
  if (!existsSync(file)) return null
  try {
    const database = new DatabaseSync(file, { readOnly: true, timeout: BUSY_TIMEOUT_MS })
    try {
      database.prepare('vacuum into ?').run(to)
    } finally {
      database.close()
    }
    await chmod(to, 0o600)
  } catch (thrown) {
    throw describeSqliteError(thrown, file)
  }
  return summariseSqliteLedger(to)
}

/**
 * Looks a ledger file over that nobody writes to.
 *
 * @throws {AppError} store_failed when it is not a sound ledger
 */
export function summariseSqliteLedger(file: string): LedgerSummary {
  try {
    const database = new DatabaseSync(file, { readOnly: true })
    try {
      const sound = database.prepare('pragma quick_check(1)').get()?.['quick_check']
      if (sound !== 'ok')
        throw new AppError('store_failed', `The ledger ${file} is damaged (${String(sound)}).`)
      return { schema: lastMigration(database), counts: countRows(database) }
    } finally {
      database.close()
    }
  } catch (thrown) {
    throw describeSqliteError(thrown, file)
  }
}

function lastMigration(database: DatabaseSync): string {
  const row = database.prepare('select max(name) as name from ledger_migrations').get()
  return String(row?.['name'])
}

/** Of the tables that its schema has: a ledger in a backup may be older. */
function countRows(database: DatabaseSync): LedgerCounts {
  const there = database.prepare("select name from sqlite_master where type = 'table'").all()
  const names = new Set(there.map((row) => row['name']))
  const counts = COUNTED.filter((table) => names.has(table)).map((table) => [
    table,
    database.prepare(`select count(*) as n from ${table}`).get()?.['n'],
  ])
  return Object.fromEntries(counts) as LedgerCounts
}
