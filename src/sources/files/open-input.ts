import { createReadStream } from 'node:fs'
import { realpath, stat } from 'node:fs/promises'
import { AppError } from '../../domain/errors.ts'
import { type DetectedFormat, detectFormat, FORMAT_HEAD_BYTES } from './detect-format.ts'
import { type FileBlock, type FileFormat, type FileParkReason, SAMPLE_CHARS_MAX } from './file-block.ts'
import { gunzipChunks, isGzip, peek, skipBytes } from './read-chunks.ts'
import { splitBlocks } from './split-blocks.ts'

export type ImportInput =
  | { readonly kind: 'path'; readonly path: string }
  | { readonly kind: 'stream'; readonly name: string; readonly stream: AsyncIterable<Uint8Array> }

/** An input that can be opened but is not what it says it is. */
export type RefusedInput = {
  readonly kind: 'refused'
  readonly reason: FileParkReason
  readonly message: string
  readonly sample: string
}

export type OpenedInput = {
  readonly kind: 'opened'
  readonly name: string
  readonly format: FileFormat
  /** Bytes of the header line, which belongs to no block. */
  readonly headerBytes: number
  /** Blocks from `offset` on (in the unpacked file, a place where a block ended, or 0). Read it once. */
  blocks(offset: number): AsyncIterable<FileBlock>
  /** Bytes of the input taken so far, packed as they are. */
  bytesRead(): number
  close(): Promise<void>
}

const READ_CHUNK_BYTES = 262_144

/**
 * What names the content of an input, so that an interrupted import of it can go on: path, size and time of change.
 *
 * @returns null for streams and everything else that cannot be read again, or not at all
 */
export async function identifyInput(input: ImportInput): Promise<{ key: string; sizeBytes: number } | null> {
  if (input.kind === 'stream') return null
  try {
    const path = await realpath(input.path)
    const facts = await stat(path)
    if (!facts.isFile()) return null
    return { key: `file:${path}:${facts.size}:${Math.round(facts.mtimeMs)}`, sizeBytes: facts.size }
  } catch {
    return null
  }
}

/**
 * Opens a file or stream of posts: plain or gzip (told by its first bytes, not its name), NDJSON or CSV.
 *
 * @returns refused when it is a CSV without the required columns, or is named `.gz` and is neither gzip nor posts
 * @throws {AppError} from `blocks`: not_found when there is no such file; invalid_input when it cannot be read
 */
export async function openInput(
  input: ImportInput,
  signal?: AbortSignal,
): Promise<OpenedInput | RefusedInput> {
  const name = input.kind === 'path' ? input.path : input.name
  let bytesRead = 0
  const raw = readRaw(input, signal, (bytes) => {
    bytesRead += bytes
  })
  const packed = await peek(raw, 2)
  const gzip = isGzip(packed.head)
  const unpacked = await peek(gzip ? gunzipChunks(packed.all) : packed.all, FORMAT_HEAD_BYTES)
  const close = async () => {
    await unpacked.close()
    await packed.close()
  }
  const detected = detectFormat(name, unpacked.head)
  const refusal = refusalOf(name, gzip, detected, unpacked.head)
  if (refusal !== null || detected.kind === 'no_columns') {
    await close()
    return refusal ?? { kind: 'refused', reason: 'wrong_csv', message: '', sample: '' }
  }
  const { format, headerBytes } = detected
  return {
    kind: 'opened',
    name,
    format,
    headerBytes,
    blocks: (offset) => {
      const from = Math.max(offset, headerBytes)
      return splitBlocks(from === 0 ? unpacked.all : skipBytes(unpacked.all, from), format, from)
    },
    bytesRead: () => bytesRead,
    close,
  }
}

function refusalOf(
  name: string,
  gzip: boolean,
  detected: DetectedFormat,
  head: Uint8Array,
): RefusedInput | null {
  const sample = new TextDecoder().decode(head.subarray(0, SAMPLE_CHARS_MAX))
  if (detected.kind === 'no_columns') {
    const message = `${name} has no header with the columns id, author and text.`
    return { kind: 'refused', reason: 'wrong_csv', message, sample }
  }
  const namedGzip = !gzip && head.length > 0 && /\.gz$/i.test(name)
  if (!namedGzip || detected.format.kind === 'csv' || /^\ufeff?\s*\{/.test(sample)) return null
  const message = `${name} is named as gzip but is not gzip, and holds no posts as plain text either.`
  return { kind: 'refused', reason: 'broken_gzip', message, sample }
}

/** The bytes as they are; ends early, without an error, when the signal aborts. */
async function* readRaw(
  input: ImportInput,
  signal: AbortSignal | undefined,
  count: (bytes: number) => void,
): AsyncGenerator<Uint8Array> {
  const name = input.kind === 'path' ? input.path : input.name
  const chunks =
    input.kind === 'stream' ? input.stream : createReadStream(input.path, { highWaterMark: READ_CHUNK_BYTES })
  try {
    for await (const chunk of chunks) {
      if (signal?.aborted) return
      count(chunk.length)
      yield chunk
    }
  } catch (cause) {
    throw readFailure(name, cause)
  }
}

function readFailure(name: string, cause: unknown): AppError {
  const code = cause instanceof Error && 'code' in cause ? cause.code : null
  if (code === 'ENOENT') return new AppError('not_found', `There is no file ${name}.`, { cause })
  if (code === 'EISDIR')
    return new AppError('invalid_input', `${name} is a folder. Name the files in it.`, { cause })
  return new AppError('invalid_input', `${name} cannot be read to its end.`, { cause })
}
