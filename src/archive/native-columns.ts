/** One column of a block while it is filled, row by row. */
export interface NativeColumn {
  /** ClickHouse type, as it stands in the block and in `file(…)` or `input(…)`. */
  readonly type: string
  readonly sizeBytes: number
  /** Writes the column into `target` at `at`; returns where it ends. */
  copyTo(target: Buffer, at: number): number
  /** Empties the column; its memory stays for the next block. */
  clear(): void
}

const FIRST_BYTES = 4_096
/** UTF-8 needs at most three bytes for each UTF-16 unit. */
const BYTES_PER_UNIT_MAX = 3
/** A length up to here is one byte. */
const SHORT_MAX = 127
const ASCII_LAST = 0x7f
const VARINT_BYTES_MAX = 5
const TWO_POW_32 = 2 ** 32

/** Bytes that grow at their end. Columns are one or two of these, one after the other. */
class GrowingBytes {
  size = 0
  #bytes = Buffer.allocUnsafeSlow(FIRST_BYTES)

  addByte(value: number): void {
    this.#reserve(1)
    this.#bytes[this.size++] = value
  }

  addUint32(value: number): void {
    this.#reserve(4)
    this.#bytes.writeUInt32LE(value, this.size)
    this.size += 4
  }

  /** A safe integer as 64 bits. */
  addInt64(value: number): void {
    this.#reserve(8)
    this.#bytes.writeInt32LE(value | 0, this.size)
    this.#bytes.writeInt32LE(Math.floor(value / TWO_POW_32), this.size + 4)
    this.size += 8
  }

  /** UTF-8 behind its length in bytes. Short ASCII is written here: a native call would take longer. */
  addString(text: string): void {
    const { length } = text
    this.#reserve(VARINT_BYTES_MAX + length * BYTES_PER_UNIT_MAX)
    if (length > SHORT_MAX) return this.#addLong(text)
    const bytes = this.#bytes
    const start = this.size + 1
    for (let unit = 0; unit < length; unit++) {
      const code = text.charCodeAt(unit)
      if (code > ASCII_LAST) return this.#addLong(text)
      bytes[start + unit] = code
    }
    bytes[this.size] = length
    this.size = start + length
  }

