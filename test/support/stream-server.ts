import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'

/** One accepted subscription. */
export type Subscription = {
  readonly cursor: number | null
  readonly query: URLSearchParams
  /** Sends text or bytes as they are, e.g. something that is not JSON. */
  sendRaw(message: string | Buffer): void
  close(code: number): void
  /** Sends the first half of a frame and drops the line. */
  cutInFrame(): void
  /** Goes on existing without sending or answering anything. */
  stall(): void
  /** Resolves when the line is gone. */
  readonly gone: Promise<void>
}

/**
 * A server on loopback that speaks an event stream over WebSocket: replays its log from the cursor, then goes on
 * live, and misbehaves when told to. What an item is and what a cursor means is said by whoever extends it.
 */
export abstract class StreamServer<Item> implements AsyncDisposable {
  readonly #log: Item[] = []
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

  /** What a new subscriber gets first: usually the part of the log that its cursor asks for. */
  protected abstract replay(log: readonly Item[], cursor: number | null): readonly (Item | Buffer)[]
  /** Null: this subscriber did not ask for it. */
  protected abstract encode(item: Item, query: URLSearchParams): string | Buffer | null

  protected async listen(port: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#http.on('upgrade', (request, socket, head) => this.#upgrade(request, socket, head))
    this.#http.listen(port, '127.0.0.1', resolve)
    await promise
  }

  get port(): number {
    return (this.#http.address() as AddressInfo).port
  }

  /** Appends to the log and sends to every subscriber that wants it. */
  publish(...items: readonly Item[]): void {
    for (const item of items) {
      this.#log.push(item)
      for (const [socket, query] of this.#live) this.#send(socket, query, item)
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
    for (const item of this.replay(this.#log, cursor)) {
      if (Buffer.isBuffer(item)) client.send(item)
      else this.#send(client, query, item)
    }
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
      sendRaw: (message) => client.send(message),
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

  #send(socket: WebSocket, query: URLSearchParams, item: Item): void {
    if (this.#stalled.has(socket)) return
    const message = this.encode(item, query)
    if (message !== null) socket.send(message)
  }
}
