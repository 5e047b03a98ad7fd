import { AppError } from '../../domain/errors.ts'
import { CsvBoundaries } from '../../sources/files/csv-boundaries.ts'

const NEWLINE = 10
const QUOTE = 34
const RECORD_BYTES_MAX = 16_777_216

/** Cuts a stream of bytes where lines, or CSV records, end. Holds one chunk and one record. */
export class LineBlocks {
  readonly #unit: 'lines' | 'records'
  /** Finds line breaks outside quotes; not needed as long as there was no quote. */
  #csv: CsvBoundaries | null = null
  #tail: Uint8Array[] = []
  #tailBytes = 0

  constructor(unit: 'lines' | 'records') {
    this.#unit = unit
  }

  /** @throws {AppError} invalid_input when a record is longer than 16 MiB */
  *push(chunk: Uint8Array): Generator<Uint8Array> {
    const last = this.#lastEnd(chunk)
    if (last >= 0) yield Buffer.concat([...this.#tail, chunk.subarray(0, last + 1)])
    if (last >= 0) this.#forget()
    this.#tail.push(chunk.subarray(last + 1))
    this.#tailBytes += chunk.length - last - 1
    if (this.#tailBytes > RECORD_BYTES_MAX)
      throw new AppError('invalid_input', 'A line is longer than 16 MiB; is a closing quote missing?')
  }

  *finish(): Generator<Uint8Array> {
    if (this.#tailBytes > 0) yield Buffer.concat(this.#tail)
    this.#forget()
  }

  #lastEnd(chunk: Uint8Array): number {
    if (this.#csv === null && this.#unit === 'records' && chunk.includes(QUOTE)) {
      this.#csv = new CsvBoundaries(',')
      for (const piece of this.#tail) this.#csv.lastBoundary(piece)
    }
    return this.#csv === null ? chunk.lastIndexOf(NEWLINE) : this.#csv.lastBoundary(chunk)
  }

  #forget(): void {
    this.#tail = []
    this.#tailBytes = 0
  }
}
