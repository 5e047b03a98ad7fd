import { zstdDecompressSync } from 'node:zlib'

/** How a structured zstd dictionary begins, before its number; little-endian. */
const DICTIONARY_MAGIC = 0xec30a437

/**
 * The text of a message that is one zstd frame.
 *
 * @param bytesMax of the text; a frame that unpacks to more is not unpacked
 * @returns null when it cannot be unpacked with this dictionary
 */
export function unpackZstd(message: Uint8Array, dictionary: Uint8Array, bytesMax: number): string | null {
  try {
    return zstdDecompressSync(message, { dictionary, maxOutputLength: bytesMax }).toString()
  } catch {
    return null
  }
}

/**
 * The number of a structured dictionary, by which servers know it; null when it is none.
 *
 * @see https://www.rfc-editor.org/rfc/rfc8878 section 5
 */
export function dictionaryNumber(dictionary: Buffer): number | null {
  if (dictionary.length < 8 || dictionary.readUInt32LE(0) !== DICTIONARY_MAGIC) return null
  const number = dictionary.readUInt32LE(4)
  return number === 0 ? null : number
}
