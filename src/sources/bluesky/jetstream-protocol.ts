import { zstdDecompressSync } from 'node:zlib'
import { readJetstreamMessage } from './read-jetstream-message.ts'
import type { RawMessage } from './stream-connection.ts'
import { parseCursor, timeOfCursor } from './stream-cursor.ts'
import type { MessageReading, StreamProtocol, Stretch } from './stream-protocol.ts'
import { type WantedRecords, wantedCollections } from './wanted-records.ts'

/**
 * The public Jetstream servers. All take the same time cursor.
 * @see https://github.com/bluesky-social/jetstream
 */
const PUBLIC_JETSTREAMS: readonly string[] = [
  'wss://jetstream2.us-east.bsky.network/subscribe',
  'wss://jetstream1.us-west.bsky.network/subscribe',
  'wss://jetstream1.us-east.bsky.network/subscribe',
  'wss://jetstream2.us-west.bsky.network/subscribe',
]

/** Each server sees events at its own time, so going on elsewhere starts a little earlier; repeats are dropped later. */
const REWIND_US = 5_000_000
/** What servers keep to replay; older cursors silently start at its edge. */
const LOOKBACK_MS = 36 * 3_600_000
/** A cursor is never moved further ahead of our clock than this, whatever a server claims the time is. */
const AHEAD_MAX_US = 60_000_000

export type JetstreamSettings = {
  readonly endpoints?: readonly string[]
  readonly wanted: WantedRecords
  readonly messageBytesMax: number
  /** Asks for zstd compression, which needs the server's dictionary. Null: text. */
  readonly dictionary: Uint8Array | null
}

/**
 * Jetstream's `/subscribe`: events as JSON, placed by time. Nothing in it is signed, so it is as honest as its server.
 *
 * Compressed messages are single zstd frames made with a dictionary that the server was built with. A dictionary
 * that does not fit would make every message unreadable; so the first one that cannot be unpacked ends the line, and
 * the next one is asked for without compression.
 *
 * @see https://github.com/bluesky-social/jetstream/blob/main/docs/README.md section 5.1
 */
export function jetstreamProtocol(settings: JetstreamSettings): StreamProtocol {
  let { dictionary } = settings
  const unpack = (message: RawMessage): string | null => {
    if (typeof message === 'string') return message
    if (dictionary === null) return ''
    const options = { dictionary, maxOutputLength: settings.messageBytesMax }
    return unpackZstd(message, options)
  }
  return {
    endpoints: settings.endpoints ?? PUBLIC_JETSTREAMS,
    orderOf: (cursor) => timeUsOf(cursor),
    connect: (endpoint, cursor, now) => ({
      url: subscribeUrl(endpoint, cursor, { ...settings, dictionary }),
      missed: missedStretch(cursor, now),
    }),
    read: async (messages, { now }) =>
      messages.map((message) => {
        const text = unpack(message)
        if (text !== null) return readText(message, text, now)
        dictionary = null
        const error = 'sent a message that its compression dictionary does not open'
        return { message, events: [], place: null, stop: { error, restart: 'cursor' } }
      }),
  }
}

/** @param cursor what is not a cursor starts at now */
export function subscribeUrl(
  endpoint: string,
  cursor: string | null,
  wanted: Omit<JetstreamSettings, 'endpoints'>,
): string {
  const url = new URL(endpoint)
  if (url.pathname === '/') url.pathname = '/subscribe'
  for (const collection of wantedCollections(wanted.wanted)) {
    url.searchParams.append('wantedCollections', collection)
  }
  url.searchParams.set('maxMessageSizeBytes', String(wanted.messageBytesMax))
  if (wanted.dictionary !== null) url.searchParams.set('compress', 'true')
  const timeUs = timeUsOf(cursor)
  if (timeUs !== null) url.searchParams.set('cursor', String(Math.max(timeUs - REWIND_US, 0)))
  return url.href
}

function readText(message: RawMessage, text: string, now: number): MessageReading {
  const { event, timeUs } = readJetstreamMessage(text)
  if (timeUs === null) return { message, events: [event], place: null }
  const order = Math.min(timeUs, now * 1_000 + AHEAD_MAX_US)
  const place = { cursor: String(order), order, at: Math.floor(order / 1_000) }
  return { message, events: [event], place }
}

function unpackZstd(
  message: Uint8Array,
  options: { dictionary: Uint8Array; maxOutputLength: number },
): string | null {
  try {
    return zstdDecompressSync(message, options).toString()
  } catch {
    return null
  }
}

function timeUsOf(cursor: string | null): number | null {
  const parsed = parseCursor(cursor)
  if (parsed === null) return null
  return parsed.kind === 'time' ? parsed.timeUs : parsed.at * 1_000
}

function missedStretch(cursor: string | null, now: number): Stretch | null {
  const from = timeOfCursor(cursor)
  if (from === null || from >= now - LOOKBACK_MS) return null
  return { from, to: now - LOOKBACK_MS }
}
