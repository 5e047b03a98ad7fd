import type { PageId } from '../../domain/page.ts'

/** What is looked for. Times are UTC milliseconds. */
export type WebQuery = {
  readonly query: string
  /** Primary language subtag, where it can be told. */
  readonly lang: string | null
  readonly from: number | null
  /** Exclusive. */
  readonly to: number | null
  /** Most results wanted, 1 to 20. */
  readonly limit: number
}

/** A page that a search named. Everything but its address is the search's word, not the page's. */
export type WebResult = {
  readonly url: string
  readonly title: string | null
  readonly snippet: string | null
  readonly publishedAt: number | null
  /** The stored snapshot, where the search is one of our own archive. */
  readonly pageId: PageId | null
}

/** Why a search gave nothing. Each calls for another reaction. */
export type WebSearchFailure =
  /** The key is missing, wrong or not allowed to do this: only a person can help. */
  | 'refused_key'
  /** Too many searches, or what was paid for is used up: later. */
  | 'over_limit'
  /** It does not answer, or says that it cannot now. */
  | 'unavailable'
  | 'timeout'
  /** It answered something that is no list of results. */
  | 'bad_answer'
  /** It does not take this request. */
  | 'refused_request'
  | 'cancelled'

export type WebSearchOutcome =
  | { readonly kind: 'found'; readonly results: readonly WebResult[] }
  | {
      readonly kind: 'failed'
      readonly reason: WebSearchFailure
      /** For people: what happened, without address or key. */
      readonly detail: string
      /** When it may be asked again, as it says; null where it does not. */
      readonly retryAfterMs: number | null
    }

export type FailedSearch = Extract<WebSearchOutcome, { kind: 'failed' }>

/** A way to find pages. Never throws: whatever goes wrong is an outcome. */
export type WebSearchProvider = {
  readonly name: WebSearchName
  /** The machine that questions are sent to; null where nothing leaves this one. */
  readonly host: string | null
  /** Best first, each address once. */
  search(query: WebQuery, signal: AbortSignal): Promise<WebSearchOutcome>
}

export const WEB_SEARCH_NAMES = ['searxng', 'brave', 'tavily', 'google', 'xai'] as const
export type WebSearchName = (typeof WEB_SEARCH_NAMES)[number] | 'archive'

export function failedSearch(
  reason: WebSearchFailure,
  detail: string,
  retryAfterMs: number | null = null,
): FailedSearch {
  return { kind: 'failed', reason, detail, retryAfterMs }
}
