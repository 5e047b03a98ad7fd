import { cleanText } from './clean-text.ts'

const FIRST_UNITS = 4_096
/** One character of the bytes becomes at most so many units (three bytes of `…` become five). */
const UNITS_PER_BYTE_MAX = 2
/** Longer texts are cut by `cleanText`. */
const PLAIN_BYTES_MAX = 30_000

const NOT_YET = 0
/** `cleanText` must look at it: it may change with its neighbours, or becomes several. */
const NOT_PLAIN = 1
/** `cleanText` leaves it out. */
const NOTHING = 2
const DOTS = 3

/**
 * What becomes of each UTF-16 unit when a text is cleaned and put into lower case, where that does not depend on the
 * units beside it; other values as above. Found when first asked for.
 */
const PLAIN = new Uint16Array(65_536)
/** The same for characters of the first supplementary plane (emoji), which stay as they are or are not plain. */
const PLAIN_SUPPLEMENTARY = new Uint8Array(65_536)
const SUPPLEMENTARY_FIRST = 0x10000
const SUPPLEMENTARY_LAST = 0x1ffff

/** A cleaned text on its way through the scanner; used for one text after the other. */
export class ScannedText {
  /** The text in lower case, unit for unit, and a zero behind it; what follows is left from other texts. */
  units = new Uint16Array(FIRST_UNITS)
  length = 0
  /** Set by the scanner: FNV-1a of the units of the word that was read last. */
  wordHash = 0
  /** The text holds a dotted capital I, whose place a plain i takes in `units`. */
  hasDottedI = false
  #text: string | null = ''
  #bytes: Buffer = Buffer.alloc(0)
  /** Of characters that `cleanText` leaves as they are, but for the backtick. */
  #isAscii = false
  #start = 0
  #end = 0

  /** The text with its capitals. Made when first asked for: most texts of an import are never a string. */
  get text(): string {
    this.#text ??= this.#makeText()
    return this.#text
  }

  #makeText(): string {
    if (!this.#isAscii) return cleanText(this.#bytes.toString('utf8', this.#start, this.#end))
    const text = this.#bytes.toString('latin1', this.#start, this.#end)
    return text.includes('`') ? cleanText(text) : text
  }

  /** @param cleaned see `cleanText` */
  readString(cleaned: string): void {
    let lower = cleaned.toLowerCase()
    this.hasDottedI = lower.length !== cleaned.length
    // Each character must stand where it was: the one that would become two becomes a plain i.
    if (this.hasDottedI) lower = cleaned.replaceAll('\u0130', 'i').toLowerCase()
    this.#makeRoom(lower.length)
    Buffer.from(this.units.buffer).write(lower, 0, 'utf16le')
    this.#text = cleaned
    this.#finish(lower.length)
  }

  /**
   * Reads a text as UTF-8, cleaning it on the way. False where a character needs more than a look at itself: then
   * `readString` must read what `cleanText` makes of it.
   *
   * @param bytes well-formed; they must stay as they are for as long as `text` may be asked for
   */
  readUtf8(bytes: Buffer, start: number, end: number): boolean {
    if (end - start > PLAIN_BYTES_MAX) return false
    this.#makeRoom(UNITS_PER_BYTE_MAX * (end - start))
    const length = this.#decode(bytes, start, end)
    if (length < 0) return false
    this.#bytes = bytes
    this.#start = start
    this.#end = end
    this.#text = null
    this.hasDottedI = false
    this.#finish(length)
    return true
  }

  /** A piece in lower case. */
  lowerSlice(start: number, end: number): string {
    let text = ''
    for (let at = start; at < end; at++) text += String.fromCharCode(this.units[at] as number)
    return text
  }

