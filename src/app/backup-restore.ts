import { existsSync } from 'node:fs'
import { mkdir, rename, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { openArchive } from '../archive/archive.ts'
import { placeParts } from '../archive/backup-place.ts'
import type { RestoreReport, RestoreRequest } from '../cli/restore.ts'
import { AppError } from '../domain/errors.ts'
import { summariseSqliteLedger } from '../ledger/backup-sqlite.ts'
import { type BackupManifest, damaged } from './backup-manifest.ts'
import { LEDGER_NAME, PARTS_FOLDER, SECRET_NAMES } from './backup-names.ts'
import { refuseFullDisk } from './backup-out.ts'
import { checkCounts, fillArchive } from './backup-rows.ts'
import { Staging } from './backup-staging.ts'
import { unpackBackup } from './backup-unpack.ts'
import type { Config } from './config.ts'
import { openLedgerFor } from './open-ledger.ts'

export type RestoreContext = {
  readonly config: Config
  readonly clock: () => number
  readonly signal: AbortSignal
}

/**
 * Brings a backup back into an empty data directory. Everything is unpacked, checked against its hashes, opened and counted in a
 * folder beside its place, and moved there at the end: until then a failure or a stop leaves the directory as it was.
 *
 * @throws {AppError} invalid_input when the directory is not empty, or the file is no backup, damaged or cut off; store_failed
 * when the disk is full or what was restored is not what was backed up
 */
export async function restoreBackup(
  context: RestoreContext,
  request: RestoreRequest,
): Promise<RestoreReport> {
  const { config, clock } = context
  const startedAt = clock()
  refusePostgres(config, request)
  const file = resolve(request.file)
  const sizeBytes = await sizeOf(file)
  await using place = await Staging.open(config.dataDir)
  const manifest = await place.guard(async () => {
    await refuseFullDisk(config.dataDir, sizeBytes)
    return await restoreInto(context, { ...request, file, sizeBytes, place })
  })
  const { archive, ledger, files, created_at, secret_elsewhere } = manifest
  return {
    data: config.dataDir,
    created_at,
    files: files.length,
    posts: archive.posts,
    pages: archive.pages,
    ledger: request.withoutLedger ? null : (ledger?.counts ?? null),
    secret_elsewhere,
    seconds: (clock() - startedAt) / 1_000,
  }
}

type Restoring = RestoreRequest & { readonly sizeBytes: number; readonly place: Staging }

async function restoreInto(context: RestoreContext, request: Restoring): Promise<BackupManifest> {
  const { config, signal } = context
  const { place, sizeBytes } = request
  const unpacked = join(place.path, 'unpacked')
  const manifest = await unpackBackup(request.file, {
    into: unpacked,
    flush: isForPowerCuts(config),
    signal,
    onProgress: (bytes) => request.onProgress(bytes, sizeBytes),
  })
  const ready = join(place.path, 'ready')
  await mkdir(ready, { mode: 0o700 })
  await keepSecrets(unpacked, ready)
  if (manifest.ledger !== null && !request.withoutLedger)
    await restoreLedger(context, { unpacked, ready, expected: manifest.ledger })
  signal.throwIfAborted()
  await restoreArchive(context, { unpacked, ready, expected: manifest.archive })
  signal.throwIfAborted()
  await place.finish(ready)
  return manifest
}

async function restoreArchive(
  { config, clock, signal }: RestoreContext,
  { unpacked, ready, expected }: { unpacked: string; ready: string; expected: BackupManifest['archive'] },
): Promise<void> {
  const engineDir = join(ready, 'archive')
  const target = config.archive.kind === 'server' ? config.archive : { ...config.archive, dataDir: engineDir }
  if (expected.kind === 'parts') {
    if (config.archive.kind === 'server') {
      throw new AppError(
        'invalid_input',
        'This backup holds the files of an embedded archive: restore it without CLICKHOUSE_URL, then bring the posts to the server with verity export and verity import.',
      )
    }
    await mkdir(join(unpacked, PARTS_FOLDER), { recursive: true })
    await placeParts({ engineDir, from: join(unpacked, PARTS_FOLDER), schemaVersion: expected.schema })
  }
  await using archive = await openArchive(target, { clock })
  if (expected.kind === 'rows') await fillArchive(archive, { unpacked, expected, signal })
  else await checkCounts(archive, expected)
}

async function restoreLedger(
  { config, clock }: RestoreContext,
  {
    unpacked,
    ready,
    expected,
  }: { unpacked: string; ready: string; expected: NonNullable<BackupManifest['ledger']> },
): Promise<void> {
  const file = join(ready, LEDGER_NAME)
  if (!existsSync(join(unpacked, LEDGER_NAME))) throw damaged('its ledger is missing')
  await rename(join(unpacked, LEDGER_NAME), file)
  const { counts } = summariseSqliteLedger(file)
  for (const [table, rows] of Object.entries(expected.counts)) {
    const found = counts[table as keyof typeof counts]
    if (found !== rows) throw damaged(`the ledger holds ${found} of ${rows} rows of ${table}`)
  }
  const durable = isForPowerCuts(config) ? 'power' : 'process'
  const ledger = await openLedgerFor({ ...config, ledger: { kind: 'sqlite', file, durable } }, clock)
  await ledger.close()
}

async function keepSecrets(from: string, to: string): Promise<void> {
  for (const name of SECRET_NAMES) {
    if (existsSync(join(from, name))) await rename(join(from, name), join(to, name))
  }
}

/** Whether what is restored must survive a power cut right after, at the price of flushing every file. */
function isForPowerCuts({ archive }: Config): boolean {
  return archive.durable === 'power'
}

function refusePostgres({ ledger }: Config, { withoutLedger }: RestoreRequest): void {
  if (ledger.kind !== 'postgres' || withoutLedger) return
  throw new AppError(
    'invalid_input',
    'A ledger is not restored to a PostgreSQL server: use pg_restore for it and verity restore --without-ledger for the rest, or unset DATABASE_URL.',
  )
}

async function sizeOf(file: string): Promise<number> {
  try {
    const found = await stat(file)
    if (found.isFile()) return found.size
  } catch (cause) {
    throw new AppError('invalid_input', `There is no backup ${file}.`, { cause })
  }
  throw new AppError('invalid_input', `${file} is not a file.`)
}
