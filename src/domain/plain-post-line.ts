import { parseUsualIsoBytes } from '../lib/iso-time.ts'
import { ID_CHARS_MAX, LIST_ITEMS_MAX, POST_FIELDS } from './post-json.ts'
import { isStorableTime } from './storable-time.ts'

type PlainField = (typeof POST_FIELDS)[number]

type FieldKind = 'id' | 'string' | 'language' | 'time' | 'list' | 'count' | 'empty list' | 'null'

const KINDS = {
  id: 'id',
  author: 'id',
  created_at: 'time',
  text: 'string',
  lang: 'language',
  urls: 'list',
  hashtags: 'list',
  mentions: 'list',
  reply_to: 'id',
  repost_of: 'id',
  source: 'id',
  author_name: 'string',
  author_created_at: 'time',
  quote_of: 'id',
  thread_root: 'id',
  media: 'empty list',
  poll: 'null',
  likes: 'count',
  reposts: 'count',
  replies: 'count',
  deleted_at: 'time',
  label: 'string',
} as const satisfies Record<PlainField, FieldKind>

/** A field's place in `POST_FIELDS`. */
export const FIELD = Object.fromEntries(POST_FIELDS.map((name, index) => [name, index])) as Record<
  PlainField,
  number
>

const KIND_OF: readonly FieldKind[] = POST_FIELDS.map((name) => KINDS[name])
const NAMES: readonly Uint8Array[] = POST_FIELDS.map((name) => Buffer.from(`"${name}":`))
const FIELDS = POST_FIELDS.length
/** Of all lists of a line together; a line with more is no plain one. */
const ITEMS_MAX = LIST_ITEMS_MAX
const COUNT_DIGITS_MAX = 15
const UNKNOWN = -1

/**
 * Reads a line of a post as bytes, where every value stands in it as it will be stored: strings without escapes, times as
 * programs write them, no unknown fields. That is what most lines of most files are, and taking the bytes over costs a
 * quarter of parsing and writing them again. A line that is not plain is for `parsePostText`, which also says
 * what is wrong with it; of a plain one both make the same post.
 */
export class PlainPostLine {
  bytes: Buffer = Buffer.alloc(0)
  /** Where the value of each field begins and ends, by `FIELD`: of strings between their quotes; begins at -1 where it is null. */
  readonly starts = new Int32Array(FIELDS)
  readonly ends = new Int32Array(FIELDS)
  /** UTC milliseconds, by `FIELD`. */
  readonly times = new Float64Array(FIELDS)
  /** Of lists: the first item and the one behind the last. */
  readonly firstItems = new Int32Array(FIELDS)
  readonly lastItems = new Int32Array(FIELDS)
  readonly itemStarts = new Int32Array(ITEMS_MAX)
  readonly itemEnds = new Int32Array(ITEMS_MAX)
  #items = 0
  #at = 0
  #end = 0
  /** The line before held its fields in this order, and this one probably does. */
  readonly #order = new Int32Array(FIELDS)

  has(field: number): boolean {
    return (this.starts[field] as number) !== UNKNOWN
  }

  /**
   * @param bytes well-formed UTF-8; they are referred to until the next call
   * @returns whether the line is plain; the fields mean nothing otherwise
   */
  read(bytes: Buffer, from: number, to: number): boolean {
    this.bytes = bytes
    this.#at = from
    this.#end = to
    this.#items = 0
    this.starts.fill(UNKNOWN)
    this.firstItems.fill(0)
    this.lastItems.fill(0)
    return this.#readFields() && this.#isComplete()
  }

  #readFields(): boolean {
    let seen = 0
    if (this.#next() !== OPEN_OBJECT) return false
    for (let place = 0; place < FIELDS; place++) {
      this.#at++
      this.#next()
      const field = this.#readName(place)
      if (field < 0 || (seen & (1 << field)) !== 0) return false
      seen |= 1 << field
      if (!this.#readValue(field)) return false
      const after = this.#next()
      if (after === CLOSE_OBJECT) {
        this.#at++
        return this.#next() === END
      }
      if (after !== COMMA) return false
    }
    return false
  }

  #isComplete(): boolean {
    return this.has(ID) && this.has(AUTHOR) && this.has(TEXT)
  }

  /** The byte at the next place that is no space; `END` behind the last one. */
  #next(): number {
    while (this.#at < this.#end) {
      const byte = this.bytes[this.#at] as number
      if (byte !== SPACE && byte !== TAB && byte !== RETURN) return byte
      this.#at++
    }
    return END
  }

