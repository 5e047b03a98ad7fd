import type { Archive } from '../../archive/archive.ts'
import type { Page, PageId } from '../../domain/page.ts'
import { canonicalUrl } from '../../domain/text/canonical-url.ts'
import { registrableDomain } from '../../lib/registrable-domain.ts'
import { archivePages } from './archive-pages.ts'
import { type PageReaderDependencies, readPage } from './read-page.ts'
import {
  failedSearch,
  type WebQuery,
  type WebResult,
  type WebSearchFailure,
  type WebSearchName,
  type WebSearchOutcome,
  type WebSearchProvider,
} from './web-search.ts'

/** What one answer may cost beyond this machine. */
export type WebBudget = {
  /** Requests to search services. */
  readonly searchesMax: number
  /** Pages fetched. */
  readonly pagesMax: number
  /** For searching and reading together. */
  readonly totalMs: number
}

export type FindPagesDependencies = PageReaderDependencies & {
  readonly archive: Pick<Archive, 'query' | 'getPages' | 'pagesOfUrl' | 'insertPages'>
  /** In the order in which they are asked; empty: the archive alone is searched. */
  readonly providers: readonly WebSearchProvider[]
  readonly budget: WebBudget
}

export type PagesRequest = {
  /** Most telling first. */
  readonly queries: readonly string[]
  readonly lang: string | null
  /** UTC milliseconds; `to` exclusive. */
  readonly from: number | null
  readonly to: number | null
}

/** One search as it is shown behind an answer. `failure` null: it answered. */
export type SearchNote = {
  readonly provider: WebSearchName
  readonly host: string | null
  readonly query: string
  readonly results: number
  readonly failure: WebSearchFailure | null
  readonly detail: string | null
}

export type FoundPages = {
  /** Snapshots that are stored, best first, each address once. */
  readonly pages: readonly Page[]
  readonly searches: readonly SearchNote[]
  /** Pages fetched for this question. */
  readonly fetched: number
  /** Why pages that were found were not read: counts by reason. */
  readonly dropped: Readonly<Record<string, number>>
}

const RESULTS_PER_SEARCH = 10
const ARCHIVE_RESULTS = 8
/** One publisher must not fill an answer. */
const PAGES_PER_DOMAIN = 2
/** A page read this recently is not fetched again. */
const FRESH_MS = 3_600_000
const PAGES_MAX = 16

/**
 * Finds pages about a question: in the archive, and through the search services in order, the next one only where the one
 * before failed or found nothing. What they name is read here, within the budget, and each snapshot is stored before it
 * is given. Services that fail, pages that cannot be read and time that runs out leave fewer pages, never an error.
 *
 * @throws {AppError} what the archive throws
 */
export async function findPages(
  request: PagesRequest,
  deps: FindPagesDependencies,
  signal: AbortSignal,
): Promise<FoundPages> {
  const over = new AbortController()
  const done = new AbortController()
  void deps.timing.wait(deps.budget.totalMs, done.signal).then(() => over.abort())
  const limited = AbortSignal.any([signal, over.signal])
  try {
    const searching = new Searching(request, deps, limited)
    const [known, named] = await Promise.all([searching.archive(signal), searching.services()])
    signal.throwIfAborted()
    const read = await readNamed(named, known, deps, limited)
    signal.throwIfAborted()
    return { pages: read.pages, searches: searching.notes, fetched: read.fetched, dropped: read.dropped }
  } finally {
    done.abort()
  }
}

/** The searches of one question, counted against its budget. */
class Searching {
  readonly notes: SearchNote[] = []
  readonly #request: PagesRequest
  readonly #deps: FindPagesDependencies
  readonly #signal: AbortSignal
  #left: number

  constructor(request: PagesRequest, deps: FindPagesDependencies, signal: AbortSignal) {
    this.#request = request
    this.#deps = deps
    this.#signal = signal
    this.#left = deps.budget.searchesMax
  }

