import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import type { Status } from './mastodon-statuses.ts'
import { until } from './until.ts'

/** One accepted stream. */
export type Connection = {
  readonly kind: 'websocket' | 'events'
  readonly path: string
  readonly query: URLSearchParams
  readonly authorization: string | undefined
  /** Sends text as it is: a frame, or a piece of an event stream. */
  sendRaw(text: string): void
  /** Ends it in good order; the code is WebSocket's. */
  close(code: number): void
  /** Sends the first part of a frame or an event and drops the line. */
  cutInFrame(): void
  /** Goes on existing without sending or answering anything. */
  stall(): void
  /** Resolves when the line is gone. */
  readonly gone: Promise<void>
  /** How many pages of timelines were asked for when it was accepted. */
  readonly pagesBefore: number
}

type Request = {
  readonly path: string
  readonly query: URLSearchParams
  readonly authorization: string | undefined
}
type Refusal = { readonly status: number; readonly headers: Readonly<Record<string, string>> }
type Door = 'instance' | 'timeline' | 'websocket' | 'events'

const PAGE_MAX = 40

/**
 * An instance on loopback that speaks the parts of Mastodon's API that a reader of public streams needs: what the
 * instance says about itself, timelines with `min_id` and `Link`, rate limit headers, and streams over WebSocket and
 * server-sent events. Streams replay nothing, as Mastodon's do. Misbehaves when told to.
 */
export class MastodonServer implements AsyncDisposable {
  readonly #http = createServer((request, response) => this.#answer(request, response))
  readonly #sockets = new WebSocketServer({ noServer: true })
  readonly #lines = new Set<{ send: (event: string, payload: string) => void; isStalled: boolean }>()
  readonly #refusals: Record<Door, Refusal[]> = { instance: [], timeline: [], websocket: [], events: [] }
  readonly #arrived: Connection[] = []
  readonly #awaited: ((connection: Connection) => void)[] = []
  #isClosed = false
  /** Newest last. */
  #timeline: Status[] = []
  /** Doors that answer with this status until told otherwise. */
  readonly closed: Partial<Record<Door, number>> = {}
  /** What `/api/v2/instance` answers; null: there is no such route. */
  instance: unknown = { domain: 'home.example', version: '4.5.0' }
  instanceV1: unknown = null
  /** Token without which streams and timelines refuse. */
  token: { readonly value: string; readonly doors: readonly Door[] } | null = null
  /** Headers added to timeline answers. */
  timelineHeaders: Readonly<Record<string, string>> = {}
  /** What the next timeline request gets instead of JSON. */
  nextTimelineBody: string | null = null
  /** Ids of accounts by the name they are looked up by. */
  readonly accounts = new Map<string, string>()
  readonly requests: Request[] = []
  /** The last stream that was accepted. */
  latest: Connection | null = null

  static async start(): Promise<MastodonServer> {
    const server = new MastodonServer()
    const { promise, resolve } = Promise.withResolvers<void>()
    server.#http.on('upgrade', (request, socket, head) => server.#upgrade(request, socket, head))
    server.#http.listen(0, '127.0.0.1', resolve)
    await promise
    return server
  }

  get host(): string {
    return `127.0.0.1:${(this.#http.address() as AddressInfo).port}`
  }

  get origin(): string {
    return `http://${this.host}`
  }

  /** Writes statuses: they are in the timeline, and every stream hears of them in this order. */
  publish(...statuses: readonly Status[]): void {
    this.file(...statuses)
    for (const status of statuses) this.emit('update', JSON.stringify(status))
  }

