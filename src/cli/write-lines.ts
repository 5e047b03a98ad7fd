import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import type { Writable } from 'node:stream'
import { finished } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { AppError } from '../domain/errors.ts'

export type LineSink = {
  /** Resolves when there is room for more. */
  write(line: string): Promise<void>
  /** Resolves when everything is written. */
  close(): Promise<void>
}

/**
 * Lines into a file, gzip by its name, or into a stream that stays open.
 *
 * @throws {AppError} invalid_input when the file cannot be written, store_failed when writing breaks off
 */
export async function openLineSink(target: string | Writable): Promise<LineSink> {
  if (typeof target !== 'string') return { write: (line) => writeTo(target, line), close: async () => {} }
  const file = createWriteStream(target)
  await once(file, 'open').catch((cause: Error) => {
    throw new AppError('invalid_input', `Cannot write ${target}: ${cause.message}.`, { cause })
  })
  return new FileSink(target, file)
}

class FileSink implements LineSink {
  readonly #file: Writable
  /** Where lines go in: the file, or what packs them for it. */
  readonly #head: Writable
  #failure: AppError | null = null

  constructor(name: string, file: Writable) {
    this.#file = file
    this.#head = name.endsWith('.gz') ? createGzip() : file
    file.on('error', (cause: Error) => {
      const message = `Writing ${name} broke off: ${cause.message}. What is there is not whole.`
      this.#failure = new AppError('store_failed', message, { cause })
      if (this.#head !== file) this.#head.destroy(cause)
    })
    if (this.#head !== file) this.#head.on('error', () => {}).pipe(file)
  }

  async write(line: string): Promise<void> {
    if (this.#failure !== null) throw this.#failure
    await writeTo(this.#head, line).catch((cause: unknown) => {
      throw this.#failure ?? cause
    })
  }

  async close(): Promise<void> {
    this.#head.end()
    await finished(this.#file).catch((cause: unknown) => {
      throw this.#failure ?? cause
    })
  }
}

/** Waits for room where there is none; a stream that fails meanwhile ends the wait with its error. */
async function writeTo(stream: Writable, line: string): Promise<void> {
  if (!stream.write(`${line}\n`)) await once(stream, 'drain')
}
