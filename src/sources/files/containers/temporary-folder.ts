import { createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { AppError } from '../../../domain/errors.ts'

/** What a stream may leave in the temporary folder. */
const SPOOL_BYTES_MAX = 8_000_000_000

/**
 * A folder of our own among the system's temporary files, made when it is first needed and gone when it is closed.
 * Only names we choose are written into it.
 */
export class TemporaryFolder implements AsyncDisposable {
  #made: Promise<string> | null = null

  path(): Promise<string> {
    this.#made ??= mkdtemp(join(tmpdir(), 'verity-import-'))
    return this.#made
  }

  /**
   * Keeps a stream that has to be read out of order.
   *
   * @throws {AppError} over_limit when it is too long, store_failed when the disk is full; what the stream itself
   * throws
   */
  async keep(chunks: AsyncIterable<Uint8Array>, name: string): Promise<string> {
    const file = join(await this.path(), name)
    try {
      await pipeline(Readable.from(chunks), atMost(SPOOL_BYTES_MAX), createWriteStream(file, { mode: 0o600 }))
    } catch (cause) {
      if (cause instanceof Error && 'code' in cause && cause.code === 'ENOSPC')
        throw new AppError(
          'store_failed',
          'There is no room among the temporary files. Save the archive to a file and import it by its name.',
          { cause },
        )
      throw cause
    }
    return file
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#made !== null) await rm(await this.#made, { recursive: true, force: true })
  }
}

function atMost(bytesMax: number): Transform {
  let bytes = 0
  return new Transform({
    transform(chunk: Buffer, _, next) {
      bytes += chunk.length
      const message = 'The stream is too long. Save the archive to a file and import it by its name.'
      if (bytes > bytesMax) next(new AppError('over_limit', message))
      else next(null, chunk)
    },
  })
}
