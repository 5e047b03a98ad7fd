import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { AppError } from '../../domain/errors.ts'

export type OnBytes = (bytes: number, total: number | null) => void

/**
 * Writes what arrives behind what is there, and tells the sum of the whole when it is asked. The bytes that were there are read
 * again for it: a part may have been damaged since.
 */
export class PartFile implements AsyncDisposable {
  readonly #handle: FileHandle
  readonly #hash = createHash('sha256')
  bytes = 0

  private constructor(handle: FileHandle) {
    this.#handle = handle
  }

  /** @param keep false begins anew */
  static async open(file: string, keep: boolean): Promise<PartFile> {
    const part = new PartFile(await open(file, keep ? 'r+' : 'w'))
    if (keep) await part.#readWhatIsThere(file)
    return part
  }

  /** @throws {AppError} store_failed when the disk is full */
  async append(chunk: Uint8Array): Promise<void> {
    try {
      for (let at = 0; at < chunk.length; ) {
        const { bytesWritten } = await this.#handle.write(chunk, at, chunk.length - at, this.bytes + at)
        at += bytesWritten
      }
    } catch (cause) {
      throw writeFailure(cause)
    }
    this.#hash.update(chunk)
    this.bytes += chunk.length
  }

  /** Puts everything on the disk. @returns SHA-256 in hexadecimal */
  async finish(): Promise<string> {
    await this.#handle.sync().catch((cause: unknown) => {
      throw writeFailure(cause)
    })
    return this.#hash.digest('hex')
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#handle.close()
  }

  async #readWhatIsThere(file: string): Promise<void> {
    for await (const chunk of createReadStream(file)) {
      this.#hash.update(chunk)
      this.bytes += chunk.length
    }
  }
}

function writeFailure(cause: unknown): AppError {
  const code = (cause as NodeJS.ErrnoException).code
  const isFull = code === 'ENOSPC' || code === 'EDQUOT'
  const what = isFull
    ? 'The disk is full: make room and run the same command again; a download goes on where it was.'
    : `The model cannot be written (${code ?? 'unknown reason'}).`
  return new AppError('store_failed', what, { cause })
}
