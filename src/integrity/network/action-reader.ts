import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { AppError } from '../../domain/errors.ts'
import { isGzip, peek } from '../../sources/files/read-chunks.ts'
import type { ActionList } from './actions.ts'
import type { Channel } from './channel.ts'
import { type ActionColumns, CsvActions } from './csv-actions.ts'
import { LineBlocks } from './line-blocks.ts'
import { PostActions } from './post-actions.ts'

export type ActionInput = {
  readonly path: string
  readonly channel: Channel
  /** Names of the columns of a CSV. */
  readonly columns: ActionColumns
}

/** How many rows or posts of a file say nothing, by reason. */
export type LeftOut = Readonly<Record<string, number>>

const READ_CHUNK_BYTES = 524_288
const HEAD_BYTES = 4_096

/**
 * Adds the actions of a file: a CSV with one action a row, or posts as lines of JSON; gzip is told by its content.
 *
 * @returns what was left out and why: no_object, no_time, wrong_row, not_a_post, repeated
 * @throws {AppError} not_found, invalid_input when the file cannot be read or its columns are not there
 */
export async function readActions(input: ActionInput, list: ActionList): Promise<LeftOut> {
  const packed = await peek(readChunks(input.path), 2)
  const chunks = await peek(isGzip(packed.head) ? unpack(packed.all) : packed.all, HEAD_BYTES)
  try {
    const isJson = /^\ufeff?\s*\{/.test(new TextDecoder().decode(chunks.head))
    const reader = isJson ? new PostActions(input.channel, list) : new CsvActions(input, list)
    const blocks = new LineBlocks(isJson ? 'lines' : 'records')
    for await (const chunk of chunks.all) for (const block of blocks.push(chunk)) reader.read(block)
    for (const block of blocks.finish()) reader.read(block)
    return reader.leftOut
  } catch (thrown) {
    throw thrown instanceof AppError ? thrown : unreadable(input.path, thrown)
  } finally {
    await chunks.close()
    await packed.close()
  }
}

async function* readChunks(path: string): AsyncGenerator<Uint8Array> {
  try {
    yield* createReadStream(path, { highWaterMark: READ_CHUNK_BYTES })
  } catch (cause) {
    throw unreadable(path, cause)
  }
}

/** Unpacks by large pieces: these are the person's own files, and small pieces took longer to hand over than to unpack. */
function unpack(packed: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  return Readable.from(packed).compose(createGunzip({ chunkSize: READ_CHUNK_BYTES })) as Readable
}

function unreadable(path: string, cause: unknown): AppError {
  const code = cause instanceof Error && 'code' in cause ? cause.code : null
  if (code === 'ENOENT') return new AppError('invalid_input', `There is no file ${path}.`, { cause })
  return new AppError('invalid_input', `${path} cannot be read to its end.`, { cause })
}
