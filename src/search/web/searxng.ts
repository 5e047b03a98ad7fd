import { asArray, asObject, asString, type JsonObject } from '../../lib/unknown-json.ts'
import { callProvider, type ProviderDependencies } from './call-provider.ts'
import { readResults } from './read-results.ts'
import { failedSearch, type WebQuery, type WebSearchProvider } from './web-search.ts'

export type SearxngConfig = {
  /** Where the instance is, e.g. `http://127.0.0.1:8080`; a name and password in it are sent as basic authentication. */
  readonly url: string
}

const TIMEOUT_MS = 10_000
const DAY_MS = 86_400_000

/** An own SearXNG. Its settings must allow the format `json`. @see https://docs.searxng.org/dev/search_api.html */
export function searxng(config: SearxngConfig, deps: ProviderDependencies): WebSearchProvider {
  const base = new URL(config.url)
  const headers = authorization(base)
  return {
    name: 'searxng',
    host: base.host,
    search: async (query, signal) => {
      const url = searchUrl(base, query, deps.timing.now())
      const answer = await callProvider({ url, headers, timeoutMs: TIMEOUT_MS }, deps, signal, (status) =>
        status === 403
          ? failedSearch(
              'refused_key',
              'does not answer programs: allow the format json in its settings (403)',
            )
          : null,
      )
      if (answer.kind === 'failed') return answer
      const results = readResults(
        asArray(answer.body['results']).map((item) => {
          const { url, title, content, publishedDate } = asObject(item) ?? {}
          return { url, title, snippet: content, published: publishedDate }
        }),
        query.limit,
      )
      return (results.length === 0 ? silence(answer.body) : null) ?? { kind: 'found', results }
    },
  }
}

function authorization(base: URL): Record<string, string> {
  const { username, password } = base
  base.username = ''
  base.password = ''
  if (username === '') return {}
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`
  return { authorization: `Basic ${Buffer.from(pair).toString('base64')}` }
}

function searchUrl(base: URL, { query, lang, from }: WebQuery, now: number): URL {
  const url = new URL(base)
  url.pathname = `${url.pathname.replace(/\/+$/, '')}/search`
  const range = from === null ? null : timeRange(now - from)
  const params = {
    q: query,
    format: 'json',
    ...(lang && { language: lang }),
    ...(range && { time_range: range }),
  }
  for (const [name, value] of Object.entries(params)) url.searchParams.set(name, value)
  return url
}

/** It knows only how long ago, and not every engine behind it does. */
function timeRange(ageMs: number): string | null {
  if (ageMs <= DAY_MS) return 'day'
  if (ageMs <= 30 * DAY_MS) return 'month'
  return ageMs <= 365 * DAY_MS ? 'year' : null
}

/** Nothing found because no engine answered is no answer. */
function silence(body: JsonObject) {
  const engines = asArray(body['unresponsive_engines']).flatMap((pair) => asString(asArray(pair)[0]) ?? [])
  if (engines.length === 0 && Array.isArray(body['results'])) return null
  if (engines.length === 0) return failedSearch('bad_answer', 'sent an answer without results')
  return failedSearch('unavailable', `had no answer from ${engines.slice(0, 5).join(', ').slice(0, 200)}`)
}
