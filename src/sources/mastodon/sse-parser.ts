import type { StreamMessage } from './message-queue.ts'

/**
 * Reads server-sent events out of decoded text that comes in pieces cut anywhere. Holds at most one event of at most
 * `lengthMax` UTF-16 units: a longer one is left out and told as `oversized`, and reading goes on behind it.
 * `id` and `retry` are not used by Mastodon and are skipped.
 *
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream
 */
export class SseParser {
  readonly #lengthMax: number
  /** Pieces of the line that is not complete yet. */
  #line = ''
  #isLineTooLong = false
  #endedInReturn = false
  #event = ''
  #data: string[] = []
  #dataLength = 0
  #isOversized = false

  constructor(lengthMax: number) {
    this.#lengthMax = lengthMax
  }

  /** @returns the events that became complete, in order */
  push(piece: string): readonly StreamMessage[] {
    const messages: StreamMessage[] = []
    let from = 0
    // A line may end in CR LF; the two can come in different pieces.
    if (this.#endedInReturn && piece[0] === '\n') from += 1
    if (piece !== '') this.#endedInReturn = false
    for (let end = lineEnd(piece, from); end >= 0; end = lineEnd(piece, from)) {
      this.#addToLine(piece.slice(from, end))
      this.#endLine(messages)
      from = end + 1
      if (piece[end] !== '\r') continue
      if (piece[from] === '\n') from += 1
      else this.#endedInReturn = from === piece.length
    }
    this.#addToLine(piece.slice(from))
    return messages
  }

  #addToLine(part: string): void {
    if (this.#isLineTooLong) return
    if (this.#line.length + part.length > this.#lengthMax) {
      this.#isLineTooLong = true
      this.#line = ''
      return
    }
    this.#line += part
  }

  #endLine(messages: StreamMessage[]): void {
    const [line, isTooLong] = [this.#line, this.#isLineTooLong]
    this.#line = ''
    this.#isLineTooLong = false
    if (isTooLong) this.#isOversized = true
    else if (line === '') this.#dispatch(messages)
    else this.#readField(line)
  }

  #readField(line: string): void {
    const colon = line.indexOf(':')
    const name = colon < 0 ? line : line.slice(0, colon)
    const value = colon < 0 ? '' : line.slice(line[colon + 1] === ' ' ? colon + 2 : colon + 1)
    if (name === 'event') this.#event = value
    if (name !== 'data' || this.#isOversized) return
    this.#dataLength += value.length + 1
    if (this.#dataLength > this.#lengthMax) {
      this.#isOversized = true
      this.#data = []
      return
    }
    this.#data.push(value)
  }

  #dispatch(messages: StreamMessage[]): void {
    if (this.#isOversized) messages.push({ kind: 'oversized' })
    else if (this.#data.length > 0)
      messages.push({ kind: 'event', event: this.#event || 'message', data: this.#data.join('\n') })
    this.#event = ''
    this.#data = []
    this.#dataLength = 0
    this.#isOversized = false
  }
}

function lineEnd(text: string, from: number): number {
  for (let at = from; at < text.length; at += 1) {
    const unit = text.charCodeAt(at)
    if (unit === 10 || unit === 13) return at
  }
  return -1
}
