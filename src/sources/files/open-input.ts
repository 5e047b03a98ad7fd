import { createReadStream } from 'node:fs'
import { realpath, stat } from 'node:fs/promises'
import { AppError } from '../../domain/errors.ts'
import { TemporaryFolder } from './containers/temporary-folder.ts'
import { type DetectedFormat, detectFormat, FORMAT_HEAD_BYTES } from './detect-format.ts'
import { type FileBlock, type FileFormat, type RefusedInput, SAMPLE_CHARS_MAX } from './file-block.ts'
import { itemBlocks } from './item-blocks.ts'
import { type ExportForm, exportFormOf, type OpenedExport, openExport } from './open-export.ts'
import { gunzipChunks, isGzip, type Peeked, peek, skipBytes } from './read-chunks.ts'
import { splitBlocks } from './split-blocks.ts'

export type ImportInput =
  /** `name` is what people call it, where that is not its path. */
  | { readonly kind: 'path'; readonly path: string; readonly name?: string }
  | { readonly kind: 'stream'; readonly name: string; readonly stream: AsyncIterable<Uint8Array> }

export type OpenedInput = {
  readonly kind: 'opened'
  readonly name: string
  readonly format: FileFormat
  /** Bytes of the header line, which belongs to no block. */
  readonly headerBytes: number
  /** Blocks from `offset` on (a place where a block ended, or 0). Read it once. */
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
 * Opens a file or stream of posts, told by its content and not by its name: lines of JSON or CSV, plain or gzip; or
 * the archive a network gives its people: of X (zip, or tweets.js), of Mastodon (zip, tar, or outbox.json), a
 * Bluesky repository (CAR).
 *
 * @returns refused when it is a CSV without the required columns, is named `.gz` and is neither gzip nor posts, or
 * is an archive that cannot be read or holds no posts
 * @throws {AppError} from `blocks`: not_found when there is no such file; invalid_input when it cannot be read.
 * over_limit, store_failed when a stream that must be kept for a while cannot be
 */
export async function openInput(
  input: ImportInput,
  signal?: AbortSignal,
): Promise<OpenedInput | RefusedInput> {
  let bytesRead = 0
  const raw = readRaw(input, signal, (bytes) => {
    bytesRead += bytes
  })
  const packed = await peek(raw, 2)
  const gzip = isGzip(packed.head)
  const unpacked = await peek(gzip ? gunzipChunks(packed.all) : packed.all, FORMAT_HEAD_BYTES)
  const bytes: InputBytes = {
    ...{ input, gzip, signal, unpacked },
    bytesRead: () => bytesRead,
    close: async () => {
      await unpacked.close()
      await packed.close()
    },
  }
  const form = exportFormOf(unpacked.head)
  try {
    const opened = form === null ? openLines(bytes) : await openArchive(bytes, form)
    if (opened.kind === 'refused') await bytes.close()
    return opened
  } catch (error) {
    await bytes.close()
    throw error
  }
}

/** An input whose beginning was looked at. */
type InputBytes = {
  readonly input: ImportInput
  readonly gzip: boolean
  readonly signal: AbortSignal | undefined
  readonly unpacked: Peeked
  bytesRead(): number
  close(): Promise<void>
}

function openLines({ input, gzip, unpacked, bytesRead, close }: InputBytes): OpenedInput | RefusedInput {
  const name = inputName(input)
  const detected = detectFormat(name, unpacked.head)
  const refusal = refusalOf(name, gzip, detected, unpacked.head)
  if (refusal !== null || detected.kind === 'no_columns')
    return refusal ?? { kind: 'refused', reason: 'wrong_csv', message: '', sample: '' }
  const { format, headerBytes } = detected
  const blocks = (offset: number) => {
    const from = Math.max(offset, headerBytes)
    return splitBlocks(from === 0 ? unpacked.all : skipBytes(unpacked.all, from), format, from)
  }
  return { kind: 'opened', name, format, headerBytes, blocks, bytesRead, close }
}

async function openArchive(bytes: InputBytes, form: ExportForm): Promise<OpenedInput | RefusedInput> {
  const { input, gzip, signal, unpacked, bytesRead, close } = bytes
  const name = inputName(input)
  const origin = input.kind === 'path' ? input.path : null
  const temporary = new TemporaryFolder()
  try {
    const request = { name, form, origin, path: gzip ? null : origin, chunks: unpacked.all, temporary }
    const opened = await openExport(request)
    if (opened.kind === 'refused') {
      await temporary[Symbol.asyncDispose]()
      return opened
    }
    return {
      ...{ kind: 'opened', name, format: { kind: 'items' }, headerBytes: 0 },
      blocks: (offset) => itemBlocks(opened.items(), offset, signal),
      bytesRead: await progressOf(origin, opened, bytesRead),
      close: async () => {
        await opened.close()
        await close()
        await temporary[Symbol.asyncDispose]()
      },
    }
  } catch (error) {
    await temporary[Symbol.asyncDispose]()
    throw error
  }
}

/** Of an archive most is never read, so that what counts is how much of the wanted files was. */
async function progressOf(
  origin: string | null,
  opened: OpenedExport,
  bytesRead: () => number,
): Promise<() => number> {
  if (origin === null) return bytesRead
  const { size } = await stat(origin)
  return () => {
    const progress = opened.progress01()
    return progress === null ? bytesRead() : Math.round(size * progress)
  }
}

/** What to call an input in messages. */
export function inputName(input: ImportInput): string {
  return input.kind === 'path' ? (input.name ?? input.path) : input.name
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
  const name = inputName(input)
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
