import { keep, type Outcome, park } from '../../../domain/outcome.ts'
import { type Media, makePost, type Poll, type Post } from '../../../domain/post.ts'
import { primarySubtag } from '../../../domain/text/language-tag.ts'
import { parseIsoTime } from '../../../lib/iso-time.ts'
import { asArray, asInteger, asObject, asString, type JsonObject } from '../../../lib/unknown-json.ts'
import { accountName } from '../../mastodon/account-name.ts'
import { htmlToText } from '../../mastodon/html-to-text.ts'
import { clean, SHORT_LENGTH_MAX, shortText } from '../../mastodon/short-text.ts'
import { mastodonPostId } from '../../mastodon/status-id.ts'
import { isWebUrl } from '../../mastodon/web-url.ts'
import type { LineParkReason } from '../file-block.ts'
import { actorOfUri, type MastodonActor } from './read-actor.ts'

const TEXT_LENGTH_MAX = 50_000
const ALT_LENGTH_MAX = 5_000
const ITEMS_MAX = 100
const PUBLIC: ReadonlySet<unknown> = new Set([
  'https://www.w3.org/ns/activitystreams#Public',
  'as:Public',
  'Public',
])
/** What people post; a poll is a question. */
const POSTS: ReadonlySet<unknown> = new Set(['Note', 'Question', 'Article', 'Page'])

/**
 * An activity of a Mastodon export becomes the post that the live source would have made of it: the id is the
 * status's URI, the author `user@domain`, the text the content warning, an empty line, and the content as plain
 * text. Boosts have `repostOf` and no text.
 *
 * Only what was meant for everybody is kept (`public`, and `unlisted`: addressed to the public in `cc`); what was
 * for followers or for the people named is parked as `private`.
 *
 * @see https://docs.joinmastodon.org/spec/activitypub/ and https://www.w3.org/TR/activitystreams-vocabulary/
 */
export function mapActivity(value: unknown, owner: MastodonActor | null): Outcome<Post, LineParkReason> {
  const activity = asObject(value)
  if (activity === null) return park('not_an_object', typeof value)
  const actor = owner ?? actorOfUri(asString(activity['actor']) ?? asString(activity['attributedTo']))
  if (activity['type'] === 'Announce') return mapBoost(activity, actor)
  const note = activity['type'] === 'Create' ? asObject(activity['object']) : activity
  if (note === null || !POSTS.has(note['type'])) return park('not_a_post', activity['type'])
  const visibility = visibilityOf(note)
  if (visibility === null) return park('private', 'not for everybody')
  const id = mastodonPostId(asString(note['id']))
  if (id === null) return park('wrong_id', 'no id')
  if (actor === null) return park('wrong_author', 'no actor')
  const createdAt = parseIsoTime(asString(note['published']) ?? asString(activity['published']) ?? '')
  if (createdAt === null) return park('wrong_date', 'no published')
  return mapNote({ note, id, actor, createdAt, visibility })
}

