const FIRST_BYTES = 4_096
/** UTF-8 needs at most three bytes for each UTF-16 unit. */
const BYTES_PER_UNIT_MAX = 3
/** A length up to here is one byte. */
const SHORT_MAX = 127
const ASCII_LAST = 0x7f
const VARINT_BYTES_MAX = 5
/** A string that is written piece by piece is probably of 128 to 16,383 bytes. */
const PIECES_LENGTH_BYTES = 2
const DECIMAL_DIGITS_MAX = 16
const TWO_POW_32 = 2 ** 32

/**
 * Bytes that grow at their end, in the binary form that ClickHouse and others read: little end first, strings as UTF-8
 * behind their length (LEB128). Emptied by `size = 0`, it keeps its memory.
 */
export class GrowingBytes {
  size = 0
  #bytes = Buffer.allocUnsafeSlow(FIRST_BYTES)

  addByte(value: number): void {
    this.#reserve(1)
    this.#bytes[this.size++] = value
  }

  addUint32(value: number): void {
    this.#reserve(4)
    this.size = writeUint32(this.#bytes, this.size, value)
  }

  /** A safe integer as 64 bits. */
  addInt64(value: number): void {
    this.#reserve(8)
    const low = writeUint32(this.#bytes, this.size, value)
    this.size = writeUint32(this.#bytes, low, Math.floor(value / TWO_POW_32))
  }

  /** A string; short ASCII is written here, because a native call would take longer. */
  addString(text: string): void {
    const { length } = text
    this.#reserve(VARINT_BYTES_MAX + length * BYTES_PER_UNIT_MAX)
    if (length > SHORT_MAX || !this.#addAscii(text)) this.#addLong(text)
  }

  /** A string whose UTF-8 stands in another array. */
  addStringOf(from: Uint8Array, start: number, end: number): void {
    this.#reserve(VARINT_BYTES_MAX)
    this.size = writeVarint(this.#bytes, this.size, end - start)
    this.addBytes(from, start, end)
  }

  /** Begins a string that the next calls write piece by piece; give what it returns to `endString`. */
  beginString(): number {
    this.#reserve(PIECES_LENGTH_BYTES)
    this.size += PIECES_LENGTH_BYTES
    return this.size
  }

  /** Writes the length of the string that began at `start`. */
  endString(start: number): void {
    const length = this.size - start
    const needed = varintBytes(length)
    if (needed !== PIECES_LENGTH_BYTES) {
      this.#reserve(VARINT_BYTES_MAX)
      this.#bytes.copyWithin(start - PIECES_LENGTH_BYTES + needed, start, this.size)
      this.size += needed - PIECES_LENGTH_BYTES
    }
    writeVarint(this.#bytes, start - PIECES_LENGTH_BYTES, length)
  }

  /** A whole number >= 0 in decimal digits. */
  addDecimal(value: number): void {
    this.#reserve(DECIMAL_DIGITS_MAX)
    let digits = 1
    for (let rest = value; rest >= 10; rest = Math.floor(rest / 10)) digits++
    let rest = value
    for (let at = this.size + digits - 1; at >= this.size; at--) {
      const tens = Math.floor(rest / 10)
      this.#bytes[at] = 48 + rest - tens * 10
      rest = tens
    }
    this.size += digits
  }

  /** Bytes of another array, as they are. */
  addBytes(from: Uint8Array, start: number, end: number): void {
    this.#reserve(end - start)
    const bytes = this.#bytes
    let to = this.size
    for (let at = start; at < end; at++) bytes[to++] = from[at] as number
    this.size = to
  }

  addAll(from: GrowingBytes): void {
    this.#reserve(from.size)
    this.size = from.copyTo(this.#bytes, this.size)
  }

  /** Writes everything into `target` at `at`; returns where it ends. */
  copyTo(target: Buffer, at: number): number {
    return at + this.#bytes.copy(target, at, 0, this.size)
  }

  /** The strings it holds, where nothing but strings was added. */
  readStrings(): string[] {
    const found: string[] = []
    for (let at = 0; at < this.size; ) {
      const { value, end } = readVarint(this.#bytes, at)
      found.push(this.#bytes.toString('utf8', end, end + value))
      at = end + value
    }
    return found
  }

  #addAscii(text: string): boolean {
    const start = this.size + 1
    for (let unit = 0; unit < text.length; unit++) {
      const code = text.charCodeAt(unit)
      if (code > ASCII_LAST) return false
      this.#bytes[start + unit] = code
    }
    this.#bytes[this.size] = text.length
    this.size = start + text.length
    return true
  }

  /** How long it is shows when it is written: then it moves where its length takes more room than expected. */
  #addLong(text: string): void {
    const room = varintBytes(text.length)
    const written = this.#bytes.write(text, this.size + room)
    const needed = varintBytes(written)
    const from = this.size + room
    if (needed !== room) this.#bytes.copyWithin(this.size + needed, from, from + written)
    this.size = writeVarint(this.#bytes, this.size, written) + written
  }

  #reserve(count: number): void {
    if (this.size + count <= this.#bytes.length) return
    const grown = Buffer.allocUnsafeSlow(Math.max(this.#bytes.length * 2, this.size + count))
    this.#bytes.copy(grown, 0, 0, this.size)
    this.#bytes = grown
  }
}

function writeUint32(target: Uint8Array, at: number, value: number): number {
  target[at] = value
  target[at + 1] = value >>> 8
  target[at + 2] = value >>> 16
  target[at + 3] = value >>> 24
  return at + 4
}

/** Bytes that `writeVarint` takes for a whole number >= 0. */
export function varintBytes(value: number): number {
  let count = 1
  for (let rest = value; rest > SHORT_MAX; rest = Math.floor(rest / 128)) count++
  return count
}

/** LEB128: seven bits a byte, the low ones first; returns where it ends. */
export function writeVarint(target: Uint8Array, at: number, value: number): number {
  let end = at
  let rest = value
  for (; rest > SHORT_MAX; rest = Math.floor(rest / 128)) target[end++] = (rest % 128) | 0x80
  target[end++] = rest
  return end
}

function readVarint(bytes: Uint8Array, at: number): { value: number; end: number } {
  let value = 0
  let end = at
  for (let scale = 1; ; scale *= 128) {
    const byte = bytes[end++] ?? 0
    value += (byte & SHORT_MAX) * scale
    if (byte <= SHORT_MAX) return { value, end }
  }
}
