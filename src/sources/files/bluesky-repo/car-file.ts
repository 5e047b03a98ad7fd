import { hash } from 'node:crypto'
import { readSync } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { decodeCbor } from '../../bluesky/decode-cbor.ts'
import type { FileParkReason } from '../file-block.ts'
import { type BlockIndex, indexBlocks } from './index-blocks.ts'

/** Records and nodes are kilobytes; servers refuse more than one megabyte. */
const BLOCK_BYTES_MAX = 2_097_152

export type Block =
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'parked'; readonly reason: FileParkReason }

/** The first bytes of a CAR file: a length, then a CBOR map of two whose first key is `roots`. */
export function isCar(head: Uint8Array): boolean {
  const start = (head[0] ?? 0) < 0x80 ? 1 : 2
  return Buffer.from(head.subarray(start, start + 7)).toString('latin1') === '\xa2eroots'
}

/**
 * A file of content-addressed blocks, in any order. Opening it notes where each block stands; a block is read, held
 * against its address and decoded when it is asked for, so that memory grows with the number of blocks and not with
 * their size.
 */
export class CarFile implements AsyncDisposable {
  readonly #handle: FileHandle
  readonly #index: BlockIndex
  readonly #sizeBytes: number
  #readBytes = 0

  private constructor(handle: FileHandle, index: BlockIndex, sizeBytes: number) {
    this.#handle = handle
    this.#index = index
    this.#sizeBytes = sizeBytes
  }

  /** @throws {BrokenFileError} broken_car when it does not begin as a CAR file, too_large */
  static async open(path: string): Promise<CarFile> {
    const handle = await open(path)
    try {
      const { size } = await handle.stat()
      return new CarFile(handle, await indexBlocks(handle, size), size)
    } catch (error) {
      await handle.close()
      throw error
    }
  }

  /** Key of the first root. */
  get root(): string {
    return this.#index.root
  }

  /** Where the file is damaged or cut off; null when it is whole. What stands before is good. */
  get brokenAt(): number | null {
    return this.#index.brokenAt
  }

  /** How much of the file was asked for: 0 to 1, and 1 only when all of it was. */
  get progress01(): number {
    return Math.min(1, this.#readBytes / Math.max(1, this.#sizeBytes))
  }

  /**
   * Blocks are small and most of them lie in the system's memory by now, so waiting for each would cost more than
   * reading it.
   */
  read(key: string): Block {
    const number = this.#index.numbers.get(key)
    if (number === undefined) return { kind: 'parked', reason: 'missing_block' }
    const length = this.#index.lengths[number] ?? 0
    if (length > BLOCK_BYTES_MAX) return { kind: 'parked', reason: 'too_long' }
    const bytes = Buffer.alloc(length)
    const readBytes = readSync(this.#handle.fd, bytes, 0, length, this.#index.starts[number] ?? 0)
    this.#readBytes += readBytes
    if (readBytes !== length) return { kind: 'parked', reason: 'broken_car' }
    if (hash('sha256', bytes, 'buffer').toString('latin1') !== key)
      return { kind: 'parked', reason: 'wrong_hash' }
    try {
      return { kind: 'value', value: decodeCbor(bytes) }
    } catch {
      return { kind: 'parked', reason: 'not_cbor' }
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#handle.close()
  }
}
