import type { Archive } from '../archive/archive.ts'
import { companionLines } from '../archive/backup-companions.ts'
import { pageLines, postLines } from '../archive/backup-rows.ts'
import {
  type BackupHeader,
  type BackupManifest,
  HEADER_NAME,
  MANIFEST_NAME,
  type ManifestFile,
  SEAL_NAME,
} from './backup-manifest.ts'
import { rowsName } from './backup-names.ts'
import { TAR_END, type TarSource, tarEntry } from './backup-tar.ts'

export type PackPlan = {
  readonly header: BackupHeader
  readonly archive: BackupManifest['archive']
  readonly ledger: BackupManifest['ledger']
  readonly secretElsewhere: boolean
  readonly files: readonly TarSource[]
  /** The archive on a server, read row by row; null where its parts are among `files`. */
  readonly rows: Archive | null
  readonly signal: AbortSignal
  /** Called when everything before the manifest was taken. */
  readonly onManifest: (manifest: BackupManifest) => void
}

/**
 * A backup as bytes: header, files, manifest, seal. The manifest comes last because it holds the hash of everything before, and
 * nothing is read twice.
 */
export async function* packBackup(plan: PackPlan): AsyncGenerator<Uint8Array, void> {
  const { header, ledger, secretElsewhere } = plan
  const files: ManifestFile[] = [yield* tarEntry(jsonFile(HEADER_NAME, header))]
  for (const source of plan.files) files.push(yield* tarEntry(source))
  const archive = plan.rows === null ? plan.archive : yield* packRows(plan, plan.rows, files)
  const manifest: BackupManifest = { ...header, archive, ledger, secret_elsewhere: secretElsewhere, files }
  plan.onManifest(manifest)
  const last = yield* tarEntry(jsonFile(MANIFEST_NAME, manifest))
  yield* tarEntry({ name: SEAL_NAME, bytes: Buffer.from(last.sha256) })
  yield TAR_END
}

async function* packRows(
  { archive: about, signal }: PackPlan,
  archive: Archive,
  files: ManifestFile[],
): AsyncGenerator<Uint8Array, BackupManifest['archive']> {
  const counts = { posts: 0, pages: 0 }
  const readers = { posts: postLines, pages: pageLines } as const
  for (const kind of ['posts', 'pages'] as const) {
    let piece = 0
    for await (const lines of readers[kind](archive, { signal })) {
      const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(''))
      files.push(yield* tarEntry({ name: rowsName(kind, piece), bytes }))
      counts[kind] += lines.length
      piece += 1
    }
  }
  let piece = 0
  for await (const lines of companionLines(archive, { signal })) {
    const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(''))
    files.push(yield* tarEntry({ name: rowsName('companions', piece), bytes }))
    piece += 1
  }
  return { ...about, ...counts }
}

function jsonFile(name: string, document: unknown): TarSource {
  return { name, bytes: Buffer.from(`${JSON.stringify(document)}\n`) }
}
