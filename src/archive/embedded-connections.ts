import { randomUUID } from 'node:crypto'
import { mkdir, open as openFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import {
  type ClickHouseClient,
  type ClickHouseClientConfigOptions,
  createClient,
  parseError,
} from '@clickhouse/client'
import type { Session } from 'chdb'
import type { ChdbConnection } from 'chdb/connection'
import { AppError } from '../domain/errors.ts'
import { LeasePool } from '../lib/lease-pool.ts'
import { type ArchiveConfig, databaseName } from './archive-config.ts'
import type {
  Connections,
  EngineGateway,
  GatewayInsert,
  GatewayStatement,
  IdsStatement,
  InsertBody,
  Statement,
} from './connections.ts'
import { ALLOCATOR_SETTINGS, COMMON_SETTINGS, ENGINE_ARGUMENTS, WRITER_SETTINGS } from './engine-arguments.ts'
import { toArchiveError } from './engine-error.ts'
import { holderOf } from './engine-lock.ts'
import { nativeFile, nativeInsertSql, readFromFile } from './native-insert.ts'
import { SessionSettings } from './session-settings.ts'
import { inlineParams, paramTexts, requireParams } from './statement-params.ts'

type EmbeddedConfig = Extract<ArchiveConfig, { kind: 'embedded' }>

/** Folder in the data directory for rows on their way into the engine. */
const INCOMING = 'incoming'
/** One connection runs one query at a time; two readers let a light query pass a heavy one. */
const READERS = 2
/** An order to stop a query is repeated after so long. */
const KILL_AGAIN_MS = 20
/** Callers that may wait for a connection of one kind before the next is refused. */
const WAITING_MAX = 256

/** One session of the engine: its client, the connection under it, and what `SET` left behind in it. */
type EngineSession = {
  readonly client: ClickHouseClient
  readonly connection: ChdbConnection
  readonly settings: SessionSettings
}

/**
 * Opens ClickHouse in this process on a directory, creating it when missing.
 *
 * @throws {AppError} store_busy when another process holds the directory
 */
export async function openEmbeddedConnections(config: EmbeddedConfig): Promise<Connections> {
  const database = databaseName(config)
  const engine = await loadEngine()
  await mkdir(config.dataDir, { recursive: true, mode: 0o700 })
  const incomingDir = join(config.dataDir, INCOMING)
  const anchor = await openAnchor(engine, config.dataDir)
  await anchor.queryAsync(`CREATE DATABASE IF NOT EXISTS ${database}`)
  // What a killed process left there was not acknowledged.
  await rm(incomingDir, { recursive: true, force: true })
  await mkdir(incomingDir, { mode: 0o700 })
  const open = (settings = '') => openSession(engine, config.dataDir, `USE ${database}; SET ${settings}`)
  return new EmbeddedConnections(
    { engine, database, anchor, incomingDir },
    {
      writer: await open(`${COMMON_SETTINGS}, ${WRITER_SETTINGS}`),
      control: await open(COMMON_SETTINGS),
      readers: await Promise.all(Array.from({ length: READERS }, () => open(COMMON_SETTINGS))),
    },
  )
}

type Engine = Pick<typeof import('chdb'), 'Session' | 'drainPending'> &
  Pick<typeof import('chdb/connection'), 'createChdbConnection'>

/**
 * Loads the library, which alone takes 180 MB of memory: a command that goes through a server never does.
 *
 * @throws {AppError} store_failed where there is no such library for this machine
 */
async function loadEngine(): Promise<Engine> {
  process.env['JE_MALLOC_CONF'] = ALLOCATOR_SETTINGS
  try {
    const { Session, drainPending } = await import('chdb')
    const { createChdbConnection } = await import('chdb/connection')
    return { Session, drainPending, createChdbConnection }
  } catch (cause) {
    throw new AppError(
      'store_failed',
      `The embedded ClickHouse does not run on this machine (${process.platform} ${process.arch}). ` +
        'Set CLICKHOUSE_URL to use a server.',
      { cause },
    )
  }
}

/** The first session of a process decides the engine's arguments; the others join its engine. */
async function openAnchor({ Session }: Engine, directory: string): Promise<Session> {
  try {
    return new Session(directory, { connectionArgs: [...ENGINE_ARGUMENTS] })
  } catch (error) {
    throw await whyNotOpened(directory, error)
  }
}

/** The engine's own message says only that it failed; its lock file says who holds the directory. */
async function whyNotOpened(directory: string, cause: unknown): Promise<AppError> {
  const holder = await holderOf(directory)
  if (holder !== null) {
    return new AppError(
      'store_busy',
      `Another process (${holder}) has the archive in ${directory} open. Stop it, or choose another directory with --data DIR.`,
      { cause },
    )
  }
  const message = cause instanceof Error ? cause.message : String(cause)
  return new AppError('store_failed', `The archive in ${directory} cannot be opened: ${message}`, { cause })
}

async function openSession(engine: Engine, directory: string, setUp: string): Promise<EngineSession> {
  const connection = engine.createChdbConnection({ path: directory })
  // chdb types its connection by an older copy of the client's interface; the shapes agree at run time.
  const hook = connection as unknown as NonNullable<ClickHouseClientConfigOptions['connection']>
  const client = createClient({ connection: hook })
  await client.command({ query: setUp })
  return { connection, client, settings: new SessionSettings() }
}

type Sessions = {
  readonly writer: EngineSession
  /** Stops queries, whatever the others do. */
  readonly control: EngineSession
  readonly readers: readonly EngineSession[]
}

type Opened = {
  readonly engine: Engine
  readonly database: string
  readonly anchor: Session
  /** For rows on their way into the engine. */
  readonly incomingDir: string
}

type Prepared = Pick<GatewayStatement, 'sql' | 'paramTexts' | 'settings' | 'signal'>

class EmbeddedConnections implements Connections {
  readonly gateway: EngineGateway
  readonly #incomingDir: string
  readonly #engine: Engine
  readonly #anchor: Session
  readonly #sessions: readonly EngineSession[]
  readonly #writer: LeasePool<EngineSession>
  readonly #readers: LeasePool<EngineSession>
  readonly #control: LeasePool<EngineSession>

  constructor({ engine, database, anchor, incomingDir }: Opened, { writer, control, readers }: Sessions) {
    this.#incomingDir = incomingDir
    this.#engine = engine
    this.#anchor = anchor
    this.#sessions = [writer, control, ...readers]
    this.#writer = new LeasePool([writer], { waitingMax: WAITING_MAX })
    this.#readers = new LeasePool(readers, { waitingMax: WAITING_MAX })
    this.#control = new LeasePool([control], { waitingMax: WAITING_MAX })
    this.gateway = {
      database,
      run: (statement) => this.#runForGateway(statement),
      insert: (insert) => this.#insertBlocks(insert),
    }
  }

  read<Row>(statement: Statement): Promise<Row[]> {
    return this.#select<Row>(this.#readers, statement)
  }

  readOnWriter<Row>(statement: Statement): Promise<Row[]> {
    return this.#select<Row>(this.#writer, statement)
  }

  readIdsOnWriter<Row>({ sql, block }: IdsStatement): Promise<Row[]> {
    return inAppErrors(undefined, () =>
      this.#withFile(block, (path) => this.readOnWriter<Row>({ sql: sql(nativeFile(path, 'id String')) })),
    )
  }

  async command({ sql, params = {}, settings = {}, signal }: Statement): Promise<void> {
    const prepared = { sql: inlineParams(sql, params), paramTexts: {}, settings, signal }
    await inAppErrors(signal, () =>
      this.#run(this.#writer, prepared, ({ client }, query) => client.command({ query })),
    )
  }

  async insert(body: InsertBody): Promise<void> {
    await inAppErrors(undefined, () =>
      this.#insertBlocks({ sql: nativeInsertSql(body), blocks: body.blocks }),
    )
  }

  async close(): Promise<void> {
    await Promise.all([this.#writer.drain(), this.#readers.drain()])
    await this.#control.drain()
    // A connection that closes while the engine works on it aborts the engine.
    await this.#engine.drainPending()
    for (const { client } of this.#sessions) await client.close()
    this.#anchor.close()
    await this.#engine.drainPending()
  }

  #select<Row>(pool: LeasePool<EngineSession>, statement: Statement): Promise<Row[]> {
    return inAppErrors(statement.signal, () =>
      this.#run(pool, prepare(statement), async ({ client }, query) => {
        const result = await client.query({ query, format: 'JSONEachRow' })
        return result.json<Row>()
      }),
    )
  }

  async #runForGateway(statement: GatewayStatement): Promise<Uint8Array<ArrayBuffer>> {
    const pool = isRead(statement.sql) ? this.#readers : this.#writer
    return this.#run(pool, statement, async ({ connection }, query) => {
      const result = await inEngineErrors(() =>
        connection.chdb.queryAsync(query, { format: statement.defaultFormat }),
      )
      return new Uint8Array(result.bytes())
    })
  }

  async #insertBlocks({ sql, blocks, signal }: GatewayInsert): Promise<boolean> {
    if (readFromFile(sql, '') === null) return false
    await this.#withFile(blocks, (path) =>
      this.#writer.use(({ connection }) => {
        signal?.throwIfAborted()
        return inEngineErrors(() => connection.chdb.queryAsync(readFromFile(sql, path) ?? sql))
      }, signal),
    )
    return true
  }

  /** The library takes no binary rows with a statement, so they go through a file. */
  async #withFile<R>(blocks: readonly Uint8Array[], use: (path: string) => Promise<R>): Promise<R> {
    const path = join(this.#incomingDir, `${randomUUID()}.native`)
    try {
      await writeBlocks(path, blocks)
      return await use(path)
    } finally {
      await rm(path, { force: true })
    }
  }

  /**
   * Runs one statement on a leased session. An abort rejects at once and tells the engine to stop; the
   * session stays leased until the engine has let go of it, because it cannot run a second query before.
   */
  #run<R>(
    pool: LeasePool<EngineSession>,
    { sql, paramTexts, settings, signal }: Prepared,
    execute: (session: EngineSession, query: string) => Promise<R>,
  ): Promise<R> {
    const mark = signal ? { log_comment: randomUUID() } : {}
    const work = pool.use((session) => {
      const prefix = session.settings.prefix({ ...settings, ...mark }, paramTexts)
      const running = execute(session, `${prefix}${sql}`)
      if (signal && mark.log_comment) killOnAbort(running, signal, () => this.#kill(mark.log_comment))
      return running
    }, signal)
    return signal ? rejectOnAbort(work, signal) : work
  }

  async #kill(mark: string): Promise<void> {
    await this.#control.use(({ client }) =>
      client.command({ query: `KILL QUERY WHERE Settings['log_comment'] = '${mark}' ASYNC` }),
    )
  }
}

