import { parseIsoTime } from '../lib/iso-time.ts'
import { keep, type Outcome, park } from './outcome.ts'
import type { Media, Poll, Post } from './post.ts'
import { isStorableTime } from './storable-time.ts'
import { primarySubtag } from './text/language-tag.ts'

/** Why a line is not a post. Readers of files add their own reasons for lines that are not even that. */
export type PostParkReason =
  | 'not_json'
  | 'not_an_object'
  | 'too_deep'
  | 'wrong_id'
  | 'wrong_author'
  | 'wrong_text'
  | 'wrong_date'
  | 'wrong_field'

export type PostContext = {
  /** `source` of posts whose line names none. */
  readonly source: string
}

/** Ids and account names longer than this are not ids. */
export const ID_CHARS_MAX = 512
/** Longer lists are no lists of links, tags or accounts. */
export const LIST_ITEMS_MAX = 1_000
/** Nesting of unknown fields; deeper JSON is an attack on whoever writes it out again. */
const DEPTH_MAX = 32

/** Fields of a post line in the order they are written. */
export const POST_FIELDS = [
  'id',
  'author',
  'created_at',
  'text',
  'lang',
  'urls',
  'hashtags',
  'mentions',
  'reply_to',
  'repost_of',
  'source',
  'author_name',
  'author_created_at',
  'quote_of',
  'thread_root',
  'media',
  'poll',
  'likes',
  'reposts',
  'replies',
  'deleted_at',
  'label',
] as const
const KNOWN: ReadonlySet<string> = new Set(POST_FIELDS)

/** Reads one line of an import file: JSON text of a post. */
export function parsePostText(line: string, context: PostContext): Outcome<Post, PostParkReason> {
  let json: unknown
  try {
    json = JSON.parse(line)
  } catch (cause) {
    return park('not_json', cause)
  }
  return parsePostLine(json, context)
}

/**
 * Reads a post from the parsed JSON of "Post as a line of JSON". `null` and absent are the same; numbers are
 * accepted as ids where JavaScript holds them exactly; a single string is accepted as a list of one; a repost may lack its text.
 * Lone surrogates and NUL in text become U+FFFD, one for one, so that offsets hold.
 */
export function parsePostLine(json: unknown, context: PostContext): Outcome<Post, PostParkReason> {
  if (typeof json !== 'object' || json === null || Array.isArray(json))
    return park('not_an_object', typeof json)
  try {
    return keep(readPost(json as Fields, context))
  } catch (thrown) {
    if (thrown instanceof WrongField) return park(thrown.reason, thrown.message)
    throw thrown
  }
}

/** Columns that hold JSON in CSV; a cell that is not JSON is a list of one. */
const JSON_COLUMNS: ReadonlySet<string> = new Set(['urls', 'hashtags', 'mentions', 'media', 'poll'])
const NUMBER_COLUMNS: ReadonlySet<string> = new Set(['likes', 'reposts', 'replies'])

/** Reads a post from a CSV row: the same fields, lists as JSON, an empty cell is unknown. */
export function parsePostRow(
  row: Readonly<Record<string, string>>,
  context: PostContext,
): Outcome<Post, PostParkReason> {
  const fields = Object.entries(row).flatMap(([name, cell]): [string, unknown][] => {
    if (name === 'text') return [[name, cell]]
    return cell === '' ? [] : [[name, readCell(name, cell)]]
  })
  return parsePostLine(Object.fromEntries(fields), context)
}

