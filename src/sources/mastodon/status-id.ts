import type { PostId } from '../../domain/post.ts'
import { ID_CHARS_MAX } from '../../domain/post-json.ts'

const PREFIX = 'mastodon:'
/** No space and nothing invisible, which would break links and logs. */
const URI = /^(?:https?:\/\/|tag:)[^\s\p{Cc}\p{Cf}\p{Cs}]+$/u
/** Local ids: numbers on Mastodon, ULIDs and flakes elsewhere. */
const LOCAL_ID = /^[\w-]{1,64}$/
const SNOWFLAKE = /^\d{15,19}$/
/** Mastodon's ids hold milliseconds since 1970 above these bits. */
const SEQUENCE_BITS = 16n
/** Before 2016 there was no Mastodon: a smaller number is a plain sequence, not a time. */
const SNOWFLAKE_MIN_MS = Date.UTC(2016, 0, 1)

export function isLocalId(value: string): boolean {
  return LOCAL_ID.test(value)
}

/**
 * Our id of a status: its `uri`, the name all instances have for it. The local id differs from instance to instance,
 * so the same status heard through two of them is stored once. Very old statuses have `tag:` URIs.
 *
 * @returns null when the URI is missing, malformed or too long to be stored as an id
 */
export function mastodonPostId(uri: string | null): PostId | null {
  if (uri === null || !URI.test(uri) || PREFIX.length + uri.length > ID_CHARS_MAX) return null
  if (uri.startsWith('http') && !URL.canParse(uri)) return null
  return PREFIX + uri
}

/**
 * Our id of a status that an instance names only by its local id and that we have not seen: `mastodon:<host>/<local id>`.
 * It does not equal the id under which that status may be stored, and never names a status of its own.
 */
export function unseenPostId(host: string, localId: string): PostId {
  return `${PREFIX}${host}/${localId}`
}

/**
 * Where a person can open a status: its URI, which servers answer with a page when a browser asks. The URI of a boost
 * is answered with data, so the address of the boost before it is given.
 *
 * @returns null for `tag:` URIs and for statuses known only by a local id
 */
export function mastodonPostUrl(id: PostId): string | null {
  const uri = id.slice(PREFIX.length)
  if (!id.startsWith(PREFIX) || !/^https?:\/\//.test(uri) || mastodonPostId(uri) === null) return null
  return uri.replace(/(\/statuses\/\d+)\/activity$/, '$1')
}

/** Orders local ids by age: negative when `a` is older. Longer ids are newer; equal lengths sort as text. */
export function compareLocalIds(a: string, b: string): number {
  if (a.length !== b.length) return a.length - b.length
  return a < b ? -1 : a > b ? 1 : 0
}

/** UTC milliseconds at which Mastodon gave out this id; null when it is not of that kind. */
export function timeOfLocalId(localId: string): number | null {
  if (!SNOWFLAKE.test(localId)) return null
  const at = Number(BigInt(localId) >> SEQUENCE_BITS)
  return at >= SNOWFLAKE_MIN_MS ? at : null
}

/** The earliest id that Mastodon gives out at this time. @param at UTC milliseconds */
export function localIdAt(at: number): string {
  return String(BigInt(at) << SEQUENCE_BITS)
}

/**
 * The id somewhat earlier. Statuses of other instances arrive late and are filed under the time they were written, so
 * going on exactly behind the newest one would miss them. Ids that hold no time stay as they are.
 */
export function rewindLocalId(localId: string, byMs: number): string {
  if (timeOfLocalId(localId) === null) return localId
  return String(BigInt(localId) - (BigInt(byMs) << SEQUENCE_BITS))
}
