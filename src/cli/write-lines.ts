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
  const done = finished(file).catch((cause: Error) => {
    throw new AppError(
      'store_failed',
      `Writing ${target} broke off: ${cause.message}. What is there is not whole.`,
      { cause },
    )
  })
  done.catch(() => {})
  const head: Writable = target.endsWith('.gz') ? createGzip() : file
  if (head !== file) head.pipe(file)
  return {
    write: (line) => Promise.race([writeTo(head, line), done]),
    close: async () => {
      head.end()
      await done
    },
  }
}

async function writeTo(stream: Writable, line: string): Promise<void> {
  if (!stream.write(`${line}\n`)) await once(stream, 'drain')
}
