import { BrokenFileError, type ParkedItem } from '../archive-item.ts'

/** What a file of an export is for, told by its name inside the archive. */
export type ExportFileKind = 'tweets' | 'deleted_tweets' | 'note_tweets' | 'account' | 'outbox' | 'actor'

export type ExportFile = {
  readonly kind: ExportFileKind
  /** Its path in the archive. */
  readonly name: string
  /**
   * Its bytes, unpacked; may be read more than once.
   *
   * @throws {BrokenFileError} where it is damaged or cut off; the bytes before are good
   */
  read(): AsyncIterable<Uint8Array>
}

/** The files of an archive, or of a folder, that we know something about. */
export type ExportFolder = {
  readonly files: readonly ExportFile[]
  /** Files that look wanted and cannot be read, and damage to the archive itself. */
  readonly problems: readonly ParkedItem[]
  /** How much of the wanted files was read: 0 to 1. Null when the one file is the input itself. */
  progress01(): number | null
  close(): Promise<void>
}

const NAMES: Readonly<Record<ExportFileKind, RegExp>> = {
  tweets: /^tweets?(?:-part\d{1,6})?\.js$/,
  deleted_tweets: /^deleted-tweets?(?:-part\d{1,6})?\.js$/,
  note_tweets: /^note-tweets?(?:-part\d{1,6})?\.js$/,
  account: /^account\.js$/,
  outbox: /^outbox\.json$/,
  actor: /^actor\.json$/,
}

/** Files of an archive that are read at most; real ones have a few dozen. */
export const EXPORT_FILES_MAX = 1_000
/** Unpacked, one file and all of them together. X cuts its files at 100 MB. */
export const EXPORT_FILE_BYTES_MAX = 4_000_000_000
export const EXPORT_BYTES_MAX = 16_000_000_000
/** `account.js`, `actor.json`: read whole. */
const SMALL_FILE_BYTES_MAX = 4_000_000

/** What a path in an archive is for; null for the many files (media, messages, likes) that are none of our business. */
export function exportFileKind(path: string): ExportFileKind | null {
  const name = path.slice(path.lastIndexOf('/') + 1)
  const [kind] = (Object.keys(NAMES) as ExportFileKind[]).filter((known) => NAMES[known].test(name))
  return kind ?? null
}

/** Files of one kind, by name: parts in their order. */
export function filesOf({ files }: Pick<ExportFolder, 'files'>, kind: ExportFileKind): readonly ExportFile[] {
  return files
    .filter((file) => file.kind === kind)
    .sort((a, b) => a.name.length - b.name.length || (a.name < b.name ? -1 : 1))
}

/**
 * A small file as text.
 *
 * @throws {BrokenFileError} too_large, not_text, or what reading it throws
 */
export async function readSmallFile(file: ExportFile): Promise<string> {
  const chunks: Uint8Array[] = []
  let sizeBytes = 0
  for await (const chunk of file.read()) {
    chunks.push(chunk)
    sizeBytes += chunk.length
    if (sizeBytes > SMALL_FILE_BYTES_MAX) throw new BrokenFileError('too_large', `${file.name} is too large.`)
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks))
  } catch (cause) {
    throw new BrokenFileError('not_text', `${file.name} is not text.`, { cause })
  }
}
