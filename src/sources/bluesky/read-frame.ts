import { asObject, asString, type JsonObject } from '../../lib/unknown-json.ts'
import { decodeCbor, decodeFirstCbor } from './decode-cbor.ts'

/** One binary message of an event stream. */
export type Frame =
  /** `type` as the lexicon calls it, e.g. `#commit`. */
  | { readonly kind: 'message'; readonly type: string; readonly body: JsonObject }
  /** The server's last word before it closes. */
  | { readonly kind: 'error'; readonly name: string }
  | { readonly kind: 'unreadable'; readonly reason: 'not_cbor' | 'no_frame' }

const MESSAGE = 1
const ERROR = -1

/**
 * Reads a frame: two DAG-CBOR values, a header that says what it is and the body. Never throws.
 *
 * @see https://atproto.com/specs/event-stream
 */
export function readFrame(bytes: Uint8Array): Frame {
  const parts = decodeParts(bytes)
  if (parts === null) return { kind: 'unreadable', reason: 'not_cbor' }
  const [header, body] = [asObject(parts.header), asObject(parts.body)]
  const type = asString(header?.['t'])
  if (header?.['op'] === ERROR && body !== null) {
    return { kind: 'error', name: asString(body['error'])?.slice(0, 100) ?? 'unknown' }
  }
  if (header?.['op'] !== MESSAGE || type === null || body === null) {
    return { kind: 'unreadable', reason: 'no_frame' }
  }
  return { kind: 'message', type, body }
}

function decodeParts(bytes: Uint8Array): { header: unknown; body: unknown } | null {
  try {
    const { value: header, rest } = decodeFirstCbor(bytes)
    return { header, body: decodeCbor(rest) }
  } catch {
    return null
  }
}
