import { FIELD, type PlainPostLine } from '../domain/plain-post-line.ts'
import type { GrowingBytes } from '../lib/growing-bytes.ts'
import type { PACKED_FIELDS } from './packed-post.ts'

type PackedField = (typeof PACKED_FIELDS)[number]

/** What stands in the place of a field in a packed post. */
type Piece =
  | { readonly kind: 'string' | 'list' | 'count' | 'time'; readonly field: number }
  | { readonly kind: 'constant'; readonly json: Uint8Array }

const NULL = Buffer.from('null')
const EMPTY_LIST = Buffer.from('[]')

/** In the order of `PACKED_FIELDS`. */
const PIECES = Object.values({
  id: { kind: 'string', field: FIELD.id },
  author: { kind: 'string', field: FIELD.author },
  authorName: { kind: 'string', field: FIELD.author_name },
  authorCreatedAt: { kind: 'time', field: FIELD.author_created_at },
  createdAt: { kind: 'time', field: FIELD.created_at },
  text: { kind: 'string', field: FIELD.text },
  lang: { kind: 'string', field: FIELD.lang },
  urls: { kind: 'list', field: FIELD.urls },
  hashtags: { kind: 'list', field: FIELD.hashtags },
  mentions: { kind: 'list', field: FIELD.mentions },
  replyTo: { kind: 'string', field: FIELD.reply_to },
  repostOf: { kind: 'string', field: FIELD.repost_of },
  quoteOf: { kind: 'string', field: FIELD.quote_of },
  threadRoot: { kind: 'string', field: FIELD.thread_root },
  media: { kind: 'constant', json: EMPTY_LIST },
  poll: { kind: 'constant', json: NULL },
  likes: { kind: 'count', field: FIELD.likes },
  reposts: { kind: 'count', field: FIELD.reposts },
  replies: { kind: 'count', field: FIELD.replies },
  deletedAt: { kind: 'time', field: FIELD.deleted_at },
  label: { kind: 'string', field: FIELD.label },
  source: { kind: 'string', field: FIELD.source },
  extra: { kind: 'constant', json: Buffer.from('{}') },
} as const satisfies Record<PackedField, Piece>) as readonly Piece[]

/** What a line may not hold, as JSON in UTF-8. */
export type PlainDefaults = { readonly lang: Uint8Array | null; readonly source: Uint8Array }

/** Appends what `packPost` makes of a plain line, as a string. */
export function packPlainPost(target: GrowingBytes, line: PlainPostLine, defaults: PlainDefaults): void {
  const start = target.beginString()
  for (let at = 0; at < PIECES.length; at++) {
    target.addByte(at === 0 ? OPEN_LIST : COMMA)
    const piece = PIECES[at] as Piece
    if (piece.kind === 'constant') addAll(target, piece.json)
    else if (line.has(piece.field)) addValue(target, line, piece)
    else addAll(target, absent(piece, defaults))
  }
  target.addByte(CLOSE_LIST)
  target.endString(start)
}

type FieldPiece = Extract<Piece, { field: number }>

function absent({ kind, field }: FieldPiece, { lang, source }: PlainDefaults): Uint8Array {
  if (field === FIELD.lang) return lang ?? NULL
  if (field === FIELD.source) return source
  return kind === 'list' ? EMPTY_LIST : NULL
}

function addValue(target: GrowingBytes, line: PlainPostLine, { kind, field }: FieldPiece): void {
  const start = line.starts[field] as number
  const end = line.ends[field] as number
  if (kind === 'string') target.addBytes(line.bytes, start - 1, end + 1)
  else if (kind === 'count') target.addBytes(line.bytes, start, end)
  else if (kind === 'time') addTime(target, line.times[field] as number)
  else addList(target, line, field)
}

function addTime(target: GrowingBytes, at: number): void {
  if (at < 0) target.addByte(MINUS)
  target.addDecimal(Math.abs(at))
}

function addList(target: GrowingBytes, line: PlainPostLine, field: number): void {
  const first = line.firstItems[field] as number
  const last = line.lastItems[field] as number
  target.addByte(OPEN_LIST)
  for (let item = first; item < last; item++) {
    if (item > first) target.addByte(COMMA)
    target.addBytes(line.bytes, (line.itemStarts[item] as number) - 1, (line.itemEnds[item] as number) + 1)
  }
  target.addByte(CLOSE_LIST)
}

function addAll(target: GrowingBytes, bytes: Uint8Array): void {
  target.addBytes(bytes, 0, bytes.length)
}

const COMMA = 44
const MINUS = 45
const OPEN_LIST = 91
const CLOSE_LIST = 93
