import type { BackfillPage } from '../source.ts'
import { type BackfillRequest, followPages, viewsAt } from './backfill-page.ts'

export type SearchRequest = {
  /** In the network's own query language. */
  readonly query: string
  /** ISO 8601. */
  readonly since?: string
  readonly until?: string
  readonly lang?: string
}

/**
 * What the network's own search finds, latest first. Some public views answer searches only to people with an
 * account; then the first page fails with what the server said.
 *
 * @see https://docs.bsky.app/docs/api/app-bsky-feed-search-posts
 */
export function backfillSearch(
  { query, since, until, lang }: SearchRequest,
  request: BackfillRequest,
): AsyncGenerator<BackfillPage> {
  return followPages(request, {
    method: 'app.bsky.feed.searchPosts',
    parameters: { q: query, sort: 'latest', since, until, lang },
    viewsIn: (answer) => viewsAt(answer, 'posts'),
  })
}
