/** One line of a stream. Of a line beyond the limit only its beginning is kept. */
export type SplitLine = {
  readonly kind: 'line' | 'too_long'
  /** Without its line break; bytes that are no UTF-8 became U+FFFD. Empty for a sign of life. */
  readonly text: string
}

const LINE_BREAK = 0x0a
const RETURN = 0x0d
const START_BYTES = 16_384
const HEAD_BYTES = 4_000

/**
 * Cuts bytes into lines, however they were cut on their way: characters are put together before they are decoded.
 * Holds at most one line, at most `lineBytesMax` of it.
 */
export class LineSplitter {
  readonly #lineBytesMax: number
  #held = Buffer.allocUnsafe(0)
  #heldLength = 0
  /** The line was too long: everything up to its end is thrown away. */
  #isSkipping = false

  constructor(lineBytesMax: number) {
    this.#lineBytesMax = lineBytesMax
  }

  /** The lines that these bytes complete, in order. */
  *push(bytes: Uint8Array): Generator<SplitLine, void, void> {
    let start = 0
    for (let end = bytes.indexOf(LINE_BREAK); end !== -1; end = bytes.indexOf(LINE_BREAK, start)) {
      this.#hold(bytes.subarray(start, end))
      start = end + 1
      yield this.#takeLine()
    }
    this.#hold(bytes.subarray(start))
  }

  #hold(bytes: Uint8Array): void {
    if (this.#isSkipping || bytes.length === 0) return
    const fitting = bytes.subarray(0, this.#lineBytesMax - this.#heldLength)
    this.#isSkipping = fitting.length < bytes.length
    const length = this.#heldLength + fitting.length
    if (length > this.#held.length) this.#grow(length)
    this.#held.set(fitting, this.#heldLength)
    this.#heldLength = length
  }

  #grow(length: number): void {
    const grown = Buffer.allocUnsafe(
      Math.min(Math.max(length, START_BYTES, this.#held.length * 2), this.#lineBytesMax),
    )
    this.#held.copy(grown, 0, 0, this.#heldLength)
    this.#held = grown
  }

  #takeLine(): SplitLine {
    const kind = this.#isSkipping ? 'too_long' : 'line'
    const isReturn = this.#heldLength > 0 && this.#held[this.#heldLength - 1] === RETURN
    const length = this.#isSkipping
      ? Math.min(this.#heldLength, HEAD_BYTES)
      : this.#heldLength - Number(isReturn)
    const text = this.#held.toString('utf8', 0, length)
    this.#heldLength = 0
    this.#isSkipping = false
    return { kind, text }
  }
}
