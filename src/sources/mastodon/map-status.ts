import { makePost, type Poll, type Post, type PostId } from '../../domain/post.ts'
import { primarySubtag } from '../../domain/text/language-tag.ts'
import { parseIsoTime } from '../../lib/iso-time.ts'
import { asArray, asInteger, asObject, asString, type JsonObject } from '../../lib/unknown-json.ts'
import { accountName } from './account-name.ts'
import { htmlToText } from './html-to-text.ts'
import { cardOf, mediaOf } from './map-media.ts'
import type { DroppedReason, ParkedReason } from './reasons.ts'
import { clean, SHORT_LENGTH_MAX, shortText } from './short-text.ts'
import { isLocalId, mastodonPostId, unseenPostId } from './status-id.ts'
import { isWebUrl } from './web-url.ts'

const TEXT_LENGTH_MAX = 50_000
const ITEMS_MAX = 100
/** Clocks of servers run ahead by minutes. */
const EARLY_MAX_MS = 5 * 60_000
const EARLIEST = Date.UTC(1990, 0, 1)

/** What a status on the wire needs besides itself to be understood. */
export type MapContext = {
  /** Domain of the instance's own accounts. */
  readonly domain: string
  /** Host that gave out the local ids. */
  readonly host: string
  /** UTC milliseconds at which we received it. */
  readonly seenAt: number
  /** Our id of a status heard before; null when it was not. */
  readonly idOfLocal: (localId: string) => PostId | null
}

export type MappedStatus = { readonly localId: string | null } & (
  | {
      readonly kind: 'keep'
      readonly post: Post
      /** The status that a boost passes on, when it is public. */
      readonly boosted: MappedStatus | null
      /** UTC milliseconds of this version; 0 when it was never edited. */
      readonly editedAt: number
    }
  | { readonly kind: 'drop'; readonly reason: DroppedReason }
  | { readonly kind: 'park'; readonly reason: ParkedReason }
)

/**
 * The one place where a status on the wire becomes our post. Reads only the fields we use and takes `null` for absent.
 * A part that is malformed is left out; a status without a URI, an author, a time or readable text is parked, and one
 * that is not for everybody (`private`, `direct`, or a visibility we do not know) is dropped: it is never stored. So is one whose
 * account asks search engines to leave it out.
 *
 * `author` is `user@domain` also for the instance's own people. `text` is the content warning, an empty line and the
 * text; `extra.content_warning_length` says how much of it is the warning, in UTF-16 units. `replyTo` and `quoteOf` of statuses
 * not heard before have the form `mastodon:<host>/<local id>`. `likes`, `reposts` and `replies` are what the instance
 * knew when it sent the status. A boost has no text and `repostOf`.
 *
 * @see https://docs.joinmastodon.org/entities/Status/
 */
export function mapStatus(value: unknown, context: MapContext): MappedStatus {
  const status = asObject(value)
  const localId = readLocalId(status?.['id'])
  if (status === null) return { kind: 'park', reason: 'no_record', localId }
  const visibility = asString(status['visibility'])
  if (visibility !== 'public' && visibility !== 'unlisted')
    return { kind: 'drop', reason: 'private', localId }
  // The account asks not to be found by those who search from outside, which is what we do.
  if (asObject(status['account'])?.['noindex'] === true)
    return { kind: 'drop', reason: 'not_for_public', localId }
  const id = mastodonPostId(asString(status['uri']))
  if (id === null || localId === null) return { kind: 'park', reason: 'bad_id', localId }
  const account = asObject(status['account'])
  const author = accountName(account?.['acct'], context.domain)
  if (author === null) return { kind: 'park', reason: 'bad_account', localId }
  const createdAt = timeOf(status['created_at'])
  if (createdAt === null) return { kind: 'park', reason: 'wrong_date', localId }

  const common = {
    ...{ id, author, source: 'mastodon' },
    authorName: shortText(account?.['display_name']),
    authorCreatedAt: timeOf(account?.['created_at']),
    createdAt: createdAt > context.seenAt + EARLY_MAX_MS ? context.seenAt : createdAt,
  }
  const editedAt = timeOf(status['edited_at']) ?? 0
  const reblog = asObject(status['reblog'])
  if (reblog !== null) return mapBoost({ common, reblog, localId, context })
  const quoteOf = quotedId(status['quote'], context)
  const readable = htmlToText(asString(status['content']) ?? '', quoteOf !== null)
  const warning = shortText(status['spoiler_text'])
  const text = [warning ?? '', readable?.text ?? ''].filter((part) => part !== '').join('\n\n')
  if (readable === null || text.length > TEXT_LENGTH_MAX)
    return { kind: 'park', reason: 'text_too_long', localId }
  const card = cardOf(status['card'])
  const post = makePost({
    ...common,
    ...countsOf(status),
    text,
    lang: primarySubtag(asString(status['language'])),
    urls: distinct([...readable.links, ...card.map((media) => media.url)]).filter(isWebUrl),
    hashtags: distinct(names(status['tags'], (tag) => asString(tag['name']))),
    mentions: distinct(names(status['mentions'], (mention) => accountName(mention['acct'], context.domain))),
    replyTo: repliedId({ status, id, localId, context }),
    quoteOf,
    media: [...mediaOf(status['media_attachments']), ...card],
    poll: pollOf(status['poll']),
    extra: extraOf({ status, account, warning, editedAt, visibility }),
  })
  return { kind: 'keep', post, boosted: null, editedAt, localId }
}

