import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import { finished } from 'node:stream/promises'
import { type ClickHouseClient, ClickHouseLogLevel, createClient } from '@clickhouse/client'
import { type ArchiveConfig, databaseName } from './archive-config.ts'
import type { Connections, IdsStatement, InsertBody, Statement } from './connections.ts'
import { onCluster } from './ddl.ts'
import { QUERY_BYTES_MAX } from './engine-arguments.ts'
import { toArchiveError } from './engine-error.ts'
import { IDS_IN_LINES, idLines } from './id-lines.ts'
import { nativeInsertSql } from './native-insert.ts'
import { inlineParams, requireParams } from './statement-params.ts'

type ServerConfig = Extract<ArchiveConfig, { kind: 'server' }>

const OPEN_CONNECTIONS_MAX = 8
const REQUEST_TIMEOUT_MS = 300_000

/** Connects to a ClickHouse server over HTTP; the database is created when missing. */
export async function openServerConnections(config: ServerConfig): Promise<Connections> {
  const database = databaseName(config)
  const connections = new ServerConnections(serverClient(config, database))
  try {
    await createDatabase(config, database)
  } catch (error) {
    await connections.close()
    throw error
  }
  return connections
}

async function createDatabase(config: ServerConfig, database: string): Promise<void> {
  const client = serverClient(config, 'default')
  const cluster = onCluster({ cluster: config.cluster ?? null })
  try {
    await client.command({ query: `CREATE DATABASE IF NOT EXISTS ${database}${cluster}` })
  } catch (error) {
    throw toArchiveError(error)
  } finally {
    await client.close()
  }
}

function serverClient(config: ServerConfig, database: string): ClickHouseClient {
  // The client would take a path for a database's name.
  const { origin, pathname } = new URL(config.url)
  return createClient({
    url: origin,
    pathname,
    ...(config.username === undefined ? {} : { username: config.username }),
    ...(config.password === undefined ? {} : { password: config.password }),
    database,
    http_headers: { ...config.httpHeaders },
    max_open_connections: OPEN_CONNECTIONS_MAX,
    request_timeout: REQUEST_TIMEOUT_MS,
    // A kept socket that the server just closed fails a statement of which nobody knows whether it ran.
    keep_alive: { enabled: false },
    // Whatever fails is thrown.
    log: { level: ClickHouseLogLevel.OFF },
    // A batch of ids does not fit a URL.
    use_multipart_params_auto: true,
    clickhouse_settings: {
      output_format_json_quote_64bit_integers: 0,
      cancel_http_readonly_queries_on_client_close: 1,
      // An answer to an insert means that the rows are in a part, on their own shard.
      async_insert: 0,
      distributed_foreground_insert: 1,
      max_query_size: String(QUERY_BYTES_MAX),
    },
  })
}

class ServerConnections implements Connections {
  readonly gateway = null
  readonly #client: ClickHouseClient
  /**
   * Marks of inserts whose answer never came. The engine may still be at work on one: whoever asks meanwhile which ids are
   * stored would be told that none is, and store them again.
   */
  readonly #undecided = new Set<string>()

  constructor(client: ClickHouseClient) {
    this.#client = client
  }

  async read<Row>({ sql, params = {}, settings, signal }: Statement): Promise<Row[]> {
    requireParams(sql, params)
    return this.#settle(signal, async () => {
      const result = await this.#client.query({
        query: sql,
        query_params: { ...params },
        format: 'JSONEachRow',
        clickhouse_settings: { ...settings },
        ...(signal ? { abort_signal: signal } : {}),
      })
      return result.json<Row>()
    })
  }

  readOnWriter<Row>(statement: Statement): Promise<Row[]> {
    return this.read<Row>(statement)
  }

  async readIdsOnWriter<Row>({ sql, ids }: IdsStatement): Promise<Row[]> {
    await this.#endUndecided()
    return this.read<Row>({ sql: sql(IDS_IN_LINES), params: { lines: idLines(ids) } })
  }

  async command({ sql, params = {}, settings, signal }: Statement): Promise<void> {
    await this.#settle(signal, () =>
      this.#client.command({
        query: inlineParams(sql, params),
        clickhouse_settings: { ...settings },
        ...(signal ? { abort_signal: signal } : {}),
      }),
    )
  }

  async insert(body: InsertBody): Promise<void> {
    const mark = randomUUID()
    try {
      await this.#settle(undefined, async () => {
        const { stream } = await this.#client.exec({
          query: nativeInsertSql(body),
          values: Readable.from(body.blocks, { objectMode: false }),
          clickhouse_settings: { log_comment: mark },
        })
        // The answer is empty; its end says that the rows are stored.
        await finished(stream.resume())
      })
    } catch (error) {
      this.#undecided.add(mark)
      throw error
    }
  }

  /** Waits until the engine has let go of inserts that failed here: stored or not, they then stay as they are. */
  async #endUndecided(): Promise<void> {
    for (const mark of this.#undecided) {
      await this.command({
        sql: "KILL QUERY WHERE Settings['log_comment'] = {mark:String} SYNC",
        params: { mark },
      })
      this.#undecided.delete(mark)
    }
  }

  async close(): Promise<void> {
    await this.#client.close()
  }

  async #settle<R>(signal: AbortSignal | undefined, run: () => Promise<R>): Promise<R> {
    signal?.throwIfAborted()
    try {
      return await run()
    } catch (error) {
      if (signal?.aborted) throw signal.reason
      throw toArchiveError(error)
    }
  }
}