/** The post as a line of JSON holds it, in the contract's order; optional fields only where they are known. */
export function formatPostLine(post: Post): Record<string, unknown> {
  return {
    id: post.id,
    author: post.author,
    created_at: isoOrNull(post.createdAt),
    text: post.text,
    lang: post.lang,
    urls: post.urls,
    hashtags: post.hashtags,
    mentions: post.mentions,
    reply_to: post.replyTo,
    repost_of: post.repostOf,
    source: post.source,
    ...knownOnly({
      author_name: post.authorName,
      author_created_at: isoOrNull(post.authorCreatedAt),
      quote_of: post.quoteOf,
      thread_root: post.threadRoot,
      media: post.media.length === 0 ? null : post.media,
      poll:
        post.poll === null ? null : { options: post.poll.options, closes_at: isoOrNull(post.poll.closesAt) },
      likes: post.likes,
      reposts: post.reposts,
      replies: post.replies,
      deleted_at: isoOrNull(post.deletedAt),
      label: post.label,
    }),
    ...Object.fromEntries(Object.entries(post.extra).filter(([name]) => !KNOWN.has(name))),
  }
}

type Fields = Readonly<Record<string, unknown>>

class WrongField extends Error {
  readonly reason: PostParkReason
  constructor(reason: PostParkReason, field: string) {
    super(`${field} is missing or not what it should be`)
    this.reason = reason
  }
}

function readPost(fields: Fields, context: PostContext): Post {
  const repostOf = idOrNull(fields, 'repost_of')
  return {
    id: requiredId(fields, 'id', 'wrong_id'),
    author: requiredId(fields, 'author', 'wrong_author'),
    authorName: stringOrNull(fields, 'author_name'),
    authorCreatedAt: timeOrNull(fields, 'author_created_at'),
    createdAt: timeOrNull(fields, 'created_at'),
    text: readText(fields, repostOf),
    lang: primarySubtag(stringOrNull(fields, 'lang')),
    urls: stringList(fields, 'urls'),
    hashtags: stringList(fields, 'hashtags'),
    mentions: stringList(fields, 'mentions'),
    replyTo: idOrNull(fields, 'reply_to'),
    repostOf,
    quoteOf: idOrNull(fields, 'quote_of'),
    threadRoot: idOrNull(fields, 'thread_root'),
    media: readMedia(fields['media']),
    poll: readPoll(fields['poll']),
    likes: countOrNull(fields, 'likes'),
    reposts: countOrNull(fields, 'reposts'),
    replies: countOrNull(fields, 'replies'),
    deletedAt: timeOrNull(fields, 'deleted_at'),
    label: labelOrNull(fields['label']),
    source: stringOrNull(fields, 'source') || context.source,
    extra: readExtra(fields),
  }
}

function requiredId(fields: Fields, name: string, reason: PostParkReason): string {
  const id = idText(fields[name])
  if (id === null || id.length > ID_CHARS_MAX) throw new WrongField(reason, name)
  return storable(id)
}

function idOrNull(fields: Fields, name: string): string | null {
  const value = fields[name]
  if (value === undefined || value === null || value === '') return null
  const id = idText(value)
  if (id === null || id.length > ID_CHARS_MAX) throw new WrongField('wrong_field', name)
  return storable(id)
}

/** Large numbers have lost digits when JSON was parsed: they would name another post. */
function idText(value: unknown): string | null {
  if (typeof value === 'string') return value === '' ? null : value
  return Number.isSafeInteger(value) ? String(value) : null
}

function readText(fields: Fields, repostOf: string | null): string {
  const { text } = fields
  if (typeof text === 'string') return storable(text)
  if ((text === undefined || text === null) && repostOf !== null) return ''
  throw new WrongField('wrong_text', 'text')
}

function stringOrNull(fields: Fields, name: string): string | null {
  const value = fields[name]
  if (value === undefined || value === null) return null
  if (typeof value !== 'string') throw new WrongField('wrong_field', name)
  return storable(value)
}

function timeOrNull(fields: Fields, name: string): number | null {
  return readTime(fields[name], name)
}

function readTime(value: unknown, name: string): number | null {
  if (value === undefined || value === null || value === '') return null
  const at = typeof value === 'string' ? parseIsoTime(value.trim()) : null
  if (at === null || !isStorableTime(at)) throw new WrongField('wrong_date', name)
  return at
}

const NONE: readonly string[] = []

