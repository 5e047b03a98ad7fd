import type { NetworkEvent } from './network-event.ts'
import type { RawMessage } from './stream-connection.ts'

/** A stretch of time, UTC milliseconds. */
export type Stretch = { readonly from: number; readonly to: number }

/** Where a message stands in its stream. */
export type Place = {
  /** Goes on right after it. */
  readonly cursor: string
  /** Grows along the stream; repeats have the order they had the first time. */
  readonly order: number
  /** UTC milliseconds as the network dates it, never far ahead of our clock. */
  readonly at: number
}

/** Why reading a stream further makes no sense, and how to begin again. */
export type StreamStop = {
  readonly error: string
  /** `now`: the cursor is of no use any more. */
  readonly restart: 'cursor' | 'now'
}

/** What one message holds. */
export type MessageReading = {
  readonly message: RawMessage
  /** In order; a message about several records has several. */
  readonly events: readonly NetworkEvent[]
  /** Null when the message does not say. */
  readonly place: Place | null
  /** This message was not dealt with and ends the line. */
  readonly stop?: StreamStop
  /** The server says that it could not go back as far as the cursor. */
  readonly isOutdated?: boolean
}

/** How one kind of stream is asked for and read. */
export type StreamProtocol = {
  /** Tried in turn. */
  readonly endpoints: readonly string[]
  /** Where `cursor` stands, in the sense of `Place.order`; null when it has no meaning at this endpoint. */
  orderOf(cursor: string | null, endpoint: string): number | null
  /** Learns what connecting to an endpoint needs. Never rejects. */
  prepare?(endpoint: string, signal: AbortSignal): Promise<void>
  /**
   * The address that goes on from a cursor.
   *
   * @returns `missed`: a stretch that is known to be lost from the start
   */
  connect(
    endpoint: string,
    cursor: string | null,
    now: number,
  ): { readonly url: string; readonly missed: Stretch | null }
  /** Reads messages, each on its own; never rejects. */
  read(
    messages: readonly RawMessage[],
    context: { readonly endpoint: string; readonly now: number; readonly signal: AbortSignal },
  ): Promise<readonly MessageReading[]>
}
