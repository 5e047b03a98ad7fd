import type { FileHandle } from 'node:fs/promises'
import { CidLinkWrapper } from '@atcute/cbor'
import { asArray, asObject } from '../../../lib/unknown-json.ts'
import { decodeCbor } from '../../bluesky/decode-cbor.ts'
import { BrokenFileError } from '../archive-item.ts'

/** Version, codec, hash function and length, then SHA-256: the one kind of address the network uses. */
const CID_BYTES = 36
const DIGEST_AT = 4
const CID_HEADS: ReadonlySet<string> = new Set(['01711220', '01551220'])
const HEADER_BYTES_MAX = 4_096
const VARINT_BYTES_MAX = 8
/** Each takes about a tenth of a kilobyte while the file is read. */
const BLOCKS_MAX = 4_000_000
const WINDOW_BYTES = 262_144

/** Where the blocks of a CAR file stand. */
export type BlockIndex = {
  /** Key of the first root: in a repository the commit. */
  readonly root: string
  /** Number of a block by its key. */
  readonly numbers: ReadonlyMap<string, number>
  /** Where each begins and how long it is, in bytes. */
  readonly starts: readonly number[]
  readonly lengths: readonly number[]
  /** Where the file is damaged or cut off; null when it is whole. */
  readonly brokenAt: number | null
}

/** The key of a link in decoded CBOR: its hash, a character for each byte. Null for what is no link. */
export function linkKey(value: unknown): string | null {
  return value instanceof CidLinkWrapper && value.bytes.length === CID_BYTES ? keyOf(value.bytes, 0) : null
}

/**
 * Goes through a CAR file, version 1, and notes its blocks without reading them. Goes as far as the file is whole.
 *
 * @throws {BrokenFileError} broken_car when it does not begin as one, too_large when it has more blocks than any
 * account
 * @see https://ipld.io/specs/transport/car/carv1/
 */
export async function indexBlocks(handle: FileHandle, sizeBytes: number): Promise<BlockIndex> {
  const window = new Window(handle, Math.min(sizeBytes, WINDOW_BYTES))
  const header = readVarint(await window.at(0), 0)
  if (header === null || header.value > HEADER_BYTES_MAX) throw notCar()
  const root = rootOf((await window.at(header.end)).subarray(0, header.value))
  const numbers = new Map<string, number>()
  const starts: number[] = []
  const lengths: number[] = []
  let at = header.end + header.value
  while (at < sizeBytes) {
    const frame = readFrame(await window.at(at))
    const end = frame === null ? 0 : at + frame.headBytes + frame.lengthBytes
    if (frame === null || end > sizeBytes) return { root, numbers, starts, lengths, brokenAt: at }
    if (starts.length >= BLOCKS_MAX) throw new BrokenFileError('too_large', 'It has too many blocks.')
    numbers.set(frame.key, starts.length)
    starts.push(at + frame.headBytes)
    lengths.push(frame.lengthBytes)
    at = end
  }
  return { root, numbers, starts, lengths, brokenAt: null }
}

function rootOf(header: Uint8Array): string {
  try {
    const fields = asObject(decodeCbor(header))
    const root = linkKey(asArray(fields?.['roots'])[0])
    if (fields?.['version'] === 1 && root !== null) return root
  } catch (cause) {
    throw notCar(cause)
  }
  throw notCar()
}

function notCar(cause?: unknown): BrokenFileError {
  return new BrokenFileError(
    'broken_car',
    'It is a CAR file that is damaged at its beginning. Download it again.',
    { cause },
  )
}

type Frame = { readonly key: string; readonly headBytes: number; readonly lengthBytes: number }

/** A block's length and address; null where there is none. */
function readFrame(bytes: Uint8Array): Frame | null {
  const length = readVarint(bytes, 0)
  if (length === null || length.value < CID_BYTES || bytes.length < length.end + CID_BYTES) return null
  const head = Buffer.from(bytes.buffer, bytes.byteOffset + length.end, DIGEST_AT).toString('hex')
  if (!CID_HEADS.has(head)) return null
  return {
    key: keyOf(bytes, length.end),
    headBytes: length.end + CID_BYTES,
    lengthBytes: length.value - CID_BYTES,
  }
}

function keyOf(bytes: Uint8Array, at: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + at + DIGEST_AT, CID_BYTES - DIGEST_AT).toString(
    'latin1',
  )
}

/** @see https://github.com/multiformats/unsigned-varint */
function readVarint(bytes: Uint8Array, from: number): { value: number; end: number } | null {
  let value = 0
  for (let count = 0; count < VARINT_BYTES_MAX; count++) {
    const byte = bytes[from + count]
    if (byte === undefined) return null
    value += (byte & 0x7f) * 128 ** count
    if (byte < 0x80) return Number.isSafeInteger(value) ? { value, end: from + count + 1 } : null
  }
  return null
}

/** A piece of the file that moves forward. */
class Window {
  readonly #handle: FileHandle
  readonly #sizeBytes: number
  #bytes: Uint8Array = new Uint8Array()
  #start = 0

  constructor(handle: FileHandle, sizeBytes: number) {
    this.#handle = handle
    this.#sizeBytes = sizeBytes
  }

  /** The bytes from an offset on: at least a header's worth, less only where the file ends. */
  async at(offset: number): Promise<Uint8Array> {
    const from = offset - this.#start
    if (from < 0 || from + HEADER_BYTES_MAX > this.#bytes.length) {
      const { buffer, bytesRead } = await this.#handle.read(
        new Uint8Array(this.#sizeBytes),
        0,
        this.#sizeBytes,
        offset,
      )
      this.#bytes = buffer.subarray(0, bytesRead)
      this.#start = offset
    }
    return this.#bytes.subarray(offset - this.#start)
  }
}