  async archive(signal: AbortSignal): Promise<Page[]> {
    const provider = archivePages(this.#deps.archive)
    const found = await Promise.all(
      this.#request.queries.map((query) => this.#ask(provider, query, ARCHIVE_RESULTS, signal)),
    )
    const ids = new Set(
      interleave(found).flatMap(({ pageId }): PageId[] => (pageId === null ? [] : [pageId])),
    )
    return await this.#deps.archive.getPages([...ids].slice(0, PAGES_MAX), { signal })
  }

  async services(): Promise<WebResult[]> {
    const found = await Promise.all(this.#request.queries.map((query) => this.#firstAnswer(query)))
    return interleave(found)
  }

  async #firstAnswer(query: string): Promise<readonly WebResult[]> {
    for (const provider of this.#deps.providers) {
      if (this.#left <= 0 || this.#signal.aborted) return []
      this.#left -= 1
      const results = await this.#ask(provider, query, RESULTS_PER_SEARCH, this.#signal)
      if (results.length > 0) return results
    }
    return []
  }

  async #ask(
    provider: WebSearchProvider,
    query: string,
    limit: number,
    signal: AbortSignal,
  ): Promise<readonly WebResult[]> {
    const { lang, from, to } = this.#request
    const asked: WebQuery = { query, lang, from, to, limit }
    const outcome = await provider.search(asked, signal)
    this.notes.push(noteOf(provider, query, inTime(outcome, this.#signal)))
    return outcome.kind === 'found' ? outcome.results : []
  }
}

/** A search that the budget's time ended is late, not stopped by a person. */
function inTime(outcome: WebSearchOutcome, limited: AbortSignal): WebSearchOutcome {
  const isLate = outcome.kind === 'failed' && outcome.reason === 'cancelled' && limited.aborted
  return isLate ? failedSearch('timeout', 'had no time left') : outcome
}

function noteOf({ name, host }: WebSearchProvider, query: string, outcome: WebSearchOutcome): SearchNote {
  const isFound = outcome.kind === 'found'
  return {
    provider: name,
    host,
    query,
    results: isFound ? outcome.results.length : 0,
    failure: isFound ? null : outcome.reason,
    detail: isFound ? null : outcome.detail,
  }
}

type Read = { pages: Page[]; fetched: number; dropped: Record<string, number> }

async function readNamed(
  named: readonly WebResult[],
  known: readonly Page[],
  deps: FindPagesDependencies,
  signal: AbortSignal,
): Promise<Read> {
  const dropped: Record<string, number> = {}
  const drop = (reason: string) => {
    dropped[reason] = (dropped[reason] ?? 0) + 1
  }
  const chosen = choose(named, deps.budget.pagesMax, drop)
  const outcomes = await Promise.all(chosen.map((result) => readOrRecall(result, deps, signal)))
  const read: Page[] = []
  for (const outcome of outcomes) {
    if (outcome.kind === 'page') read.push(outcome.page)
    else drop(outcome.reason === 'cancelled' && signal.aborted ? 'no_time' : outcome.reason)
  }
  if (read.length > 0) await deps.archive.insertPages(read)
  const fetched = outcomes.filter((outcome) => outcome.kind === 'page' && !outcome.isRecalled).length
  return { pages: onePerAddress([...read, ...known]).slice(0, PAGES_MAX), fetched, dropped }
}

/** Each address once, a few of each publisher, no more than may be read. */
function choose(named: readonly WebResult[], max: number, drop: (reason: string) => void): WebResult[] {
  const keys = new Set<string>()
  const perDomain = new Map<string, number>()
  const chosen: WebResult[] = []
  for (const result of named) {
    const key = canonicalUrl(result.url)?.key ?? result.url
    if (keys.has(key)) continue
    keys.add(key)
    const domain = registrableDomain(result.url)
    const count = (perDomain.get(domain) ?? 0) + 1
    if (count > PAGES_PER_DOMAIN) drop('same_site')
    else if (chosen.length >= max) drop('over_budget')
    else {
      perDomain.set(domain, count)
      chosen.push(result)
    }
  }
  return chosen
}

async function readOrRecall(result: WebResult, deps: FindPagesDependencies, signal: AbortSignal) {
  const [newest] = await deps.archive.pagesOfUrl(result.url)
  if (newest !== undefined && newest.fetchedAt > deps.timing.now() - FRESH_MS)
    return { kind: 'page', page: newest, isRecalled: true } as const
  const outcome = await readPage(result, deps, signal)
  return outcome.kind === 'page' ? { ...outcome, isRecalled: false } : outcome
}

function onePerAddress(pages: readonly Page[]): Page[] {
  const byAddress = new Map<string, Page>()
  for (const page of pages) {
    const key = canonicalUrl(page.canonicalUrl)?.key ?? page.canonicalUrl
    if (!byAddress.has(key)) byAddress.set(key, page)
  }
  return [...byAddress.values()]
}

function interleave(lists: readonly (readonly WebResult[])[]): WebResult[] {
  const longest = Math.max(0, ...lists.map((list) => list.length))
  return Array.from({ length: longest }, (_, at) => lists.flatMap((list) => list[at] ?? [])).flat()
}
