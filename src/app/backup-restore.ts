import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readdir, rename, rm, rmdir, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { openArchive } from '../archive/archive.ts'
import { placeParts } from '../archive/backup-place.ts'
import type { RestoreReport, RestoreRequest } from '../cli/restore.ts'
import { AppError } from '../domain/errors.ts'
import { summariseSqliteLedger } from '../ledger/backup-sqlite.ts'
import { type BackupManifest, damaged } from './backup-manifest.ts'
import { LEDGER_NAME, PARTS_FOLDER, SECRET_NAMES } from './backup-names.ts'
import { explainWriteError, refuseFullDisk } from './backup-out.ts'
import { checkCounts, fillArchive } from './backup-rows.ts'
import { unpackBackup } from './backup-unpack.ts'
import type { Config } from './config.ts'
import { openLedgerFor } from './open-ledger.ts'

export type RestoreContext = {
  readonly config: Config
  readonly clock: () => number
  readonly signal: AbortSignal
}

/** Left by a file system at its root. */
const NOT_OURS = new Set(['lost+found'])

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

/** The empty data directory, and a folder in it where the restored one is made. */
class Staging implements AsyncDisposable {
  readonly path: string
  readonly #dataDir: string
  /** The outermost folder that did not exist before; null when the data directory did. */
  readonly #made: string | null
  #isDone = false

  private constructor(dataDir: string, made: string | null) {
    this.#dataDir = dataDir
    this.#made = made
    this.path = join(dataDir, `restoring-${process.pid}-${randomBytes(6).toString('hex')}`)
  }

  /** @throws {AppError} invalid_input when the directory holds anything */
  static async open(dataDir: string): Promise<Staging> {
    await refuseNonEmpty(dataDir)
    const made = await mkdir(dataDir, { recursive: true, mode: 0o700 }).catch((cause: unknown) => {
      throw new AppError(
        'invalid_input',
        `The directory ${dataDir} cannot be made. Choose another with --data DIR.`,
        { cause },
      )
    })
    const staging = new Staging(dataDir, made ?? null)
    await mkdir(staging.path, { mode: 0o700 })
    return staging
  }

  /** Gives failures of writing their words. */
  async guard<R>(work: () => Promise<R>): Promise<R> {
    return await work().catch((thrown: unknown) => {
      throw explainWriteError(thrown, this.#dataDir)
    })
  }

  /** Moves everything to its place; the ledger last, so that a server that starts too early finds no half of it. */
  async finish(ready: string): Promise<void> {
    const names = (await readdir(ready)).sort((a, b) => Number(a === LEDGER_NAME) - Number(b === LEDGER_NAME))
    const moved: string[] = []
    try {
      for (const name of names) {
        await rename(join(ready, name), join(this.#dataDir, name))
        moved.push(name)
      }
    } catch (thrown) {
      for (const name of moved) await rename(join(this.#dataDir, name), join(ready, name))
      throw thrown
    }
    this.#isDone = true
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.path, { recursive: true, force: true })
    if (this.#isDone || this.#made === null) return
    // Only what is still empty goes: somebody may have begun to use it.
    for (let folder = this.#dataDir; ; folder = join(folder, '..')) {
      const isGone = await rmdir(folder).then(
        () => true,
        () => false,
      )
      if (!isGone || folder === this.#made) return
    }
  }
}

async function refuseNonEmpty(dataDir: string): Promise<void> {
  const names = await readdir(dataDir).catch((thrown: unknown) => {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return []
    throw new AppError(
      'invalid_input',
      `${dataDir} is not a directory that can be read. Choose another with --data DIR.`,
      {
        cause: thrown,
      },
    )
  })
  const first = names.find((name) => !NOT_OURS.has(name))
  if (first === undefined) return
  const hint = first.startsWith('restoring-') ? ' An earlier restore was cut off there: empty it first.' : ''
  throw new AppError(
    'invalid_input',
    `${dataDir} is not empty (${first}).${hint} A backup is restored into an empty directory: choose another with --data DIR, or move this one away.`,
  )
}