  #decode(bytes: Buffer, start: number, end: number): number {
    const { units } = this
    let length = 0
    let bits = 0
    for (let at = start; at < end; ) {
      const byte = bytes[at] as number
      bits |= byte
      if (byte < 0x80) {
        if (byte === AMPERSAND && mayBeginEntity(bytes[at + 1] ?? 0)) return -1
        at += 1
        const unit = plainUnit(byte)
        if (unit > DOTS) units[length++] = unit
        else if (unit === NOT_PLAIN) return -1
        continue
      }
      if (byte >= 0xf0) {
        const code = decodeFour(bytes, at)
        if (!isPlainSupplementary(code)) return -1
        at += 4
        units[length++] = 0xd7c0 + (code >> 10)
        units[length++] = 0xdc00 + (code & 0x3ff)
        continue
      }
      const isTwo = byte < 0xe0
      const second = (bytes[at + 1] as number) & 0x3f
      const code = isTwo
        ? ((byte & 0x1f) << 6) | second
        : ((byte & 0xf) << 12) | (second << 6) | ((bytes[at + 2] as number) & 0x3f)
      at += isTwo ? 2 : 3
      const unit = plainUnit(code)
      if (unit > DOTS) units[length++] = unit
      else if (unit === NOT_PLAIN) return -1
      else if (unit === DOTS) {
        units[length++] = SPACE
        units[length++] = STOP
        units[length++] = STOP
        units[length++] = STOP
        units[length++] = SPACE
      }
    }
    this.#isAscii = bits < 0x80 && length === end - start
    return length
  }

  #makeRoom(length: number): void {
    if (this.units.length <= length) this.units = new Uint16Array(2 * length)
  }

  #finish(length: number): void {
    this.units[length] = 0
    this.length = length
  }
}

const AMPERSAND = 38
const SPACE = 32
const STOP = 46

/** What follows an ampersand may be `amp;`, `lt;`, `gt;`, `quot;`, `#39;`, `apos;` or `nbsp;`, now or once what is invisible is gone. */
function mayBeginEntity(byte: number): boolean {
  const isEntityStart =
    byte === 35 || byte === 97 || byte === 103 || byte === 108 || byte === 110 || byte === 113
  return isEntityStart || byte < SPACE || byte >= 0x7f
}

function decodeFour(bytes: Uint8Array, at: number): number {
  return (
    (((bytes[at] as number) & 7) << 18) |
    (((bytes[at + 1] as number) & 0x3f) << 12) |
    (((bytes[at + 2] as number) & 0x3f) << 6) |
    ((bytes[at + 3] as number) & 0x3f)
  )
}

function plainUnit(code: number): number {
  const known = PLAIN[code] as number
  if (known !== NOT_YET) return known
  const found = findPlainUnit(code)
  PLAIN[code] = found
  return found
}

const ELLIPSIS = 0x2026
/** Marks and Hangul letters join what is before them; the case of sigma and of the dotted I depends on what is around. */
const JOINS = /[\p{M}\u1100-\u11ff\ua960-\ua97f\ud7b0-\ud7ff\u03a3\u0130]/u

function findPlainUnit(code: number): number {
  if (code === ELLIPSIS) return DOTS
  // Only an ampersand that begins no entity gets here.
  if (code === AMPERSAND) return AMPERSAND
  const character = String.fromCharCode(code)
  const cleaned = cleanText(character)
  if (cleaned === '') return character.normalize('NFKC') === character ? NOTHING : NOT_PLAIN
  const lower = cleaned.toLowerCase()
  const isStill = cleaned === character || cleaned === "'"
  return isStill && lower.length === 1 && !JOINS.test(character) ? lower.charCodeAt(0) : NOT_PLAIN
}

function isPlainSupplementary(code: number): boolean {
  if (code < SUPPLEMENTARY_FIRST || code > SUPPLEMENTARY_LAST) return false
  const at = code - SUPPLEMENTARY_FIRST
  if (PLAIN_SUPPLEMENTARY[at] === NOT_YET) {
    const character = String.fromCodePoint(code)
    const isStill = cleanText(character) === character && character.toLowerCase() === character
    PLAIN_SUPPLEMENTARY[at] = isStill && !JOINS.test(character) ? DOTS : NOT_PLAIN
  }
  return PLAIN_SUPPLEMENTARY[at] === DOTS
}
