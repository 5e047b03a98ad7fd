import { type Media, makePost, type Poll, type Post } from '../../domain/post.ts'
import { primarySubtag } from '../../domain/text/language-tag.ts'
import { asArray, asInteger, asObject, asString, type JsonObject } from '../../lib/unknown-json.ts'
import type { Includes } from './includes.ts'
import { mediaOf, pollOf } from './map-attachments.ts'
import { type Links, readLinks } from './map-links.ts'
import { xPostId } from './post-id.ts'
import { plainText } from './post-text.ts'
import { readXId, readXTime, timeOfXId } from './snowflake.ts'
import { storableText } from './storable-text.ts'

/** Long posts hold 25,000 characters and their links grow; what is longer was not written on X. */
const TEXT_LENGTH_MAX = 60_000
const ITEMS_MAX = 50
/** X lets a post be edited five times. */
const VERSIONS_MAX = 20
/** Handles have up to 15 characters; a few old ones have more. */
const HANDLE = /^\w{1,50}$/

export type MappedPost =
  | {
      readonly kind: 'keep'
      readonly post: Post
      /** X's id of this version of the post. */
      readonly version: string
      /** It replaces an earlier version. */
      readonly isEdit: boolean
    }
  | { readonly kind: 'drop'; readonly reason: 'withheld' }
  | { readonly kind: 'park'; readonly reason: string }

/** Language codes of X that are older than the standard. */
const LANGUAGE_OF: Readonly<Record<string, string>> = { in: 'id', iw: 'he', ji: 'yi' }

/**
 * The one place where a post as X sends it becomes our post. Reads only the fields we use, by either of X's names for
 * them, and takes `null` for absent; a part that is malformed is left out, a post without an id, an author or a text
 * is parked.
 *
 * **Identity.** Each edit of a post gets an id of its own from X, and lists the ids of all versions. Ours is the first
 * of them, so that a post stays one post: an edit replaces it, a reply to any version refers to it, and it is dated by
 * when it was first said. `extra.x_version` and `extra.edited_at` tell which version is stored.
 *
 * Author and `mentions` are X's numeric account ids, `authorName` is the account's handle. A repost has no text of its
 * own, and its numbers are unknown: X repeats those of the original. What is withheld anywhere is dropped, because we
 * do not know where it would be shown. `extra` keeps X's mark for sensitive posts (`possibly_sensitive`).
 *
 * @see https://docs.x.com/x-api/fundamentals/data-dictionary and https://docs.x.com/x-api/fundamentals/edit-posts
 */
export function mapPost(tweet: JsonObject, includes: Includes): MappedPost {
  const id = readXId(tweet['id'])
  if (id === null) return { kind: 'park', reason: 'bad_id' }
  const author = readXId(tweet['author_id'])
  if (author === null) return { kind: 'park', reason: 'bad_account' }
  if (asObject(tweet['withheld']) !== null) return { kind: 'drop', reason: 'withheld' }
  const note = asObject(tweet['note_tweet'] ?? tweet['note_post'])
  const raw = asString(note?.['text']) ?? asString(tweet['text'])
  if (raw === null) return { kind: 'park', reason: 'no_text' }
  if (raw.length > TEXT_LENGTH_MAX) return { kind: 'park', reason: 'text_too_long' }

  const versions = versionsOf(tweet, id)
  const first = versions[0] ?? id
  const isEdit = versions.indexOf(id) > 0
  const references = referencesOf(tweet, includes)
  const isRepost = references.repostOf !== null
  const links = readLinks(tweet, { note, id, quoted: references.quotedIds })
  const text = isRepost ? '' : plainText(raw, links.targets)
  if (text.length > TEXT_LENGTH_MAX) return { kind: 'park', reason: 'text_too_long' }
  const post = makePost({
    id: xPostId(first),
    author,
    ...accountOf(includes.user(author)),
    createdAt: createdAtOf(tweet, first),
    text,
    lang: isRepost ? null : languageOf(tweet['lang']),
    ...(isRepost ? {} : ownParts(tweet, { note, includes, links })),
    replyTo: references.replyTo,
    repostOf: references.repostOf,
    quoteOf: references.quoteOf,
    threadRoot: conversationOf(tweet, { id, first, includes }),
    source: 'x',
    extra: {
      ...(isEdit ? { x_version: id, edited_at: isoOrNull(timeOfXId(id)) } : {}),
      ...(tweet['possibly_sensitive'] === true ? { possibly_sensitive: true } : {}),
    },
  })
  return { kind: 'keep', post, version: id, isEdit }
}

