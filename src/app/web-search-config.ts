import { z } from 'zod'
import { AppError } from '../domain/errors.ts'
import { BRAVE_URL } from '../search/web/brave.ts'
import type { WebBudget } from '../search/web/find-pages.ts'
import { GOOGLE_URL } from '../search/web/google.ts'
import type { ProviderConfig } from '../search/web/open-providers.ts'
import { TAVILY_URL } from '../search/web/tavily.ts'
import { WEB_SEARCH_NAMES } from '../search/web/web-search.ts'
import { XAI_SEARCH_MODEL, XAI_URL } from '../search/web/xai.ts'

/** Web search services and what an answer may ask of them; part of `environmentSchema`. See docs/web-search.md. */
export const webSearchSettings = {
  VERITY_SEARXNG_URL: z
    .url()
    .optional()
    .describe(
      'A SearXNG instance whose settings allow the format `json`, e.g. http://127.0.0.1:8080. A name and password in it are sent as basic authentication.',
    ),
  VERITY_BRAVE_KEY: z.string().min(1).optional().describe('Subscription token for Brave Search.'),
  VERITY_TAVILY_KEY: z.string().min(1).optional().describe('Key for Tavily.'),
  VERITY_GOOGLE_SEARCH_KEY: z
    .string()
    .min(1)
    .optional()
    .describe('Key for Google Programmable Search. Needs VERITY_GOOGLE_SEARCH_ENGINE.'),
  VERITY_GOOGLE_SEARCH_ENGINE: z
    .string()
    .min(1)
    .optional()
    .describe('Id (`cx`) of the Programmable Search Engine.'),
  VERITY_XAI_SEARCH_KEY: z.string().min(1).optional().describe('Key for xAI, for its web search tool.'),
  VERITY_XAI_SEARCH_MODEL: z
    .string()
    .min(1)
    .default(XAI_SEARCH_MODEL)
    .describe('Model of xAI that searches.'),
  VERITY_BRAVE_URL: z.url().default(BRAVE_URL).describe('Address of Brave Search, or of a proxy for it.'),
  VERITY_TAVILY_URL: z.url().default(TAVILY_URL).describe('Address of Tavily, or of a proxy for it.'),
  VERITY_GOOGLE_SEARCH_URL: z
    .url()
    .default(GOOGLE_URL)
    .describe('Address of Google Programmable Search, or of a proxy for it.'),
  VERITY_XAI_SEARCH_URL: z.url().default(XAI_URL).describe('Address of xAI, or of a proxy for it.'),
  VERITY_WEB_SEARCH_ORDER: z
    .string()
    .default(WEB_SEARCH_NAMES.join(','))
    .describe(
      'Order in which the configured services are asked, separated by commas; the next one only where one fails or finds nothing. One that is left out is not asked.',
    ),
  VERITY_WEB_SEARCHES_MAX: z.coerce
    .number()
    .int()
    .min(0)
    .max(20)
    .default(2)
    .describe('Requests to search services for one answer at most.'),
  VERITY_WEB_PAGES_MAX: z.coerce
    .number()
    .int()
    .min(0)
    .max(20)
    .default(6)
    .describe('Web pages fetched for one answer at most.'),
  VERITY_WEB_SECONDS_MAX: z.coerce
    .number()
    .min(1)
    .max(120)
    .default(10)
    .describe('Longest time that an answer waits for web search and pages, in seconds.'),
} as const

type WebSearchSettings = z.infer<z.ZodObject<typeof webSearchSettings>>

export type WebConfig = {
  /** In the order in which they are asked; empty: questions leave this machine for no search. */
  readonly providers: readonly ProviderConfig[]
  readonly budget: WebBudget
}

/** @throws {AppError} invalid_input when settings that belong together are not */
export function webConfig(settings: WebSearchSettings): WebConfig {
  const { VERITY_WEB_SEARCHES_MAX, VERITY_WEB_PAGES_MAX, VERITY_WEB_SECONDS_MAX } = settings
  const configured = configuredProviders(settings)
  return {
    providers: orderOf(settings).flatMap((name) => configured.find(({ kind }) => kind === name) ?? []),
    budget: {
      searchesMax: VERITY_WEB_SEARCHES_MAX,
      pagesMax: VERITY_WEB_PAGES_MAX,
      totalMs: VERITY_WEB_SECONDS_MAX * 1_000,
    },
  }
}

function configuredProviders(settings: WebSearchSettings): ProviderConfig[] {
  const { VERITY_SEARXNG_URL, VERITY_BRAVE_KEY, VERITY_TAVILY_KEY, VERITY_XAI_SEARCH_KEY } = settings
  const providers: ProviderConfig[] = []
  if (VERITY_SEARXNG_URL !== undefined)
    providers.push({ kind: 'searxng', options: { url: VERITY_SEARXNG_URL } })
  if (VERITY_BRAVE_KEY !== undefined)
    providers.push({ kind: 'brave', options: { key: VERITY_BRAVE_KEY, url: settings.VERITY_BRAVE_URL } })
  if (VERITY_TAVILY_KEY !== undefined)
    providers.push({ kind: 'tavily', options: { key: VERITY_TAVILY_KEY, url: settings.VERITY_TAVILY_URL } })
  const google = googleConfig(settings)
  if (google !== null) providers.push(google)
  if (VERITY_XAI_SEARCH_KEY !== undefined) {
    const { VERITY_XAI_SEARCH_URL: url, VERITY_XAI_SEARCH_MODEL: model } = settings
    providers.push({ kind: 'xai', options: { key: VERITY_XAI_SEARCH_KEY, url, model } })
  }
  return providers
}

function googleConfig(settings: WebSearchSettings): ProviderConfig | null {
  const { VERITY_GOOGLE_SEARCH_KEY: key, VERITY_GOOGLE_SEARCH_ENGINE: engine } = settings
  if (key === undefined && engine === undefined) return null
  if (key === undefined || engine === undefined) {
    throw new AppError(
      'invalid_input',
      'VERITY_GOOGLE_SEARCH_KEY and VERITY_GOOGLE_SEARCH_ENGINE belong together: set both, or neither.',
    )
  }
  return { kind: 'google', options: { key, engine, url: settings.VERITY_GOOGLE_SEARCH_URL } }
}

function orderOf({ VERITY_WEB_SEARCH_ORDER: order }: WebSearchSettings): string[] {
  const names = order
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')
  const known: readonly string[] = WEB_SEARCH_NAMES
  const unknown = names.filter((name) => !known.includes(name))
  if (unknown.length > 0) {
    throw new AppError(
      'invalid_input',
      `VERITY_WEB_SEARCH_ORDER names ${unknown.join(', ')}. Allowed: ${known.join(', ')}.`,
    )
  }
  return names
}