  copyTo(target: Buffer, at: number): number {
    return at + this.#bytes.copy(target, at, 0, this.size)
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

class PartsColumn implements NativeColumn {
  readonly type: string
  readonly #parts: readonly GrowingBytes[]

  protected constructor(type: string, parts: readonly GrowingBytes[]) {
    this.type = type
    this.#parts = parts
  }

  get sizeBytes(): number {
    return this.#parts.reduce((sum, { size }) => sum + size, 0)
  }

  copyTo(target: Buffer, at: number): number {
    return this.#parts.reduce((end, part) => part.copyTo(target, end), at)
  }

  clear(): void {
    for (const part of this.#parts) part.size = 0
  }
}

export class StringColumn extends PartsColumn {
  readonly #strings: GrowingBytes
  constructor() {
    const strings = new GrowingBytes()
    super('String', [strings])
    this.#strings = strings
  }

  add(value: string): void {
    this.#strings.addString(value)
  }
}

/** First which rows are unknown, a byte each, then the strings. */
export class NullableStringColumn extends PartsColumn {
  readonly #nulls: GrowingBytes
  readonly #strings: GrowingBytes
  constructor() {
    const [nulls, strings] = [new GrowingBytes(), new GrowingBytes()]
    super('Nullable(String)', [nulls, strings])
    this.#nulls = nulls
    this.#strings = strings
  }

  add(value: string | null): void {
    this.#nulls.addByte(value === null ? 1 : 0)
    this.#strings.addString(value ?? '')
  }
}

/** First where each list ends, counted in strings, then all strings. */
export class StringListColumn extends PartsColumn {
  readonly #ends: GrowingBytes
  readonly #strings: GrowingBytes
  #count = 0
  constructor() {
    const [ends, strings] = [new GrowingBytes(), new GrowingBytes()]
    super('Array(String)', [ends, strings])
    this.#ends = ends
    this.#strings = strings
  }

  add(values: readonly string[]): void {
    for (let at = 0; at < values.length; at++) this.#strings.addString(values[at] as string)
    this.#count += values.length
    this.#ends.addInt64(this.#count)
  }

  override clear(): void {
    super.clear()
    this.#count = 0
  }
}

/** UTC milliseconds. */
export class TimeColumn extends PartsColumn {
  readonly #values: GrowingBytes
  constructor() {
    const values = new GrowingBytes()
    super('DateTime64(3)', [values])
    this.#values = values
  }

  add(value: number): void {
    this.#values.addInt64(value)
  }
}

/** UTC milliseconds or unknown. */
export class NullableTimeColumn extends PartsColumn {
  readonly #nulls: GrowingBytes
  readonly #values: GrowingBytes
  constructor() {
    const [nulls, values] = [new GrowingBytes(), new GrowingBytes()]
    super('Nullable(DateTime64(3))', [nulls, values])
    this.#nulls = nulls
    this.#values = values
  }

  add(value: number | null): void {
    this.#nulls.addByte(value === null ? 1 : 0)
    this.#values.addInt64(value ?? 0)
  }
}

export class BoolColumn extends PartsColumn {
  readonly #values: GrowingBytes
  constructor() {
    const values = new GrowingBytes()
    super('Bool', [values])
    this.#values = values
  }

  add(value: boolean): void {
    this.#values.addByte(value ? 1 : 0)
  }
}

/** Whole numbers from 0 to 2³² − 1. */
export class CountColumn extends PartsColumn {
  readonly #values: GrowingBytes
  constructor() {
    const values = new GrowingBytes()
    super('UInt32', [values])
    this.#values = values
  }

  add(value: number): void {
    this.#values.addUint32(value)
  }
}

/** Columns by name, in the order they are written. */
export type NativeColumns = Readonly<Record<string, NativeColumn>>

/**
 * One block in ClickHouse's `Native` format: how many columns and rows, then each column with its name, its type and
 * its values. Blocks may follow one another in a file or a request.
 *
 * @returns the block, and where the values of the first column begin in it
 * @see https://clickhouse.com/docs/interfaces/formats/Native
 */
export function nativeBlock(
  rows: number,
  columns: NativeColumns,
): { block: Buffer<ArrayBuffer>; firstValuesAt: number } {
  const entries = Object.entries(columns)
  const heads = entries.map(([name, { type }]) => Buffer.concat([nativeString(name), nativeString(type)]))
  const headBytes = heads.reduce((sum, { length }) => sum + length, 0)
  const valueBytes = entries.reduce((sum, [, { sizeBytes }]) => sum + sizeBytes, 0)
  const block = Buffer.allocUnsafeSlow(
    varintBytes(entries.length) + varintBytes(rows) + headBytes + valueBytes,
  )
  let end = writeVarint(block, writeVarint(block, 0, entries.length), rows)
  const firstValuesAt = end + (heads[0]?.length ?? 0)
  for (const [at, [, column]] of entries.entries()) {
    end += heads[at]?.copy(block, end) ?? 0
    end = column.copyTo(block, end)
  }
  return { block, firstValuesAt }
}

/** `name Type, name Type`, as `file(…)` and `input(…)` want it. */
export function nativeStructure(columns: NativeColumns): string {
  return Object.entries(columns)
    .map(([name, { type }]) => `${name} ${type}`)
    .join(', ')
}

function nativeString(text: string): Buffer {
  const bytes = new GrowingBytes()
  bytes.addString(text)
  const copy = Buffer.alloc(bytes.size)
  bytes.copyTo(copy, 0)
  return copy
}

function varintBytes(value: number): number {
  let count = 1
  for (let rest = value; rest > SHORT_MAX; rest = Math.floor(rest / 128)) count++
  return count
}

/** Seven bits a byte, the low ones first; returns where it ends. */
function writeVarint(target: Buffer, at: number, value: number): number {
  let end = at
  let rest = value
  for (; rest > SHORT_MAX; rest = Math.floor(rest / 128)) target[end++] = (rest % 128) | 0x80
  target[end++] = rest
  return end
}
