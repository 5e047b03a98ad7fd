/** One server-sent event. `event` is `message` where the server named none; `id` is the last id seen so far. */
export type SseEvent = { readonly event: string; readonly id: string | null; readonly data: string }

/** Longest event we accept, in UTF-16 code units: a done answer with 60 citations is about 60,000. */
const EVENT_CHARS_MAX = 4_000_000

/**
 * Incremental parser of `text/event-stream`: feed it decoded chunks of any size, it returns the events they
 * complete. Handles LF, CRLF and CR, comments, several data lines, and ids that stay until changed.
 *
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation
 */
export class SseParser {
  #buffer = ''
  #event = ''
  #data: string[] = []
  #lastId: string | null
  #sizeChars = 0

  constructor(lastId: string | null = null) {
    this.#lastId = lastId
  }

  /** @throws {RangeError} when one event is larger than 4 M characters: the stream is broken or hostile */
  push(chunk: string): SseEvent[] {
    this.#buffer += chunk
    const events: SseEvent[] = []
    for (;;) {
      const line = this.#takeLine()
      if (line === null) break
      const event = this.#readLine(line)
      if (event) events.push(event)
    }
    if (this.#buffer.length + this.#sizeChars > EVENT_CHARS_MAX)
      throw new RangeError('The event is too large.')
    return events
  }

  /** A CR at the very end of the buffer may be half of a CRLF: it waits for the next chunk. */
  #takeLine(): string | null {
    const match = /\r\n|\n|\r(?!$)/.exec(this.#buffer)
    if (!match) return null
    const line = this.#buffer.slice(0, match.index)
    this.#buffer = this.#buffer.slice(match.index + match[0].length)
    return line
  }

  #readLine(line: string): SseEvent | null {
    if (line === '') return this.#dispatch()
    const colon = line.indexOf(':')
    if (colon === 0) return null
    const field = colon < 0 ? line : line.slice(0, colon)
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '')
    if (field === 'data') {
      this.#data.push(value)
      this.#sizeChars += value.length
    } else if (field === 'event') this.#event = value
    else if (field === 'id' && !value.includes('\0')) this.#lastId = value
    return null
  }

  #dispatch(): SseEvent | null {
    const event = { event: this.#event || 'message', id: this.#lastId, data: this.#data.join('\n') }
    const hasData = this.#data.length > 0
    this.#event = ''
    this.#data = []
    this.#sizeChars = 0
    return hasData ? event : null
  }
}
