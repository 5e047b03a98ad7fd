import { type ParkedItem, parkedItem } from './archive-item.ts'
import { LINE_BYTES_MAX, SAMPLE_CHARS_MAX } from './file-block.ts'

/** One element of a JSON list, parsed, or what was in its place. */
export type JsonItem = { readonly kind: 'value'; readonly value: unknown; readonly text: string } | ParkedItem

export type JsonList = {
  /**
   * The list is the value of this key of the outermost object; null where the text itself is a list, behind any
   * prefix.
   */
  readonly key: string | null
  /** How an element begins (a global expression): behind a damaged one, the next are found by it. */
  readonly elementStart: RegExp
}

const QUOTE = 34
const COMMA = 44
const BACKSLASH = 92
const OPEN_LIST = 91
const CLOSE_LIST = 93
const OPEN_OBJECT = 123
const CLOSE_OBJECT = 125
const KEY_BYTES_MAX = 64
const UTF8 = new TextDecoder('utf-8', { fatal: true })

/**
 * Reads the elements of one long list in a JSON text as it streams by; the text is never held whole. Holds one
 * element, at most `LINE_BYTES_MAX` and a chunk: a longer one is parked (`too_long`). A damaged element is parked
 * (`not_json`, `not_text`) and reading goes on at the next one that can be told by how it begins. A text that ends
 * before its list does says so with a last parked item.
 */
export async function* jsonItems(
  chunks: AsyncIterable<Uint8Array>,
  list: JsonList,
): AsyncGenerator<JsonItem> {
  const splitter = new ItemSplitter(list)
  // What follows the list is read and of no interest: whether the file is whole shows only at its end.
  for await (const chunk of chunks) yield* splitter.push(chunk)
  yield* splitter.finish()
}

class ItemSplitter {
  readonly #list: JsonList
  #state: 'before' | 'between' | 'inside' | 'after' = 'before'
  /** Nesting: of the text before the list is found, of the element afterwards. */
  #depth = 0
  #quoted = false
  #escaped = false
  /** The last string of the outermost object: the key of what follows it. */
  #key: number[] = []
  /** The element is no object and no list: it ends where the next begins. */
  #bare = false
  #parts: Uint8Array[] = []
  #sizeBytes = 0
  /** The element was too long and is parked; its rest is dropped. */
  #dropping = false
  /** Something was parked: an end of the list that is not found is explained by that. */
  #isDamaged = false

  constructor(list: JsonList) {
    this.#list = list
  }

