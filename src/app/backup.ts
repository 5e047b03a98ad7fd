import { existsSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import type { Archive } from '../archive/archive.ts'
import type { BackupReport, BackupRequest } from '../cli/backup.ts'
import { AppError } from '../domain/errors.ts'
import { type HeldArchive, holdArchive, holdLedger, holdSecrets, openWorkFolder } from './backup-hold.ts'
import { type BackupManifest, FORMAT, FORMAT_VERSION } from './backup-manifest.ts'
import { isPacked, refuseFullDisk, refuseUnusableName, writeWhole } from './backup-out.ts'
import { type PackPlan, packBackup } from './backup-pack.ts'
import type { TarSource } from './backup-tar.ts'
import type { Config } from './config.ts'
import { openArchiveForCommand } from './open-archive.ts'

export type BackupContext = {
  readonly config: Config
  /** Of this program. */
  readonly version: string
  readonly clock: () => number
  readonly signal: AbortSignal
}

/**
 * Writes archive, ledger and secrets into one tar file, readable by its owner only, while others use them. What was
 * acknowledged before it began is in it, and nothing by half. The file has its name only when it is whole.
 *
 * The ledger is copied first: what its cursors have passed is in the archive by then, so that a source that goes on from there
 * repeats a little and misses nothing.
 *
 * @throws {AppError} invalid_input when the file cannot be made or there is nothing to back up; store_failed when the
 * disk is full or a store fails
 */
export async function backUp(context: BackupContext, request: BackupRequest): Promise<BackupReport> {
  const { config, clock, signal } = context
  const startedAt = clock()
  const out = resolve(request.out)
  refuseUnusableName(out)
  refuseStores(config, request.withoutLedger)
  await using work = await openWorkFolder(config.dataDir)
  const ledger = request.withoutLedger ? null : await holdLedger(config, { clock, workDir: work.path })
  const secrets = await holdSecrets(config)
  await using stores = new AsyncDisposableStack()
  const archive = stores.use((await openArchiveForCommand(config, clock)).archive)
  const held = await holdOrRead(archive, config, work.path)
  // What is held needs no engine: a server may start on the directory while the file is written.
  if (config.archive.kind === 'embedded') await stores.disposeAsync()
  signal.throwIfAborted()
  let manifest: BackupManifest | null = null
  const plan: PackPlan = {
    header: {
      format: FORMAT,
      version: FORMAT_VERSION,
      verity: context.version,
      created_at: new Date(startedAt).toISOString(),
    },
    archive: held.about,
    ledger: ledger?.summary ?? null,
    secretElsewhere: config.secret !== null,
    files: [...(ledger === null ? [] : [ledger.file]), ...secrets, ...held.files],
    rows: config.archive.kind === 'server' ? archive : null,
    signal,
    onManifest: (written) => {
      manifest = written
    },
  }
  const total = plan.rows === null ? totalBytes(plan.files) : null
  if (total !== null && !isPacked(out)) await refuseFullDisk(dirname(out), total)
  const chunks = counted(packBackup(plan), (bytes) => request.onProgress(bytes, total))
  await writeWhole(out, chunks, signal)
  if (manifest === null) throw new AppError('internal', 'The backup ended before its manifest.')
  return reportOf(manifest, { file: out, sizeBytes: (await stat(out)).size, ms: clock() - startedAt })
}

function refuseStores(config: Config, withoutLedger: boolean): void {
  if (config.ledger.kind === 'postgres' && !withoutLedger) {
    throw new AppError(
      'invalid_input',
      'The ledger is on a PostgreSQL server (DATABASE_URL): back it up with pg_dump, and everything else with verity backup --without-ledger.',
    )
  }
  const holdsArchive = config.archive.kind === 'server' || existsSync(config.archive.dataDir)
  const holdsLedger = config.ledger.kind === 'sqlite' && existsSync(config.ledger.file)
  if (!holdsArchive && !holdsLedger)
    throw new AppError(
      'invalid_input',
      `There is nothing to back up in ${config.dataDir}. Choose the data directory with --data DIR.`,
    )
}

async function holdOrRead(archive: Archive, config: Config, workDir: string): Promise<HeldArchive> {
  if (config.archive.kind === 'embedded')
    return holdArchive(archive, { engineDir: config.archive.dataDir, workDir })
  const analysis = await archive.analysisVersion()
  return { files: [], about: { kind: 'rows', schema: 0, engine: '', analysis, posts: 0, pages: 0 } }
}

async function* counted(
  chunks: AsyncIterable<Uint8Array>,
  onBytes: (bytes: number) => void,
): AsyncGenerator<Uint8Array> {
  let bytes = 0
  for await (const chunk of chunks) {
    yield chunk
    bytes += chunk.length
    onBytes(bytes)
  }
}

function totalBytes(files: readonly TarSource[]): number {
  return files.reduce((sum, file) => sum + ('bytes' in file ? file.bytes.length : file.sizeBytes), 0)
}

function reportOf(
  { archive, ledger, files, created_at, secret_elsewhere }: BackupManifest,
  { file, sizeBytes, ms }: { file: string; sizeBytes: number; ms: number },
): BackupReport {
  return {
    file,
    size_bytes: sizeBytes,
    files: files.length,
    created_at,
    posts: archive.posts,
    pages: archive.pages,
    ledger: ledger?.counts ?? null,
    secret_elsewhere,
    seconds: ms / 1_000,
  }
}
