import type { Post, PostId } from '../../domain/post.ts'
import { asInteger, asObject, asString, type JsonObject } from '../../lib/unknown-json.ts'
import { mapPost } from './map-post.ts'
import { blueskyPostId, isDid, POST_COLLECTION } from './post-id.ts'

/** What one Jetstream message means to us. `timeUs` is its place in the stream; null when it could not be read. */
export type JetstreamEvent = { readonly timeUs: number | null } & (
  | { readonly kind: 'post'; readonly post: Post }
  | { readonly kind: 'edit'; readonly post: Post }
  | { readonly kind: 'delete'; readonly postId: PostId }
  | { readonly kind: 'author_gone'; readonly author: string }
  /** Nothing for us: a change of handle, a like, a kind of event that is newer than this code. */
  | { readonly kind: 'other' }
  | { readonly kind: 'unreadable'; readonly reason: string }
)

/**
 * The account's posts are not public any more. `throttled` and `desynchronized` speak about servers, not about
 * the author's wish, and leave posts alone.
 * @see https://github.com/bluesky-social/atproto/blob/main/lexicons/com/atproto/sync/subscribeRepos.json
 */
const GONE_STATUSES: ReadonlySet<string> = new Set(['deleted', 'deactivated', 'takendown', 'suspended'])

/** Before 2020 no such network existed: a smaller number is not microseconds since 1970. */
const TIME_US_MIN = 1_577_836_800_000_000

/**
 * Reads one message of Jetstream's `/subscribe` stream. Never throws: what cannot be read says why.
 *
 * @see https://github.com/bluesky-social/jetstream/blob/main/docs/README.md section 5.1
 */
export function readEvent(raw: string): JetstreamEvent {
  const message = parseObject(raw)
  if (message === null) return { kind: 'unreadable', reason: 'not_json', timeUs: null }
  const timeUs = asInteger(message['time_us'])
  if (timeUs === null || timeUs < TIME_US_MIN) return { kind: 'unreadable', reason: 'no_time', timeUs: null }
  const did = asString(message['did'])
  if (did === null || !isDid(did)) return { kind: 'unreadable', reason: 'bad_account', timeUs }
  if (message['kind'] === 'commit') return readCommit({ did, timeUs, commit: asObject(message['commit']) })
  if (message['kind'] === 'account')
    return readAccount({ did, timeUs, account: asObject(message['account']) })
  return { kind: 'other', timeUs }
}

function readCommit(event: { did: string; timeUs: number; commit: JsonObject | null }): JetstreamEvent {
  const { did, timeUs, commit } = event
  if (commit === null) return { kind: 'unreadable', reason: 'no_commit', timeUs }
  if (commit['collection'] !== POST_COLLECTION) return { kind: 'other', timeUs }
  const recordKey = asString(commit['rkey']) ?? ''
  if (commit['operation'] === 'delete') {
    const postId = blueskyPostId(did, recordKey)
    return postId === null
      ? { kind: 'unreadable', reason: 'bad_id', timeUs }
      : { kind: 'delete', postId, timeUs }
  }
  const isEdit = commit['operation'] === 'update'
  if (!isEdit && commit['operation'] !== 'create')
    return { kind: 'unreadable', reason: 'unknown_operation', timeUs }
  const mapped = mapPost({ did, recordKey, seenAt: Math.floor(timeUs / 1_000), record: commit['record'] })
  if (mapped.kind === 'park') return { kind: 'unreadable', reason: mapped.reason, timeUs }
  return { kind: isEdit ? 'edit' : 'post', post: mapped.post, timeUs }
}

function readAccount(event: { did: string; timeUs: number; account: JsonObject | null }): JetstreamEvent {
  const { did, timeUs, account } = event
  if (account === null || typeof account['active'] !== 'boolean') {
    return { kind: 'unreadable', reason: 'no_account', timeUs }
  }
  const isGone = !account['active'] && GONE_STATUSES.has(asString(account['status']) ?? '')
  return isGone ? { kind: 'author_gone', author: did, timeUs } : { kind: 'other', timeUs }
}

function parseObject(raw: string): JsonObject | null {
  try {
    return asObject(JSON.parse(raw))
  } catch {
    return null
  }
}