async function writeBlocks(path: string, blocks: readonly Uint8Array[]): Promise<void> {
  await using file = await openFile(path, 'wx', 0o600)
  for (const block of blocks) await file.writeFile(block)
}

function prepare({ sql, params = {}, settings = {}, signal }: Statement): Prepared {
  requireParams(sql, params)
  return { sql, paramTexts: paramTexts(params), settings, signal }
}

const READ = /^\s*(?:SELECT|WITH|EXPLAIN|SHOW|DESCRIBE|DESC|EXISTS)\b/i

function isRead(sql: string): boolean {
  return READ.test(sql)
}

/**
 * Stops the query when the signal aborts. A query that waits for a thread is not known to the engine yet, so one order to
 * stop can find nothing: it is repeated until the query has ended.
 */
function killOnAbort(running: Promise<unknown>, signal: AbortSignal, kill: () => Promise<void>): void {
  let isRunning = true
  const onAbort = async () => {
    while (isRunning) {
      // An order that fails is given again.
      await kill().catch(() => undefined)
      await delay(KILL_AGAIN_MS, undefined, { ref: false })
    }
  }
  const abort = () => void onAbort()
  if (signal.aborted) abort()
  else signal.addEventListener('abort', abort, { once: true })
  const forget = () => {
    isRunning = false
    signal.removeEventListener('abort', abort)
  }
  running.then(forget, forget)
}

function rejectOnAbort<R>(work: Promise<R>, signal: AbortSignal): Promise<R> {
  return new Promise<R>((resolve, reject) => {
    const onAbort = () => reject(signal.reason)
    if (signal.aborted) onAbort()
    signal.addEventListener('abort', onAbort, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort))
  })
}

async function inAppErrors<R>(signal: AbortSignal | undefined, work: () => Promise<R>): Promise<R> {
  try {
    return await work()
  } catch (error) {
    if (signal?.aborted) throw signal.reason
    throw toArchiveError(error)
  }
}

/** Calls below the client throw chdb's errors; the client's own class carries code and type. */
async function inEngineErrors<R>(work: () => Promise<R>): Promise<R> {
  try {
    return await work()
  } catch (error) {
    throw error instanceof Error ? parseError(error) : error
  }
}
