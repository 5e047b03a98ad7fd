import { createWriteStream, existsSync } from 'node:fs'
import { open, rename, rm, statfs } from 'node:fs/promises'
import { dirname } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { AppError } from '../domain/errors.ts'

/** Most of a backup is packed already; more work would hardly make it smaller. */
const GZIP_LEVEL = 1

export function isPacked(file: string): boolean {
  return file.endsWith('.gz') || file.endsWith('.tgz')
}

/** @throws {AppError} invalid_input when a backup of this name cannot be made */
export function refuseUnusableName(out: string): void {
  if (existsSync(out))
    throw new AppError('invalid_input', `${out} exists. Choose another name, or move it away first.`)
  if (!existsSync(dirname(out)))
    throw new AppError('invalid_input', `There is no folder ${dirname(out)} to write the backup to.`)
  if (!isPacked(out) && !out.endsWith('.tar'))
    throw new AppError('invalid_input', `Name the backup .tar, or .tar.gz to pack it; got ${out}.`)
}

/** @throws {AppError} store_failed before anything is written */
export async function refuseFullDisk(folder: string, sizeBytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(folder)
  const freeBytes = bavail * bsize
  if (freeBytes >= sizeBytes) return
  throw new AppError(
    'store_failed',
    `${folder} has only ${gigabytes(freeBytes)} free, and at least ${gigabytes(sizeBytes)} are needed. Free some space, or choose another disk.`,
  )
}

/**
 * Writes a file that has its name only when it is whole and on the disk; what was written of it until a failure or a stop is
 * removed.
 *
 * @throws {AppError} store_failed when it cannot be written to its end
 */
export async function writeWhole(
  out: string,
  chunks: AsyncIterable<Uint8Array>,
  signal: AbortSignal,
): Promise<void> {
  const partial = `${out}.${process.pid}.partial`
  const file = createWriteStream(partial, { flags: 'wx', mode: 0o600, flush: true })
  try {
    if (isPacked(out)) await pipeline(chunks, createGzip({ level: GZIP_LEVEL }), file, { signal })
    else await pipeline(chunks, file, { signal })
    await rename(partial, out)
    await flushFolder(dirname(out))
  } catch (thrown) {
    await rm(partial, { force: true })
    throw explainWriteError(thrown, out)
  }
}

const FULL = new Set(['ENOSPC', 'EDQUOT', 'EFBIG'])

/** Gives a full disk its own words; what has words already keeps them. */
export function explainWriteError(thrown: unknown, file: string): unknown {
  if (!(thrown instanceof Error) || thrown instanceof AppError || !('code' in thrown)) return thrown
  if (typeof thrown.code !== 'string' || thrown.name === 'AbortError') return thrown
  const message = FULL.has(thrown.code)
    ? `There is no room left to write ${file}; what was written of it has been removed. Free some space, or choose another disk.`
    : `${file} cannot be written (${thrown.code}); what was written of it has been removed.`
  return new AppError('store_failed', message, { cause: thrown })
}

async function flushFolder(folder: string): Promise<void> {
  await using handle = await open(folder, 'r')
  await handle.sync()
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(bytes < 1e10 ? 2 : 0)} GB`
}
