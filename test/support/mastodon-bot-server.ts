import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

type Json = Record<string, unknown>
type Account = { readonly id: string; readonly acct: string; readonly bot: boolean }
type Fault = {
  readonly path: string
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  /** Instead of JSON. */
  readonly body?: string
  /** Does what is asked, then drops the line without an answer. */
  readonly isCut?: boolean
}

/**
 * An instance on loopback that speaks the parts of Mastodon's API that an account needs which answers mentions: notifications with
 * `min_id`, statuses with their context, and posting with `Idempotency-Key`. Misbehaves when told to.
 */
export class MastodonBotServer implements AsyncDisposable {
  readonly #http = createServer((request, response) => void this.#answer(request, response))
  readonly token = 'a-token-for-tests'
  readonly us: Account = { id: '1', acct: 'verity', bot: true }
  readonly statuses = new Map<string, Json>()
  readonly #notifications: { readonly id: string; readonly status: string }[] = []
  readonly #keys = new Map<string, string>()
  readonly faults: Fault[] = []
  readonly requests: string[] = []
  #nextId = 110_000_000_000_000_000n

  static async start(): Promise<MastodonBotServer> {
    const server = new MastodonBotServer()
    await new Promise<void>((done) => server.#http.listen(0, '127.0.0.1', done))
    return server
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#http.address() as AddressInfo).port}`
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#http.closeAllConnections()
    await new Promise((done) => this.#http.close(done))
  }

  /** Writes a status; a mention of the account is announced as often as told. @returns its id */
  write(by: Account, content: string, more: Json & { announced?: number } = {}): string {
    const { announced = content.includes('@verity') ? 1 : 0, ...rest } = more
    const id = this.#newId()
    const status = {
      ...{ id, uri: `https://home.example/statuses/${id}`, url: `https://home.example/@x/${id}` },
      ...{ content, account: by, created_at: new Date().toISOString(), visibility: 'public', language: 'en' },
      ...{ in_reply_to_id: null, media_attachments: [], tags: [], mentions: [], spoiler_text: '', ...rest },
    }
    this.statuses.set(id, status)
    for (let time = 0; time < announced; time++) this.#notifications.push({ id: this.#newId(), status: id })
    return id
  }

  delete(id: string): void {
    this.statuses.delete(id)
  }

  /** Forgets which keys it has seen, as instances do after an hour. */
  forgetKeys(): void {
    this.#keys.clear()
  }

  /** What the account wrote below a status. */
  repliesTo(id: string): Json[] {
    const own = [...this.statuses.values()].filter(({ account }) => account === this.us)
    return own.filter((status) => status['in_reply_to_id'] === id)
  }

  #newId(): string {
    this.#nextId += 1n
    return String(this.#nextId)
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost')
    this.requests.push(`${request.method} ${pathname}`)
    const at = this.faults.findIndex(({ path }) => path === `${request.method} ${pathname}`)
    const [fault] = at < 0 ? [] : this.faults.splice(at, 1)
    const body = await read(request)
    const send = (status: number, value: unknown, headers: Readonly<Record<string, string>> = {}) =>
      response
        .writeHead(status, { 'content-type': 'application/json', ...headers })
        .end(typeof value === 'string' ? value : JSON.stringify(value))
    if (request.headers.authorization !== `Bearer ${this.token}`)
      return void send(401, { error: 'The access token is invalid' })
    if (fault?.status !== undefined) return void send(fault.status, { error: 'Refused' }, fault.headers)
    if (fault?.body !== undefined) return void send(200, fault.body)
    const answer = this.#do(request, pathname, searchParams, body)
    if (fault?.isCut === true) return void response.destroy()
    if (answer === null) send(404, { error: 'Record not found' })
    else send(200, answer)
  }

  #do(request: IncomingMessage, path: string, query: URLSearchParams, body: Json): unknown {
    if (path === '/api/v1/accounts/verify_credentials') return this.us
    if (path === '/api/v2/instance')
      return {
        domain: 'home.example',
        configuration: { statuses: { max_characters: 500, characters_reserved_per_url: 23 } },
      }
    if (path === '/api/v1/notifications') return this.#announcements(query)
    if (path === '/api/v1/accounts/1/statuses')
      return [...this.statuses.values()].filter(({ account }) => account === this.us).toReversed()
    if (path === '/api/v1/statuses' && request.method === 'POST')
      return this.#post(body, String(request.headers['idempotency-key']))
    const [, id = '', rest] = /^\/api\/v1\/statuses\/(\d+)(\/context)?$/.exec(path) ?? []
    const status = this.statuses.get(id)
    if (status === undefined) return null
    return rest === undefined ? status : { ancestors: this.#above(status), descendants: [] }
  }

  #announcements(query: URLSearchParams): Json[] {
    const limit = Number(query.get('limit') ?? 40)
    const minId = query.get('min_id')
    const open = this.#notifications.filter(({ status }) => this.statuses.has(status))
    const page =
      minId === null
        ? open.slice(-limit)
        : open.filter(({ id }) => BigInt(id) > BigInt(minId)).slice(0, limit)
    return page.toReversed().map(({ id, status }) => {
      const shown = this.statuses.get(status)
      return { id, type: 'mention', account: shown?.['account'], status: shown }
    })
  }

  #post(body: Json, key: string): Json | undefined {
    const known = this.#keys.get(key)
    if (known !== undefined) return this.statuses.get(known)
    const { status, ...rest } = body
    const id = this.write(this.us, `<p>${asHtml(String(status)).replaceAll('\n', '<br>')}</p>`, {
      ...rest,
      announced: 0,
      sent: status,
    })
    this.#keys.set(key, id)
    return this.statuses.get(id)
  }

  #above(status: Json): Json[] {
    const parent = this.statuses.get(String(status['in_reply_to_id']))
    return parent === undefined ? [] : [...this.#above(parent), parent]
  }
}

async function read(request: IncomingMessage): Promise<Json> {
  let text = ''
  for await (const part of request) text += String(part)
  return text === '' ? {} : (JSON.parse(text) as Json)
}

function asHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
}
