import { mkdir } from 'node:fs/promises'
import { type Archive, type ArchiveConfig, openArchive } from '../archive/archive.ts'
import { AppError } from '../domain/errors.ts'
import type { Config } from './config.ts'
import { findServer, type ServerLock } from './server-lock.ts'

export type OpenedArchive = { readonly archive: Archive; readonly through: ServerLock | null }

/**
 * The archive of a data directory for one command: through the server that holds it, else opened here.
 *
 * @throws {AppError} store_busy when another process holds the directory and serves nobody
 */
export async function openArchiveForCommand(config: Config, clock: () => number): Promise<OpenedArchive> {
  if (config.archive.kind === 'server')
    return { archive: await openArchive(config.archive, { clock }), through: null }
  const server = await findServer(config.dataDir)
  const archive = await openArchive(server === null ? await prepared(config) : throughServer(server), {
    clock,
  })
  return { archive, through: server }
}

/** The archive of a process that serves: always its own. */
export async function openArchiveForServer(config: Config, clock: () => number): Promise<Archive> {
  const server = await findServer(config.dataDir)
  if (server !== null) {
    throw new AppError(
      'store_busy',
      `Verity already runs on this data directory at ${server.url} (process ${server.pid}). Open that address, or stop it first.`,
    )
  }
  return await openArchive(await prepared(config), { clock })
}

function throughServer({ url, secret }: ServerLock): ArchiveConfig {
  return { kind: 'server', url: `${url}/internal/clickhouse`, httpHeaders: { 'x-verity-secret': secret } }
}

async function prepared(config: Config): Promise<ArchiveConfig> {
  if (config.archive.kind === 'embedded') await makeDirectory(config.dataDir)
  return config.archive
}

async function makeDirectory(dataDir: string): Promise<void> {
  try {
    await mkdir(dataDir, { recursive: true, mode: 0o700 })
  } catch (cause) {
    throw new AppError(
      'store_failed',
      `Cannot write to ${dataDir}: choose another directory with --data DIR or VERITY_DATA.`,
      { cause },
    )
  }
}
