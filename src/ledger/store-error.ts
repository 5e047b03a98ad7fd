import { AppError } from '../domain/errors.ts'

type Failure = { code: 'store_busy' | 'store_failed'; message: string }

/** SQLite's primary result codes (the low byte of the extended code) that mean the store itself is in trouble. */
const SQLITE_FAILURES: Readonly<Record<number, (file: string) => Failure>> = {
  5: busy,
  6: busy,
  8: (file) =>
    failed(
      `The ledger ${file} is read-only. Make it and its folder writable, or choose another data directory with --data.`,
    ),
  10: (file) =>
    failed(
      `The disk failed while reading or writing the ledger ${file}. Check the disk and its free space, then start again.`,
    ),
  11: damaged,
  13: (file) =>
    failed(
      `There is no room left to write the ledger ${file}. Free some disk space; nothing that was saved is lost.`,
    ),
  14: (file) =>
    failed(
      `The ledger ${file} cannot be opened. Check that its folder exists and that you may write there, or choose another data directory with --data.`,
    ),
  26: damaged,
}

/** PostgreSQL and network codes that mean the database cannot be reached or used. */
const POSTGRES_FAILURES: Readonly<Record<string, string>> = {
  ECONNREFUSED:
    'PostgreSQL does not answer. Check that it runs and that DATABASE_URL names its host and port.',
  ECONNRESET: 'PostgreSQL closed the connection. Check that it runs, then try again.',
  ENOTFOUND: 'The host in DATABASE_URL cannot be found. Check its spelling.',
  EAI_AGAIN: 'The host in DATABASE_URL cannot be found just now. Check the network, then try again.',
  ETIMEDOUT: 'PostgreSQL does not answer in time. Check the network and DATABASE_URL.',
  '28P01': 'PostgreSQL refused the user or password in DATABASE_URL. Correct them.',
  '28000': 'PostgreSQL refused the user in DATABASE_URL. Correct it or allow it in pg_hba.conf.',
  '3D000': 'The database in DATABASE_URL does not exist. Create it with createdb, or correct the name.',
  '42501': 'The user in DATABASE_URL may not create or write tables. Grant it CREATE on the schema.',
  '53100': 'The PostgreSQL server has no disk space left. Free some; nothing that was saved is lost.',
  '53300': 'PostgreSQL has no free connection. Raise max_connections or stop other clients.',
  '57P01': 'PostgreSQL is shutting down. Try again when it runs.',
  '57P03': 'PostgreSQL is starting up. Try again in a moment.',
  '25006': 'PostgreSQL is read-only (a standby). Point DATABASE_URL at the primary.',
}

/** Gives a broken SQLite store a message that says what to do; anything else comes back as it was. */
export function describeSqliteError(thrown: unknown, file: string): unknown {
  const failure = SQLITE_FAILURES[sqliteCode(thrown) ?? -1]?.(file)
  return failure === undefined ? thrown : new AppError(failure.code, failure.message, { cause: thrown })
}

/** SQLite's primary result code of something thrown by `node:sqlite`, or null when it is something else. */
export function sqliteCode(thrown: unknown): number | null {
  if (!(thrown instanceof Error) || !('errcode' in thrown) || typeof thrown.errcode !== 'number') return null
  return thrown.errcode & 0xff
}

/** Gives an unreachable or unusable PostgreSQL a message that says what to do; anything else comes back as it was. */
export function describePostgresError(thrown: unknown): unknown {
  if (!(thrown instanceof Error)) return thrown
  const code = 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : ''
  const message = POSTGRES_FAILURES[code] ?? POSTGRES_FAILURES[firstCode(thrown)]
  return message === undefined ? thrown : new AppError('store_failed', message, { cause: thrown })
}

/** Whether PostgreSQL refused a row because another one has its unique key. */
export function isUniqueViolation(thrown: unknown): boolean {
  return thrown instanceof Error && 'code' in thrown && thrown.code === '23505'
}

/** Node reports a host with several addresses as one AggregateError of one error each. */
function firstCode(thrown: Error): string {
  if (!(thrown instanceof AggregateError)) return ''
  const first: unknown = thrown.errors[0]
  return first instanceof Error && 'code' in first && typeof first.code === 'string' ? first.code : ''
}

function busy(file: string): Failure {
  const message = `Another program keeps the ledger ${file} locked. Wait for it to finish or stop it, then try again.`
  return { code: 'store_busy', message }
}

function damaged(file: string): Failure {
  return failed(
    `The ledger ${file} is damaged or is not a Verity ledger. Restore it from a backup, or move the file away to start with an empty one (posts are kept elsewhere and stay).`,
  )
}

function failed(message: string): Failure {
  return { code: 'store_failed', message }
}
