import { asInteger, asObject, asString } from '../../lib/unknown-json.ts'
import type { StreamMessage } from './message-queue.ts'
import type { ParkedReason } from './reasons.ts'
import { isLocalId } from './status-id.ts'

/** What one message of a stream says, before its status is mapped. */
export type StreamEvent =
  | { readonly kind: 'status'; readonly status: unknown; readonly isEdit: boolean }
  | { readonly kind: 'delete'; readonly localId: string }
  /** The server refuses the subscription on an open line. `status` as HTTP has it; null when it gives none. */
  | { readonly kind: 'refused'; readonly status: number | null }
  /** Something for people who are signed in, or newer than this code. Some only say that something changed. */
  | { readonly kind: 'other'; readonly isEmpty: boolean }
  | { readonly kind: 'unreadable'; readonly reason: ParkedReason }

/** Events that carry a status or the id of one. */
const STATUS_EVENTS: Readonly<Record<string, { readonly isEdit: boolean }>> = {
  update: { isEdit: false },
  'status.update': { isEdit: true },
}

/**
 * Reads one message. Never throws: what cannot be read says why.
 *
 * @see https://docs.joinmastodon.org/methods/streaming/#events
 */
export function readEvent(message: StreamMessage): StreamEvent {
  switch (message.kind) {
    case 'event':
      return readNamed(message.event, message.data)
    case 'frame':
      return readFrame(message.text)
    case 'oversized':
      return { kind: 'unreadable', reason: 'too_long' }
  }
}

/** A WebSocket frame is JSON around the event; the payload of a status is JSON within that JSON. */
function readFrame(text: string): StreamEvent {
  const frame = asObject(parseJson(text))
  if (frame === null) return { kind: 'unreadable', reason: 'not_json' }
  const event = asString(frame['event'])
  if (event !== null) return readNamed(event, frame['payload'])
  if (frame['error'] === undefined) return { kind: 'unreadable', reason: 'no_frame' }
  const status = asInteger(frame['status'])
  return { kind: 'refused', status: status !== null && status >= 400 && status < 600 ? status : null }
}

function readNamed(event: string, payload: unknown): StreamEvent {
  if (event === 'delete') return readDelete(payload)
  const known = Object.hasOwn(STATUS_EVENTS, event) ? STATUS_EVENTS[event] : undefined
  if (known === undefined) return { kind: 'other', isEmpty: isEmpty(payload) }
  // Some software sends the status itself instead of its JSON.
  const status = typeof payload === 'string' ? parseJson(payload) : payload
  if (asObject(status) === null) return { kind: 'unreadable', reason: 'not_json' }
  return { kind: 'status', status, isEdit: known.isEdit }
}

/** Over server-sent events an absent payload is the word `undefined`. */
function isEmpty(payload: unknown): boolean {
  return payload == null || payload === '' || payload === 'undefined'
}

function readDelete(payload: unknown): StreamEvent {
  const localId = typeof payload === 'number' ? String(payload) : (asString(payload)?.trim() ?? '')
  return isLocalId(localId) ? { kind: 'delete', localId } : { kind: 'unreadable', reason: 'bad_id' }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
