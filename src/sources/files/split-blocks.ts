import { CsvBoundaries } from './csv-boundaries.ts'
import {
  BLOCK_BYTES,
  type FileBlock,
  type FileFormat,
  LINE_BYTES_MAX,
  SAMPLE_CHARS_MAX,
} from './file-block.ts'
import { BrokenGzipError } from './read-chunks.ts'

const NEWLINE = 10

/**
 * Cuts a stream of bytes into blocks of whole lines (whole records for CSV). Holds at most one block, one line and one
 * chunk: what is longer than `LINE_BYTES_MAX` is dropped up to the next line break and reported as parked.
 *
 * Where gzip data breaks, the whole lines before it are handed on, and the break itself is the last, parked block.
 *
 * @param startOffset offset of the first byte in the unpacked file
 */
export async function* splitBlocks(
  chunks: AsyncIterable<Uint8Array>,
  format: FileFormat,
  startOffset: number,
): AsyncGenerator<FileBlock> {
  const splitter = new BlockSplitter(format, startOffset)
  try {
    for await (const chunk of chunks) yield* splitter.push(chunk)
  } catch (error) {
    if (!(error instanceof BrokenGzipError)) throw error
    yield* splitter.breakOff(error.message)
    return
  }
  yield* splitter.finish()
}

class BlockSplitter {
  /** Chunks that end with a line break, and what came after the last one. */
  #complete: Uint8Array[] = []
  #completeBytes = 0
  #tail: Uint8Array[] = []
  #tailBytes = 0
  /** Offset of the first byte of `#complete`. */
  #offset: number
  #dropped: { bytes: number; sample: string } | null = null
  readonly #csv: CsvBoundaries | null

  constructor(format: FileFormat, startOffset: number) {
    this.#offset = startOffset
    this.#csv = format.kind === 'csv' ? new CsvBoundaries(format.delimiter) : null
  }

  *push(chunk: Uint8Array): Generator<FileBlock> {
    const rest = this.#dropped === null ? chunk : this.#dropUntilLineEnd(chunk)
    if (rest === null) return
    yield* this.#parkedLine()
    this.#take(rest)
    if (this.#tailBytes > LINE_BYTES_MAX) yield* this.#giveUpOnTail()
    if (this.#completeBytes >= BLOCK_BYTES) yield this.#block(false)
  }

  *finish(): Generator<FileBlock> {
    if (this.#dropped !== null) yield* this.#parkedLine()
    else {
      this.#moveTail()
      if (this.#completeBytes > 0) yield this.#block(false)
    }
  }

  *breakOff(sample: string): Generator<FileBlock> {
    if (this.#completeBytes > 0) yield this.#block(false)
    yield { kind: 'parked', reason: 'broken_gzip', sample, endOffset: this.#offset }
  }

  #take(chunk: Uint8Array): void {
    const boundary = this.#csv === null ? chunk.lastIndexOf(NEWLINE) : this.#csv.lastBoundary(chunk)
    if (boundary >= 0) {
      this.#moveTail()
      this.#complete.push(chunk.subarray(0, boundary + 1))
      this.#completeBytes += boundary + 1
    }
    this.#tail.push(chunk.subarray(boundary + 1))
    this.#tailBytes += chunk.length - boundary - 1
  }

  #moveTail(): void {
    this.#complete.push(...this.#tail)
    this.#completeBytes += this.#tailBytes
    this.#tail = []
    this.#tailBytes = 0
  }

  /** The tail is too long for one record: a quote that was never closed, or one endless line. */
  *#giveUpOnTail(): Generator<FileBlock> {
    if (this.#completeBytes > 0) yield this.#block(false)
    const tail = joined(this.#tail, this.#tailBytes)
    const lineEnd = tail.lastIndexOf(NEWLINE)
    this.#csv?.reset()
    if (lineEnd >= 0) {
      this.#complete = [tail.subarray(0, lineEnd + 1)]
      this.#completeBytes = lineEnd + 1
      this.#tail = [tail.subarray(lineEnd + 1)]
      this.#tailBytes = tail.length - lineEnd - 1
      yield this.#block(true)
      return
    }
    this.#dropped = { bytes: tail.length, sample: sampleOf(tail) }
    this.#tail = []
    this.#tailBytes = 0
  }

  /** What follows the dropped line, or null when the chunk does not reach its end. */
  #dropUntilLineEnd(chunk: Uint8Array): Uint8Array | null {
    const lineEnd = chunk.indexOf(NEWLINE)
    if (this.#dropped !== null) this.#dropped.bytes += lineEnd < 0 ? chunk.length : lineEnd + 1
    return lineEnd < 0 ? null : chunk.subarray(lineEnd + 1)
  }

  *#parkedLine(): Generator<FileBlock> {
    if (this.#dropped === null) return
    this.#offset += this.#dropped.bytes
    yield { kind: 'parked', reason: 'too_long', sample: this.#dropped.sample, endOffset: this.#offset }
    this.#dropped = null
  }

  #block(onePerLine: boolean): FileBlock {
    const bytes = joined(this.#complete, this.#completeBytes)
    this.#offset += bytes.length
    this.#complete = []
    this.#completeBytes = 0
    return { kind: 'records', bytes, onePerLine, endOffset: this.#offset }
  }
}

function joined(parts: readonly Uint8Array[], sizeBytes: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(sizeBytes)
  let at = 0
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  return bytes
}

function sampleOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes.subarray(0, SAMPLE_CHARS_MAX))
}
