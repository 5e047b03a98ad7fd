import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rm, stat } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import type { Archive } from '../archive/archive.ts'
import { copySqliteLedger, type LedgerSummary } from '../ledger/backup-sqlite.ts'
import type { BackupManifest } from './backup-manifest.ts'
import { LEDGER_NAME, PARTS_FOLDER, SECRET_NAMES } from './backup-names.ts'
import type { TarSource } from './backup-tar.ts'
import type { Config } from './config.ts'
import { openLedgerFor } from './open-ledger.ts'

/** A file that is ready to be written and does not change any more. */
export type HeldFile = Extract<TarSource, { path: string }>

const WORK_PREFIX = 'backing-up-'

/**
 * A folder in the data directory for what is held during a backup; removed when disposed, and by the next backup when its
 * process was killed.
 */
export async function openWorkFolder(dataDir: string): Promise<AsyncDisposable & { readonly path: string }> {
  await removeLeftovers(dataDir)
  const path = join(dataDir, `${WORK_PREFIX}${process.pid}-${randomBytes(6).toString('hex')}`)
  await mkdir(path, { recursive: true, mode: 0o700 })
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) }
}

async function removeLeftovers(dataDir: string): Promise<void> {
  for (const name of await readdir(dataDir).catch(() => [])) {
    const pid = new RegExp(`^${WORK_PREFIX}(\\d+)-`).exec(name)?.[1]
    if (pid !== undefined && !isRunning(Number(pid)))
      await rm(join(dataDir, name), { recursive: true, force: true })
  }
}

/** Null where there is no ledger, or it is on a server. Brings it to this program's schema first, as every command does. */
export async function holdLedger(
  config: Config,
  { clock, workDir }: { clock: () => number; workDir: string },
): Promise<{ readonly file: HeldFile; readonly summary: LedgerSummary } | null> {
  if (config.ledger.kind !== 'sqlite' || !existsSync(config.ledger.file)) return null
  await (await openLedgerFor(config, clock)).close()
  const path = join(workDir, LEDGER_NAME)
  const summary = await copySqliteLedger(config.ledger.file, path)
  return summary === null ? null : { file: await heldFile(LEDGER_NAME, path), summary }
}

/** The secrets as they are now: they are small, and are read at once. */
export async function holdSecrets({ dataDir }: Config): Promise<TarSource[]> {
  const found: TarSource[] = []
  for (const name of SECRET_NAMES) {
    const path = join(dataDir, name)
    if (existsSync(path)) found.push({ name, bytes: await readFile(path) })
  }
  return found
}

export type HeldArchive = {
  readonly files: readonly HeldFile[]
  /** Counts are null while the rows of a server are not read. */
  readonly about: BackupManifest['archive']
}

/** @param archive of the embedded engine in `engineDir`, opened here or through its server */
export async function holdArchive(
  archive: Archive,
  { engineDir, workDir }: { engineDir: string; workDir: string },
): Promise<HeldArchive> {
  const frozen = await archive.freezeParts({ engineDir, into: workDir })
  const files: HeldFile[] = []
  for (const entry of await readdir(frozen.folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const path = join(entry.parentPath, entry.name)
    const name = [PARTS_FOLDER, ...relative(frozen.folder, path).split(sep)].join('/')
    files.push(await heldFile(name, path))
  }
  const { posts, pages, schemaVersion: schema, engineVersion: engine } = frozen
  return {
    files,
    about: { kind: 'parts', schema, engine, analysis: await archive.analysisVersion(), posts, pages },
  }
}

async function heldFile(name: string, path: string): Promise<HeldFile> {
  return { name, path, sizeBytes: (await stat(path)).size }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
