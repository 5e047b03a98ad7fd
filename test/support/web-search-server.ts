import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { ProviderConfig } from '../../src/search/web/open-providers.ts'

/** A page as a test wants it found. */
export type Listed = {
  readonly url: string
  readonly title?: string
  readonly snippet?: string
  /** ISO 8601. */
  readonly published?: string
}

export type SeenSearch = {
  readonly method: string
  readonly url: URL
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

type Reply = (request: IncomingMessage, response: ServerResponse) => void

/** A web search service on loopback; it answers what the test sets, and remembers what it was asked. */
export class WebSearchServer implements AsyncDisposable {
  readonly #http = createServer((request, response) => void this.#answer(request, response))
  readonly searches: SeenSearch[] = []
  #reply: Reply = (_request, response) => response.writeHead(404).end()

  static async start(): Promise<WebSearchServer> {
    const server = new WebSearchServer()
    await new Promise<void>((resolve) => server.#http.listen(0, '127.0.0.1', resolve))
    return server
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#http.address() as AddressInfo).port}`
  }

  reply(status: number, body: unknown, headers: Record<string, string> = {}): void {
    const text = typeof body === 'string' ? body : JSON.stringify(body)
    this.replyWith((_request, response) =>
      response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(text),
    )
  }

  replyWith(reply: Reply): void {
    this.#reply = reply
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#http.closeAllConnections()
    await new Promise((resolve) => this.#http.close(resolve))
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = ''
    for await (const chunk of request) body += String(chunk)
    const { method = '', headers } = request
    this.searches.push({ method, url: new URL(request.url ?? '/', this.url), headers, body })
    this.#reply(request, response)
  }
}

export const SECRET = 'secret-key-0123456789'

/** One provider's protocol: what it sends, and how it says no. */
export type Protocol = {
  readonly config: (url: string) => ProviderConfig
  readonly found: (pages: readonly Listed[]) => unknown
  /** Status and body of an answer to a wrong key. */
  readonly wrongKey: readonly [status: number, body: unknown]
  readonly usedUp: readonly [status: number, body: unknown]
  /** Whether its results carry dates. */
  readonly hasDates: boolean
}

/**
 * Payloads as the services document them, cut to what surrounds the fields that are read. Looked up on 2026-11-22:
 * docs.searxng.org/dev/search_api and results of an instance; api-dashboard.search.brave.com (web search, rate limits) and
 * error bodies in public issues; docs.tavily.com (search) and help.tavily.com (errors); developers.google.com/custom-search
 * (cse.list, standard errors); docs.x.ai (web search, citations) and the answer recorded by Vercel's AI SDK for its tests.
 */
export const PROTOCOLS: Readonly<Record<ProviderConfig['kind'], Protocol>> = {
  searxng: {
    config: (url) => ({ kind: 'searxng', options: { url } }),
    found: (pages) => ({
      query: 'q',
      number_of_results: 0,
      results: pages.map(({ url, title, snippet, published }) => ({
        ...{
          url,
          title,
          content: snippet,
          publishedDate: published?.replace('Z', '') ?? null,
          thumbnail: null,
        },
        ...{ engine: 'duckduckgo', template: 'default.html', parsed_url: ['https', 'a', '/', '', '', ''] },
        ...{ engines: ['duckduckgo'], positions: [1], score: 1.0, category: 'general' },
      })),
      ...{ answers: [], corrections: [], infoboxes: [], suggestions: [], unresponsive_engines: [] },
    }),
    wrongKey: [403, '<!doctype html><title>403 Forbidden</title>'],
    usedUp: [429, 'Too Many Requests'],
    hasDates: true,
  },
  brave: {
    config: (url) => ({ kind: 'brave', options: { url, key: SECRET } }),
    found: (pages) => ({
      type: 'search',
      query: { original: 'q', is_navigational: false, country: 'us', bad_results: false },
      mixed: { type: 'mixed', main: [{ type: 'web', index: 0, all: false }], top: [], side: [] },
      web: {
        type: 'search',
        results: pages.map(({ url, title, snippet, published }) => ({
          ...{
            title,
            url,
            description: snippet,
            is_source_local: false,
            language: 'en',
            family_friendly: true,
          },
          ...{
            page_age: published?.replace('Z', ''),
            age: 'November 20, 2026',
            type: 'search_result',
            subtype: 'generic',
          },
          meta_url: { scheme: 'https', netloc: 'a', hostname: 'a', favicon: '', path: '' },
        })),
      },
    }),
    wrongKey: [
      422,
      {
        type: 'ErrorResponse',
        error: { id: 'x', status: 422, code: 'SUBSCRIPTION_TOKEN_INVALID', detail: 'invalid', meta: {} },
        time: 1_754_364_294,
      },
    ],
    usedUp: [
      429,
      {
        type: 'ErrorResponse',
        error: { id: 'x', status: 429, code: 'RATE_LIMITED', detail: '', meta: {} },
        time: 1,
      },
    ],
    hasDates: true,
  },
  tavily: {
    config: (url) => ({ kind: 'tavily', options: { url, key: SECRET } }),
    found: (pages) => ({
      ...{ query: 'q', follow_up_questions: null, answer: null, images: [] },
      results: pages.map(({ url, title, snippet, published }) => ({
        ...{ url, title, content: snippet, score: 0.8, raw_content: null, published_date: published },
      })),
      ...{ response_time: 1.2, request_id: '123e4567' },
    }),
    wrongKey: [401, { detail: { error: 'Unauthorized: missing or invalid API key.' } }],
    usedUp: [432, { detail: { error: "This request exceeds your plan's set usage limit." } }],
    hasDates: true,
  },
  google: {
    config: (url) => ({ kind: 'google', options: { url, key: SECRET, engine: 'engine-1' } }),
    found: (pages) => ({
      kind: 'customsearch#search',
      url: {
        type: 'application/json',
        template: 'https://www.googleapis.com/customsearch/v1?q={searchTerms}',
      },
      queries: { request: [{ title: 'q', totalResults: '2', searchTerms: 'q', count: 10, startIndex: 1 }] },
      searchInformation: { searchTime: 0.2, totalResults: String(pages.length) },
      ...(pages.length > 0 && {
        items: pages.map(({ url, title, snippet, published }) => ({
          ...{
            kind: 'customsearch#result',
            title,
            htmlTitle: `<b>${title}</b>`,
            link: url,
            displayLink: 'a',
          },
          ...{ snippet, htmlSnippet: snippet, formattedUrl: url },
          pagemap: { metatags: [{ 'article:published_time': published, 'og:type': 'article' }] },
        })),
      }),
    }),
    wrongKey: [
      400,
      {
        error: {
          ...{
            code: 400,
            message: 'API key not valid. Please pass a valid API key.',
            status: 'INVALID_ARGUMENT',
          },
          errors: [{ message: 'API key not valid.', domain: 'global', reason: 'badRequest' }],
          details: [{ '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason: 'API_KEY_INVALID' }],
        },
      },
    ],
    usedUp: [
      403,
      {
        error: {
          ...{ code: 403, message: 'Daily Limit Exceeded' },
          errors: [{ domain: 'usageLimits', reason: 'dailyLimitExceeded', message: 'Daily Limit Exceeded' }],
        },
      },
    ],
    hasDates: true,
  },
  xai: {
    config: (url) => ({ kind: 'xai', options: { url, key: SECRET, model: 'grok-4.3' } }),
    found: (pages) => ({
      ...{
        created_at: 1_762_189_566,
        id: '25de2f84',
        model: 'grok-4.3',
        object: 'response',
        status: 'completed',
      },
      output: [
        {
          arguments: '{"query":"q"}',
          call_id: '',
          name: 'web_search',
          type: 'web_search_call',
          status: 'completed',
        },
        {
          content: [
            {
              ...{ type: 'output_text', text: 'Pages: [[1]](https://elsewhere.example/)', logprobs: [] },
              annotations: pages.map(({ url, title }) => ({
                type: 'url_citation',
                url,
                title: title ?? '1',
              })),
            },
          ],
          ...{ id: 'msg_1', role: 'assistant', type: 'message', status: 'completed' },
        },
      ],
      citations: pages.map(({ url }) => url),
      usage: { input_tokens: 1_941, output_tokens: 583, total_tokens: 2_524, num_server_side_tools_used: 1 },
    }),
    wrongKey: [
      400,
      { code: 'Client specified an invalid argument', error: 'Incorrect API key provided: se***89.' },
    ],
    usedUp: [429, { code: 'Some resource has been exhausted', error: 'Too many requests.' }],
    hasDates: false,
  },
}
