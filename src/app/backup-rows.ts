import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Archive } from '../archive/archive.ts'
import { countStored, readPageLine, readPostLine } from '../archive/backup-rows.ts'
import { AppError } from '../domain/errors.ts'
import type { BackupManifest } from './backup-manifest.ts'
import { ROWS_FOLDER } from './backup-names.ts'

type Counted = Pick<BackupManifest['archive'], 'posts' | 'pages'>
type Expected = BackupManifest['archive']

/**
 * Stores the rows of a backup in an empty archive, here or on a server; takes them out again when that fails.
 *
 * @throws {AppError} invalid_input when the archive holds anything; store_failed when not everything arrived
 */
export async function fillArchive(
  archive: Archive,
  { unpacked, expected, signal }: { unpacked: string; expected: Expected; signal: AbortSignal },
): Promise<void> {
  const before = await countStored(archive)
  if (before.posts > 0 || before.pages > 0) {
    throw new AppError(
      'invalid_input',
      `The archive on the server holds ${before.posts} posts and ${before.pages} pages. A backup is restored into an empty one: set CLICKHOUSE_DATABASE to another name.`,
    )
  }
  try {
    await archive.noteAnalysisVersion(expected.analysis)
    await insertAll(archive, { folder: join(unpacked, ROWS_FOLDER), signal })
    await checkCounts(archive, expected)
  } catch (thrown) {
    await archive.removeAll()
    throw thrown
  }
}

/** @throws {AppError} store_failed when the archive does not hold what the backup says */
export async function checkCounts(archive: Archive, expected: Counted): Promise<void> {
  const { posts, pages } = await countStored(archive)
  if (posts === expected.posts && pages === expected.pages) return
  throw new AppError(
    'store_failed',
    `The restored archive holds ${posts} posts and ${pages} pages; the backup was made of ${expected.posts} and ${expected.pages}. Nothing was restored.`,
  )
}

/** One piece is in memory at a time. */
async function insertAll(
  archive: Archive,
  { folder, signal }: { folder: string; signal: AbortSignal },
): Promise<void> {
  for (const name of (await readdir(folder).catch(() => [])).sort()) {
    signal.throwIfAborted()
    const lines = await linesOf(join(folder, name))
    if (name.startsWith('posts-')) await archive.insertPosts(lines.map(readPostLine))
    else if (name.startsWith('companions-')) await archive.insertCompanions(lines)
    else await archive.insertPages(lines.map(readPageLine))
  }
}

async function linesOf(file: string): Promise<string[]> {
  return (await readFile(file, 'utf8')).split('\n').filter((line) => line !== '')
}