  /** Puts statuses into the timeline without a word. */
  file(...statuses: readonly Status[]): void {
    const ids = new Set(statuses.map(({ id }) => id))
    this.#timeline = [...this.#timeline.filter(({ id }) => !ids.has(id)), ...statuses].sort((a, b) =>
      BigInt(a.id) < BigInt(b.id) ? -1 : 1,
    )
  }

  edit(status: Status): void {
    this.file(status)
    this.emit('status.update', JSON.stringify(status))
  }

  delete(localId: string): void {
    this.#timeline = this.#timeline.filter(({ id }) => id !== localId)
    this.emit('delete', localId)
  }

  emit(event: string, payload: string): void {
    for (const line of this.#lines) if (!line.isStalled) line.send(event, payload)
  }

  /** Answers the next request at this door with an HTTP status instead. */
  refuseNext(door: Door, status: number, headers: Readonly<Record<string, string>> = {}): void {
    this.#refusals[door].push({ status, headers })
  }

  /** The next stream that was accepted and not handed out yet. */
  nextConnection(): Promise<Connection> {
    const arrived = this.#arrived.shift()
    if (arrived !== undefined) return Promise.resolve(arrived)
    const { promise, resolve } = Promise.withResolvers<Connection>()
    this.#awaited.push(resolve)
    return promise
  }

  /** The next stream, once the page of the timeline that follows it was asked for too. */
  async nextListener(): Promise<Connection> {
    const connection = await this.nextConnection()
    await until(() => this.#isClosed || this.pagesAsked > connection.pagesBefore)
    return connection
  }

  /** How many pages of timelines were asked for, refused ones included. */
  get pagesAsked(): number {
    return this.requests.filter(({ path }) => doorOf(path) === 'timeline').length
  }

  /** How often this path was asked for. */
  asked(path: string): number {
    return this.requests.filter((request) => request.path === path).length
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isClosed = true
    for (const socket of this.#sockets.clients) socket.terminate()
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#http.close(() => resolve())
    this.#http.closeAllConnections()
    await promise
  }

  #note(request: IncomingMessage): Request {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost')
    const noted = { path: pathname, query: searchParams, authorization: request.headers.authorization }
    this.requests.push(noted)
    return noted
  }

  #refusalOf(door: Door, { authorization }: Request): Refusal | null {
    const scripted = this.#refusals[door].shift()
    if (scripted !== undefined) return scripted
    const status = this.closed[door]
    if (status !== undefined) return { status, headers: {} }
    const isMissing = this.token?.doors.includes(door) && authorization !== `Bearer ${this.token.value}`
    return isMissing ? { status: 401, headers: {} } : null
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const noted = this.#note(request)
    const door = doorOf(noted.path)
    const refusal = door === null ? { status: 404, headers: {} } : this.#refusalOf(door, noted)
    if (refusal !== null) sendJson(response, refusal.status, { error: 'Refused' }, refusal.headers)
    else if (door === 'events') this.#acceptEvents(request, response, noted)
    else if (noted.path === '/api/v1/accounts/lookup') this.#sendAccount(response, noted)
    else if (door === 'timeline') this.#sendPage(response, noted)
    else this.#sendInstance(response, noted.path)
  }

  #sendInstance(response: ServerResponse, path: string): void {
    const info = path === '/api/v2/instance' ? this.instance : this.instanceV1
    if (info === null) sendJson(response, 404, { error: 'Not found' })
    else sendJson(response, 200, info)
  }

  #sendAccount(response: ServerResponse, { query }: Request): void {
    const id = this.accounts.get(query.get('acct') ?? '')
    if (id === undefined) sendJson(response, 404, { error: 'Record not found' })
    else sendJson(response, 200, { id })
  }

  /** `min_id` gives the page just above an id; otherwise the newest page, below `max_id` where that is given. Newest first, either way. */
  #sendPage(response: ServerResponse, { path, query }: Request): void {
    const limit = Math.min(Number(query.get('limit') ?? 20), PAGE_MAX)
    const minId = query.get('min_id')
    const maxId = query.get('max_id')
    const below = this.#timeline.filter(({ id }) => maxId === null || BigInt(id) < BigInt(maxId))
    const page =
      minId === null
        ? below.slice(-limit)
        : this.#timeline.filter(({ id }) => BigInt(id) > BigInt(minId)).slice(0, limit)
    const newest = page.at(-1)?.id
    const link = newest === undefined ? {} : { link: `<${this.origin}${path}?min_id=${newest}>; rel="prev"` }
    const body = this.nextTimelineBody ?? JSON.stringify(page.toReversed())
    this.nextTimelineBody = null
    response
      .writeHead(200, { 'content-type': 'application/json', ...link, ...this.timelineHeaders })
      .end(body)
  }

  #acceptEvents(request: IncomingMessage, response: ServerResponse, noted: Request): void {
    const gone = Promise.withResolvers<void>()
    response
      .writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
      .write(':)\n')
    const line = {
      send: (event: string, payload: string) => void response.write(`event: ${event}\ndata: ${payload}\n\n`),
      isStalled: false,
    }
    this.#lines.add(line)
    request.on('close', () => this.#lines.delete(line))
    response.on('close', () => gone.resolve())
    this.#arrive({
      ...noted,
      kind: 'events',
      gone: gone.promise,
      sendRaw: (text) => void response.write(text),
      close: () => void response.end(),
      cutInFrame: () => {
        this.#lines.delete(line)
        response.write('event: update\ndata: {"id":"1', () => response.destroy())
      },
      stall: () => {
        line.isStalled = true
      },
    })
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const noted = this.#note(request)
    // Clients that hang up early are part of the game.
    socket.on('error', () => undefined)
    const refusal = this.#refusalOf('websocket', noted)
    if (refusal === null) {
      this.#sockets.handleUpgrade(request, socket, head, (client) =>
        this.#acceptSocket(client, socket, noted),
      )
      return
    }
    const headers = Object.entries({ ...refusal.headers, connection: 'close', 'content-length': '0' })
    const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('')
    socket.end(`HTTP/1.1 ${refusal.status} Refused\r\n${lines}\r\n`)
  }

  #acceptSocket(client: WebSocket, socket: Duplex, noted: Request): void {
    const gone = Promise.withResolvers<void>()
    const stream = [noted.query.get('stream') ?? '']
    const line = {
      send: (event: string, payload: string) => client.send(JSON.stringify({ stream, event, payload })),
      isStalled: false,
    }
    this.#lines.add(line)
    client.on('error', () => undefined)
    client.on('close', () => {
      this.#lines.delete(line)
      gone.resolve()
    })
    this.#arrive({
      ...noted,
      kind: 'websocket',
      gone: gone.promise,
      sendRaw: (text) => client.send(text),
      close: (code) => client.close(code),
      cutInFrame: () => {
        this.#lines.delete(line)
        // FIN and text, 100 bytes announced, 10 sent.
        socket.write(Buffer.concat([Buffer.from([0x81, 100]), Buffer.from('{"stream":')]), () =>
          socket.destroy(),
        )
      },
      stall: () => {
        line.isStalled = true
        client.pause()
      },
    })
  }

  #arrive(accepted: Omit<Connection, 'pagesBefore'>): void {
    const connection = { ...accepted, pagesBefore: this.pagesAsked }
    this.latest = connection
    const awaited = this.#awaited.shift()
    if (awaited === undefined) this.#arrived.push(connection)
    else awaited(connection)
  }
}

function doorOf(path: string): Door | null {
  if (path === '/api/v1/instance' || path === '/api/v2/instance') return 'instance'
  if (/^\/api\/v1\/(?:timelines|accounts)\//.test(path)) return 'timeline'
  return path.startsWith('/api/v1/streaming/') ? 'events' : null
}

function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
}
