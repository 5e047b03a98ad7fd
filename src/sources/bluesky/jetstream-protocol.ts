import { readJetstreamMessage } from './read-jetstream-message.ts'
import type { RawMessage } from './stream-connection.ts'
import type { MessageReading, StreamProtocol } from './stream-protocol.ts'
import { missedStretch, placeAt, resumeTimeUs, timeUsOf } from './time-cursor.ts'
import { unpackZstd } from './unpack-zstd.ts'
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
  const textOf = (message: RawMessage): string | null => {
    if (typeof message === 'string') return message
    return dictionary === null ? '' : unpackZstd(message, dictionary, settings.messageBytesMax)
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
        const text = textOf(message)
        if (text !== null) return readText(message, text, now)
        dictionary = null
        const error = 'sent a message that its compression dictionary does not open'
        return { message, events: [], place: null, stop: { error, restart: 'cursor' } }
      }),
  }
}

function subscribeUrl(endpoint: string, cursor: string | null, settings: JetstreamSettings): string {
  const url = new URL(endpoint)
  if (url.pathname === '/') url.pathname = '/subscribe'
  for (const collection of wantedCollections(settings.wanted)) {
    url.searchParams.append('wantedCollections', collection)
  }
  url.searchParams.set('maxMessageSizeBytes', String(settings.messageBytesMax))
  if (settings.dictionary !== null) url.searchParams.set('compress', 'true')
  const timeUs = resumeTimeUs(cursor)
  if (timeUs !== null) url.searchParams.set('cursor', String(timeUs))
  return url.href
}

function readText(message: RawMessage, text: string, now: number): MessageReading {
  const { event, timeUs } = readJetstreamMessage(text)
  return { message, events: [event], place: timeUs === null ? null : placeAt(timeUs, now) }
}
