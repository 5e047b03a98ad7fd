import { fetchBytes } from './fetch-json.ts'
import { readJetstream2Message } from './read-jetstream2-message.ts'
import type { RawMessage } from './stream-connection.ts'
import type { MessageReading, StreamProtocol } from './stream-protocol.ts'
import { missedStretch, placeAt, resumeTimeUs, timeUsOf } from './time-cursor.ts'
import { dictionaryNumber, unpackZstd } from './unpack-zstd.ts'
import { type WantedRecords, wantedCollections } from './wanted-records.ts'

const PUBLIC_JETSTREAMS: readonly string[] = [
  'wss://jetstream2.us-east.bsky.network',
  'wss://jetstream1.us-west.bsky.network',
  'wss://jetstream1.us-east.bsky.network',
  'wss://jetstream2.us-west.bsky.network',
]
const STREAM_PATH = '/xrpc/network.bsky.jetstream.subscribeEvents'
const DICTIONARY_PATH = '/xrpc/network.bsky.jetstream.getZstdDictionary'
const DICTIONARY_BYTES_MAX = 4_000_000
const TIMEOUT_MS = 10_000

export type Jetstream2Settings = {
  readonly endpoints?: readonly string[]
  readonly wanted: WantedRecords
  readonly messageBytesMax: number
  readonly fetch: typeof fetch
}

/** A server's own dictionary. `wasUseful`: it opened a message since the line was asked for with it. */
type Dictionary = { readonly number: number; readonly bytes: Uint8Array; wasUseful: boolean }

/**
 * Jetstream's newer stream, `network.bsky.jetstream.subscribeEvents`: the same events in frames that name themselves,
 * compressed with a dictionary that each server hands out. A line with a dictionary that brought nothing readable (it
 * was retired, or does not fit) is followed by one without compression, and the next one asks for the dictionary anew.
 *
 * @see https://github.com/bluesky-social/jetstream/blob/main/docs/README.md section 5.2
 */
export function jetstream2Protocol(settings: Jetstream2Settings): StreamProtocol {
  /** By host; as many as there are endpoints. */
  const known = new Map<string, Dictionary>()
  let current: Dictionary | null = null
  const textOf = (message: RawMessage): string | null => {
    if (typeof message === 'string') return message
    if (current === null) return ''
    const text = unpackZstd(message, current.bytes, settings.messageBytesMax)
    current.wasUseful = text !== null
    return text
  }
  return {
    endpoints: settings.endpoints ?? PUBLIC_JETSTREAMS,
    orderOf: (cursor) => timeUsOf(cursor),
    prepare: async (endpoint, signal) => {
      const { host } = new URL(endpoint)
      const last = known.get(host)
      known.delete(host)
      current = null
      if (last !== undefined && !last.wasUseful) return
      current = last ?? (await fetchDictionary(endpoint, settings.fetch, signal))
      if (current === null) return
      current.wasUseful = false
      known.set(host, current)
    },
    connect: (endpoint, cursor, now) => ({
      url: subscribeUrl(endpoint, cursor, current, settings),
      missed: missedStretch(cursor, now),
    }),
    read: async (messages, { now }) =>
      messages.map((message) => {
        const text = textOf(message)
        if (text !== null) return readText(message, text, now)
        const error = 'sent a message that its own compression dictionary does not open'
        return { message, events: [], place: null, stop: { error, restart: 'cursor' } }
      }),
  }
}

function subscribeUrl(
  endpoint: string,
  cursor: string | null,
  dictionary: Dictionary | null,
  { wanted, messageBytesMax }: Jetstream2Settings,
): string {
  const url = new URL(endpoint)
  if (url.pathname === '/') url.pathname = STREAM_PATH
  for (const collection of wantedCollections(wanted)) url.searchParams.append('collections', collection)
  url.searchParams.set('maxMessageSizeBytes', String(messageBytesMax))
  if (dictionary !== null) url.searchParams.set('zstdDictionary', String(dictionary.number))
  const timeUs = resumeTimeUs(cursor)
  if (timeUs !== null) url.searchParams.set('cursor', String(timeUs))
  return url.href
}

function readText(message: RawMessage, text: string, now: number): MessageReading {
  const reading = readJetstream2Message(text)
  switch (reading.kind) {
    case 'error': {
      const stop = { error: `ended the stream (${reading.name})`, restart: 'cursor' } as const
      return { message, events: [], place: null, stop }
    }
    case 'outdated':
    case 'notice':
      return { message, events: [], place: null, isOutdated: reading.kind === 'outdated' }
    case 'event': {
      const place = reading.timeUs === null ? null : placeAt(reading.timeUs, now)
      return { message, events: [reading.event], place }
    }
  }
}

/** Null, and so no compression, when the server has none to give. */
async function fetchDictionary(
  endpoint: string,
  get: typeof fetch,
  signal: AbortSignal,
): Promise<Dictionary | null> {
  const { protocol, host } = new URL(endpoint)
  const url = `${protocol === 'wss:' ? 'https' : 'http'}://${host}${DICTIONARY_PATH}`
  const limits = { timeoutMs: TIMEOUT_MS, bytesMax: DICTIONARY_BYTES_MAX }
  try {
    const { status, bytes } = await fetchBytes({ url, fetch: get, signal, ...limits })
    const number = status === 200 ? dictionaryNumber(bytes) : null
    return number === null ? null : { number, bytes, wasUseful: false }
  } catch {
    return null
  }
}
