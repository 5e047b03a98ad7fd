/** A piece of text as the embedded engine counts it. */
export type WordToken = { readonly id: number; readonly text: string }

/** A word or number with the space before it, or a single other sign. */
const TOKEN = /\s*(?:[\p{L}\p{M}\p{N}_]+|[^\s\p{L}\p{M}\p{N}_])|\s+/gu

/**
 * The embedded engine has no learnt vocabulary: its tokens are words and signs, and a token's id is the FNV-1a hash of its
 * bytes (32 bits), the same on every machine. Joined they are the text again.
 *
 * @see Fowler, Noll and Vo, "The FNV Non-Cryptographic Hash Algorithm", IETF draft
 */
export function wordTokens(text: string): WordToken[] {
  return [...text.matchAll(TOKEN)].map(([token]) => ({ id: fnv1a(token), text: token }))
}

export function countWordTokens(text: string): number {
  return text.match(TOKEN)?.length ?? 0
}

function fnv1a(text: string): number {
  let hash = 0x811c9dc5
  for (const byte of Buffer.from(text, 'utf8')) hash = Math.imul(hash ^ byte, 0x01000193)
  return hash >>> 0
}
