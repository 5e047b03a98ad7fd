import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import { type Dialect, Kysely, sql } from 'kysely'
import { ApiKeys } from './api-keys.ts'
import { ApiObjects } from './api-objects.ts'
import { BotReplies } from './bot-replies.ts'
import { Bots } from './bots.ts'
import { Chats } from './chats.ts'
import { CitedPosts } from './cited-posts.ts'
import { Claims } from './claims.ts'
import { Cursors } from './cursors.ts'
import type { DatabaseKind } from './database-kind.ts'
import { Files } from './files.ts'
import { ImportMarks } from './import-marks.ts'
import { Jobs } from './jobs.ts'
import { KnownChecks } from './known-checks.ts'
import { Locks } from './locks.ts'
import { migrateLedger } from './migrate.ts'
import { ModelSettingsStore } from './model-settings.ts'
import { Notifications } from './notifications.ts'
import { People } from './people.ts'
import { Runs } from './runs.ts'
import { SettingsStore } from './settings.ts'
import { SourceReports } from './source-reports.ts'
import { Sources } from './sources.ts'
import type { Store, WorkStore } from './store.ts'
import type { Tables } from './tables.ts'
import { Usage } from './usage.ts'
import { isPidAlive, type WorkerIdentity, Workers } from './workers.ts'

export type LedgerConfig =
  | {
      readonly kind: 'sqlite'
      readonly file: string
      readonly sizeBytesMax?: number
      /** What a commit survives: the end of the process (default), or a power cut too, with slower commits. */
      readonly durable?: 'process' | 'power'
    }
  | { readonly kind: 'postgres'; readonly url: string; readonly connectionsMax?: number }

export type LedgerOptions = {
  /** UTC milliseconds. */
  readonly clock?: () => number
  readonly newId?: () => string
  /** Who this process is to others; by default its host, process id and start. */
  readonly worker?: WorkerIdentity
  readonly isPidAlive?: (pid: number) => boolean
  /** Clock of leases, for tests; by default PostgreSQL's own clock, so that replicas agree. */
  readonly leaseClock?: () => number
}

/**
 * Opens the ledger, creating or upgrading it where needed, and marks work that dead processes left behind
 * as failed. Several processes may have it open.
 *
 * @throws {AppError} store_failed or store_busy with a message that says what to do
 */
export async function openLedger(config: LedgerConfig, options: LedgerOptions = {}): Promise<Ledger> {
  const db = new Kysely<Tables>({ dialect: await dialectFor(config) })
  try {
    await migrateLedger(db, config.kind)
    const ledger = new Ledger(makeStore(db, config.kind, options), options)
    await ledger.recover()
    return ledger
  } catch (thrown) {
    await db.destroy()
    throw thrown
  }
}

/** What people own, in one place: a repository for each kind of thing. */
export class Ledger {
  readonly kind: DatabaseKind
  readonly people: People
  readonly chats: Chats
  readonly runs: Runs
  readonly citedPosts: CitedPosts
  readonly settings: SettingsStore
  readonly sources: Sources
  readonly cursors: Cursors
  readonly sourceReports: SourceReports
  readonly locks: Locks
  readonly jobs: Jobs
  readonly importMarks: ImportMarks
  readonly files: Files
  readonly usage: Usage
  readonly claims: Claims
  readonly knownChecks: KnownChecks
  readonly notifications: Notifications
  readonly modelSettings: ModelSettingsStore
  readonly apiKeys: ApiKeys
  readonly apiObjects: ApiObjects
  readonly bots: Bots
  readonly botReplies: BotReplies
  /** For the authentication library only, which brings its own queries. */
  readonly db: Kysely<Tables>
  readonly #workers: Workers

  constructor(store: Store, options: LedgerOptions) {
    this.#workers = new Workers(store, {
      self: options.worker ?? thisProcess(),
      isPidAlive: options.isPidAlive ?? isPidAlive,
    })
    const work: WorkStore = { ...store, workers: this.#workers }
    this.kind = store.kind
    this.db = store.db
    this.people = new People(store)
    this.chats = new Chats(work)
    this.runs = new Runs(work)
    this.citedPosts = new CitedPosts(store)
    this.settings = new SettingsStore(store)
    this.sources = new Sources(store)
    this.cursors = new Cursors(store)
    this.sourceReports = new SourceReports(work)
    this.locks = new Locks(work)
    this.jobs = new Jobs(work)
    this.importMarks = new ImportMarks(store)
    this.files = new Files(store)
    this.usage = new Usage(store)
    this.claims = new Claims(store)
    this.knownChecks = new KnownChecks(store)
    this.notifications = new Notifications(store)
    this.modelSettings = new ModelSettingsStore(store)
    this.apiKeys = new ApiKeys(store)
    this.apiObjects = new ApiObjects(store)
    this.bots = new Bots(store)
    this.botReplies = new BotReplies(store)
  }

  /** Marks work of dead processes as failed and drops what need not be kept. Done on open; cheap enough to repeat. */
  async recover(): Promise<{ runs: number; jobs: number }> {
    const runs = await this.runs.failAbandoned()
    const jobs = await this.jobs.failAbandoned()
    await this.runs.pruneEvents()
    await this.files.forgetUnasked()
    await this.apiObjects.forgetExpired()
    await this.botReplies.forgetSkipped()
    return { runs, jobs }
  }

  /** Whether the database answers; for readiness checks. @throws {AppError} when it does not */
  async ping(): Promise<void> {
    await sql`select 1`.execute(this.db)
  }

  async close(): Promise<void> {
    await this.#workers.close().catch(() => {})
    await this.db.destroy()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }
}

async function dialectFor(config: LedgerConfig): Promise<Dialect> {
  if (config.kind === 'sqlite') {
    const { openSqlite } = await import('./sqlite/open-sqlite.ts')
    return openSqlite(config)
  }
  const { openPostgres } = await import('./postgres/open-postgres.ts')
  return openPostgres(config.url, config.connectionsMax)
}

function makeStore(db: Kysely<Tables>, kind: DatabaseKind, options: LedgerOptions): Store {
  const clock = options.clock ?? Date.now
  const leaseClock = options.leaseClock ?? (kind === 'sqlite' ? clock : null)
  return {
    db,
    kind,
    clock,
    newId: options.newId ?? randomUUID,
    leaseNow: () =>
      leaseClock === null
        ? sql<number>`cast(extract(epoch from clock_timestamp()) * 1000 as bigint)`
        : sql<number>`cast(${leaseClock()} as bigint)`,
  }
}

/** The same for every ledger that this process opens, and for no other process. */
function thisProcess(): WorkerIdentity {
  const host = hostname()
  const { pid } = process
  return { id: `${host}:${pid}:${Math.round(performance.timeOrigin)}`, host, pid }
}
