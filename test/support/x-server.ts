import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Json, TOO_MANY_CONNECTIONS } from './x-messages.ts'

export const TOKEN = 'AAAAtestTOKEN%3Dsecret'

/** One accepted stream. */
export type XSubscription = {
  readonly query: URLSearchParams
  /** Sends one message with its line break. */
  send(message: Json): void
  /** Sends text or bytes as they are. */
  sendRaw(text: string | Uint8Array): void
  /** A sign of life, as X sends it every 20 seconds. */
  beat(): void
  /** Ends the answer in order. */
  end(): void
  /** Drops the line. */
  cut(): void
  /** Bytes that were sent and that nobody took yet. */
  readonly waiting: number
  readonly gone: Promise<void>
}

type Rule = { readonly id: string; readonly value: string; readonly tag?: string }
type Request = {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly body: unknown
}
type Refusal = {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: unknown
}

const PROBLEMS = 'https://api.x.com/2/problems'
const RULES = '/2/tweets/search/stream/rules'

/** A server on loopback that speaks the parts of X's API v2 that Verity uses, and misbehaves when told to. */
export class XServer implements AsyncDisposable {
  readonly #http = createServer((request, response) => {
    void this.#answer(request, response)
  })
  readonly #refusals = new Map<string, Refusal[]>()
  readonly #arrived: XSubscription[] = []
  readonly #awaited: ((subscription: XSubscription) => void)[] = []
  readonly #open = new Map<ServerResponse, XSubscription>()
  #nextId = 1
  /** Every request in order. */
  readonly requests: Request[] = []
  rules: Rule[] = []
  readonly invalidRules = new Set<string>()
  rulesMax = 1_000
  connectionsMax = 1
  /** Posts that search and lookup know, in any order. */
  posts: Json[] = []
  /** Posts that lookup does not give, by id, with the last part of the problem's type. */
  readonly gone = new Map<string, string>()
  includes: Json = {}
  pageMax = 100
  complianceResults = ''
  complianceStatuses: string[] = ['complete']
  /** What was uploaded for compliance. */
  uploaded = ''

  static async start(): Promise<XServer> {
    const server = new XServer()
    const { promise, resolve } = Promise.withResolvers<void>()
    server.#http.listen(0, '127.0.0.1', resolve)
    await promise
    return server
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#http.address() as AddressInfo).port}`
  }

  /** The streams that are open now, oldest first. */
  get streams(): readonly XSubscription[] {
    return [...this.#open.values()]
  }

  get openStreams(): number {
    return this.#open.size
  }

  /** Requests to one path. */
  requestsTo(path: string): readonly Request[] {
    return this.requests.filter((request) => request.path === path)
  }

  /** Answers the next request to a path with a refusal instead. */
  refuseNext(
    path: string,
    status: number,
    more: { headers?: Readonly<Record<string, string>>; body?: unknown } = {},
  ): void {
    const waiting = this.#refusals.get(path) ?? []
    waiting.push({ status, headers: more.headers ?? {}, body: more.body ?? {} })
    this.#refusals.set(path, waiting)
  }

  /** The next stream that was accepted and not handed out yet. */
  nextStream(): Promise<XSubscription> {
    const arrived = this.#arrived.shift()
    if (arrived !== undefined) return Promise.resolve(arrived)
    const { promise, resolve } = Promise.withResolvers<XSubscription>()
    this.#awaited.push(resolve)
    return promise
  }

  /** A sign of life on every open stream. */
  beatAll(): void {
    for (const stream of this.streams) stream.beat()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#http.close(() => resolve())
    this.#http.closeAllConnections()
    await promise
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    response.on('error', () => undefined)
    const url = new URL(request.url ?? '', this.url)
    const text = await readText(request)
    const body: unknown = request.headers['content-type'] === 'application/json' ? JSON.parse(text) : text
    const seen = { method: request.method ?? '', path: url.pathname, query: url.searchParams, body }
    this.requests.push(seen)
    const refusal = this.#refusals.get(url.pathname)?.shift()
    if (refusal !== undefined) return reply(response, refusal.status, refusal.body, refusal.headers)
    if (request.headers.authorization !== `Bearer ${TOKEN}`) {
      return reply(response, 401, {
        title: 'Unauthorized',
        type: 'about:blank',
        status: 401,
        detail: 'Unauthorized',
      })
    }
    this.#route(seen, response)
  }

  #route(request: Request, response: ServerResponse): unknown {
    const { method, path } = request
    if (path === '/2/tweets/search/stream') return this.#stream(request, response)
    if (path === RULES)
      return method === 'GET' ? this.#listRules(response) : this.#changeRules(request, response)
    if (path === '/2/tweets/search/recent') return this.#search(request, response)
    if (path === '/2/tweets/counts/recent') return this.#count(response)
    if (path === '/2/tweets') return this.#lookUp(request, response)
    if (path.startsWith('/2/compliance/jobs')) return this.#comply(request, response)
    return reply(response, 404, { title: 'Not Found', type: 'about:blank' })
  }

  #stream({ query }: Request, response: ServerResponse): void {
    if (this.rules.length === 0) {
      const detail = 'You must define rules before connecting to filtered stream.'
      reply(response, 409, {
        title: 'ConnectionException',
        detail,
        connection_issue: 'RuleConfigurationIssue',
        type: `${PROBLEMS}/streaming-connection`,
      })
      return
    }
    if (this.#open.size >= this.connectionsMax) {
      reply(response, 429, TOO_MANY_CONNECTIONS)
      return
    }
    const gone = Promise.withResolvers<void>()
    response.on('close', () => {
      this.#open.delete(response)
      gone.resolve()
    })
    response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' })
    response.flushHeaders()
    const subscription: XSubscription = {
      query,
      gone: gone.promise,
      send: (message) => response.write(`${JSON.stringify(message)}\r\n`),
      sendRaw: (raw) => response.write(raw),
      beat: () => response.write('\r\n'),
      end: () => response.end(),
      cut: () => response.destroy(),
      get waiting() {
        return response.writableLength
      },
    }
    this.#open.set(response, subscription)
    const awaited = this.#awaited.shift()
    if (awaited === undefined) this.#arrived.push(subscription)
    else awaited(subscription)
  }

  #listRules(response: ServerResponse): void {
    reply(response, 200, {
      ...(this.rules.length > 0 ? { data: this.rules } : {}),
      meta: { sent: '2026-11-21T12:00:00.000Z', result_count: this.rules.length },
    })
  }

  #changeRules({ body, query }: Request, response: ServerResponse): void {
    const change = body as { add?: Omit<Rule, 'id'>[]; delete?: { ids: string[] } }
    if (change.delete !== undefined) {
      const ids = new Set(change.delete.ids)
      this.rules = this.rules.filter(({ id }) => !ids.has(id))
      reply(response, 200, { meta: { summary: { deleted: ids.size, not_deleted: 0 } } })
      return
    }
    const errors: Json[] = []
    const created: Rule[] = []
    for (const rule of change.add ?? []) {
      const there = this.rules.find(({ value }) => value === rule.value)
      if (there !== undefined) {
        errors.push({
          value: rule.value,
          id: there.id,
          title: 'DuplicateRule',
          type: `${PROBLEMS}/duplicate-rules`,
        })
      } else if (this.invalidRules.has(rule.value)) {
        const details = ['Reference to invalid operator (at position 1)']
        errors.push({
          value: rule.value,
          details,
          title: 'UnprocessableEntity',
          type: `${PROBLEMS}/invalid-rules`,
        })
      } else created.push({ id: String(this.#nextId + created.length), ...rule })
    }
    if (errors.some(({ type }) => type === `${PROBLEMS}/invalid-rules`)) created.length = 0
    if (query.get('dry_run') !== 'true') {
      if (this.rules.length + created.length > this.rulesMax) {
        const detail = `Rules must be ${this.rulesMax} or fewer.`
        reply(response, 422, { title: 'RulesCapExceeded', detail, type: `${PROBLEMS}/rule-cap` })
        return
      }
      this.#nextId += created.length
      this.rules.push(...created)
    }
    const summary = {
      created: created.length,
      not_created: errors.length,
      valid: created.length,
      invalid: errors.length,
    }
    reply(response, 201, {
      ...(created.length > 0 ? { data: created } : {}),
      meta: { sent: '2026-11-21T12:00:00.000Z', summary },
      ...(errors.length > 0 ? { errors } : {}),
    })
  }

  #search({ query }: Request, response: ServerResponse): void {
    const since = BigInt(query.get('since_id') ?? 0)
    const until = BigInt(query.get('until_id') ?? 10n ** 19n)
    const start = Number((query.get('next_token') ?? 'page-0').slice(5))
    const found = this.posts
      .filter(({ id }) => BigInt(String(id)) > since && BigInt(String(id)) < until)
      .sort((one, other) => (BigInt(String(one['id'])) > BigInt(String(other['id'])) ? -1 : 1))
    const data = found.slice(start, start + this.pageMax)
    const next = start + this.pageMax < found.length ? { next_token: `page-${start + this.pageMax}` } : {}
    const ends = data.length > 0 ? { newest_id: data[0]?.['id'], oldest_id: data.at(-1)?.['id'] } : {}
    reply(response, 200, {
      ...(data.length > 0 ? { data, includes: this.includes } : {}),
      meta: { ...ends, ...next, result_count: data.length },
    })
  }

  #count(response: ServerResponse): void {
    reply(response, 200, {
      data: [
        { start: '2026-11-21T10:00:00.000Z', end: '2026-11-21T11:00:00.000Z', tweet_count: 12 },
        { start: '2026-11-21T11:00:00.000Z', end: '2026-11-21T12:00:00.000Z', tweet_count: 30 },
      ],
      meta: { total_tweet_count: 42 },
    })
  }

  #lookUp({ query }: Request, response: ServerResponse): void {
    const ids = (query.get('ids') ?? '').split(',')
    const data = this.posts.filter(({ id }) => ids.includes(String(id)) && !this.gone.has(String(id)))
    const errors = ids
      .filter((id) => this.gone.has(id))
      .map((id) => ({
        value: id,
        resource_id: id,
        parameter: 'ids',
        resource_type: 'tweet',
        section: 'data',
        title: 'Not Found Error',
        detail: `Could not find tweet with ids: [${id}].`,
        type: `${PROBLEMS}/${this.gone.get(id)}`,
      }))
    reply(response, 200, {
      ...(data.length > 0 ? { data, includes: this.includes } : {}),
      ...(errors.length > 0 ? { errors } : {}),
    })
  }

  #comply({ method, path, body }: Request, response: ServerResponse): void {
    const urls = {
      upload_url: `${this.url}/2/compliance/jobs/77/upload?t=1`,
      download_url: `${this.url}/2/compliance/jobs/77/results?t=2`,
    }
    if (path.endsWith('/upload')) {
      this.uploaded = String(body)
      reply(response, 200, {})
      return
    }
    if (path.endsWith('/results')) {
      response.writeHead(200, { 'content-type': 'application/x-ndjson' }).end(this.complianceResults)
      return
    }
    const status = method === 'POST' ? 'created' : (this.complianceStatuses.shift() ?? 'complete')
    reply(response, 200, { data: { id: '77', type: 'tweets', status, ...urls } })
  }
}

function reply(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  const type = status >= 400 ? 'application/problem+json' : 'application/json'
  response.writeHead(status, { 'content-type': type, ...headers })
  response.end(typeof body === 'string' ? body : JSON.stringify(body))
}

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}
