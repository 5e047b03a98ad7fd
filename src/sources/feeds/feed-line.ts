import type { LineState } from '../source.ts'
import type { FeedPoll } from './follow-feed.ts'

type FailedPoll = Extract<FeedPoll, { kind: 'failed' }>

/** A feed that is gone for good is not tried again. */
const NEVER = Date.UTC(9999, 11, 31)

/** What the source as a whole says about its line: connected while any of its feeds can be read. */
export class FeedLine {
  readonly endpoint: string
  readonly #count: number
  readonly #reading = new Set<string>()
  readonly #failing = new Map<string, FailedPoll>()
  readonly #onLine: (line: LineState) => void

  constructor(addresses: readonly string[], onLine: (line: LineState) => void) {
    this.endpoint = addresses.length === 1 ? (addresses[0] ?? '') : `${addresses.length} feeds`
    this.#count = addresses.length
    this.#onLine = onLine
  }

  add(poll: FeedPoll): void {
    if (poll.kind === 'read') this.#addRead(poll.address)
    else this.#addFailed(poll)
  }

  #addRead(address: string): void {
    this.#failing.delete(address)
    const isFirst = this.#reading.size === 0
    this.#reading.add(address)
    if (isFirst) this.#onLine({ kind: 'connected', endpoint: this.endpoint, missed: null })
  }

  /** Feeds that were not tried yet may still answer, so one failure says little. */
  #addFailed(poll: FailedPoll): void {
    this.#reading.delete(poll.address)
    this.#failing.set(poll.address, poll)
    if (this.#failing.size < this.#count) return
    const retries = [...this.#failing.values()].map(({ retryAt }) => retryAt ?? NEVER)
    this.#onLine({
      kind: 'unreachable',
      endpoint: poll.address,
      error: `${new URL(poll.address).host} ${poll.error}`,
      retryAt: Math.min(...retries),
    })
  }
}
