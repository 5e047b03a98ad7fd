import type { Post } from '../../domain/post.ts'
import { asArray, asInteger, asObject, asString, type JsonObject } from '../../lib/unknown-json.ts'
import { mapPost } from './map-post.ts'
import { asHandle } from './network-event.ts'
import type { DroppedReason, ParkedReason } from './reasons.ts'

export type MappedView =
  | { readonly kind: 'keep'; readonly post: Post }
  | { readonly kind: 'drop'; readonly reason: DroppedReason }
  | { readonly kind: 'park'; readonly reason: ParkedReason }

/** Authors say with this label that people without an account should not be shown what they write. */
const NOT_FOR_PUBLIC = '!no-unauthenticated'
const AT_POST = /^at:\/\/([^/]+)\/app\.bsky\.feed\.post\/([^/]+)$/

/**
 * A post as an application view shows it becomes our post: the record as it was written, and what the view counted.
 * Replies and quotes that are inside it are not read.
 *
 * @param view `app.bsky.feed.defs#postView`, or what stands in its place when it is blocked or gone
 * @param now UTC milliseconds; stands for the time of indexing where the view does not say
 * @see https://github.com/bluesky-social/atproto/blob/main/lexicons/app/bsky/feed/defs.json
 */
export function mapPostView(view: unknown, now: number): MappedView {
  const post = asObject(view)
  const author = asObject(post?.['author'])
  const [, did, recordKey] = AT_POST.exec(asString(post?.['uri']) ?? '') ?? []
  if (post === null || post['record'] === undefined) return { kind: 'drop', reason: 'not_available' }
  if (did === undefined || recordKey === undefined || asString(author?.['did']) !== did) {
    return { kind: 'park', reason: 'bad_id' }
  }
  if (isNotForPublic(author)) return { kind: 'drop', reason: 'not_for_public' }
  const mapped = mapPost({ did, recordKey, seenAt: indexedAt(post, now), record: post['record'] })
  if (mapped.kind === 'park') return mapped
  return { kind: 'keep', post: { ...mapped.post, ...countsOf(post), ...aboutAuthor(author) } }
}

function countsOf(post: JsonObject): Pick<Post, 'likes' | 'reposts' | 'replies'> {
  return {
    likes: countOf(post['likeCount']),
    reposts: countOf(post['repostCount']),
    replies: countOf(post['replyCount']),
  }
}

function aboutAuthor(author: JsonObject | null): Pick<Post, 'authorName' | 'authorCreatedAt'> {
  const createdAt = Date.parse(asString(author?.['createdAt']) ?? '')
  return {
    authorName: asHandle(author?.['handle']) ?? null,
    authorCreatedAt: Number.isFinite(createdAt) && createdAt > 0 ? createdAt : null,
  }
}

function isNotForPublic(author: JsonObject | null): boolean {
  return asArray(author?.['labels']).some((label) => {
    const known = asObject(label)
    return known?.['val'] === NOT_FOR_PUBLIC && known['neg'] !== true
  })
}

function indexedAt(post: JsonObject, now: number): number {
  const at = Date.parse(asString(post['indexedAt']) ?? '')
  return Number.isFinite(at) && at > 0 ? Math.min(at, now) : now
}

function countOf(value: unknown): number | null {
  const count = asInteger(value)
  return count !== null && count >= 0 ? count : null
}
