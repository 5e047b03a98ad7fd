import { createHash } from 'node:crypto'

const ALPHABET = '234567abcdefghijklmnopqrstuvwxyz'
const TID = /^[234567abcdefghij][234567abcdefghijklmnopqrstuvwxyz]{12}$/
const CLOCK_BITS = 10n
const MICROSECONDS = 1_000n

/**
 * The record key of a post, from what it answers: the same at every try and after every crash, so that writing it twice is
 * writing it once. The time is that of what is answered, to the millisecond; the rest of the key is a hash.
 *
 * @param at UTC milliseconds
 * @see https://atproto.com/specs/tid
 */
export function replyKey({ key, at }: { readonly key: string; readonly at: number }): string {
  const hash = createHash('sha256').update(key).digest()
  const micros = BigInt(at) * MICROSECONDS + (BigInt(hash.readUInt32BE(0)) % MICROSECONDS)
  const clock = BigInt(hash.readUInt16BE(4)) & ((1n << CLOCK_BITS) - 1n)
  return encode((micros << CLOCK_BITS) | clock)
}

/** When a record key was made, UTC milliseconds; null where it holds no time. */
export function timeOfKey(recordKey: string): number | null {
  if (!TID.test(recordKey)) return null
  let value = 0n
  for (const letter of recordKey) value = (value << 5n) | BigInt(ALPHABET.indexOf(letter))
  return Number((value >> CLOCK_BITS) / MICROSECONDS)
}

function encode(value: bigint): string {
  let text = ''
  for (let rest = value, at = 0; at < 13; at++, rest >>= 5n) text = ALPHABET[Number(rest & 31n)] + text
  return text
}