  #readName(place: number): number {
    const expected = this.#order[place] as number
    if (this.#isName(expected)) return expected
    for (let field = 0; field < FIELDS; field++) {
      if (!this.#isName(field)) continue
      this.#order[place] = field
      return field
    }
    return UNKNOWN
  }

  #isName(field: number): boolean {
    const name = NAMES[field] as Uint8Array
    const { bytes } = this
    const at = this.#at
    if (at + name.length >= this.#end) return false
    for (let offset = 0; offset < name.length; offset++) if (bytes[at + offset] !== name[offset]) return false
    this.#at = at + name.length
    return true
  }

  #readValue(field: number): boolean {
    const first = this.#next()
    if (first === LOWER_N) return this.#readNull()
    switch (KIND_OF[field]) {
      case 'string':
        return this.#readString(field)
      case 'id':
        return this.#readString(field) && this.#isShort(field)
      case 'list':
        return this.#readList(field)
      case 'time':
        return this.#readString(field) && this.#readTime(field)
      case 'language':
        return this.#readString(field) && this.#isLanguage(field)
      case 'count':
        return this.#readCount(field)
      case 'empty list':
        return first === OPEN_LIST && this.#readEmptyList()
      default:
        return false
    }
  }

  #readNull(): boolean {
    const { bytes } = this
    const at = this.#at
    this.#at = at + 4
    return (
      at + 4 <= this.#end &&
      bytes[at + 1] === LOWER_U &&
      bytes[at + 2] === LOWER_L &&
      bytes[at + 3] === LOWER_L
    )
  }

  #readString(field: number): boolean {
    const start = this.#at + 1
    if (!this.#passString()) return false
    this.starts[field] = start
    this.ends[field] = this.#at - 1
    return true
  }

  /** Goes behind a string without escapes. */
  #passString(): boolean {
    const { bytes } = this
    if (bytes[this.#at] !== QUOTE) return false
    const end = this.#end
    for (let at = this.#at + 1; at < end; at++) {
      const byte = bytes[at] as number
      if (byte === QUOTE) {
        this.#at = at + 1
        return true
      }
      if (byte === BACKSLASH || byte < SPACE) return false
    }
    return false
  }

  /** Neither empty, which would be unknown, nor perhaps too long. */
  #isShort(field: number): boolean {
    const length = (this.ends[field] as number) - (this.starts[field] as number)
    return length > 0 && length <= ID_CHARS_MAX
  }

  #readTime(field: number): boolean {
    const at = parseUsualIsoBytes(this.bytes, this.starts[field] as number, this.ends[field] as number)
    if (at === null || !isStorableTime(at)) return false
    this.times[field] = at
    return true
  }

  /** Two letters: they are what a language tag comes to. */
  #isLanguage(field: number): boolean {
    const start = this.starts[field] as number
    return (this.ends[field] as number) - start === 2 && this.#isLower(start) && this.#isLower(start + 1)
  }

  #isLower(at: number): boolean {
    const byte = this.bytes[at] as number
    return byte >= LOWER_A && byte <= LOWER_Z
  }

  #readList(field: number): boolean {
    if (this.bytes[this.#at] !== OPEN_LIST) return false
    this.starts[field] = this.#at
    this.firstItems[field] = this.#items
    this.lastItems[field] = this.#items
    this.#at++
    if (this.#next() === CLOSE_LIST) return this.#endList(field)
    for (;;) {
      if (this.#items >= ITEMS_MAX) return false
      this.itemStarts[this.#items] = this.#at + 1
      if (!this.#passString()) return false
      this.itemEnds[this.#items++] = this.#at - 1
      const after = this.#next()
      if (after === CLOSE_LIST) return this.#endList(field)
      if (after !== COMMA) return false
      this.#at++
      this.#next()
    }
  }

  #endList(field: number): boolean {
    this.#at++
    this.lastItems[field] = this.#items
    return true
  }

  #readEmptyList(): boolean {
    this.#at++
    if (this.#next() !== CLOSE_LIST) return false
    this.#at++
    return true
  }

  /** Digits only, and no zero before them. */
  #readCount(field: number): boolean {
    const start = this.#at
    let end = start
    while (end < this.#end && isDigit(this.bytes[end] as number)) end++
    const digits = end - start
    if (digits === 0 || digits > COUNT_DIGITS_MAX || (digits > 1 && this.bytes[start] === ZERO)) return false
    this.starts[field] = start
    this.ends[field] = end
    this.#at = end
    return true
  }
}

function isDigit(byte: number): boolean {
  return byte >= ZERO && byte <= ZERO + 9
}

const { id: ID, author: AUTHOR, text: TEXT } = FIELD
const END = -1
const TAB = 9
const RETURN = 13
const SPACE = 32
const QUOTE = 34
const COMMA = 44
const ZERO = 48
const OPEN_LIST = 91
const BACKSLASH = 92
const CLOSE_LIST = 93
const LOWER_A = 97
const LOWER_L = 108
const LOWER_N = 110
const LOWER_U = 117
const LOWER_Z = 122
const OPEN_OBJECT = 123
const CLOSE_OBJECT = 125
