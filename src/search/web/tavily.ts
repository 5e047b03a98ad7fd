import { asArray, asObject } from '../../lib/unknown-json.ts'
import { callProvider, type ProviderDependencies } from './call-provider.ts'
import { isoDay, readResults } from './read-results.ts'
import { failedSearch, type WebQuery, type WebSearchProvider } from './web-search.ts'

export type TavilyConfig = { readonly key: string; readonly url: string }

export const TAVILY_URL = 'https://api.tavily.com'
const TIMEOUT_MS = 15_000
const QUERY_LENGTH_MAX = 400

/** Tavily, one credit a search. @see https://docs.tavily.com/documentation/api-reference/endpoint/search */
export function tavily({ key, url }: TavilyConfig, deps: ProviderDependencies): WebSearchProvider {
  return {
    name: 'tavily',
    host: new URL(url).host,
    search: async (query, signal) => {
      const call = {
        url: new URL(`${url.replace(/\/+$/, '')}/search`),
        headers: { authorization: `Bearer ${key}` },
        body: bodyOf(query),
        timeoutMs: TIMEOUT_MS,
      }
      const answer = await callProvider(call, deps, signal, (status) =>
        // 432: the plan is used up; 433: the limit of paying as one goes.
        status === 432 || status === 433
          ? failedSearch('over_limit', `has no searches left in its plan (${status})`)
          : null,
      )
      if (answer.kind === 'failed') return answer
      if (!Array.isArray(answer.body['results'])) return failedSearch('bad_answer', 'sent no results')
      const written = asArray(answer.body['results']).map((item) => {
        const { url, title, content, published_date } = asObject(item) ?? {}
        return { url, title, snippet: content, published: published_date }
      })
      return { kind: 'found', results: readResults(written, query.limit) }
    },
  }
}

function bodyOf({ query, from, to, limit }: WebQuery) {
  return {
    query: query.slice(0, QUERY_LENGTH_MAX).toWellFormed(),
    search_depth: 'basic',
    max_results: Math.min(20, limit),
    ...(from !== null && { start_date: isoDay(from) }),
    ...(to !== null && { end_date: isoDay(to) }),
  }
}
