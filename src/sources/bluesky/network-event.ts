import type { AuthorChange } from '../../domain/author-change.ts'
import type { Post, PostId } from '../../domain/post.ts'
import { asObject, asString, type JsonObject } from '../../lib/unknown-json.ts'
import { mapPost } from './map-post.ts'
import { blueskyPostId, POST_COLLECTION, postIdOfUri } from './post-id.ts'
import type { DroppedReason, ParkedReason } from './reasons.ts'

export const LIKE_COLLECTION = 'app.bsky.feed.like'
export const REPOST_COLLECTION = 'app.bsky.feed.repost'
export const PROFILE_COLLECTION = 'app.bsky.actor.profile'

/** What one event of the network means to us, whichever stream brought it. */
export type NetworkEvent =
  | { readonly kind: 'post'; readonly post: Post }
  | { readonly kind: 'edit'; readonly post: Post }
  | { readonly kind: 'delete'; readonly postId: PostId }
  /** `id` names the like or repost itself, for the day it is withdrawn. */
  | { readonly kind: 'reaction'; readonly reaction: Reaction; readonly id: string; readonly postId: PostId }
  | { readonly kind: 'withdrawn'; readonly reaction: Reaction; readonly id: string }
  | { readonly kind: 'author_gone'; readonly author: string }
  | { readonly kind: 'author_back'; readonly author: string }
  | { readonly kind: 'author_changed'; readonly change: AuthorChange }
  /** Something happened that we cannot follow, for a reason that is nobody's fault. */
  | { readonly kind: 'skipped'; readonly reason: DroppedReason }
  /** Nothing for us: another kind of record, a kind of event that is newer than this code. */
  | { readonly kind: 'other' }
  | { readonly kind: 'unreadable'; readonly reason: ParkedReason }

export type Reaction = 'likes' | 'reposts'

/** One change to one record of one account. */
export type RecordChange = {
  readonly did: string
  readonly collection: string
  readonly recordKey: string
  /** As the stream calls it: `create`, `update`, `delete`. */
  readonly operation: unknown
  /** Absent for deletions. */
  readonly record: unknown
  /** UTC milliseconds at which the network saw it. */
  readonly seenAt: number
}

const REACTIONS: Readonly<Record<string, Reaction>> = {
  [LIKE_COLLECTION]: 'likes',
  [REPOST_COLLECTION]: 'reposts',
}
const DISPLAY_NAME_LENGTH_MAX = 640
/** @see https://atproto.com/specs/handle */
const HANDLE = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/
const HANDLE_LENGTH_MAX = 253

/**
 * The account's posts are not public any more. `throttled` and `desynchronized` speak about servers, not about
 * the author's wish, and leave posts alone.
 * @see https://github.com/bluesky-social/atproto/blob/main/lexicons/com/atproto/sync/subscribeRepos.json
 */
const GONE_STATUSES: ReadonlySet<string> = new Set(['deleted', 'deactivated', 'takendown', 'suspended'])

/** Reads what happened to one record. Never throws: what cannot be read says why. */
export function readRecordChange(change: RecordChange): NetworkEvent {
  if (change.collection === POST_COLLECTION) return readPostChange(change)
  if (change.collection === PROFILE_COLLECTION) return readProfileChange(change)
  const reaction = Object.hasOwn(REACTIONS, change.collection) ? REACTIONS[change.collection] : undefined
  return reaction === undefined ? { kind: 'other' } : readReaction(change, reaction)
}

/** @param account what the stream says about the account: `active` and, if not, `status` */
export function readAccountStatus(did: string, account: JsonObject | null): NetworkEvent {
  if (account === null || typeof account['active'] !== 'boolean') {
    return { kind: 'unreadable', reason: 'no_account' }
  }
  if (account['active']) return { kind: 'author_back', author: did }
  const isGone = GONE_STATUSES.has(asString(account['status']) ?? '')
  return isGone ? { kind: 'author_gone', author: did } : { kind: 'other' }
}

/**
 * @param identity what the stream says about the identity: the new `handle`, or nothing when something else changed.
 * It is what the account's server claims; nobody has looked whether the handle's domain agrees.
 */
export function readIdentity(did: string, identity: JsonObject | null): NetworkEvent {
  const handle = asHandle(identity?.['handle'])
  if (handle === undefined) return { kind: 'other' }
  return { kind: 'author_changed', change: { author: did, source: 'bluesky', handle } }
}

/** A handle in lower case; null where the network says that the account's handle is not valid; else undefined. */
export function asHandle(value: unknown): string | null | undefined {
  const handle = asString(value)?.toLowerCase()
  if (handle === undefined || handle.length > HANDLE_LENGTH_MAX || !HANDLE.test(handle)) return undefined
  return handle === 'handle.invalid' ? null : handle
}

/** A name for people's eyes on one line; null when it is empty. */
export function asDisplayName(value: unknown): string | null {
  const name = asString(value)?.replace(/\s+/g, ' ').trim() ?? ''
  return name === '' ? null : name.slice(0, DISPLAY_NAME_LENGTH_MAX).toWellFormed()
}

function readPostChange(change: RecordChange): NetworkEvent {
  const { did, recordKey, operation, seenAt, record } = change
  if (operation === 'delete') {
    const postId = blueskyPostId(did, recordKey)
    return postId === null ? { kind: 'unreadable', reason: 'bad_id' } : { kind: 'delete', postId }
  }
  const isEdit = operation === 'update'
  if (!isEdit && operation !== 'create') return { kind: 'unreadable', reason: 'unknown_operation' }
  const mapped = mapPost({ did, recordKey, seenAt, record })
  if (mapped.kind === 'park') return { kind: 'unreadable', reason: mapped.reason }
  return { kind: isEdit ? 'edit' : 'post', post: mapped.post }
}

/** Likes of feeds and of lists are nothing for us. */
function readReaction(change: RecordChange, reaction: Reaction): NetworkEvent {
  const id = `${reaction}:${change.did}/${change.recordKey}`
  if (change.operation === 'delete') return { kind: 'withdrawn', reaction, id }
  if (change.operation !== 'create') return { kind: 'other' }
  const subject = asObject(asObject(change.record)?.['subject'])
  const postId = postIdOfUri(asString(subject?.['uri']))
  return postId === null ? { kind: 'other' } : { kind: 'reaction', reaction, id, postId }
}

function readProfileChange({ did, recordKey, operation, record }: RecordChange): NetworkEvent {
  if (recordKey !== 'self') return { kind: 'other' }
  const displayName = operation === 'delete' ? null : asDisplayName(asObject(record)?.['displayName'])
  return { kind: 'author_changed', change: { author: did, source: 'bluesky', displayName } }
}
