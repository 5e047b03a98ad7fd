import { asInteger, asString, type JsonObject } from '../../lib/unknown-json.ts'
import { type NetworkEvent, readAccountStatus, readIdentity } from './network-event.ts'
import { isDid } from './post-id.ts'
import { blocksOf, readCommitMessage, readRecords } from './read-commit.ts'
import { type Frame, readFrame } from './read-frame.ts'
import type { ParkedReason } from './reasons.ts'
import { KeysUnreachable, type SigningKeys } from './signing-keys.ts'
import type { RawMessage } from './stream-connection.ts'
import { formatSequenceCursor } from './stream-cursor.ts'
import type { MessageReading, Place, StreamStop } from './stream-protocol.ts'
import { verifyCommit } from './verify-commit.ts'

/** A server's clock may run ahead of ours by this much. */
const AHEAD_MAX_MS = 60_000

export type FirehoseReading = {
  readonly isWanted: (collection: string) => boolean
  /** Checks signatures and trees of commits that hold wanted records. Null: believes the server. */
  readonly keys: SigningKeys | null
  readonly host: string
  readonly now: number
  readonly signal: AbortSignal
}

const STOPS: Readonly<Record<string, StreamStop>> = {
  // The server counts anew, or is another one behind the same name.
  FutureCursor: { error: 'does not know the place we stopped at', restart: 'now' },
  ConsumerTooSlow: { error: 'dropped the line because we read too slowly', restart: 'cursor' },
}
const KEYS_AWAY: StreamStop = { error: 'sends commits whose keys cannot be asked for', restart: 'cursor' }

/**
 * Reads one message of `com.atproto.sync.subscribeRepos`. Never rejects: what cannot be read says why, and a commit
 * that cannot be verified now stops the stream before it.
 *
 * @see https://github.com/bluesky-social/atproto/blob/main/lexicons/com/atproto/sync/subscribeRepos.json
 */
export async function readFirehoseMessage(message: RawMessage, of: FirehoseReading): Promise<MessageReading> {
  const frame: Frame =
    typeof message === 'string' ? { kind: 'unreadable', reason: 'not_cbor' } : readFrame(message)
  if (frame.kind === 'unreadable') return { message, events: [unreadable(frame.reason)], place: null }
  if (frame.kind === 'error') return { message, events: [], place: null, stop: stopFor(frame.name) }
  if (frame.type === '#info') {
    return { message, events: [], place: null, isOutdated: frame.body['name'] === 'OutdatedCursor' }
  }
  const place = placeOf(frame.body, of)
  if (place === null) return { message, events: [unreadable('no_seq')], place }
  try {
    return { message, events: await readBody(frame.type, frame.body, place, of), place }
  } catch (error) {
    if (!(error instanceof KeysUnreachable)) throw error
    return { message, events: [], place: null, stop: KEYS_AWAY }
  }
}

async function readBody(
  type: string,
  body: JsonObject,
  place: Place,
  of: FirehoseReading,
): Promise<readonly NetworkEvent[]> {
  if (type === '#commit') return readCommit(body, place.at, of)
  const did = asString(body['did'])
  if (did === null || !isDid(did)) return [unreadable('bad_account')]
  switch (type) {
    case '#account':
      return [readAccountStatus(did, body)]
    case '#identity':
      of.keys?.forget(did)
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
  of: FirehoseReading,
): Promise<readonly NetworkEvent[]> {
  const { isWanted, keys } = of
  const message = readCommitMessage(body)
  if ('reason' in message) return [unreadable(message.reason)]
  // Most commits hold nothing for us; their blocks are not even unpacked.
  if (!message.isTooBig && !message.changes.some((change) => isWanted(change.collection))) return []
  const blocks = blocksOf(message)
  if ('reason' in blocks) return [unreadable(blocks.reason)]
  const fault = keys === null ? null : await verifyCommit(message, blocks, { ...of, keys })
  return fault === null ? readRecords(message, blocks, { isWanted, seenAt }) : [unreadable(fault)]
}

function placeOf(body: JsonObject, { host, now }: FirehoseReading): Place | null {
  const seq = asInteger(body['seq'])
  if (seq === null || seq <= 0) return null
  const dated = Date.parse(asString(body['time']) ?? '')
  const at = Math.min(Number.isFinite(dated) && dated > 0 ? dated : now, now + AHEAD_MAX_MS)
  return { cursor: formatSequenceCursor({ host, seq, at }), order: seq, at }
}

function stopFor(name: string): StreamStop {
  const known = Object.hasOwn(STOPS, name) ? STOPS[name] : undefined
  return known ?? { error: `ended the stream (${name})`, restart: 'cursor' }
}

function unreadable(reason: ParkedReason): NetworkEvent {
  return { kind: 'unreadable', reason }
}
