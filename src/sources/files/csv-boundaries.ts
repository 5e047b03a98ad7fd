import type { CsvDelimiter } from './file-block.ts'

const NEWLINE = 10
const RETURN = 13
const QUOTE = 34

/** Finds where CSV records end in a stream of chunks: at line breaks outside quotes. */
export class CsvBoundaries {
  readonly #delimiter: number
  #quoted = false
  #fieldStart = true

  constructor(delimiter: CsvDelimiter) {
    this.#delimiter = delimiter.charCodeAt(0)
  }

  /** Goes on as at the start of a record. */
  reset(): void {
    this.#quoted = false
    this.#fieldStart = true
  }

  /** Index of the last line break of the chunk that ends a record, -1 when there is none. */
  lastBoundary(chunk: Uint8Array): number {
    let quoted = this.#quoted
    let fieldStart = this.#fieldStart
    let last = -1
    for (let index = 0; index < chunk.length; index++) {
      const byte = chunk[index]
      if (quoted) {
        // A doubled quote closes and opens again at once: the second one counts as a field start.
        if (byte === QUOTE) {
          quoted = false
          fieldStart = true
        }
        continue
      }
      if (byte === QUOTE && fieldStart) quoted = true
      else if (byte === NEWLINE) last = index
      fieldStart = byte === this.#delimiter || byte === NEWLINE || (byte === RETURN && fieldStart)
    }
    this.#quoted = quoted
    this.#fieldStart = fieldStart
    return last
  }
}
