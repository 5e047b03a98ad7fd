import { createReadStream } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { join } from 'node:path'
import { Parser, type ReadEntry } from 'tar'
import { AppError } from '../../../domain/errors.ts'
import { BrokenFileError, type ParkedItem, parkedItem } from '../archive-item.ts'
import type { FileParkReason } from '../file-block.ts'
import { BrokenGzipError } from '../read-chunks.ts'
import {
  EXPORT_BYTES_MAX,
  EXPORT_FILE_BYTES_MAX,
  EXPORT_FILES_MAX,
  type ExportFile,
  type ExportFileKind,
  type ExportFolder,
  exportFileKind,
} from './export-folder.ts'
import type { TemporaryFolder } from './temporary-folder.ts'

const HEADER_BYTES = 512
const CHECKSUM_AT = 148
const CHECKSUM_BYTES = 8
/** Long names and other side notes; the longest path a system takes is 4 kB. */
const META_BYTES_MAX = 65_536
/** What is unpacked between two looks at the disk. */
const PIECE_BYTES = 65_536

/** A tar file begins with a header whose bytes add up to the sum it holds. */
export function isTar(head: Uint8Array): boolean {
  if (head.length < HEADER_BYTES) return false
  const written = Buffer.from(head.subarray(CHECKSUM_AT, CHECKSUM_AT + CHECKSUM_BYTES)).toString('latin1')
  const sum = Number.parseInt(written.replaceAll('\0', ' ').trim(), 8)
  let actual = CHECKSUM_BYTES * 32
  for (let at = 0; at < HEADER_BYTES; at++) {
    if (at < CHECKSUM_AT || at >= CHECKSUM_AT + CHECKSUM_BYTES) actual += head[at] ?? 0
  }
  return sum === actual && head[0] !== 0
}

/**
 * Unpacks the wanted files of a tar archive into a folder of our own, under names of our own, in one pass; the rest
 * is passed over. A tar file has no list of contents, and what says whose posts these are may stand behind them.
 *
 * @throws {AppError} store_failed when the disk is full; what reading the stream throws, except that gzip data
 * breaks off
 */
export async function openTarFolder(
  chunks: AsyncIterable<Uint8Array>,
  folder: TemporaryFolder,
): Promise<ExportFolder> {
  const unpacker = new TarUnpacker(await folder.path())
  try {
    for await (const chunk of chunks) {
      for (let from = 0; from < chunk.length; from += PIECE_BYTES)
        await unpacker.take(chunk.subarray(from, from + PIECE_BYTES))
    }
    await unpacker.end(null)
  } catch (error) {
    if (!(error instanceof BrokenGzipError)) throw error
    await unpacker.end(error)
  } finally {
    await unpacker.close()
  }
  return unpacker.folder()
}

/** A wanted file, in the archive and where it was unpacked to. */
type Unpacked = {
  readonly name: string
  readonly kind: ExportFileKind
  readonly path: string
  readonly entry: ReadEntry
  sizeBytes: number
  isComplete: boolean
}

class TarUnpacker {
  readonly #path: string
  readonly #parser: Parser
  readonly #files: Unpacked[] = []
  readonly #problems: ParkedItem[] = []
  /** What the parser gave out and is not written yet. */
  #pending: { readonly file: Unpacked; readonly bytes: Uint8Array }[] = []
  #open: { readonly file: Unpacked; readonly handle: FileHandle } | null = null
  #totalBytes = 0
  #readBytes = 0
  #brokenBy: Error | null = null