function stringList(fields: Fields, name: string): readonly string[] {
  const value = fields[name]
  if (value === undefined || value === null || value === '') return NONE
  if (typeof value === 'string') return [storable(value)]
  if (!Array.isArray(value) || value.length > LIST_ITEMS_MAX) throw new WrongField('wrong_field', name)
  return value.map((item: unknown) => {
    if (typeof item !== 'string') throw new WrongField('wrong_field', name)
    return storable(item)
  })
}

function countOrNull(fields: Fields, name: string): number | null {
  const value = fields[name]
  if (value === undefined || value === null) return null
  if (!Number.isSafeInteger(value) || (value as number) < 0) throw new WrongField('wrong_field', name)
  return value as number
}

function labelOrNull(value: unknown): string | null {
  if (value === undefined || value === null) return null
  if (typeof value === 'string') return storable(value)
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  throw new WrongField('wrong_field', 'label')
}

const MEDIA_KINDS = {
  image: true,
  video: true,
  audio: true,
  link: true,
  other: true,
} as const satisfies Record<Media['kind'], true>

function readMedia(value: unknown): readonly Media[] {
  if (value === undefined || value === null || value === '') return []
  if (!Array.isArray(value) || value.length > LIST_ITEMS_MAX) throw new WrongField('wrong_field', 'media')
  return value.map((item: unknown) => {
    if (typeof item === 'string') return { kind: 'other', url: storable(item), alt: null }
    if (typeof item !== 'object' || item === null) throw new WrongField('wrong_field', 'media')
    const fields = item as Fields
    const kind = stringOrNull(fields, 'kind') ?? 'other'
    return {
      kind: Object.hasOwn(MEDIA_KINDS, kind) ? (kind as Media['kind']) : 'other',
      url: stringOrNull(fields, 'url') ?? '',
      alt: stringOrNull(fields, 'alt'),
    }
  })
}

function readPoll(value: unknown): Poll | null {
  if (value === undefined || value === null || value === '') return null
  const options = typeof value === 'object' ? (value as Fields)['options'] : null
  if (!Array.isArray(options) || options.length > LIST_ITEMS_MAX) throw new WrongField('wrong_field', 'poll')
  return {
    options: options.map((option: unknown) => {
      if (typeof option !== 'object' || option === null) throw new WrongField('wrong_field', 'poll')
      return {
        text: stringOrNull(option as Fields, 'text') ?? '',
        votes: countOrNull(option as Fields, 'votes'),
      }
    }),
    closesAt: readTime((value as Fields)['closes_at'], 'poll'),
  }
}

const NO_EXTRA: Fields = {}

function readExtra(fields: Fields): Fields {
  if (!hasUnknown(fields)) return NO_EXTRA
  const unknown = Object.entries(fields).filter(([name]) => !KNOWN.has(name))
  for (const [name, value] of unknown)
    if (isDeeperThan(value, DEPTH_MAX)) throw new WrongField('too_deep', name)
  return Object.fromEntries(unknown)
}

function hasUnknown(fields: Fields): boolean {
  for (const name in fields) if (!KNOWN.has(name)) return true
  return false
}

function isDeeperThan(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false
  return levels === 0 || Object.values(value).some((inner) => isDeeperThan(inner, levels - 1))
}

/** What UTF-8 and a database can hold; each replaced unit stays one unit long. */
function storable(text: string): string {
  const wellFormed = text.isWellFormed() ? text : text.toWellFormed()
  return wellFormed.includes('\0') ? wellFormed.replaceAll('\0', '\ufffd') : wellFormed
}

function readCell(name: string, cell: string): unknown {
  if (NUMBER_COLUMNS.has(name)) return Number(cell)
  if (!JSON_COLUMNS.has(name) || !/^\s*[[{]/.test(cell)) return cell
  try {
    return JSON.parse(cell)
  } catch {
    return cell
  }
}

function isoOrNull(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString()
}

function knownOnly(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null))
}
