import { once } from 'node:events'
import { createReadStream } from 'node:fs'
import type { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { AppError } from '../../domain/errors.ts'
import type { CommandContext } from '../command.ts'

/**
 * A file of lines, gzip by its name; `-` is standard input.
 *
 * @throws {AppError} invalid_input when it cannot be opened
 */
export async function openInput(name: string, context: CommandContext): Promise<Readable> {
  if (name === '-') return context.stdin
  const file = createReadStream(name)
  await once(file, 'open').catch((cause) => {
    throw new AppError(
      'invalid_input',
      `Cannot read ${name}: ${cause instanceof Error ? cause.message : cause}.`,
      { cause },
    )
  })
  if (!name.endsWith('.gz')) return withoutCrash(file)
  const gunzip = createGunzip()
  file.on('error', (error) => gunzip.destroy(error))
  return withoutCrash(file.pipe(gunzip))
}

/** A stream that fails before anybody reads it would end the process; whoever reads it later still gets the error. */
function withoutCrash<Stream extends Readable>(stream: Stream): Stream {
  return stream.on('error', () => {})
}

/** @throws {AppError} invalid_input when the source breaks off, such as a gzip file that is cut or is none */
export async function* readable(
  source: Readable,
  { input, context }: { input: string; context: CommandContext },
): AsyncGenerator<Uint8Array> {
  try {
    yield* source
  } catch (cause) {
    context.signal.throwIfAborted()
    const what = cause instanceof Error ? cause.message : String(cause)
    throw new AppError('invalid_input', `Reading ${input} broke off: ${what}.`, { cause })
  }
}