/** All versions of a post, oldest first; the post itself is always one of them. */
function versionsOf(tweet: JsonObject, id: string): readonly string[] {
  const listed = asArray(tweet['edit_history_tweet_ids'] ?? tweet['edit_history_post_ids'])
    .slice(0, VERSIONS_MAX)
    .flatMap((version) => readXId(version) ?? [])
  return listed.includes(id) ? listed : [id]
}

/** Our id of a post that another one refers to, by whichever of its versions. */
function postIdOf(id: string, includes: Includes): string {
  const tweet = includes.tweet(id)
  return xPostId(tweet === null ? id : (versionsOf(tweet, id)[0] ?? id))
}

type References = {
  readonly replyTo: string | null
  readonly repostOf: string | null
  readonly quoteOf: string | null
  /** X's ids of quoted posts. */
  readonly quotedIds: readonly string[]
}

function referencesOf(tweet: JsonObject, includes: Includes): References {
  const references = asArray(tweet['referenced_tweets'] ?? tweet['referenced_posts'])
    .slice(0, ITEMS_MAX)
    .flatMap((item) => {
      const reference = asObject(item)
      const id = readXId(reference?.['id'])
      return id === null ? [] : [{ type: asString(reference?.['type']), id }]
    })
  const idOf = (...types: readonly string[]) => {
    const found = references.find(({ type }) => type !== null && types.includes(type))
    return found === undefined ? null : postIdOf(found.id, includes)
  }
  return {
    replyTo: idOf('replied_to'),
    repostOf: idOf('retweeted', 'reposted'),
    quoteOf: idOf('quoted'),
    quotedIds: references.filter(({ type }) => type === 'quoted').map(({ id }) => id),
  }
}

/** The post that began the conversation; null for one that began it itself. */
function conversationOf(
  tweet: JsonObject,
  of: { id: string; first: string; includes: Includes },
): string | null {
  const root = readXId(tweet['conversation_id'])
  return root === null || root === of.id || root === of.first ? null : postIdOf(root, of.includes)
}

/** The time inside the first version's id, which nobody can claim otherwise; older posts carry only a date. */
function createdAtOf(tweet: JsonObject, first: string): number | null {
  return timeOfXId(first) ?? readXTime(tweet['created_at'])
}

function accountOf(user: JsonObject | null): Pick<Post, 'authorName' | 'authorCreatedAt'> {
  const name = asString(user?.['username'])
  return {
    authorName: name !== null && HANDLE.test(name) ? name : null,
    authorCreatedAt: readXTime(user?.['created_at']),
  }
}

type OwnParts = {
  readonly urls: readonly string[]
  readonly hashtags: readonly string[]
  readonly mentions: readonly string[]
  readonly media: readonly Media[]
  readonly poll: Poll | null
  readonly likes: number | null
  readonly reposts: number | null
  readonly replies: number | null
}

function ownParts(
  tweet: JsonObject,
  of: { note: JsonObject | null; includes: Includes; links: Links },
): OwnParts {
  const metrics = asObject(tweet['public_metrics'])
  const entities = asObject(of.note?.['entities']) ?? asObject(tweet['entities'])
  return {
    urls: of.links.urls,
    hashtags: distinct(namesOf(entities?.['hashtags'], 'tag')),
    mentions: distinct(namesOf(entities?.['mentions'], 'id').filter((id) => readXId(id) !== null)),
    media: [...mediaOf(tweet, of.includes), ...of.links.cards].slice(0, ITEMS_MAX),
    poll: pollOf(tweet, of.includes),
    likes: countOf(metrics?.['like_count']),
    reposts: countOf(metrics?.['retweet_count'] ?? metrics?.['repost_count']),
    replies: countOf(metrics?.['reply_count']),
  }
}

function namesOf(list: unknown, field: string): readonly string[] {
  return asArray(list)
    .slice(0, ITEMS_MAX)
    .flatMap((item) => asString(asObject(item)?.[field]) ?? [])
}

function distinct(values: readonly string[]): readonly string[] {
  return [...new Set(values.filter((value) => value !== '').map(storableText))]
}

function countOf(value: unknown): number | null {
  const count = asInteger(value)
  return count !== null && count >= 0 ? count : null
}

function languageOf(value: unknown): string | null {
  const primary = primarySubtag(asString(value))
  return primary === null ? null : (LANGUAGE_OF[primary] ?? primary)
}

function isoOrNull(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString()
}
