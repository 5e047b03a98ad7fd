import { asArray, asObject } from '../../lib/unknown-json.ts'
import type { BackfillPage } from '../source.ts'
import { type BackfillRequest, followPages } from './backfill-page.ts'

/**
 * What a feed generator shows to people without an account, in its own order.
 *
 * @param feed AT URI of the generator, `at://…/app.bsky.feed.generator/…`
 * @see https://docs.bsky.app/docs/api/app-bsky-feed-get-feed
 */
export function backfillFeed(feed: string, request: BackfillRequest): AsyncGenerator<BackfillPage> {
  return followPages(request, {
    method: 'app.bsky.feed.getFeed',
    parameters: { feed },
    viewsIn: (answer) => asArray(answer['feed']).map((item) => ({ view: asObject(item)?.['post'] })),
  })
}
