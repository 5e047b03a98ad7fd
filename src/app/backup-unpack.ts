import { createHash, type Hash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { type FileHandle, mkdir, open } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Parser, type ReadEntry } from 'tar'
import { AppError } from '../domain/errors.ts'
import { gunzipChunks, isGzip } from '../sources/files/read-chunks.ts'
import {
  type BackupHeader,
  type BackupManifest,
  damaged,
  HEADER_NAME,
  MANIFEST_NAME,
  type ManifestFile,
  notABackup,
  parseHeader,
  parseManifest,
  SEAL_NAME,
} from './backup-manifest.ts'
import { isEntryName } from './backup-names.ts'

const READ_BYTES = 1024 * 1024
/** What is unpacked between two writes. */
const PIECE_BYTES = 65_536
/** Long names in a tar archive; ours are short. */
const META_BYTES_MAX = 4_096
/** A manifest takes some 200 bytes for each file. */
const MANIFEST_BYTES_MAX = 128 * 1024 * 1024
const NOTE_BYTES_MAX = 65_536
const FILES_MAX = 500_000

export type UnpackRequest = {
  /** Folder to unpack into; files get mode 600. */
  readonly into: string
  /** Whether every file is flushed to the disk before the next. */
  readonly flush: boolean
  readonly signal: AbortSignal
  /** @param bytes of the file that are read */
  readonly onProgress: (bytes: number) => void
}

/**
 * Unpacks a backup and holds every byte of it against its manifest. What is in `into` means nothing unless this resolves.
 *
 * @throws {AppError} invalid_input when the file is no backup, damaged or cut off; whatever writing throws
 */
export async function unpackBackup(file: string, request: UnpackRequest): Promise<BackupManifest> {
  const unpacker = new Unpacker(request)
  try {
    for await (const chunk of unpackedChunks(file, request)) {
      for (let from = 0; from < chunk.length; from += PIECE_BYTES)
        await unpacker.take(chunk.subarray(from, from + PIECE_BYTES))
    }
    return await unpacker.finish()
  } finally {
    await unpacker.close()
  }
}

async function* unpackedChunks(file: string, request: UnpackRequest): AsyncGenerator<Uint8Array> {
  const chunks = readChunks(file, request)[Symbol.asyncIterator]()
  const first = await chunks.next()
  if (first.done) throw notABackup()
  const all = prepend(first.value, chunks)
  if (!isGzip(first.value)) {
    yield* all
    return
  }
  try {
    yield* gunzipChunks(all)
  } catch (thrown) {
    if (thrown instanceof AppError || request.signal.aborted) throw thrown
    throw damaged('it is cut off, or its gzip data was changed', thrown)
  }
}

async function* readChunks(file: string, { signal, onProgress }: UnpackRequest): AsyncGenerator<Uint8Array> {
  let bytes = 0
  try {
    const stream = createReadStream(file, { highWaterMark: READ_BYTES, signal })
    for await (const chunk of stream as AsyncIterable<Uint8Array>) {
      yield chunk
      bytes += chunk.length
      onProgress(bytes)
    }
  } catch (thrown) {
    if (thrown instanceof AppError || !(thrown instanceof Error && 'syscall' in thrown)) throw thrown
    throw new AppError('invalid_input', `${file} cannot be read: ${thrown.message}.`, { cause: thrown })
  }
}

async function* prepend(first: Uint8Array, rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield first
    for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value
  } finally {
    await rest.return?.()
  }
}

type Event =
  | { readonly kind: 'begin'; readonly entry: ReadEntry }
  | { readonly kind: 'data'; readonly bytes: Uint8Array }
  | { readonly kind: 'end'; readonly entry: ReadEntry }

/** The file that is being unpacked; `handle` for those that go to the disk, `kept` for those that are read here. */
type OpenFile = {
  readonly name: string
  readonly sizeBytes: number
  readonly hash: Hash
  readonly handle: FileHandle | null
  readonly kept: Uint8Array[]
}

class Unpacker {
  readonly #into: string
  readonly #flush: boolean
  readonly #parser: Parser
  readonly #files: ManifestFile[] = []
  readonly #folders = new Set<string>()
  /** What the parser gave out and is not dealt with yet. */
  #events: Event[] = []
  #open: OpenFile | null = null
  #header: BackupHeader | null = null
  #manifest: { readonly text: string; readonly sha256: string } | null = null
  #isSealed = false
  #problem: string | null = null

