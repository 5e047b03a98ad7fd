import { asArray, asObject, type JsonObject } from '../../lib/unknown-json.ts'
import type { BackfillPage } from '../source.ts'
import { type BackfillRequest, followPages, type ViewOrReason } from './backfill-page.ts'

/**
 * What one account wrote, newest first, replies included. Posts of others that it reposted are left out.
 *
 * @param actor handle or DID
 * @see https://docs.bsky.app/docs/api/app-bsky-feed-get-author-feed
 */
export function backfillProfile(actor: string, request: BackfillRequest): AsyncGenerator<BackfillPage> {
  return followPages(request, {
    method: 'app.bsky.feed.getAuthorFeed',
    parameters: { actor, filter: 'posts_with_replies' },
    viewsIn,
  })
}

function viewsIn(answer: JsonObject): readonly ViewOrReason[] {
  return asArray(answer['feed']).map((item) => {
    const entry = asObject(item)
    const isRepost = asObject(entry?.['reason'])?.['$type'] === 'app.bsky.feed.defs#reasonRepost'
    return isRepost ? { leftOut: 'repost' } : { view: entry?.['post'] }
  })
}
