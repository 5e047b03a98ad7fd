import { asArray, asObject, asString, type JsonObject } from '../../lib/unknown-json.ts'
import { callProvider, type ProviderDependencies } from './call-provider.ts'
import { isoDay, readResults } from './read-results.ts'
import { type FailedSearch, failedSearch, type WebQuery, type WebSearchProvider } from './web-search.ts'

export type GoogleConfig = {
  readonly key: string
  /** Id of the Programmable Search Engine (`cx`). */
  readonly engine: string
  readonly url: string
}

export const GOOGLE_URL = 'https://customsearch.googleapis.com/customsearch/v1'
const TIMEOUT_MS = 10_000
/** It takes 2,048 characters of URL in all. */
const QUERY_LENGTH_MAX = 400
const RESULTS_MAX = 10

/**
 * Google Programmable Search. Closed to new customers; those who have it may use it until 1 January 2027.
 * @see https://developers.google.com/custom-search/v1/reference/rest/v1/cse/list
 */
export function google(config: GoogleConfig, deps: ProviderDependencies): WebSearchProvider {
  return {
    name: 'google',
    host: new URL(config.url).host,
    search: async (query, signal) => {
      const call = { url: searchUrl(config, query, deps.timing.now()), headers: {}, timeoutMs: TIMEOUT_MS }
      const answer = await callProvider(call, deps, signal, readRefusal)
      if (answer.kind === 'failed') return answer
      // A search that finds nothing has no `items` at all.
      if (asString(answer.body['kind']) !== 'customsearch#search')
        return failedSearch('bad_answer', 'sent no search results')
      const written = asArray(answer.body['items']).map((item) => {
        const { link, title, snippet, pagemap } = asObject(item) ?? {}
        return { url: link, title, snippet, published: publishedOf(pagemap) }
      })
      return { kind: 'found', results: readResults(written, query.limit) }
    },
  }
}

function searchUrl({ key, engine, url: base }: GoogleConfig, query: WebQuery, now: number): URL {
  const { lang, from, to, limit } = query
  const url = new URL(base)
  const day = (at: number) => isoDay(at).replaceAll('-', '')
  const params = {
    key,
    cx: engine,
    q: query.query.slice(0, QUERY_LENGTH_MAX).toWellFormed(),
    num: String(Math.min(RESULTS_MAX, limit)),
    ...((lang === 'en' || lang === 'fr') && { lr: `lang_${lang}` }),
    ...(from !== null && { sort: `date:r:${day(from)}:${day(to ?? now)}` }),
  }
  for (const [name, value] of Object.entries(params)) url.searchParams.set(name, value)
  return url
}

/** What the page itself says, as Google read it. */
function publishedOf(pagemap: unknown): string | null {
  const [tags] = asArray(asObject(pagemap)?.['metatags'])
  return asString(asObject(tags)?.['article:published_time'])
}

/** A wrong key is a bad request to Google, and a used-up quota may be forbidden. */
function readRefusal(status: number, body: JsonObject | null): FailedSearch | null {
  const error = asObject(body?.['error'])
  const reasons = [...asArray(error?.['errors']), ...asArray(error?.['details'])]
    .map((item) => asString(asObject(item)?.['reason']))
    .filter((reason) => reason !== null)
  if (reasons.some((reason) => /API_KEY_INVALID|keyInvalid|keyExpired/.test(reason)))
    return failedSearch('refused_key', `refused the key (${status})`)
  if (reasons.some((reason) => /limitexceeded|quotaexceeded|RATE_LIMIT_EXCEEDED/i.test(reason)))
    return failedSearch('over_limit', `has no searches left today (${status})`)
  return null
}
