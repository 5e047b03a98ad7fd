import { createHash, randomUUID, timingSafeEqual } from 'node:crypto'
import { type Context, Hono } from 'hono'
import type { Archive } from '../../archive/archive.ts'
import type { EngineGateway } from '../../archive/connections.ts'
import { engineFailure } from '../../archive/engine-error.ts'
import { AppError } from '../../domain/errors.ts'
import { PoolFullError } from '../../lib/lease-pool.ts'

/** Name of the header that carries the secret of `server.lock`. */
export const SECRET_HEADER = 'x-verity-secret'

/** A statement or a block of rows in one request; the archive's own batches are far smaller. */
const BODY_BYTES_MAX = 128 * 1024 * 1024

/** Codes of ClickHouse that its clients know. */
const CODE = {
  notImplemented: 48,
  unknownDatabase: 81,
  tooManyQueries: 202,
  tooManyBytes: 307,
  authenticationFailed: 516,
  unknown: 1002,
} as const

/**
 * Speaks as much of ClickHouse's HTTP protocol as `@clickhouse/client` uses, backed by the engine in this
 * process, so that commands on the same machine reach the archive while a server holds its directory.
 * Statements run as they are: the secret gives full access to the archive.
 *
 * Not spoken: compression, sessions, roles, progress headers, external data.
 */
export function clickhouseRoutes({ archive, secret }: { archive: Archive; secret: string }): Hono {
  const app = new Hono()
  app.use(async (c, next) => {
    if (!isSecret(c.req.header(SECRET_HEADER), secret))
      return failure(401, CODE.authenticationFailed, 'Wrong secret.')
    if (archive.gateway === null)
      return failure(404, CODE.notImplemented, 'The archive is a server of its own.')
    return next()
  })
  app.get('/ping', () => new Response('Ok.\n'))
  app.on(['GET', 'POST'], '/', async (c) => {
    if (archive.gateway === null) throw new AppError('internal', 'The route was opened without an engine.')
    try {
      return await answer(c, archive.gateway)
    } catch (error) {
      return asFailure(error)
    }
  })
  return app
}

type Request = {
  readonly sql: string
  readonly paramTexts: Readonly<Record<string, string>>
  readonly settings: Readonly<Record<string, string>>
  readonly defaultFormat: string
  readonly queryId: string
  /** Rows of an INSERT whose statement stands in the URL. */
  readonly rows: Buffer | null
}

async function answer(c: Context, gateway: EngineGateway): Promise<Response> {
  const request = await readRequest(c, gateway.database)
  const headers = { 'x-clickhouse-query-id': request.queryId, 'x-clickhouse-server-display-name': 'verity' }
  if (request.rows !== null) {
    const { sql, rows } = request
    // Who has gone away does not know what became of the rows, and will ask: by then they are stored, or never will be.
    const { signal } = c.req.raw
    if (rows.length > 0 && !(await gateway.insert({ sql, blocks: [rows], signal }))) throw unknownInsert()
    return new Response('', { headers })
  }
  const { sql, paramTexts, settings, defaultFormat } = request
  const result = await gateway.run({ sql, paramTexts, settings, defaultFormat, signal: c.req.raw.signal })
  return new Response(result, { headers })
}

/** Parameters of the protocol itself: everything else in the URL is a setting. */
const NOT_SETTINGS = new Set([
  'query',
  'database',
  'query_id',
  'session_id',
  'role',
  'user',
  'password',
  'default_format',
])
/** Settings of ClickHouse's HTTP layer, which the engine does not know or which mean nothing here. */
const HTTP_SETTINGS =
  /^(?:wait_end_of_query|enable_http_compression|buffer_size|compress|decompress|send_progress_in_http_headers|cancel_http_readonly_queries_on_client_close|http_\w+)$/

async function readRequest(c: Context, database: string): Promise<Request> {
  const url = new URL(c.req.url)
  const asked = url.searchParams.get('database') ?? database
  if (asked !== database && asked !== 'default') {
    throw new ProtocolError(404, CODE.unknownDatabase, `Database ${asked} does not exist here.`)
  }
  if (c.req.header('content-encoding'))
    throw new ProtocolError(501, CODE.notImplemented, 'Compression is not spoken here.')
  const body = await readBody(c)
  const fields = isMultipart(c) ? await multipartFields(c, body) : new Map<string, string>()
  const inUrl = url.searchParams.get('query')
  const sql = inUrl ?? fields.get('query') ?? body.toString('utf8')
  return {
    sql: sql.trim(),
    paramTexts: withoutPrefix([...url.searchParams, ...fields]),
    settings: Object.fromEntries([...url.searchParams].filter(([name]) => isSetting(name))),
    defaultFormat: url.searchParams.get('default_format') ?? 'TabSeparated',
    queryId: url.searchParams.get('query_id') ?? randomUUID(),
    rows: /^\s*INSERT\b/i.test(sql) && inUrl !== null ? body : null,
  }
}

function isSetting(name: string): boolean {
  return !NOT_SETTINGS.has(name) && !name.startsWith('param_') && !HTTP_SETTINGS.test(name)
}

function withoutPrefix(entries: readonly (readonly [string, string])[]): Record<string, string> {
  const params = entries.filter(([name]) => name.startsWith('param_'))
  return Object.fromEntries(params.map(([name, text]) => [name.slice('param_'.length), text]))
}

async function readBody(c: Context): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of c.req.raw.body ?? []) {
    size += chunk.byteLength
    if (size > BODY_BYTES_MAX) throw new ProtocolError(413, CODE.tooManyBytes, 'The request is too large.')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function isMultipart(c: Context): boolean {
  return c.req.header('content-type')?.startsWith('multipart/form-data') ?? false
}

async function multipartFields(c: Context, body: Buffer): Promise<Map<string, string>> {
  const type = c.req.header('content-type') ?? ''
  const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData()
  return new Map([...form].filter((entry): entry is [string, string] => typeof entry[1] === 'string'))
}

/** The archive writes its inserts in one way only. */
function unknownInsert(): ProtocolError {
  return new ProtocolError(
    501,
    CODE.notImplemented,
    'Only inserts as the archive writes them are spoken here.',
  )
}

class ProtocolError extends Error {
  readonly status: number
  readonly code: number
  constructor(status: number, code: number, message: string) {
    super(message)
    this.status = status
    this.code = code
  }
}

function asFailure(error: unknown): Response {
  if (error instanceof ProtocolError) return failure(error.status, error.code, error.message)
  if (error instanceof PoolFullError) return failure(503, CODE.tooManyQueries, 'Too many queries wait.')
  const engine = engineFailure(error)
  if (engine !== null) return failure(500, engine.code, engine.message, engine.type)
  return failure(500, CODE.unknown, error instanceof Error ? error.message : 'Something failed.')
}

/** An error as ClickHouse words it: the client reads code and type out of the text. */
function failure(status: number, code: number, message: string, type = 'VERITY'): Response {
  return new Response(`Code: ${code}. DB::Exception: ${message} (${type})\n`, {
    status,
    headers: { 'x-clickhouse-exception-code': String(code), 'content-type': 'text/plain; charset=UTF-8' },
  })
}

/** Compares in constant time; both sides are hashed so that lengths are equal. */
function isSecret(given: string | undefined, secret: string): boolean {
  if (given === undefined || secret === '') return false
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(secret))
}
