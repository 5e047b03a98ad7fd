import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import type { Message } from './jetstream-messages.ts'

/** One accepted subscription. */
export type Subscription = {
  readonly cursor: number | null
  readonly query: URLSearchParams
  /** Sends text as it is, e.g. something that is not JSON. */
  sendRaw(text: string | Buffer): void
  close(code: number): void
  /** Sends the first half of a frame and drops the line. */
  cutInFrame(): void
  /** Goes on existing without sending or answering anything. */
  stall(): void
  /** Resolves when the line is gone. */
  readonly gone: Promise<void>
}

/**
 * A server on loopback that speaks Jetstream's `/subscribe`: replays its log from the cursor, then goes on live,
 * filters commits by `wantedCollections`, and misbehaves when told to.
 */
export class JetstreamServer implements AsyncDisposable {
  readonly #log: Message[] = []
  readonly #http = createServer((_request, response) => response.writeHead(404).end())
  readonly #sockets = new WebSocketServer({ noServer: true })
  readonly #live = new Map<WebSocket, URLSearchParams>()
  readonly #stalled = new Set<WebSocket>()
  readonly #refusals: { status: number; headers: Readonly<Record<string, string>> }[] = []
  readonly #arrived: Subscription[] = []
  readonly #awaited: ((subscription: Subscription) => void)[] = []
  /** The last subscription that was accepted. */
  latest: Subscription | null = null
  /** Handshakes so far, refused ones included. */
  handshakes = 0

  static async start(port = 0): Promise<JetstreamServer> {
    const server = new JetstreamServer()
    const { promise, resolve } = Promise.withResolvers<void>()
    server.#http.on('upgrade', (request, socket, head) => server.#upgrade(request, socket, head))
    server.#http.listen(port, '127.0.0.1', resolve)
    await promise
    return server
  }

  get port(): number {
    return (this.#http.address() as AddressInfo).port
  }

  get url(): string {
    return `ws://127.0.0.1:${this.port}/subscribe`
  }

  /** Appends to the log and sends to every subscriber that wants it. */
  publish(...messages: readonly Message[]): void {
    for (const message of messages) {
      this.#log.push(message)
      for (const [socket, query] of this.#live) this.#send(socket, query, message)
    }
  }

  /** Answers the next handshake with an HTTP status instead. */
  refuseNext(status: number, headers: Readonly<Record<string, string>> = {}): void {
    this.#refusals.push({ status, headers })
  }

  /** The next subscription that was accepted and not handed out yet. */
  nextSubscription(): Promise<Subscription> {
    const arrived = this.#arrived.shift()
    if (arrived !== undefined) return Promise.resolve(arrived)
    const { promise, resolve } = Promise.withResolvers<Subscription>()
    this.#awaited.push(resolve)
    return promise
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.#sockets.clients) socket.terminate()
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#http.close(() => resolve())
    this.#http.closeAllConnections()
    await promise
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    this.handshakes += 1
    // Clients that hang up early are part of the game.
    socket.on('error', () => undefined)
    const refusal = this.#refusals.shift()
    if (refusal !== undefined) {
      const headers = Object.entries({ ...refusal.headers, connection: 'close', 'content-length': '0' })
      const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('')
      socket.end(`HTTP/1.1 ${refusal.status} Refused\r\n${lines}\r\n`)
      return
    }
    this.#sockets.handleUpgrade(request, socket, head, (client) =>
      this.#accept(client, socket, request.url ?? ''),
    )
  }

  #accept(client: WebSocket, line: Duplex, path: string): void {
    const query = new URL(path, 'ws://localhost').searchParams
    const cursor = query.has('cursor') ? Number(query.get('cursor')) : null
    const gone = Promise.withResolvers<void>()
    client.on('error', () => undefined)
    client.on('close', () => {
      this.#live.delete(client)
      gone.resolve()
    })
    this.#live.set(client, query)
    const past = cursor === null ? [] : this.#log.filter((message) => message.time_us >= cursor)
    for (const message of past) this.#send(client, query, message)
    const subscription = this.#subscription({ client, line, query, cursor, gone: gone.promise })
    this.latest = subscription
    const awaited = this.#awaited.shift()
    if (awaited === undefined) this.#arrived.push(subscription)
    else awaited(subscription)
  }

  #subscription(of: {
    client: WebSocket
    line: Duplex
    query: URLSearchParams
    cursor: number | null
    gone: Promise<void>
  }): Subscription {
    const { client, line, query, cursor, gone } = of
    return {
      query,
      cursor,
      gone,
      sendRaw: (text) => client.send(text),
      close: (code) => client.close(code),
      cutInFrame: () => {
        // FIN and text, 100 bytes announced, 10 sent.
        line.write(Buffer.concat([Buffer.from([0x81, 100]), Buffer.from('{"did":"di')]), () => line.destroy())
      },
      stall: () => {
        this.#stalled.add(client)
        client.pause()
      },
    }
  }

  #send(socket: WebSocket, query: URLSearchParams, message: Message): void {
    if (this.#stalled.has(socket)) return
    const wanted = query.getAll('wantedCollections')
    const commit = message['commit'] as { collection: string } | undefined
    if (commit !== undefined && wanted.length > 0 && !wanted.includes(commit.collection)) return
    socket.send(JSON.stringify(message))
  }
}
