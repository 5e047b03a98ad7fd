import type { LookupAddress } from 'node:dns'
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { AddressPolicy } from '../../src/lib/safe-fetch/address-policy.ts'
import type { Resolve } from '../../src/lib/safe-fetch/guarded-lookup.ts'

export type SeenRequest = {
  readonly host: string
  readonly path: string
  readonly headers: IncomingHttpHeaders
}

/** What stands at a path. With an `etag` or `last-modified` header, requests that know it get 304. */
export type Standing = {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Buffer
}
type Misbehaviour = (request: IncomingMessage, response: ServerResponse) => void

/** Web sites on loopback: what stands at each path, the same for every host name. Misbehaves where told to. */
export class FeedServer implements AsyncDisposable {
  readonly #paths = new Map<string, Standing | Misbehaviour>()
  readonly #http = createServer((request, response) => this.#answer(request, response))
  readonly requests: SeenRequest[] = []
  /** Requests being answered right now, and the most there ever were of one host. */
  #open = new Map<string, number>()
  openMax = 0

  static async start(): Promise<FeedServer> {
    const server = new FeedServer()
    await new Promise<void>((resolve) => server.#http.listen(0, '127.0.0.1', resolve))
    return server
  }

  get port(): number {
    return (this.#http.address() as AddressInfo).port
  }

  /** An address of a site that answers here; see `loopback`. */
  url(path: string, host = 'news.example'): string {
    return `http://${host}:${this.port}${path}`
  }

  set(path: string, standing: Standing | Misbehaviour): this {
    this.#paths.set(path, standing)
    return this
  }

  remove(path: string): void {
    this.#paths.delete(path)
  }

  /** Paths asked for, in order. */
  get paths(): string[] {
    return this.requests.map(({ path }) => path)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#http.closeAllConnections()
    await new Promise((resolve) => this.#http.close(resolve))
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const path = request.url ?? '/'
    const host = request.headers.host ?? ''
    this.requests.push({ host, path, headers: request.headers })
    const open = (this.#open.get(host) ?? 0) + 1
    this.#open.set(host, open)
    this.openMax = Math.max(this.openMax, open)
    response.on('close', () => this.#open.set(host, (this.#open.get(host) ?? 1) - 1))
    const standing = this.#paths.get(path)
    if (typeof standing === 'function') standing(request, response)
    else if (standing === undefined) response.writeHead(404).end()
    else answerStanding(standing, request, response)
  }
}

function answerStanding(
  { status = 200, headers = {}, body = '' }: Standing,
  request: IncomingMessage,
  response: ServerResponse,
) {
  const isKnown =
    (headers['etag'] !== undefined && request.headers['if-none-match'] === headers['etag']) ||
    (headers['last-modified'] !== undefined &&
      request.headers['if-modified-since'] === headers['last-modified'])
  if (isKnown) response.writeHead(304, headers).end()
  else response.writeHead(status, { 'content-type': 'text/html; charset=utf-8', ...headers }).end(body)
}

/** Accepts the request and never answers. */
export function hang(): void {}

/** Sends headers and the beginning of a body, and then nothing. */
export function drip(beginning: string, type = 'text/html'): Misbehaviour {
  return (_request, response) => {
    response.writeHead(200, { 'content-type': type })
    response.write(beginning)
  }
}

/** Sends less than it announced and drops the line. */
export function cut(beginning: string, type = 'text/html'): Misbehaviour {
  return (_request, response) => {
    response.writeHead(200, { 'content-type': type, 'content-length': String(beginning.length * 2) })
    response.write(beginning, () => response.destroy())
  }
}

export function redirect(to: string, status = 302): Standing {
  return { status, headers: { location: to } }
}

/** Allows this machine on any port, and nothing else: what no configuration can say. */
export const loopbackOnly: AddressPolicy = {
  allowsAddress: (address) => address === '127.0.0.1',
  allowsPort: () => true,
}

/** Every name stands for this machine, except those given. */
export function loopback(others: Readonly<Record<string, readonly string[]>> = {}): Resolve {
  return (hostname, _options, callback) => {
    const addresses = others[hostname] ?? ['127.0.0.1']
    const found: LookupAddress[] = addresses.map((address) => ({
      address,
      family: address.includes(':') ? 6 : 4,
    }))
    setImmediate(() => callback(null, found))
  }
}
