import { stat } from 'node:fs/promises'
import { crc32 } from 'node:zlib'
import yauzl from 'yauzl'
import { BrokenFileError, type ParkedItem, parkedItem } from '../archive-item.ts'
import type { FileParkReason } from '../file-block.ts'
import {
  EXPORT_BYTES_MAX,
  EXPORT_FILE_BYTES_MAX,
  EXPORT_FILES_MAX,
  type ExportFile,
  type ExportFolder,
  exportFileKind,
} from './export-folder.ts'

/** Entries of a zip that are looked at; an export has one for each photo. */
const ENTRIES_MAX = 2_000_000

export function isZip(head: Uint8Array): boolean {
  const [p, k, a, b] = head
  return p === 0x50 && k === 0x4b && ((a === 3 && b === 4) || (a === 5 && b === 6))
}

/**
 * Opens a zip file for its wanted files. Only those are ever unpacked, one at a time as a stream, and held against
 * their sizes and checksums. Nothing is written to disk, so that a path in an archive cannot lead anywhere; a
 * wanted file with such a path is refused all the same.
 *
 * @throws {BrokenFileError} broken_zip when its list of contents cannot be read at all
 */
export async function openZipFolder(path: string): Promise<ExportFolder> {
  const zip = await openZip(path)
  const listing = await listEntries(zip)
  const { size } = await stat(path)
  const wantedBytes = Math.max(
    1,
    listing.entries.reduce((sum, { entry }) => sum + entry.uncompressedSize, 0),
  )
  let readBytes = 0
  const files = listing.entries.map(({ name, kind, entry }): ExportFile => {
    const read = () =>
      readEntry(zip, entry, name, (bytes) => {
        readBytes += bytes
      })
    return { kind, name, read }
  })
  return {
    files,
    problems: listing.problems,
    progress01: () => (size === 0 ? 1 : Math.min(1, readBytes / wantedBytes)),
    close: async () => zip.close(),
  }
}

async function openZip(path: string): Promise<yauzl.ZipFile> {
  try {
    // Names are decoded and judged by us: one bad name among thousands is no reason to refuse the rest.
    return await yauzl.openPromise(path, { autoClose: false, decodeStrings: false, validateEntrySizes: true })
  } catch (cause) {
    throw new BrokenFileError(
      'broken_zip',
      'It is a zip file that is damaged or cut off. Download it again.',
      { cause },
    )
  }
}

type WantedEntry = {
  readonly name: string
  readonly kind: ExportFile['kind']
  readonly entry: yauzl.Entry
}
type Listing = { readonly entries: readonly WantedEntry[]; readonly problems: readonly ParkedItem[] }

async function listEntries(zip: yauzl.ZipFile): Promise<Listing> {
  const entries: WantedEntry[] = []
  const problems: ParkedItem[] = []
  let seen = 0
  let totalBytes = 0
  try {
    for await (const entry of zip.eachEntry()) {
      if (++seen > ENTRIES_MAX) throw new Error('it has too many entries')
      const name = entryName(entry)
      const kind = exportFileKind(name.replaceAll('\\', '/'))
      if (kind === null) continue
      totalBytes += entry.uncompressedSize
      const problem = problemOf(entry, name, entries.length, totalBytes)
      if (problem === null) entries.push({ name, kind, entry })
      else if (problems.length < EXPORT_FILES_MAX) problems.push(parkedItem(problem, name))
    }
  } catch (error) {
    problems.push(parkedItem('broken_zip', `The list of contents is damaged: ${String(error)}`))
  }
  return { entries, problems }
}

function entryName(entry: yauzl.Entry): string {
  return yauzl.getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, false)
}

function problemOf(
  entry: yauzl.Entry,
  name: string,
  taken: number,
  totalBytes: number,
): FileParkReason | null {
  if (yauzl.validateFileName(name) !== null) return 'unsafe_path'
  if (entry.isEncrypted()) return 'encrypted'
  if (!entry.canDecodeFileData()) return 'unsupported'
  const isTooMuch = taken >= EXPORT_FILES_MAX || totalBytes > EXPORT_BYTES_MAX
  return isTooMuch || entry.uncompressedSize > EXPORT_FILE_BYTES_MAX ? 'too_large' : null
}

async function* readEntry(
  zip: yauzl.ZipFile,
  entry: yauzl.Entry,
  name: string,
  count: (bytes: number) => void,
): AsyncGenerator<Uint8Array> {
  let checksum = 0
  try {
    const stream = await zip.openReadStreamPromise(entry)
    for await (const chunk of stream as AsyncIterable<Uint8Array>) {
      checksum = crc32(chunk, checksum)
      count(chunk.length)
      yield chunk
    }
  } catch (cause) {
    throw new BrokenFileError('broken_zip', `${name} is damaged.`, { cause })
  }
  if (checksum !== entry.crc32)
    throw new BrokenFileError('broken_zip', `${name} is damaged: its checksum is wrong.`)
}
