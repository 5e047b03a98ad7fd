import type { Archive } from '../../archive/archive.ts'
import { searchPages } from '../search-pages.ts'
import { failedSearch, type WebSearchProvider } from './web-search.ts'

const SNIPPET_LENGTH = 200

/** Pages that are here already: what feeds brought, and what was read for earlier questions. Asks nobody. */
export function archivePages(archive: Pick<Archive, 'query' | 'getPages'>): WebSearchProvider {
  return {
    name: 'archive',
    host: null,
    search: async ({ query, from, to, limit }, signal) => {
      try {
        // Not by language: who asks in one may read of it in the other.
        const hits = await searchPages(archive, { query, from, to, limit }, { signal })
        const pages = await archive.getPages(
          hits.map(({ pageId }) => pageId),
          { signal },
        )
        const results = pages.map(({ id, canonicalUrl, title, text, publishedAt }) => ({
          ...{ url: canonicalUrl, title, snippet: text.slice(0, SNIPPET_LENGTH), publishedAt },
          pageId: id,
        }))
        return { kind: 'found', results }
      } catch (error) {
        if (signal.aborted) return failedSearch('cancelled', 'was stopped')
        throw error
      }
    },
  }
}
