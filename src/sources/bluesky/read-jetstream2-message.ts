import { asObject, asString, type JsonObject } from '../../lib/unknown-json.ts'
import { type NetworkEvent, readAccountStatus, readIdentity, readRecordChange } from './network-event.ts'
import { parseObject } from './parse-object.ts'
import { isDid } from './post-id.ts'
import type { ParkedReason } from './reasons.ts'

/** What one message of the newer Jetstream means to us. */
export type Jetstream2Reading =
  /** `timeUs` is its place in the stream; null when it could not be read. */
  | { readonly kind: 'event'; readonly timeUs: number | null; readonly event: NetworkEvent }
  | { readonly kind: 'outdated' }
  | { readonly kind: 'notice' }
  /** The server's last word before it closes. */
  | { readonly kind: 'error'; readonly name: string }

const PREFIX = 'network.bsky.jetstream.subscribeEvents#'
/** Microseconds of a date as the stream writes it: exactly six digits of the second. */
const MICROSECONDS = /\.\d{3}(\d{3})Z$/
const TIME_MIN = Date.UTC(2020)

/**
 * Reads one message of `network.bsky.jetstream.subscribeEvents`. Never throws: what cannot be read says why.
 *
 * @see https://github.com/bluesky-social/jetstream/blob/main/lexicons/network/bsky/jetstream/subscribeEvents.json
 */
export function readJetstream2Message(text: string): Jetstream2Reading {
  const frame = parseObject(text)
  if (frame === null) return unreadable('not_json', null)
  if (frame['$type'] === 'error') {
    return { kind: 'error', name: asString(frame['error'])?.slice(0, 100) ?? 'unknown' }
  }
  const payload = asObject(frame['payload'])
  const type = asString(payload?.['$type'])
  if (frame['$type'] !== 'message' || payload === null || type === null) return unreadable('no_frame', null)
  if (type === `${PREFIX}info`) return { kind: payload['name'] === 'OutdatedCursor' ? 'outdated' : 'notice' }
  const timeUs = timeUsIn(payload)
  if (timeUs === null) return unreadable('no_time', null)
  const did = asString(payload['did'])
  if (did === null || !isDid(did)) return unreadable('bad_account', timeUs)
  return { kind: 'event', timeUs, event: readPayload(type, did, timeUs, payload) }
}

function readPayload(type: string, did: string, timeUs: number, payload: JsonObject): NetworkEvent {
  switch (type.startsWith(PREFIX) ? type.slice(PREFIX.length) : '') {
    case 'commit':
      return readRecordChange({
        did,
        collection: asString(payload['collection']) ?? '',
        recordKey: asString(payload['rkey']) ?? '',
        operation: payload['operation'],
        record: payload['record'],
        seenAt: Math.floor(timeUs / 1_000),
      })
    case 'account':
      return readAccountStatus(did, asObject(payload['account']))
    case 'identity':
      return readIdentity(did, asObject(payload['identity']))
    case 'sync':
      return { kind: 'skipped', reason: 'repo_reset' }
    default:
      return { kind: 'other' }
  }
}

/** When the server saw the event, which is what its cursors go by; older servers say it in `time` alone. */
function timeUsIn(payload: JsonObject): number | null {
  const written = asString(payload['witnessedAt']) ?? asString(payload['time']) ?? ''
  const ms = Date.parse(written)
  if (!Number.isFinite(ms) || ms < TIME_MIN) return null
  return ms * 1_000 + Number(MICROSECONDS.exec(written)?.[1] ?? 0)
}

function unreadable(reason: ParkedReason, timeUs: number | null): Jetstream2Reading {
  return { kind: 'event', timeUs, event: { kind: 'unreadable', reason } }
}
