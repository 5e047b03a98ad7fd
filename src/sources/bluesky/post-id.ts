import type { PostId } from '../../domain/post.ts'

/** The record collection that holds posts. */
export const POST_COLLECTION = 'app.bsky.feed.post'

const PREFIX = 'bluesky:'
const DID = /^did:[a-z]+:[A-Za-z0-9._:%-]{1,250}$/
/** @see https://atproto.com/specs/record-key */
const RECORD_KEY = /^[A-Za-z0-9._:~-]{1,512}$/
const POST_URI =
  /^at:\/\/(did:[a-z]+:[A-Za-z0-9._:%-]{1,250})\/app\.bsky\.feed\.post\/([A-Za-z0-9._:~-]{1,512})$/

export function isDid(value: string): boolean {
  return DID.test(value)
}

/**
 * Our id of a Bluesky post: the AT URI is the network's own name for it, and what replies and quotes refer to.
 * It names the account by DID, so it survives a change of handle.
 *
 * @returns null when the account or the record key is not well-formed
 */
export function blueskyPostId(did: string, recordKey: string): PostId | null {
  if (!DID.test(did) || !RECORD_KEY.test(recordKey)) return null
  return `${PREFIX}at://${did}/${POST_COLLECTION}/${recordKey}`
}

/** Our id of the post an AT URI points to; null when it points to anything else (a feed, a list) or is malformed. */
export function postIdOfUri(uri: string | null): PostId | null {
  return uri !== null && POST_URI.test(uri) ? PREFIX + uri : null
}

/** The page of a Bluesky post on the web; null for ids that are not Bluesky's. */
export function blueskyPostUrl(id: PostId): string | null {
  if (!id.startsWith(PREFIX)) return null
  const [, did, recordKey] = POST_URI.exec(id.slice(PREFIX.length)) ?? []
  return did === undefined || recordKey === undefined
    ? null
    : `https://bsky.app/profile/${did}/post/${recordKey}`
}
