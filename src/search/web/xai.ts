import { asArray, asObject, asString, type JsonObject } from '../../lib/unknown-json.ts'
import { callProvider, type ProviderDependencies } from './call-provider.ts'
import { isoDay, readResults, type WrittenResult } from './read-results.ts'
import { failedSearch, type WebQuery, type WebSearchProvider } from './web-search.ts'

export type XaiSearchConfig = { readonly key: string; readonly url: string; readonly model: string }

export const XAI_URL = 'https://api.x.ai/v1'
export const XAI_SEARCH_MODEL = 'grok-4.3'
/** A model searches and opens pages before it answers. */
const TIMEOUT_MS = 40_000
const OUTPUT_TOKENS_MAX = 800
const QUERY_LENGTH_MAX = 1_000

/**
 * xAI's web search, a tool of its Responses API (its older Live Search is gone). Only the addresses that the model
 * cites are used: what it says about them is not evidence, the pages are read here.
 * @see https://docs.x.ai/developers/tools/web-search and https://docs.x.ai/developers/tools/citations
 */
export function xai({ key, url, model }: XaiSearchConfig, deps: ProviderDependencies): WebSearchProvider {
  return {
    name: 'xai',
    host: new URL(url).host,
    search: async (query, signal) => {
      const call = {
        url: new URL(`${url.replace(/\/+$/, '')}/responses`),
        headers: { authorization: `Bearer ${key}` },
        body: bodyOf(model, query),
        timeoutMs: TIMEOUT_MS,
      }
      const answer = await callProvider(call, deps, signal, (status, body) =>
        isWrongKey(status, body) ? failedSearch('refused_key', `refused the key (${status})`) : null,
      )
      if (answer.kind === 'failed') return answer
      if (!Array.isArray(answer.body['output'])) return failedSearch('bad_answer', 'sent no output')
      return { kind: 'found', results: readResults(citationsOf(answer.body), query.limit) }
    },
  }
}

function bodyOf(model: string, { query, lang, from, to, limit }: WebQuery) {
  const wanted = [
    `Search the web for pages that help to answer the query below and cite the ${limit} best, most telling first.`,
    'Prefer first-hand and news pages. Write one short line a page and nothing else.',
    ...(lang === null ? [] : [`Language of the query: ${lang}.`]),
    ...(from === null ? [] : [`Only pages since ${isoDay(from)}.`]),
    ...(to === null ? [] : [`Only pages before ${isoDay(to)}.`]),
    `Query, as a JSON string: ${JSON.stringify(query.slice(0, QUERY_LENGTH_MAX).toWellFormed())}`,
  ]
  return {
    model,
    input: [{ role: 'user', content: wanted.join('\n') }],
    tools: [{ type: 'web_search' }],
    max_output_tokens: OUTPUT_TOKENS_MAX,
    store: false,
  }
}

/** Pages that the text cites come first, then all that the model saw. */
function citationsOf(body: JsonObject): WrittenResult[] {
  const annotations = asArray(body['output'])
    .flatMap((item) => asArray(asObject(item)?.['content']))
    .flatMap((content) => asArray(asObject(content)?.['annotations']))
    .map((annotation) => asObject(annotation) ?? {})
    .filter((annotation) => annotation['type'] === 'url_citation')
  const seen = asArray(body['citations']).map((url) => ({ url }))
  return [...annotations.map(({ url, title }) => ({ url, title: titleOf(title) })), ...seen]
}

/** In-line citations have their number for a title. */
function titleOf(title: unknown): string | null {
  const written = asString(title)
  return written === null || /^\d*$/.test(written.trim()) ? null : written
}

/** A wrong key is a bad request to xAI. */
function isWrongKey(status: number, body: JsonObject | null): boolean {
  return status === 400 && /api key/i.test(asString(body?.['error']) ?? '')
}