type Common = Pick<Post, 'id' | 'author' | 'source' | 'authorName' | 'authorCreatedAt' | 'createdAt'>

function mapBoost(of: {
  common: Common
  reblog: JsonObject
  localId: string
  context: MapContext
}): MappedStatus {
  const { common, localId, context } = of
  // A boost of a boost does not exist; what says so is not followed further down.
  const boosted = mapStatus({ ...of.reblog, reblog: null }, context)
  if (boosted.kind !== 'keep') return { ...boosted, localId }
  const post = makePost({ ...common, text: '', repostOf: boosted.post.id })
  return { kind: 'keep', post, boosted, editedAt: 0, localId }
}

/** Counts as the instance knew them when it sent the status. */
function countsOf(status: JsonObject): Pick<Post, 'likes' | 'reposts' | 'replies'> {
  return {
    likes: countOf(status['favourites_count']),
    reposts: countOf(status['reblogs_count']),
    replies: countOf(status['replies_count']),
  }
}

/**
 * The status replied to. Only its local id is told, but an author of this very instance who goes on with a thread of
 * their own has given both statuses the same beginning of a URI.
 */
function repliedId(of: {
  status: JsonObject
  id: PostId
  localId: string
  context: MapContext
}): PostId | null {
  const { status, id, localId, context } = of
  const parent = readLocalId(status['in_reply_to_id'])
  if (parent === null) return null
  const known = context.idOfLocal(parent)
  if (known !== null) return known
  const isOwn = status['in_reply_to_account_id'] === asObject(status['account'])?.['id']
  const ending = `/statuses/${localId}`
  if (isOwn && id.endsWith(ending)) return `${id.slice(0, -localId.length)}${parent}`
  return unseenPostId(context.host, parent)
}

/** @see https://docs.joinmastodon.org/entities/Quote/ and ShallowQuote, which names the status only by its local id */
function quotedId(value: unknown, context: MapContext): PostId | null {
  const quote = asObject(value)
  if (quote?.['state'] !== 'accepted') return null
  const id = mastodonPostId(asString(asObject(quote['quoted_status'])?.['uri']))
  if (id !== null) return id
  const localId = readLocalId(quote['quoted_status_id'])
  return localId === null ? null : (context.idOfLocal(localId) ?? unseenPostId(context.host, localId))
}

/** @see https://docs.joinmastodon.org/entities/Poll/ */
function pollOf(value: unknown): Poll | null {
  const poll = asObject(value)
  if (poll === null) return null
  const options = asArray(poll['options'])
    .slice(0, ITEMS_MAX)
    .flatMap((item) => {
      const option = asObject(item)
      const text = shortText(option?.['title'])
      // Votes are null while the poll hides them.
      return text === null ? [] : [{ text, votes: countOf(option?.['votes_count']) }]
    })
  return options.length === 0 ? null : { options, closesAt: timeOf(poll['expires_at']) }
}

function extraOf(of: {
  status: JsonObject
  account: JsonObject | null
  warning: string | null
  editedAt: number
  visibility: string
}): Post['extra'] {
  const application = shortText(asObject(of.status['application'])?.['name'])
  return {
    ...(of.warning !== null && { content_warning_length: of.warning.length }),
    ...(of.status['sensitive'] === true && { sensitive: true }),
    ...(of.visibility !== 'public' && { visibility: of.visibility }),
    ...(of.editedAt > 0 && { edited_at: new Date(of.editedAt).toISOString() }),
    ...(application !== null && { application }),
    // The account's own word that a program writes its posts.
    ...(of.account?.['bot'] === true && { automated: true }),
  }
}

function names(list: unknown, nameOf: (item: JsonObject) => string | null): readonly string[] {
  return asArray(list)
    .slice(0, ITEMS_MAX)
    .flatMap((value) => {
      const item = asObject(value)
      const name = item === null ? null : nameOf(item)
      return name === null || name.length > SHORT_LENGTH_MAX ? [] : [clean(name)]
    })
}

function readLocalId(value: unknown): string | null {
  const id = asString(value)
  return id !== null && isLocalId(id) ? id : null
}

function timeOf(value: unknown): number | null {
  const at = typeof value === 'string' ? parseIsoTime(value) : null
  return at !== null && at >= EARLIEST ? at : null
}

function countOf(value: unknown): number | null {
  const count = asInteger(value)
  return count !== null && count >= 0 ? count : null
}

function distinct(values: readonly string[]): readonly string[] {
  return [...new Set(values.filter((value) => value !== ''))].slice(0, ITEMS_MAX)
}