function mapNote(of: {
  note: JsonObject
  id: string
  actor: MastodonActor
  createdAt: number
  visibility: 'public' | 'unlisted'
}): Outcome<Post, LineParkReason> {
  const { note, id, actor, createdAt } = of
  const quoteOf = quotedId(note)
  const readable = htmlToText(contentOf(note), quoteOf !== null)
  const warning = shortText(note['summary'])
  const text = [warning ?? '', readable?.text ?? ''].filter((part) => part !== '').join('\n\n')
  if (readable === null || text.length > TEXT_LENGTH_MAX) return park('wrong_text', 'too long')
  const post = makePost({
    id,
    ...authorOf(actor),
    createdAt,
    text,
    lang: languageOf(note),
    urls: distinct(readable.links).filter(isWebUrl),
    hashtags: distinct(namesOf(note, 'Hashtag').map((name) => name.replace(/^#/, ''))),
    mentions: distinct(namesOf(note, 'Mention').flatMap((name) => mentioned(name, actor) ?? [])),
    replyTo: mastodonPostId(uriOf(note['inReplyTo'])),
    quoteOf,
    media: mediaOf(note['attachment']),
    poll: pollOf(note),
    likes: totalOf(note['likes']),
    reposts: totalOf(note['shares']),
    source: 'mastodon',
    extra: extraOf(note, warning, of.visibility),
  })
  return keep(post)
}

function mapBoost(activity: JsonObject, actor: MastodonActor | null): Outcome<Post, LineParkReason> {
  if (visibilityOf(activity) === null) return park('private', 'not for everybody')
  const id = mastodonPostId(asString(activity['id']))
  const repostOf = mastodonPostId(uriOf(activity['object']))
  if (id === null || repostOf === null) return park('wrong_id', 'no id')
  if (actor === null) return park('wrong_author', 'no actor')
  const createdAt = parseIsoTime(asString(activity['published']) ?? '')
  if (createdAt === null) return park('wrong_date', 'no published')
  return keep(makePost({ id, ...authorOf(actor), createdAt, text: '', repostOf, source: 'mastodon' }))
}

function authorOf(actor: MastodonActor): Pick<Post, 'author' | 'authorName' | 'authorCreatedAt'> {
  return { author: actor.name, authorName: actor.displayName, authorCreatedAt: actor.createdAt }
}

/** Whom it is addressed to. Null for anything less than everybody, and where that is not said. */
function visibilityOf(object: JsonObject): 'public' | 'unlisted' | null {
  if (listOf(object['to']).some((address) => PUBLIC.has(address))) return 'public'
  return listOf(object['cc']).some((address) => PUBLIC.has(address)) ? 'unlisted' : null
}

function contentOf(note: JsonObject): string {
  const [translated] = Object.values(asObject(note['contentMap']) ?? {})
  return asString(note['content']) ?? asString(translated) ?? ''
}

/** The one language it is written in, as its author declared it. */
function languageOf(note: JsonObject): string | null {
  const [language, ...others] = Object.keys(asObject(note['contentMap']) ?? {})
  return language === undefined || others.length > 0 ? null : primarySubtag(language)
}

/** Names for the same thing, by the software that wrote them. */
function quotedId(note: JsonObject): string | null {
  const quoted = ['quote', 'quoteUri', 'quoteUrl', '_misskey_quote'].map((field) => uriOf(note[field]))
  return mastodonPostId(quoted.find((uri) => uri !== null) ?? null)
}

function namesOf(note: JsonObject, type: string): readonly string[] {
  return listOf(note['tag']).flatMap((item) => {
    const tag = asObject(item)
    const name = tag?.['type'] === type ? asString(tag['name']) : null
    return name === null || name.length > SHORT_LENGTH_MAX ? [] : [clean(name)]
  })
}

/** Names of mentions are `@user@domain`, and `@user` for people of the author's own instance. */
function mentioned(name: string, actor: MastodonActor): string | null {
  return accountName(name.replace(/^@/, ''), actor.name.slice(actor.name.indexOf('@') + 1))
}

/**
 * In an export the addresses of media are paths inside it: they are kept as they are, because nothing else is
 * known.
 */
function mediaOf(value: unknown): readonly Media[] {
  return listOf(value).flatMap((item) => {
    const attachment = asObject(item)
    const url = uriOf(attachment?.['url'])
    if (url === null || url.length > 4_096) return []
    const kind = /^(image|video|audio)\//.exec(asString(attachment?.['mediaType']) ?? '')?.[1] ?? 'other'
    const alt = clean(asString(attachment?.['name']) ?? '')
      .slice(0, ALT_LENGTH_MAX)
      .trim()
    return [{ kind: kind as Media['kind'], url: clean(url), alt: alt === '' ? null : alt.toWellFormed() }]
  })
}

function pollOf(note: JsonObject): Poll | null {
  if (note['type'] !== 'Question') return null
  const options = [...listOf(note['oneOf']), ...listOf(note['anyOf'])].flatMap((item) => {
    const option = asObject(item)
    const text = shortText(option?.['name'])
    return text === null ? [] : [{ text, votes: totalOf(option?.['replies']) }]
  })
  const closesAt = parseIsoTime(asString(note['endTime']) ?? asString(note['closed']) ?? '')
  return options.length === 0 ? null : { options, closesAt }
}

function extraOf(note: JsonObject, warning: string | null, visibility: string): Post['extra'] {
  const editedAt = parseIsoTime(asString(note['updated']) ?? '')
  return {
    ...(warning !== null && { content_warning_length: warning.length }),
    ...(note['sensitive'] === true && { sensitive: true }),
    ...(visibility !== 'public' && { visibility }),
    ...(editedAt !== null && { edited_at: new Date(editedAt).toISOString() }),
  }
}

/** A collection is there in full, or only its size is. */
function totalOf(value: unknown): number | null {
  const total = asInteger(asObject(value)?.['totalItems'])
  return total !== null && total >= 0 ? total : null
}

/** ActivityStreams leaves the brackets of a list of one out. */
function listOf(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return []
  return Array.isArray(value) ? asArray(value).slice(0, ITEMS_MAX) : [value]
}

/** An object is there in full, or only its address is. */
function uriOf(value: unknown): string | null {
  const [first] = listOf(value)
  const object = asObject(first)
  return asString(first) ?? asString(object?.['id']) ?? asString(object?.['href'])
}

function distinct(values: readonly string[]): readonly string[] {
  return [...new Set(values.filter((value) => value !== ''))].slice(0, ITEMS_MAX)
}
