import { asArray, asObject, asString, type JsonObject } from '../../lib/unknown-json.ts'
import { callProvider, type ProviderDependencies } from './call-provider.ts'
import { isoDay, readResults } from './read-results.ts'
import { type FailedSearch, failedSearch, type WebQuery, type WebSearchProvider } from './web-search.ts'

export type BraveConfig = { readonly key: string; readonly url: string }

export const BRAVE_URL = 'https://api.search.brave.com/res/v1'
const TIMEOUT_MS = 10_000
/** The longest query it takes. */
const QUERY_LENGTH_MAX = 400
const QUERY_WORDS_MAX = 50

/** Brave Search. @see https://api-dashboard.search.brave.com/app/documentation/web-search/get-started */
export function brave({ key, url }: BraveConfig, deps: ProviderDependencies): WebSearchProvider {
  return {
    name: 'brave',
    host: new URL(url).host,
    search: async (query, signal) => {
      const call = {
        url: searchUrl(url, query, deps.timing.now()),
        headers: { 'x-subscription-token': key },
        timeoutMs: TIMEOUT_MS,
      }
      const answer = await callProvider(call, deps, signal, readRefusal)
      if (answer.kind === 'failed') return answer
      if (asString(answer.body['type']) !== 'search')
        return failedSearch('bad_answer', 'sent no search results')
      const written = asArray(asObject(answer.body['web'])?.['results']).map((item) => {
        const { url, title, description, page_age } = asObject(item) ?? {}
        return { url, title, snippet: description, published: page_age }
      })
      return { kind: 'found', results: readResults(written, query.limit) }
    },
  }
}

function searchUrl(base: string, { query, lang, from, to, limit }: WebQuery, now: number): URL {
  const url = new URL(`${base.replace(/\/+$/, '')}/web/search`)
  const words = query.split(/\s+/).slice(0, QUERY_WORDS_MAX).join(' ').slice(0, QUERY_LENGTH_MAX)
  url.searchParams.set('q', words.toWellFormed())
  url.searchParams.set('count', String(Math.min(20, limit)))
  url.searchParams.set('text_decorations', 'false')
  if (lang === 'en' || lang === 'fr') url.searchParams.set('search_lang', lang)
  if (from !== null) url.searchParams.set('freshness', `${isoDay(from)}to${isoDay(to ?? now)}`)
  return url
}

/** A wrong key is told with 422, like any request that does not validate. */
function readRefusal(status: number, body: JsonObject | null, headers: Headers): FailedSearch | null {
  const code = asString(asObject(body?.['error'])?.['code'])
  if (code === 'SUBSCRIPTION_TOKEN_INVALID') return failedSearch('refused_key', `refused the key (${status})`)
  if (status !== 429) return null
  return failedSearch('over_limit', 'was asked too often (429)', resetOf(headers))
}

/** Limits of a second and of a month stand beside each other: how long until none of them is used up. */
function resetOf(headers: Headers): number | null {
  const numbers = (name: string) => (headers.get(name) ?? '').split(',').map(Number)
  const remaining = numbers('x-ratelimit-remaining')
  const resets = numbers('x-ratelimit-reset').filter((seconds) => Number.isFinite(seconds) && seconds > 0)
  if (resets.length === 0) return null
  const used = resets.filter((_, index) => remaining[index] === 0)
  return 1_000 * (used.length > 0 ? Math.max(...used) : Math.min(...resets))
}
