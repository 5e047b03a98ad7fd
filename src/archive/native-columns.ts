import { GrowingBytes, varintBytes, writeVarint } from '../lib/growing-bytes.ts'

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

/** A column is one or two runs of bytes, one after the other. */
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

  /** UTF-8 that stands in another array. */
  addBytes(bytes: Uint8Array, start: number, end: number): void {
    this.#strings.addStringOf(bytes, start, end)
  }

  /** For a string written piece by piece; see `GrowingBytes.beginString`. */
  get pieces(): GrowingBytes {
    return this.#strings
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

  /** UTF-8 that stands in another array. */
  addBytes(bytes: Uint8Array, start: number, end: number): void {
    this.#nulls.addByte(0)
    this.#strings.addStringOf(bytes, start, end)
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

  /** One string of the list that `endList` ends: UTF-8 that stands in another array. */
  addItemBytes(bytes: Uint8Array, start: number, end: number): void {
    this.#strings.addStringOf(bytes, start, end)
    this.#count += 1
  }

  endList(): void {
    this.#ends.addInt64(this.#count)
  }

  /** A list whose strings were encoded elsewhere. */
  addEncoded(count: number, strings: GrowingBytes): void {
    this.#strings.addAll(strings)
    this.#count += count
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
 * @returns the block, and where the values of each column begin in it; they end where the next column's head begins
 * @see https://clickhouse.com/docs/interfaces/formats/Native
 */
export function nativeBlock(
  rows: number,
  columns: NativeColumns,
): { block: Buffer<ArrayBuffer>; valuesAt: ReadonlyMap<string, number> } {
  const entries = Object.entries(columns)
  const heads = entries.map(([name, { type }]) => Buffer.concat([nativeString(name), nativeString(type)]))
  const headBytes = heads.reduce((sum, { length }) => sum + length, 0)
  const valueBytes = entries.reduce((sum, [, { sizeBytes }]) => sum + sizeBytes, 0)
  const block = Buffer.allocUnsafeSlow(
    varintBytes(entries.length) + varintBytes(rows) + headBytes + valueBytes,
  )
  let end = writeVarint(block, writeVarint(block, 0, entries.length), rows)
  const valuesAt = new Map<string, number>()
  for (const [at, [name, column]] of entries.entries()) {
    end += heads[at]?.copy(block, end) ?? 0
    valuesAt.set(name, end)
    end = column.copyTo(block, end)
  }
  return { block, valuesAt }
}

/** What comes before the values of a block of one column. */
export function nativeHead(rows: number, name: string, type: string): Buffer {
  const counts = Buffer.alloc(1 + varintBytes(rows))
  writeVarint(counts, writeVarint(counts, 0, 1), rows)
  return Buffer.concat([counts, nativeString(name), nativeString(type)])
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
