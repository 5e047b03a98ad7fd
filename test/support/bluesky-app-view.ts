import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

type Json = Record<string, unknown>
type Stored = { readonly uri: string; readonly cid: string; readonly value: Json }

const POSTS = 'app.bsky.feed.post'

/**
 * Stands in for Bluesky's application view, which cannot run without PostgreSQL: who is mentioned and how a conversation looks, read
 * from the records of a real personal data server at every request. The data server passes requests on to it and signs them, as it
 * does with the real one. Nothing is written here.
 */
export class BlueskyAppView implements AsyncDisposable {
  readonly #http = createServer((request, response) => void this.#answer(request, response))
  readonly #authors = new Map<string, Promise<Json>>()
  /** Origin of the data server. */
  home = ''
  /** Answers of this method fail with this status, once each. */
  readonly failures: { readonly method: string; readonly status: number }[] = []

  static async start(): Promise<BlueskyAppView> {
    const view = new BlueskyAppView()
    await new Promise<void>((done) => view.#http.listen(0, '127.0.0.1', done))
    return view
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#http.address() as AddressInfo).port}`
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#http.closeAllConnections()
    await new Promise((done) => this.#http.close(done))
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost')
    const method = pathname.replace('/xrpc/', '')
    const at = this.failures.findIndex((failure) => failure.method === method)
    const [failure] = at < 0 ? [] : this.failures.splice(at, 1)
    const send = (status: number, body: Json) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    try {
      if (failure !== undefined) send(failure.status, { error: 'Refused' })
      else if (method === 'app.bsky.notification.listNotifications')
        send(200, await this.#notifications(askedBy(request), searchParams))
      else if (method === 'app.bsky.feed.getPostThread') {
        const node = await this.#node(searchParams.get('uri') ?? '', Number(searchParams.get('parentHeight')))
        if (node === null) send(400, { error: 'NotFound', message: 'Post not found' })
        else send(200, { thread: node })
      } else send(501, { error: 'MethodNotImplemented' })
    } catch (thrown) {
      send(500, { error: 'InternalServerError', message: String(thrown) })
    }
  }

  async #notifications(did: string, query: URLSearchParams): Promise<Json> {
    const { repos } = (await this.#get('com.atproto.sync.listRepos', {})) as { repos: { did: string }[] }
    const found: { at: string; announced: Json }[] = []
    for (const { did: repo } of repos) {
      if (repo === did) continue
      const listed = await this.#get('com.atproto.repo.listRecords', {
        repo,
        collection: POSTS,
        limit: '100',
      })
      for (const stored of (listed?.['records'] ?? []) as Stored[]) {
        const reason = reasonFor(did, stored.value)
        if (reason === null) continue
        const author = await this.#author(repo)
        const at = String(stored.value['createdAt'])
        const { uri, cid, value: record } = stored
        found.push({ at, announced: { uri, cid, author, reason, record, isRead: false, indexedAt: at } })
      }
    }
    found.sort((a, b) => (a.at < b.at ? 1 : -1))
    const start = Number(query.get('cursor') ?? 0)
    const page = found.slice(start, start + Number(query.get('limit') ?? 50))
    const more = start + page.length < found.length
    return {
      notifications: page.map(({ announced }) => announced),
      ...(more && { cursor: String(start + page.length) }),
    }
  }

  async #node(uri: string, height: number): Promise<Json | null> {
    const stored = await this.#record(uri)
    if (stored === null) return null
    const parent = (stored.value['reply'] as { parent?: { uri: string } } | undefined)?.parent?.uri
    const above =
      parent === undefined || height <= 0
        ? null
        : ((await this.#node(parent, height - 1)) ?? {
            $type: 'app.bsky.feed.defs#notFoundPost',
            ...{ uri: parent, notFound: true },
          })
    return {
      $type: 'app.bsky.feed.defs#threadViewPost',
      post: await this.#view(stored),
      ...(above !== null && { parent: above }),
      replies: [],
    }
  }

  async #view({ uri, cid, value }: Stored): Promise<Json> {
    const author = await this.#author(uri.split('/')[2] ?? '')
    const quoted = (value['embed'] as { record?: { uri?: string } } | undefined)?.record?.uri
    const shown = quoted === undefined ? null : await this.#record(quoted)
    const embed =
      shown === null
        ? null
        : {
            $type: 'app.bsky.embed.record#view',
            record: { ...shown, author: await this.#author(shown.uri.split('/')[2] ?? '') },
          }
    return {
      uri,
      cid,
      author,
      record: value,
      indexedAt: value['createdAt'],
      ...(embed !== null && { embed }),
    }
  }

  /** Asked for again and again: kept once seen. */
  #author(did: string): Promise<Json> {
    const known = this.#authors.get(did) ?? this.#readAuthor(did)
    this.#authors.set(did, known)
    return known
  }

  async #readAuthor(did: string): Promise<Json> {
    const described = await this.#get('com.atproto.repo.describeRepo', { repo: did })
    const profile = await this.#record(`at://${did}/app.bsky.actor.profile/self`)
    const own = (profile?.value['labels'] as { values?: { val: string }[] } | undefined)?.values ?? []
    return { did, handle: described?.['handle'], labels: own.map(({ val }) => ({ src: did, val })) }
  }

  async #record(uri: string): Promise<Stored | null> {
    const [, , repo = '', collection = '', rkey = ''] = uri.split('/')
    return (await this.#get('com.atproto.repo.getRecord', { repo, collection, rkey })) as Stored | null
  }

  async #get(method: string, parameters: Record<string, string>): Promise<Json | null> {
    const response = await fetch(`${this.home}/xrpc/${method}?${new URLSearchParams(parameters)}`)
    return response.ok ? ((await response.json()) as Json) : null
  }
}

/** The data server signs for the account that asks. */
function askedBy({ headers }: IncomingMessage): string {
  const [, payload = ''] = (headers.authorization ?? '').replace('Bearer ', '').split('.')
  return String((JSON.parse(Buffer.from(payload, 'base64url').toString()) as Json)['iss'])
}

function reasonFor(did: string, record: Json): 'mention' | 'reply' | null {
  const facets = (record['facets'] ?? []) as { features: { did?: string }[] }[]
  if (facets.some(({ features }) => features.some((feature) => feature.did === did))) return 'mention'
  const parent = (record['reply'] as { parent?: { uri: string } } | undefined)?.parent?.uri
  return parent?.startsWith(`at://${did}/`) === true ? 'reply' : null
}
