import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { LedgerConfig } from '../../src/ledger/ledger.ts'

/** A place for ledgers that a suite may empty between its tests. */
export type TestDatabase = {
  readonly config: LedgerConfig
  /** Takes everything out; no ledger may be open. */
  readonly reset: () => Promise<void>
  readonly close: () => Promise<void>
}

export type DatabaseChoice = {
  readonly name: string
  readonly start: () => Promise<TestDatabase>
  readonly isForManyProcesses: boolean
}

/** The databases that every ledger suite runs on. A real PostgreSQL is used only when TEST_DATABASE_URL names one. */
export const DATABASES: readonly DatabaseChoice[] = [
  { name: 'SQLite', start: startSqlite, isForManyProcesses: true },
  // One session that all connections take turns in: locks between processes mean nothing there.
  { name: 'PostgreSQL (PGlite)', start: startPglite, isForManyProcesses: false },
  ...realPostgres(process.env['TEST_DATABASE_URL']),
]

async function startSqlite(): Promise<TestDatabase> {
  const folder = await mkdtemp(join(tmpdir(), 'verity-ledger-'))
  const file = join(folder, 'ledger.sqlite')
  return {
    config: { kind: 'sqlite', file },
    reset: async () => {
      for (const suffix of ['', '-wal', '-shm']) await rm(file + suffix, { force: true })
    },
    close: async () => {
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Keeps the tables and what says that they are migrated: making them anew for every test takes longer than the test. */
const EMPTY_ALL_TABLES = `do $$
declare tables text;
begin
  select string_agg(format('%I', tablename), ', ') into tables
  from pg_tables where schemaname = 'public' and tablename not like 'ledger_migrations%';
  if tables is not null then execute 'truncate ' || tables || ' restart identity cascade'; end if;
end $$`

async function startPglite(): Promise<TestDatabase> {
  const [{ PGlite }, { PGLiteSocketServer }] = await Promise.all([
    import('@electric-sql/pglite'),
    import('@electric-sql/pglite-socket'),
  ])
  const db = await PGlite.create()
  const port = await freePort()
  const server = new PGLiteSocketServer({ db, port, host: '127.0.0.1', maxConnections: 8 })
  await server.start()
  return {
    // A pool of one also shows at once where a query waits for the transaction it stands in.
    config: { kind: 'postgres', url: `postgres://postgres@127.0.0.1:${port}/postgres`, connectionsMax: 1 },
    reset: async () => {
      await db.exec(EMPTY_ALL_TABLES)
    },
    close: async () => {
      await server.stop()
      await db.close()
    },
  }
}

function realPostgres(url: string | undefined): DatabaseChoice[] {
  if (url === undefined) return []
  return [
    { name: 'PostgreSQL (TEST_DATABASE_URL)', start: () => startPostgres(url), isForManyProcesses: true },
  ]
}

/** A database of its own on a real server, so that suites running side by side never meet. */
async function startPostgres(url: string): Promise<TestDatabase> {
  const name = `verity_test_${process.pid}_${Date.now()}`
  await runOn(url, `create database ${name}`)
  const own = new URL(url)
  own.pathname = `/${name}`
  return {
    config: { kind: 'postgres', url: own.href },
    reset: () => runOn(own.href, 'drop schema public cascade; create schema public'),
    close: () => runOn(url, `drop database ${name} with (force)`),
  }
}

async function runOn(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('No port was free.')
  return address.port
}
