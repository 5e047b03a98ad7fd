import { infiniteQueryOptions } from '@tanstack/react-query'
import { type SearchPageJson, searchPageSchema } from '../../../../src/contract/search.ts'
import { getJson } from '../../shared/api/client.ts'

export const MODES = ['top', 'latest', 'semantic'] as const
export type Mode = (typeof MODES)[number]

/** How far back a search looks; `any` is no limit. */
export const PERIODS = ['any', 'day', 'week', 'month'] as const
export type Period = (typeof PERIODS)[number]

const DAY_MS = 86_400_000
const PERIOD_MS = { any: null, day: DAY_MS, week: 7 * DAY_MS, month: 30 * DAY_MS } as const

export const PAGE_POSTS = 40

/** What is searched, as the address says it. */
export type PostSearch = {
  readonly query: string
  readonly mode: Mode
  readonly lang: string | undefined
  readonly source: string | undefined
  readonly period: Period
}

/** Where a page begins; pages after the first look at the archive as it was when the first was read. */
type PagePlace = { readonly offset: number; readonly from: string | null; readonly to: string | null }

export const postSearchQuery = (search: PostSearch) =>
  infiniteQueryOptions({
    queryKey: ['search', search],
    queryFn: async ({ pageParam, signal }) => {
      const from = pageParam.from ?? startOf(search.period, Date.now())
      const place = { ...pageParam, from }
      const page = await getJson(`/api/search?${parametersOf(search, place)}`, searchPageSchema, { signal })
      return { ...page, from }
    },
    initialPageParam: { offset: 0, from: null, to: null } as PagePlace,
    getNextPageParam: (page, _, { to }): PagePlace | null =>
      typeof page.next === 'number'
        ? { offset: page.next, from: page.from, to: to ?? page.as_of ?? null }
        : null,
    staleTime: 60_000,
    refetchOnMount: false,
  })

function startOf(period: Period, now: number): string | null {
  const lengthMs = PERIOD_MS[period]
  return lengthMs === null ? null : new Date(now - lengthMs).toISOString()
}

function parametersOf(search: PostSearch, { offset, from, to }: PagePlace): URLSearchParams {
  const { query, mode, lang, source } = search
  const given = { query, mode, lang, source, from, to, offset: String(offset), limit: String(PAGE_POSTS) }
  const filled = Object.entries(given).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  )
  return new URLSearchParams(filled)
}

type Result = SearchPageJson['results'][number]

/** The posts of all pages, each once: what arrives late may shift a page by a place. */
export function resultsOf(pages: readonly SearchPageJson[]): Result[] {
  const all = pages.flatMap(({ results }) => results)
  return [...new Map(all.map((result) => [result.post_id, result])).values()]
}

export function readMode(text: string | undefined): Mode {
  return MODES.find((mode) => mode === text) ?? 'top'
}

export function readPeriod(text: string | undefined): Period {
  return PERIODS.find((period) => period === text) ?? 'any'
}