  constructor(path: string) {
    this.#path = path
    this.#parser = new Parser({
      maxMetaEntrySize: META_BYTES_MAX,
      brotli: false,
      zstd: false,
      filter: (name, entry) => this.#isWanted(name, entry as ReadEntry),
      onReadEntry: (entry) => this.#receive(entry),
      onwarn: (_code, message) => this.#problem('broken_tar', String(message)),
    })
    this.#parser.on('error', (error: unknown) => this.#problem('broken_tar', String(error)))
  }

  async take(bytes: Uint8Array): Promise<void> {
    try {
      this.#parser.write(Buffer.from(bytes))
    } catch (error) {
      this.#problem('broken_tar', String(error))
    }
    await this.#write()
  }

  /** @param brokenBy why the archive goes no further, if it should have */
  async end(brokenBy: Error | null): Promise<void> {
    this.#brokenBy = brokenBy
    if (brokenBy !== null) this.#problems.push(parkedItem('broken_gzip', brokenBy.message))
    try {
      this.#parser.end()
    } catch (error) {
      this.#problem('broken_tar', String(error))
    }
    await this.#write()
  }

  async close(): Promise<void> {
    await this.#open?.handle.close()
    this.#open = null
  }

  folder(): ExportFolder {
    return {
      files: this.#files.map((file) => this.#exportFile(file)),
      problems: this.#problems,
      progress01: () => Math.min(1, this.#readBytes / Math.max(1, this.#totalBytes)),
      close: async () => {},
    }
  }

  #isWanted(name: string, entry: ReadEntry): boolean {
    const isFile = entry.type === 'File' || entry.type === 'OldFile' || entry.type === 'ContiguousFile'
    if (!isFile || exportFileKind(name) === null) return false
    const reason = this.#refusal(name, entry.size)
    if (reason !== null) this.#problem(reason, name)
    else this.#totalBytes += entry.size
    return reason === null
  }

  #refusal(name: string, sizeBytes: number): FileParkReason | null {
    if (name.startsWith('/') || name.split('/').includes('..')) return 'unsafe_path'
    const isTooMuch =
      this.#files.length >= EXPORT_FILES_MAX || this.#totalBytes + sizeBytes > EXPORT_BYTES_MAX
    return isTooMuch || sizeBytes > EXPORT_FILE_BYTES_MAX ? 'too_large' : null
  }

  #receive(entry: ReadEntry): void {
    const kind = exportFileKind(entry.path)
    if (kind === null) return
    const path = join(this.#path, `unpacked-${this.#files.length}`)
    const file: Unpacked = { name: entry.path, kind, path, entry, sizeBytes: 0, isComplete: false }
    this.#files.push(file)
    this.#pending.push({ file, bytes: new Uint8Array() })
    entry.on('data', (bytes: Buffer) => this.#pending.push({ file, bytes }))
    entry.on('end', () => {
      file.isComplete = entry.remain === 0
    })
  }

  async #write(): Promise<void> {
    for (const { file, bytes } of this.#pending) {
      if (this.#open?.file !== file) {
        await this.close()
        this.#open = { file, handle: await open(file.path, 'a', 0o600) }
      }
      file.sizeBytes += bytes.length
      await this.#open.handle.appendFile(bytes).catch((cause: unknown) => {
        throw new AppError('store_failed', 'There is no room to unpack the archive.', { cause })
      })
    }
    this.#pending = []
  }

  #exportFile(file: Unpacked): ExportFile {
    return { kind: file.kind, name: file.name, read: () => this.#read(file) }
  }

  async *#read(file: Unpacked): AsyncGenerator<Uint8Array> {
    for await (const chunk of createReadStream(file.path) as AsyncIterable<Uint8Array>) {
      this.#readBytes += chunk.length
      yield chunk
    }
    if (file.isComplete && file.sizeBytes === file.entry.size) return
    const reason = this.#brokenBy === null ? 'broken_tar' : 'broken_gzip'
    throw new BrokenFileError(reason, `${file.name} is cut off.`)
  }

  #problem(reason: FileParkReason, sample: string): void {
    // One is enough, and none where it is known why the archive breaks off.
    const isKnown =
      reason === 'broken_tar' &&
      (this.#brokenBy !== null || this.#problems.some((known) => known.reason === reason))
    if (!isKnown && this.#problems.length < EXPORT_FILES_MAX) this.#problems.push(parkedItem(reason, sample))
  }
}
