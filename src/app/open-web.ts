import type { Archive } from '../archive/archive.ts'
import type { FindPagesFor } from '../assistant/documents/gather-documents.ts'
import { makeFetchOnce } from '../lib/safe-fetch/fetch-once.ts'
import { realTiming as timing } from '../lib/timing.ts'
import { findPages } from '../search/web/find-pages.ts'
import { openProviders } from '../search/web/open-providers.ts'
import { DocumentReader } from '../sources/documents/document-reader.ts'
import { PoliteFetcher } from '../sources/feeds/polite-fetcher.ts'
import type { Config } from './config.ts'

/** Web pages for answers. Closing it ends what is being read. */
export type Web = AsyncDisposable & {
  readonly findPages: FindPagesFor
  /** Whether a search service is configured; without one the archive's own pages are searched. */
  readonly isWebConfigured: boolean
}

/** Few pages of one site are read for a question, so the pause between them is short. */
const HOST_GAP_MS = 250

/** Brings search services, page reader and archive together. Connects to nobody until a question is asked. */
export function openWeb(
  { web }: Pick<Config, 'web'>,
  archive: Archive,
  { asksServices = true }: { readonly asksServices?: boolean } = {},
): Web {
  const providers = asksServices ? openProviders(web.providers, { fetch, timing }) : []
  const reader = new DocumentReader()
  const deps = {
    archive,
    reader,
    timing,
    fetcher: new PoliteFetcher({ fetchOnce: makeFetchOnce(), timing, hostGapMs: HOST_GAP_MS }),
    providers,
    budget: web.budget,
  }
  return {
    findPages: (request, signal) => findPages(request, deps, signal),
    isWebConfigured: providers.length > 0,
    [Symbol.asyncDispose]: () => reader.close(),
  }
}
