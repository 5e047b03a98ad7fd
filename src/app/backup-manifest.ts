import { z } from 'zod'
import { AppError } from '../domain/errors.ts'

/** First entry of a backup: what the file is, before anything large is read. */
export const HEADER_NAME = 'verity-backup.json'
/** What the backup holds, with the hash of every file; written when everything else is. */
export const MANIFEST_NAME = 'manifest.json'
/** SHA-256 of the manifest, hexadecimal: the last entry. A file without it was cut off. */
export const SEAL_NAME = 'manifest.sha256'

export const FORMAT = 'verity-backup'
export const FORMAT_VERSION = 1

const count = z.int().nonnegative()

const headerSchema = z.object({
  format: z.literal(FORMAT),
  version: z.int().positive(),
  /** Of the program that wrote it. */
  verity: z.string(),
  /** ISO 8601, UTC. */
  created_at: z.iso.datetime(),
})

const fileSchema = z.object({
  name: z.string(),
  size_bytes: count,
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
})

const manifestSchema = z.object({
  ...headerSchema.shape,
  archive: z.object({
    /** `parts`: files of the embedded engine. `rows`: posts and pages as lines, from a server. */
    kind: z.enum(['parts', 'rows']),
    schema: count,
    analysis: count,
    engine: z.string(),
    posts: count,
    pages: count,
  }),
  ledger: z.object({ schema: z.string(), counts: z.record(z.string(), count) }).nullable(),
  /** Whether tokens in the ledger are sealed with VERITY_SECRET, which is not in the backup. */
  secret_elsewhere: z.boolean(),
  files: z.array(fileSchema),
})

export type BackupHeader = z.infer<typeof headerSchema>
export type BackupManifest = z.infer<typeof manifestSchema>
export type ManifestFile = z.infer<typeof fileSchema>

/** @throws {AppError} invalid_input when it is no backup, or one that this program does not know */
export function parseHeader(text: string): BackupHeader {
  const header = headerSchema.safeParse(parseJson(text))
  if (!header.success) throw notABackup()
  if (header.data.version > FORMAT_VERSION) {
    throw new AppError(
      'invalid_input',
      `A newer Verity (${header.data.verity}) wrote this backup. Update Verity, then restore.`,
    )
  }
  return header.data
}

/** @throws {AppError} invalid_input when it cannot be read */
export function parseManifest(text: string): BackupManifest {
  const manifest = manifestSchema.safeParse(parseJson(text))
  if (!manifest.success) throw damaged(`its manifest cannot be read`)
  return manifest.data
}

export function notABackup(): AppError {
  return new AppError('invalid_input', 'This file is not a backup of Verity.')
}

/** @param how what is wrong, to stand after "damaged: " */
export function damaged(how: string, cause?: unknown): AppError {
  return new AppError(
    'invalid_input',
    `The backup is damaged: ${how}. Nothing was restored; use another copy of it.`,
    { cause },
  )
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
