import { keep, type Outcome, park } from '../../../domain/outcome.ts'
import { type Media, makePost, type Post } from '../../../domain/post.ts'
import type { PostParkReason } from '../../../domain/post-json.ts'
import { primarySubtag } from '../../../domain/text/language-tag.ts'
import { asArray, asObject, asString, type JsonObject } from '../../../lib/unknown-json.ts'
import { xPostId } from '../../x/post-id.ts'
import { plainText } from '../../x/post-text.ts'
import { readXId, timeOfXId } from '../../x/snowflake.ts'
import type { NoteTexts } from './note-texts.ts'
import type { XAccount } from './read-account.ts'
import { itemsOf, readTweetLinks } from './tweet-links.ts'
import { parseTweetTime } from './tweet-time.ts'

export type TweetContext = { readonly account: XAccount; readonly notes: NoteTexts }

const TEXT_LENGTH_MAX = 60_000
const VERSIONS_MAX = 20
const REPOST = /^RT @\w{1,30}: /
/** Language codes of X that are older than the standard. */
const LANGUAGE_OF: Readonly<Record<string, string>> = { in: 'id', iw: 'he', ji: 'yi' }

/**
 * A tweet of X's export becomes the post that X's interface would have given: the same id (of the first version,
 * where it was edited), the author's numeric id, the text as it was written, with its links in full. What the
 * export leaves out stays unknown: how often it was answered, the conversation, which post a repost repeats (its
 * text, `RT @name: …`, is kept instead; its numbers are those of the original and are left out), and the poll.
 *
 * Newer exports wrap each tweet (`{ "tweet": { … } }`) and write numbers as text.
 */
export function mapTweet(value: unknown, { account, notes }: TweetContext): Outcome<Post, PostParkReason> {
  const outer = asObject(value)
  const tweet = asObject(outer?.['tweet']) ?? outer
  if (tweet === null) return park('not_an_object', typeof value)
  const id = readXId(tweet['id_str'] ?? tweet['id'])
  if (id === null) return park('wrong_id', 'no id_str')
  const cut = asString(tweet['full_text']) ?? asString(tweet['text'])
  if (cut === null || cut.length > TEXT_LENGTH_MAX) return park('wrong_text', 'no full_text')
  const versions = versionsOf(tweet, id)
  const first = versions[0] ?? id
  const isEdit = first !== id
  const written = parseTweetTime(asString(tweet['created_at']) ?? '')
  const createdAt = (isEdit ? timeOfXId(first) : written) ?? timeOfXId(id)
  if (createdAt === null) return park('wrong_date', 'no created_at')

  const note = notes.textOf(cut, written ?? createdAt)
  const raw = note?.text ?? cut
  const isRepost = REPOST.test(cut)
  const links = readTweetLinks(tweet, raw, note?.links ?? NO_LINKS)
  const post = makePost({
    id: xPostId(first),
    author: account.id,
    authorName: account.handle,
    authorCreatedAt: account.createdAt,
    createdAt,
    text: plainText(raw, links.targets),
    lang: languageOf(tweet['lang']),
    urls: links.urls,
    hashtags: distinct([...namesOf(tweet, 'hashtags', 'text'), ...(note?.hashtags ?? [])]),
    mentions: distinct(namesOf(tweet, 'user_mentions', 'id_str').filter((name) => readXId(name) !== null)),
    replyTo: idOrNull(tweet['in_reply_to_status_id_str'] ?? tweet['in_reply_to_status_id']),
    quoteOf: idOrNull(tweet['quoted_status_id_str']) ?? idOrNull(links.quoted),
    media: mediaOf(tweet),
    likes: isRepost ? null : countOf(tweet['favorite_count']),
    reposts: isRepost ? null : countOf(tweet['retweet_count']),
    source: 'x',
    extra: {
      ...(isEdit ? { x_version: id, edited_at: new Date(written ?? createdAt).toISOString() } : {}),
      ...(tweet['possibly_sensitive'] === true ? { possibly_sensitive: true } : {}),
    },
  })
  return keep(post)
}

const NO_LINKS: ReadonlyMap<string, string> = new Map()

/** All versions of a post, oldest first. Only the first version lists them; later ones name the first. */
function versionsOf(tweet: JsonObject, id: string): readonly string[] {
  const info = asObject(tweet['edit_info'])
  const edit = asObject(info?.['edit'])
  const initial = asObject(info?.['initial']) ?? asObject(edit?.['editControlInitial'])
  const listed = asArray(initial?.['editTweetIds'])
    .slice(0, VERSIONS_MAX)
    .flatMap((version) => readXId(version) ?? [])
  const first = readXId(edit?.['initialTweetId'])
  if (listed.includes(id)) return listed
  return first === null ? [id] : [first, id]
}

function mediaOf(tweet: JsonObject): readonly Media[] {
  const extended = itemsOf(tweet['extended_entities'], 'media')
  const media = extended.length > 0 ? extended : itemsOf(tweet['entities'], 'media')
  return media.flatMap((item) => {
    const url = videoUrl(item) ?? asString(item['media_url_https']) ?? asString(item['media_url'])
    if (url === null || !/^https?:\/\/\S{1,4000}$/i.test(url)) return []
    const kind = item['type'] === 'photo' ? 'image' : 'video'
    const alt = asString(item['ext_alt_text'])?.trim().slice(0, 2_000).toWellFormed()
    return [{ kind, url: url.toWellFormed(), alt: alt || null }] satisfies Media[]
  })
}

/** The best file of a video; the export writes bit rates as text. */
function videoUrl(media: JsonObject): string | null {
  const [best] = itemsOf(media['video_info'], 'variants')
    .flatMap((variant) => {
      const url = asString(variant['url'])
      return url === null ? [] : [{ url, bitRate: countOf(variant['bitrate']) ?? -1 }]
    })
    .sort((one, other) => other.bitRate - one.bitRate)
  return best?.url ?? null
}

function namesOf(tweet: JsonObject, list: string, field: string): readonly string[] {
  return itemsOf(tweet['entities'], list).flatMap((item) => asString(item[field]) ?? [])
}

function distinct(values: readonly string[]): readonly string[] {
  return [...new Set(values.filter((value) => value !== '').map((value) => value.toWellFormed()))]
}

function idOrNull(value: unknown): string | null {
  const id = readXId(value)
  return id === null ? null : xPostId(id)
}

/** Exports write counts as text. */
function countOf(value: unknown): number | null {
  const count = typeof value === 'string' && /^\d{1,12}$/.test(value) ? Number(value) : value
  return Number.isSafeInteger(count) && (count as number) >= 0 ? (count as number) : null
}

function languageOf(value: unknown): string | null {
  const primary = primarySubtag(asString(value))
  if (primary === null || /^q[a-t][a-z]$/.test(primary)) return null
  return LANGUAGE_OF[primary] ?? primary
}