  constructor({ into, flush }: Pick<UnpackRequest, 'into' | 'flush'>) {
    this.#into = into
    this.#flush = flush
    this.#parser = new Parser({
      maxMetaEntrySize: META_BYTES_MAX,
      brotli: false,
      zstd: false,
      onReadEntry: (entry) => this.#receive(entry),
      onwarn: (_code, message) => {
        this.#problem ??= String(message)
      },
    })
    this.#parser.on('error', (error: unknown) => {
      this.#problem ??= String(error)
    })
    this.#parser.on('ignoredEntry', () => {
      this.#problem ??= 'it holds something that is no file'
    })
  }

  async take(bytes: Uint8Array): Promise<void> {
    this.#parser.write(Buffer.from(bytes))
    await this.#settle()
  }

  /** @throws {AppError} invalid_input unless everything is there and as it was written */
  async finish(): Promise<BackupManifest> {
    this.#parser.end()
    await this.#settle()
    if (this.#header === null) throw notABackup()
    if (this.#manifest === null || !this.#isSealed) throw damaged('it is cut off')
    const manifest = parseManifest(this.#manifest.text)
    if (manifest.files.length !== this.#files.length) throw damaged('files are missing')
    for (const [n, found] of this.#files.entries()) {
      const written = manifest.files[n]
      if (written?.name !== found.name || written.size_bytes !== found.size_bytes)
        throw damaged(`${found.name} is not what was written`)
      if (written.sha256 !== found.sha256) throw damaged(`${found.name} was changed`)
    }
    return manifest
  }

  async close(): Promise<void> {
    await this.#open?.handle?.close()
    this.#open = null
  }

  #receive(entry: ReadEntry): void {
    this.#events.push({ kind: 'begin', entry })
    entry.on('data', (bytes: Buffer) => this.#events.push({ kind: 'data', bytes }))
    entry.on('end', () => this.#events.push({ kind: 'end', entry }))
  }

  async #settle(): Promise<void> {
    const events = this.#events
    this.#events = []
    for (const event of events) {
      if (event.kind === 'begin') await this.#begin(event.entry)
      else if (event.kind === 'data') await this.#write(event.bytes)
      else await this.#end(event.entry)
    }
    if (this.#problem !== null) throw this.#header === null ? notABackup() : damaged(this.#problem)
  }

  async #begin({ path: name, size, type }: ReadEntry): Promise<void> {
    const isFirst = this.#header === null
    if (isFirst && (name !== HEADER_NAME || size > NOTE_BYTES_MAX)) throw notABackup()
    if (type !== 'File' || this.#isSealed) throw damaged(`${name} does not belong there`)
    const isKept = isFirst || name === MANIFEST_NAME || name === SEAL_NAME
    if (
      size > (name === MANIFEST_NAME ? MANIFEST_BYTES_MAX : isKept ? NOTE_BYTES_MAX : Number.MAX_SAFE_INTEGER)
    )
      throw damaged(`${name} is too long`)
    if (!isKept && (!isEntryName(name) || this.#manifest !== null || this.#files.length >= FILES_MAX))
      throw damaged(`${name} does not belong there`)
    const handle = isKept ? null : await this.#create(name)
    this.#open = { name, sizeBytes: size, hash: createHash('sha256'), handle, kept: [] }
  }

  /** Never over a file that is there: no name comes twice. */
  async #create(name: string): Promise<FileHandle> {
    const path = join(this.#into, name)
    const folder = dirname(path)
    if (!this.#folders.has(folder)) await mkdir(folder, { recursive: true, mode: 0o700 })
    this.#folders.add(folder)
    return await open(path, 'wx', 0o600).catch((thrown: unknown) => {
      if (thrown instanceof Error && 'code' in thrown && thrown.code === 'EEXIST')
        throw damaged(`${name} is there twice`, thrown)
      throw thrown
    })
  }

  async #write(bytes: Uint8Array): Promise<void> {
    const file = this.#open
    if (file === null) throw damaged('it holds bytes that belong to no file')
    file.hash.update(bytes)
    if (file.handle === null) file.kept.push(Buffer.from(bytes))
    else await file.handle.appendFile(bytes)
  }

  async #end(entry: ReadEntry): Promise<void> {
    const file = this.#open
    if (this.#flush) await file?.handle?.sync()
    await this.close()
    if (file === null || entry.remain > 0) throw damaged('it is cut off')
    const { name, sizeBytes } = file
    const sha256 = file.hash.digest('hex')
    const text = Buffer.concat(file.kept).toString('utf8')
    if (name === MANIFEST_NAME) this.#manifest = { text, sha256 }
    else if (name === SEAL_NAME) this.#seal(text)
    else this.#files.push({ name, size_bytes: sizeBytes, sha256 })
    if (name === HEADER_NAME) this.#header = parseHeader(text)
  }

  #seal(text: string): void {
    if (text !== this.#manifest?.sha256) throw damaged('its manifest was changed')
    this.#isSealed = true
  }
}
