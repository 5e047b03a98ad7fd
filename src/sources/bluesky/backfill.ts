import { AppError } from '../../domain/errors.ts'
import { realTiming, type Timing } from '../../lib/timing.ts'
import type { BackfillPage, BackfillQuestion } from '../source.ts'
import { AppView } from './app-view.ts'
import { backfillFeed } from './backfill-feed.ts'
import type { BackfillRequest } from './backfill-page.ts'
import { backfillProfile } from './backfill-profile.ts'
import { backfillSearch } from './backfill-search.ts'
import { backfillThread } from './backfill-thread.ts'
import type { BlueskySettings } from './bluesky-options.ts'
import { type BlueskyAddress, parseBlueskyAddress } from './parse-address.ts'

const QUERY_LENGTH_MAX = 500

/**
 * Older posts from the application view of a source.
 *
 * @throws {AppError} invalid_input when the target is not what was asked for
 */
export function backfillBluesky(
  { appView: url }: Pick<BlueskySettings, 'appView'>,
  { what, target, cursor, pagesMax, signal }: BackfillQuestion,
  deps: { readonly fetch?: typeof fetch; readonly timing?: Timing } = {},
): AsyncIterable<BackfillPage> {
  const { fetch: get = fetch, timing = realTiming } = deps
  const appView = new AppView({ url, fetch: get, timing })
  const request: BackfillRequest = { appView, signal, cursor, pagesMax, now: timing.now }
  switch (what) {
    case 'profile': {
      const address = addressOf(
        target,
        'profile',
        'a handle such as alice.example, or the address of a profile',
      )
      return backfillProfile(address.actor, request)
    }
    case 'feed':
      return backfillFeed(addressOf(target, 'feed', 'the address of a feed').uri, request)
    case 'thread':
      return backfillThread(addressOf(target, 'post', 'the address of a post').uri, request)
    case 'search':
      return backfillSearch({ query: queryOf(target) }, request)
    default:
      throw new AppError('invalid_input', `Bluesky has no ${what} of older posts.`)
  }
}

function addressOf<Kind extends BlueskyAddress['kind']>(
  target: string,
  kind: Kind,
  wanted: string,
): Extract<BlueskyAddress, { kind: Kind }> {
  const address = parseBlueskyAddress(target)
  if (address?.kind === kind) return address as Extract<BlueskyAddress, { kind: Kind }>
  throw new AppError('invalid_input', `Give ${wanted}; got "${target.slice(0, 80)}".`)
}

function queryOf(target: string): string {
  const query = target.trim()
  if (query !== '' && query.length <= QUERY_LENGTH_MAX) return query
  throw new AppError('invalid_input', `Give words to search for, at most ${QUERY_LENGTH_MAX} characters.`)
}
