import { asInteger, asObject, asString, type JsonObject } from '../../lib/unknown-json.ts'
import { type NetworkEvent, readAccountStatus, readIdentity, readRecordChange } from './network-event.ts'
import { parseObject } from './parse-object.ts'
import { isDid } from './post-id.ts'
import type { ParkedReason } from './reasons.ts'

/** What one Jetstream message means to us. `timeUs` is its place in the stream; null when it could not be read. */
export type JetstreamReading = { readonly timeUs: number | null; readonly event: NetworkEvent }

/** Before 2020 no such network existed: a smaller number is not microseconds since 1970. */
const TIME_US_MIN = 1_577_836_800_000_000

/**
 * Reads one message of Jetstream's `/subscribe` stream. Never throws: what cannot be read says why.
 *
 * @see https://github.com/bluesky-social/jetstream/blob/main/docs/README.md section 5.1
 */
export function readJetstreamMessage(text: string): JetstreamReading {
  const message = parseObject(text)
  if (message === null) return unreadable('not_json', null)
  const timeUs = asInteger(message['time_us'])
  if (timeUs === null || timeUs < TIME_US_MIN) return unreadable('no_time', null)
  const did = asString(message['did'])
  if (did === null || !isDid(did)) return unreadable('bad_account', timeUs)
  switch (message['kind']) {
    case 'commit':
      return { event: readCommit(did, timeUs, asObject(message['commit'])), timeUs }
    case 'account':
      return { event: readAccountStatus(did, asObject(message['account'])), timeUs }
    case 'identity':
      return { event: readIdentity(did, asObject(message['identity'])), timeUs }
    default:
      return { event: { kind: 'other' }, timeUs }
  }
}

function readCommit(did: string, timeUs: number, commit: JsonObject | null): NetworkEvent {
  if (commit === null) return { kind: 'unreadable', reason: 'no_commit' }
  return readRecordChange({
    did,
    collection: asString(commit['collection']) ?? '',
    recordKey: asString(commit['rkey']) ?? '',
    operation: commit['operation'],
    record: commit['record'],
    seenAt: Math.floor(timeUs / 1_000),
  })
}

function unreadable(reason: ParkedReason, timeUs: number | null): JetstreamReading {
  return { event: { kind: 'unreadable', reason }, timeUs }
}
