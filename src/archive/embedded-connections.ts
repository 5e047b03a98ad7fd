import { randomUUID } from 'node:crypto'
import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type ClickHouseClient, type ClickHouseClientConfigOptions, createClient } from '@clickhouse/client'
import { drainPending, Session } from 'chdb'
import { type ChdbConnection, createChdbConnection } from 'chdb/connection'
import { AppError } from '../domain/errors.ts'
import { LeasePool } from '../lib/lease-pool.ts'
import type { Connections, InsertBody, Statement } from './connections.ts'
import { toArchiveError } from './engine-error.ts'
import { requireParams, setParamsStatement } from './statement-params.ts'

/** One connection runs one query at a time; two readers let a light query pass a heavy one. */
const READERS = 2
/** Callers that may wait for a connection of one kind before the next is refused. */
const WAITING_MAX = 256

type EmbeddedClient = { readonly client: ClickHouseClient; readonly connection: ChdbConnection }

/**
 * Opens ClickHouse in this process on `directory`, creating it when missing.
 *
 * @throws {AppError} store_busy when another process holds the directory
 */
export async function openEmbeddedConnections(directory: string): Promise<Connections> {
  await mkdir(directory, { recursive: true })
  const anchor = await openSession(directory)
  return new EmbeddedConnections(directory, anchor)
}

/** The first session of a process decides the engine's arguments; the others join its engine. */
async function openSession(directory: string): Promise<Session> {
  try {
    return new Session(directory)
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
      `Another process (${holder}) has the archive in ${directory} open. ` +
        'Stop it, or run the command with the same --data while "verity start" runs, so that it goes through the server.',
      { cause },
    )
  }
  return new AppError('store_failed', `The archive in ${directory} cannot be opened: ${messageOf(cause)}`, {
    cause,
  })
}

/** Process id in the engine's lock file, or null when no living process is named there. */
async function holderOf(directory: string): Promise<number | null> {
  const status = await readFile(join(directory, 'status'), 'utf8').catch(() => '')
  const pid = Number(/PID:\s*(\d+)/.exec(status)?.[1] ?? Number.NaN)
  if (!Number.isInteger(pid)) return null
  try {
    process.kill(pid, 0)
    return pid
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM' ? pid : null
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

class EmbeddedConnections implements Connections {
  readonly #anchor: Session
  readonly #writer: LeasePool<EmbeddedClient>
  readonly #readers: LeasePool<EmbeddedClient>
  readonly #killer: LeasePool<EmbeddedClient>
  readonly #clients: readonly EmbeddedClient[]

  constructor(directory: string, anchor: Session) {
    this.#anchor = anchor
    const open = () => openClient(directory)
    const writer = open()
    const readers = Array.from({ length: READERS }, open)
    const killer = open()
    this.#clients = [writer, ...readers, killer]
    this.#writer = new LeasePool([writer], { waitingMax: WAITING_MAX })
    this.#readers = new LeasePool(readers, { waitingMax: WAITING_MAX })
    this.#killer = new LeasePool([killer], { waitingMax: WAITING_MAX })
  }

  read<Row>(statement: Statement): Promise<Row[]> {
    return this.#select<Row>(this.#readers, statement)
  }

  readOnWriter<Row>(statement: Statement): Promise<Row[]> {
    return this.#select<Row>(this.#writer, statement)
  }

  async command(statement: Statement): Promise<void> {
    await this.#use(this.#writer, statement, async ({ client }, query, settings) => {
      await client.command({ query, clickhouse_settings: settings })
    })
  }

  async insert({ table, columns, tsv }: InsertBody): Promise<void> {
    try {
      await this.#writer.use(({ connection }) =>
        connection.chdb.rawInsert({ table, columns: [...columns], format: 'TabSeparated', values: tsv }),
      )
    } catch (error) {
      throw toArchiveError(error)
    }
  }

  async close(): Promise<void> {
    await Promise.all([this.#writer.drain(), this.#readers.drain()])
    await this.#killer.drain()
    await drainPending()
    for (const { client } of this.#clients) await client.close()
    this.#anchor.close()
    await drainPending()
  }

  #select<Row>(pool: LeasePool<EmbeddedClient>, statement: Statement): Promise<Row[]> {
    return this.#use(pool, statement, async ({ client }, query, settings) => {
      const result = await client.query({ query, format: 'JSONEachRow', clickhouse_settings: settings })
      return result.json<Row>()
    })
  }

  /**
   * Runs one statement on a leased client. An abort rejects at once and tells the engine to stop; the
   * client stays leased until the engine has let go of it, because it cannot run a second query before.
   */
  #use<R>(
    pool: LeasePool<EmbeddedClient>,
    { sql, params = {}, settings = {}, signal }: Statement,
    run: (client: EmbeddedClient, query: string, settings: Record<string, string | number>) => Promise<R>,
  ): Promise<R> {
    requireParams(sql, params)
    const query = Object.keys(params).length === 0 ? sql : `${setParamsStatement(params)}; ${sql}`
    const mark = signal ? randomUUID() : null
    const marked = { ...settings, log_comment: mark ?? '' }
    const work = pool.use((client) => {
      const running = run(client, query, marked)
      if (mark !== null && signal) killOnAbort(running, signal, () => this.#kill(mark))
      return running
    }, signal)
    return settleOrAbort(work, signal)
  }

  async #kill(mark: string): Promise<void> {
    await this.#killer.use(({ client }) =>
      client.command({ query: `KILL QUERY WHERE Settings['log_comment'] = '${mark}' ASYNC` }),
    )
  }
}

function openClient(directory: string): EmbeddedClient {
  const connection = createChdbConnection({ path: directory })
  // chdb types its connection by an older copy of the client's interface; the shapes agree at run time.
  const hook = connection as unknown as NonNullable<ClickHouseClientConfigOptions['connection']>
  return { connection, client: createClient({ connection: hook }) }
}

function killOnAbort(running: Promise<unknown>, signal: AbortSignal, kill: () => Promise<void>): void {
  // A kill that fails leaves the query to end by itself: the caller has its rejection already.
  const onAbort = () => void kill().catch(() => undefined)
  if (signal.aborted) onAbort()
  signal.addEventListener('abort', onAbort, { once: true })
  const forget = () => signal.removeEventListener('abort', onAbort)
  running.then(forget, forget)
}

async function settleOrAbort<R>(work: Promise<R>, signal: AbortSignal | undefined): Promise<R> {
  try {
    return await (signal ? rejectOnAbort(work, signal) : work)
  } catch (error) {
    if (signal?.aborted) throw signal.reason
    throw toArchiveError(error)
  }
}

function rejectOnAbort<R>(work: Promise<R>, signal: AbortSignal): Promise<R> {
  return new Promise<R>((resolve, reject) => {
    const onAbort = () => reject(signal.reason)
    signal.addEventListener('abort', onAbort, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort))
  })
}
