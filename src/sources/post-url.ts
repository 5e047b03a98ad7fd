import type { PostId } from '../domain/post.ts'
import { blueskyPostUrl } from './bluesky/post-id.ts'
import { mastodonPostUrl } from './mastodon/status-id.ts'
import { xPostUrl } from './x/post-id.ts'

/** One entry per network whose posts have a page of their own. */
const PAGE_OF: Readonly<Record<string, (id: PostId) => string | null>> = {
  bluesky: blueskyPostUrl,
  mastodon: mastodonPostUrl,
  x: xPostUrl,
}

/** Where a person can open a post on its own network; null when it has no page there or the network is not known. */
export function postUrl(id: PostId): string | null {
  const network = id.slice(0, Math.max(id.indexOf(':'), 0))
  return Object.hasOwn(PAGE_OF, network) ? (PAGE_OF[network]?.(id) ?? null) : null
}
