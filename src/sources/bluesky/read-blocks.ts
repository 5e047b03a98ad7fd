import { hash } from 'node:crypto'
import { fromUint8Array } from '@atcute/car'
import { fromString, toCidLink } from '@atcute/cid'
import { decodeFirstCbor } from './decode-cbor.ts'

/** The blocks of a CAR file by the text of their content address, as they stand there: nothing was checked yet. */
export type Blocks = {
  /** The first root: in a commit's file the address of the commit. */
  readonly root: string | null
  readonly bytesOf: ReadonlyMap<string, Uint8Array<ArrayBuffer>>
}

/** More than a full commit has: 200 changes, each with a record and its path through the tree. */
const BLOCKS_MAX = 20_000

/**
 * Takes a CAR version 1 file apart. Blocks are slices of the file, not copies.
 *
 * @returns null when the file is malformed, cut or has too many blocks
 * @see https://ipld.io/specs/transport/car/carv1/
 */
export function readBlocks(car: Uint8Array): Blocks | null {
  try {
    const header = headerOf(car)
    decodeFirstCbor(header)
    const archive = fromUint8Array(car)
    const bytesOf = new Map<string, Uint8Array<ArrayBuffer>>()
    for (const { cid, bytes } of archive) {
      if (bytesOf.size >= BLOCKS_MAX) return null
      bytesOf.set(toCidLink(cid).$link, bytes as Uint8Array<ArrayBuffer>)
    }
    return { root: archive.roots[0]?.$link ?? null, bytesOf }
  } catch {
    return null
  }
}

/** Whether the bytes are what the address names. False for an address that is none. */
export function isBlockGenuine(cid: string, bytes: Uint8Array): boolean {
  try {
    const { contents } = fromString(cid).digest
    return hash('sha256', bytes, 'buffer').equals(contents)
  } catch {
    return false
  }
}

/** The CBOR header, which is looked over before the library decodes it: see `decodeCbor`. */
function headerOf(car: Uint8Array): Uint8Array {
  let length = 0
  for (let at = 0; at < 4; at += 1) {
    const byte = car[at] ?? 0
    length += (byte & 0x7f) * 128 ** at
    if (byte < 0x80) return car.subarray(at + 1, at + 1 + length)
  }
  throw new RangeError('the header is too long')
}
