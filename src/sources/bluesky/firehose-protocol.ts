import { asInteger, asString, type JsonObject } from '../../lib/unknown-json.ts'
import { type NetworkEvent, readAccountStatus, readIdentity } from './network-event.ts'
import { isDid } from './post-id.ts'
import { blocksOf, readCommitMessage, readRecords } from './read-commit.ts'
import { readFrame } from './read-frame.ts'
import type { ParkedReason } from './reasons.ts'
import { KeysUnreachable, type SigningKeys } from './signing-keys.ts'
import type { RawMessage } from './stream-connection.ts'
import { formatSequenceCursor, parseCursor, timeOfCursor } from './stream-cursor.ts'
import type { MessageReading, Place, StreamProtocol, StreamStop } from './stream-protocol.ts'
import { verifyCommit } from './verify-commit.ts'
import { type WantedRecords, wantedCollections } from './wanted-records.ts'

/** @see https://docs.bsky.app/docs/advanced-guides/firehose */
const PUBLIC_RELAYS: readonly string[] = ['wss://bsky.network']
const PATH = '/xrpc/com.atproto.sync.subscribeRepos'
/** Messages whose signatures and keys are looked at side by side. */
const CONCURRENT_MAX = 16
/** A server's clock may run ahead of ours by this much. */
const AHEAD_MAX_MS = 60_000

export type FirehoseSettings = {
  readonly endpoints?: readonly string[]
  readonly wanted: WantedRecords
  /** Checks signatures and trees of commits that hold wanted records. Null: believes the server. */
  readonly keys: SigningKeys | null
}

type Context = { readonly host: string; readonly now: number; readonly signal: AbortSignal }

const STOPS: Readonly<Record<string, StreamStop>> = {
  // The server counts anew, or is another one behind the same name.
  FutureCursor: { error: 'does not know the place we stopped at', restart: 'now' },
  ConsumerTooSlow: { error: 'dropped the line because we read too slowly', restart: 'cursor' },
}

/**
 * The full event stream of a relay or a personal data server: `com.atproto.sync.subscribeRepos`. Frames of DAG-CBOR
 * placed by a sequence number of that host alone, with the signed records themselves, so that they can be verified.
 *
 * @see https://atproto.com/specs/sync
 */
export function firehoseProtocol(settings: FirehoseSettings): StreamProtocol {
  const wanted = new Set(wantedCollections(settings.wanted))
  return {
    endpoints: settings.endpoints ?? PUBLIC_RELAYS,
    orderOf: (cursor, endpoint) => seqAt(cursor, endpoint),
    connect: (endpoint, cursor, now) => {
      const from = timeOfCursor(cursor)
      const isUseless = from !== null && seqAt(cursor, endpoint) === null
      return { url: subscribeUrl(endpoint, cursor), missed: isUseless ? { from, to: now } : null }
    },
    read: async (messages, { endpoint, now, signal }) => {
      const context = { host: new URL(endpoint).host, now, signal }
      const readings: MessageReading[] = []
      for (let at = 0; at < messages.length; at += CONCURRENT_MAX) {
        const some = messages.slice(at, at + CONCURRENT_MAX)
        readings.push(...(await Promise.all(some.map((message) => readMessage(message, context)))))
        if (readings.some((reading) => reading.stop !== undefined)) break
      }
      return readings
    },
  }

  async function readMessage(message: RawMessage, context: Context): Promise<MessageReading> {
    if (typeof message === 'string') return { message, events: [unreadable('not_cbor')], place: null }
    const frame = readFrame(message)
    if (frame.kind === 'unreadable') return { message, events: [unreadable(frame.reason)], place: null }
    if (frame.kind === 'error') {
      const known = Object.hasOwn(STOPS, frame.name) ? STOPS[frame.name] : undefined
      const stop = known ?? { error: `ended the stream (${frame.name})`, restart: 'cursor' }
      return { message, events: [], place: null, stop }
    }
    if (frame.type === '#info') {
      return { message, events: [], place: null, isOutdated: frame.body['name'] === 'OutdatedCursor' }
    }
    const place = placeOf(frame.body, context)
    if (place === null) return { message, events: [unreadable('no_seq')], place }
    try {
      return { message, events: await readBody(frame.type, frame.body, place, context), place }
    } catch (error) {
      if (!(error instanceof KeysUnreachable)) throw error
      const stop = { error: 'sends commits whose keys cannot be asked for', restart: 'cursor' } as const
      return { message, events: [], place: null, stop }
    }
  }

  async function readBody(
    type: string,
    body: JsonObject,
    place: Place,
    context: Context,
  ): Promise<readonly NetworkEvent[]> {
    if (type === '#commit') return readCommit(body, place.at, context)
    const did = asString(body['did'])
    if (did === null || !isDid(did)) return [unreadable('bad_account')]
    switch (type) {
      case '#account':
        return [readAccountStatus(did, body)]
      case '#identity':
        settings.keys?.forget(did)
        return [readIdentity(did, body)]
      case '#sync':
        // The account's server starts over without saying what changed.
        return [{ kind: 'skipped', reason: 'repo_reset' }]
      default:
        return [{ kind: 'other' }]
    }
  }

  async function readCommit(
    body: JsonObject,
    seenAt: number,
    context: Context,
  ): Promise<readonly NetworkEvent[]> {
    const message = readCommitMessage(body)
    if ('reason' in message) return [unreadable(message.reason)]
    const isWanted = (collection: string) => wanted.has(collection)
    // Most commits hold nothing for us; their blocks are not even unpacked.
    if (!message.isTooBig && !message.changes.some((change) => isWanted(change.collection))) return []
    const blocks = blocksOf(message)
    if ('reason' in blocks) return [unreadable(blocks.reason)]
    if (settings.keys !== null) {
      const fault = await verifyCommit(message, blocks, { ...context, keys: settings.keys })
      if (fault !== null) return [unreadable(fault)]
    }
    return readRecords(message, blocks, { isWanted, seenAt })
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

function placeOf(body: JsonObject, { host, now }: Context): Place | null {
  const seq = asInteger(body['seq'])
  if (seq === null || seq <= 0) return null
  const dated = Date.parse(asString(body['time']) ?? '')
  const at = Math.min(Number.isFinite(dated) && dated > 0 ? dated : now, now + AHEAD_MAX_MS)
  return { cursor: formatSequenceCursor({ host, seq, at }), order: seq, at }
}

function unreadable(reason: ParkedReason): NetworkEvent {
  return { kind: 'unreadable', reason }
}
