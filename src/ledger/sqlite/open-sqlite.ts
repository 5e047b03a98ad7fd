import { chmodSync, closeSync, mkdirSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Dialect } from 'kysely'
import { AppError } from '../../domain/errors.ts'
import { describeSqliteError, sqliteCode } from '../store-error.ts'
import { NodeSqliteDialect } from './node-sqlite-dialect.ts'

/** How long SQLite itself waits for another process's write. It blocks this process meanwhile, so the dialect waits on. */
const BUSY_TIMEOUT_MS = 20
/** Switching to WAL does not wait for other openers, so it is tried again; all together about 5 s. */
const WAL_ATTEMPTS_MAX = 50
const WAL_RETRY_MS = 100
const SQLITE_BUSY = 5
/** SQLite's own name for a database that is no file. */
const IN_MEMORY = ':memory:'

type SqliteOptions = {
  readonly file: string
  readonly sizeBytesMax?: number
  readonly durable?: 'process' | 'power'
}

/**
 * Opens (or creates, readable by its owner only) the ledger file for use by several processes at once.
 *
 * A commit survives `kill -9`. After a power cut the last commits before it may be missing
 * (`synchronous = NORMAL`), the file stays sound; with `durable: 'power'` they are not (`synchronous = FULL`:
 * the log is flushed to the disk at every commit).
 *
 * @param options.sizeBytesMax upper bound of the file; none when absent
 * @throws {AppError} store_failed or store_busy, saying what to do
 */
export async function openSqlite({ file, sizeBytesMax, durable }: SqliteOptions): Promise<Dialect> {
  if (file !== IN_MEMORY) createPrivately(file)
  let database: DatabaseSync | undefined
  try {
    database = new DatabaseSync(file, { timeout: BUSY_TIMEOUT_MS, enableForeignKeyConstraints: true })
    await switchToWal(database)
    database.exec(`pragma synchronous = ${durable === 'power' ? 'full' : 'normal'}`)
    if (sizeBytesMax !== undefined) limitSize(database, sizeBytesMax)
    return new NodeSqliteDialect(database, file)
  } catch (thrown) {
    database?.close()
    throw describeSqliteError(thrown, file)
  }
}

function createPrivately(file: string): void {
  try {
    mkdirSync(dirname(file), { recursive: true })
    closeSync(openSync(file, 'ax', 0o600))
    chmodSync(file, 0o600)
  } catch (thrown) {
    if (errorCode(thrown) === 'EEXIST') return
    const message = `The ledger ${file} cannot be created. Check that its folder exists and that you may write there, or choose another data directory with --data.`
    throw new AppError('store_failed', message, { cause: thrown })
  }
}

async function switchToWal(database: DatabaseSync): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      database.exec('pragma journal_mode = wal')
      return
    } catch (thrown) {
      if (sqliteCode(thrown) !== SQLITE_BUSY || attempt === WAL_ATTEMPTS_MAX) throw thrown
      await sleep(WAL_RETRY_MS)
    }
  }
}

function limitSize(database: DatabaseSync, sizeBytesMax: number): void {
  const row = database.prepare('pragma page_size').get()
  const pageBytes = Number(row?.['page_size'] ?? 4_096)
  database.exec(`pragma max_page_count = ${Math.max(1, Math.floor(sizeBytesMax / pageBytes))}`)
}

function errorCode(thrown: unknown): string | null {
  return thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : null
}