  *push(chunk: Uint8Array): Generator<JsonItem> {
    for (let at = 0; at < chunk.length && this.#state !== 'after'; ) {
      if (this.#state === 'before') at = this.#findList(chunk, at)
      else if (this.#state === 'between') at = this.#findElement(chunk, at)
      else {
        const { end, complete } = this.#readElement(chunk, at)
        this.#parts.push(chunk.subarray(at, end))
        this.#sizeBytes += end - at
        at = end
        if (complete) yield* this.#element()
        else if (this.#sizeBytes > LINE_BYTES_MAX) yield* this.#giveUpOnElement()
      }
    }
  }

  *finish(): Generator<JsonItem> {
    if (this.#state === 'before') yield parkedItem('not_json', 'there is no list of posts in it')
    else if (this.#state === 'inside') yield* this.#element()
    else if (this.#state === 'between' && !this.#isDamaged)
      yield parkedItem('not_json', 'the list of posts is cut off')
  }

  #findList(chunk: Uint8Array, from: number): number {
    for (let at = from; at < chunk.length; at++) {
      const byte = chunk[at] ?? 0
      if (this.#quoted) {
        this.#readString(byte)
        if (this.#depth === 1 && this.#quoted && this.#key.length < KEY_BYTES_MAX) this.#key.push(byte)
      } else if (byte === QUOTE) {
        this.#quoted = true
        if (this.#depth === 1) this.#key = []
      } else if (byte === OPEN_LIST && this.#isTheList()) {
        this.#state = 'between'
        return at + 1
      } else if (byte === OPEN_OBJECT || byte === OPEN_LIST) this.#depth++
      else if (byte === CLOSE_OBJECT || byte === CLOSE_LIST) this.#depth--
    }
    return chunk.length
  }

  #isTheList(): boolean {
    const { key } = this.#list
    if (key === null) return this.#depth === 0
    return this.#depth === 1 && Buffer.from(this.#key).toString() === key
  }

  #readString(byte: number): void {
    if (this.#escaped) this.#escaped = false
    else if (byte === BACKSLASH) this.#escaped = true
    else if (byte === QUOTE) this.#quoted = false
  }

  #findElement(chunk: Uint8Array, from: number): number {
    for (let at = from; at < chunk.length; at++) {
      const byte = chunk[at] ?? 0
      // A closing brace here is left over from an element that was damaged.
      if (byte <= 32 || byte === COMMA || byte === CLOSE_OBJECT) continue
      this.#state = byte === CLOSE_LIST ? 'after' : 'inside'
      this.#bare = byte !== OPEN_OBJECT && byte !== OPEN_LIST
      this.#depth = 0
      this.#quoted = false
      this.#escaped = false
      return at
    }
    return chunk.length
  }

  /** The hot loop: every byte of a list passes here, so what it needs stands in local variables. */
  #readElement(chunk: Uint8Array, from: number): { end: number; complete: boolean } {
    const isBare = this.#bare
    let depth = this.#depth
    let isQuoted = this.#quoted
    let isEscaped = this.#escaped
    let end = -1
    for (let at = from; at < chunk.length && end < 0; at++) {
      const byte = chunk[at]
      if (isQuoted) {
        if (isEscaped) isEscaped = false
        else if (byte === BACKSLASH) isEscaped = true
        else if (byte === QUOTE) isQuoted = false
      } else if (byte === QUOTE) isQuoted = true
      else if (byte === OPEN_OBJECT || byte === OPEN_LIST) depth++
      else if (isBare && depth === 0 && (byte === COMMA || byte === CLOSE_LIST)) end = at
      else if ((byte === CLOSE_OBJECT || byte === CLOSE_LIST) && --depth === 0 && !isBare) end = at + 1
    }
    this.#depth = depth
    this.#quoted = isQuoted
    this.#escaped = isEscaped
    return { end: end < 0 ? chunk.length : end, complete: end >= 0 }
  }

  *#element(): Generator<JsonItem> {
    const isDropped = this.#dropping
    const bytes = this.#take()
    const whole = isDropped ? null : parse(bytes)
    if (whole?.kind === 'value') yield whole
    else yield* this.#salvage(bytes, isDropped)
  }

  /**
   * The element is longer than one may be: really so, or because a bracket or quote is missing and it swallows the
   * next ones.
   */
  *#giveUpOnElement(): Generator<JsonItem> {
    const isDropped = this.#dropping
    const bytes = this.#take()
    const lastStart = this.#starts(bytes).at(-1)
    if (lastStart === undefined) {
      if (!isDropped) yield parkedItem('too_long', sampleOf(bytes))
      this.#state = 'inside'
      this.#dropping = true
      return
    }
    yield* this.#salvage(bytes.subarray(0, lastStart), isDropped)
    yield* this.push(bytes.subarray(lastStart))
  }

  /** A damaged element may have swallowed others, which are good. */
  *#salvage(bytes: Uint8Array, isParked: boolean): Generator<JsonItem> {
    this.#isDamaged = true
    const [first = bytes.length, ...starts] = this.#starts(bytes)
    if (!isParked) yield parse(bytes.subarray(0, first))
    for (const [index, start] of [first, ...starts].entries()) {
      if (start < bytes.length) yield parse(firstObject(bytes.subarray(start, starts[index])))
    }
  }

  /** Where elements begin within what should be one; its own beginning is not among them. */
  #starts(bytes: Uint8Array): number[] {
    const ascii = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1')
    return [...ascii.matchAll(this.#list.elementStart)].map(({ index }) => index).filter((index) => index > 0)
  }

  /** The element so far; what follows is the next one's. */
  #take(): Uint8Array {
    const bytes = Buffer.concat(this.#parts, this.#sizeBytes)
    this.#parts = []
    this.#sizeBytes = 0
    this.#dropping = false
    this.#state = 'between'
    return bytes
  }
}

function parse(bytes: Uint8Array): JsonItem {
  let text: string
  try {
    text = UTF8.decode(bytes)
  } catch {
    return parkedItem('not_text', sampleOf(bytes))
  }
  try {
    return { kind: 'value', value: JSON.parse(text), text }
  } catch {
    return parkedItem('not_json', text)
  }
}

/** Up to where the object is closed with which the bytes begin; all of them when it is not. */
function firstObject(bytes: Uint8Array): Uint8Array {
  let depth = 0
  let isQuoted = false
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at]
    if (isQuoted && byte === BACKSLASH) at++
    else if (byte === QUOTE) isQuoted = !isQuoted
    else if (!isQuoted && byte === OPEN_OBJECT) depth++
    else if (!isQuoted && byte === CLOSE_OBJECT && --depth === 0) return bytes.subarray(0, at + 1)
  }
  return bytes
}

function sampleOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes.subarray(0, SAMPLE_CHARS_MAX))
}
