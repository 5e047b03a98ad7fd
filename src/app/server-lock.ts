import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { chmod, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { AppError } from '../domain/errors.ts'

/**
 * The server that holds a data directory says in `server.lock` where it can be reached on loopback
 * and the secret that opens its internal routes; the file is readable by its owner alone.
 */
export type ServerLock = { readonly pid: number; readonly url: string; readonly secret: string }

const lockSchema = z.object({ pid: z.int(), url: z.url(), secret: z.string().min(1) })

/** How long a server on this machine may take to say that it is there. */
const ALIVE_TIMEOUT_MS = 2_000

export function newSecret(): string {
  return randomBytes(32).toString('base64url')
}

export async function writeServerLock(dataDir: string, lock: ServerLock): Promise<void> {
  const file = lockFile(dataDir)
  const temporary = `${file}.${lock.pid}`
  await writeFile(temporary, `${JSON.stringify(lock)}\n`, { mode: 0o600 })
  await chmod(temporary, 0o600)
  await rename(temporary, file)
}

/** Removes the lock when it is still ours. */
export async function removeServerLock(dataDir: string, pid: number): Promise<void> {
  if (readServerLock(dataDir)?.pid === pid) await rm(lockFile(dataDir), { force: true })
}

/** The lock as written, whether or not its server still lives; null when there is none or it cannot be read. */
export function readServerLock(dataDir: string): ServerLock | null {
  try {
    return lockSchema.parse(JSON.parse(readFileSync(lockFile(dataDir), 'utf8')))
  } catch {
    return null
  }
}

/**
 * The running server of a data directory, or null when nobody serves it (a lock left by kill -9 counts as nobody).
 *
 * @throws {AppError} store_busy when the server's process lives but does not answer
 */
export async function findServer(
  dataDir: string,
  fetchLike: typeof fetch = fetch,
): Promise<ServerLock | null> {
  const lock = readServerLock(dataDir)
  if (lock === null || !isRunning(lock.pid)) return null
  try {
    const response = await fetchLike(`${lock.url}/internal/ping`, {
      headers: { authorization: `Bearer ${lock.secret}` },
      signal: AbortSignal.timeout(ALIVE_TIMEOUT_MS),
    })
    return response.ok ? lock : null
  } catch (cause) {
    if (cause instanceof Error && cause.name === 'TimeoutError') {
      throw new AppError(
        'store_busy',
        `The server at ${lock.url} (process ${lock.pid}) holds this data directory and does not answer. Stop it, then try again.`,
        { cause },
      )
    }
    return null
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

function lockFile(dataDir: string): string {
  return join(dataDir, 'server.lock')
}
