import { readFirehoseMessage } from './read-firehose-message.ts'
import type { SigningKeys } from './signing-keys.ts'
import { parseCursor, timeOfCursor } from './stream-cursor.ts'
import type { MessageReading, StreamProtocol } from './stream-protocol.ts'
import { type WantedRecords, wantedCollections } from './wanted-records.ts'

/** @see https://docs.bsky.app/docs/advanced-guides/firehose */
const PUBLIC_RELAYS: readonly string[] = ['wss://bsky.network']
const PATH = '/xrpc/com.atproto.sync.subscribeRepos'
/** Messages whose signatures and keys are looked at side by side. */
const CONCURRENT_MAX = 16

export type FirehoseSettings = {
  readonly endpoints?: readonly string[]
  readonly wanted: WantedRecords
  /** Checks signatures and trees of commits that hold wanted records. Null: believes the server. */
  readonly keys: SigningKeys | null
}

/**
 * The full event stream of a relay or a personal data server: `com.atproto.sync.subscribeRepos`. Frames of DAG-CBOR
 * placed by a sequence number of that host alone, with the signed records themselves, so that they can be verified.
 *
 * @see https://atproto.com/specs/sync
 */
export function firehoseProtocol(settings: FirehoseSettings): StreamProtocol {
  const wanted = new Set(wantedCollections(settings.wanted))
  const isWanted = (collection: string) => wanted.has(collection)
  return {
    endpoints: settings.endpoints ?? PUBLIC_RELAYS,
    orderOf: (cursor, endpoint) => seqAt(cursor, endpoint),
    connect: (endpoint, cursor, now) => {
      const from = timeOfCursor(cursor)
      const isUseless = from !== null && seqAt(cursor, endpoint) === null
      return { url: subscribeUrl(endpoint, cursor), missed: isUseless ? { from, to: now } : null }
    },
    read: async (messages, { endpoint, now, signal }) => {
      const of = { isWanted, keys: settings.keys, host: new URL(endpoint).host, now, signal }
      const readings: MessageReading[] = []
      for (let at = 0; at < messages.length; at += CONCURRENT_MAX) {
        const some = messages.slice(at, at + CONCURRENT_MAX)
        readings.push(...(await Promise.all(some.map((message) => readFirehoseMessage(message, of)))))
        if (readings.some((reading) => reading.stop !== undefined)) break
      }
      return readings
    },
  }
}

function subscribeUrl(endpoint: string, cursor: string | null): string {
  const url = new URL(endpoint)
  if (url.pathname === '/') url.pathname = PATH
  const seq = seqAt(cursor, endpoint)
  if (seq !== null) url.searchParams.set('cursor', String(seq))
  return url.href
}

/** Sequence numbers of one host mean nothing on another. */
function seqAt(cursor: string | null, endpoint: string): number | null {
  const parsed = parseCursor(cursor)
  return parsed?.kind === 'sequence' && parsed.host === new URL(endpoint).host ? parsed.seq : null
}
