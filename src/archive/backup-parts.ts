import { randomUUID } from 'node:crypto'
import { copyFile, link, mkdir, readdir, rm } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { AppError } from '../domain/errors.ts'
import type { Connections } from './connections.ts'
import { MIGRATIONS_TABLE } from './tables.ts'

/** What the archive held at one moment, as files that nobody changes any more. */
export type FrozenParts = {
  /** `<table>/<part>` folders below `folder`. */
  readonly folder: string
  readonly posts: number
  readonly pages: number
  /** Highest migration applied. */
  readonly schemaVersion: number
  readonly engineVersion: string
}

export type FreezeRequest = {
  /** The engine's directory as this process sees it; the engine itself may know it by another path. */
  readonly engineDir: string
  /** Folder to make the links in; on the same file system, else the files are copied. */
  readonly into: string
}

type PartRow = { readonly table: string; readonly name: string; readonly path: string }
type Counts = { readonly posts: number; readonly pages: number }
type Snapshot = Counts & { readonly parts: readonly PartRow[] }

/** Merges may end between two looks, retention may drop a day. */
const ATTEMPTS_MAX = 5
/** Notes of the engine about a part's own life, which may change. */
const NOT_CONTENT = new Set(['txn_version.txt', 'delete-on-destroy.txt'])

/** Pages are counted by id: the same snapshot stored twice is one page before and after it is merged. */
export const COUNTS_SQL = 'SELECT count() AS posts, (SELECT uniqExact(id) FROM pages) AS pages FROM posts'
const PARTS_SQL =
  'SELECT table, name, path FROM system.parts WHERE active AND database = currentDatabase() ORDER BY table, name'
/**
 * The engine's own `FREEZE` leaves patch parts out, and with them every deletion that was not merged yet: a deleted
 * post would come back. So the active parts are listed and linked here. `SET` in front sends the statement to the
 * writer, where no insert or deletion comes between counting and listing.
 */
const SNAPSHOT_SQL = `SET max_threads = 1; ${COUNTS_SQL} FORMAT JSONEachRow; ${PARTS_SQL} FORMAT JSONEachRow; ${COUNTS_SQL}`

/**
 * Links the files of every active part, patch parts included, into a folder of the caller's. Parts never change and stay on
 * disk for `old_parts_lifetime` after they were merged, so the links hold what was acknowledged at one moment and not half
 * of anything later. The writer waits a few milliseconds. For the embedded engine only, through a server or not.
 *
 * @throws {AppError} store_failed when the archive changes faster than it can be linked, or links cannot be made
 */
export async function freezeParts(connections: Connections, request: FreezeRequest): Promise<FrozenParts> {
  const [about] = await connections.read<{ root: string; engine: string; version: number }>({
    sql:
      "SELECT (SELECT path FROM system.disks WHERE name = 'default') AS root, version() AS engine, " +
      `(SELECT max(version) FROM ${MIGRATIONS_TABLE.name}) AS version`,
  })
  if (about === undefined) throw new AppError('store_failed', 'The archive could not say where it lies.')
  for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
    const snapshot = await takeSnapshot(connections)
    if (snapshot === null) continue
    const folder = join(request.into, randomUUID())
    if (await linkParts(snapshot.parts, { ...request, root: about.root, folder })) {
      const { posts, pages } = snapshot
      return { folder, posts, pages, schemaVersion: about.version, engineVersion: about.engine }
    }
    await rm(folder, { recursive: true, force: true })
  }
  throw new AppError(
    'store_failed',
    'The archive changed faster than it could be held for a backup. Try again in a moment.',
  )
}

/** Null when the counts moved while the parts were listed: two copies of one post were merged just then. */
async function takeSnapshot(connections: Connections): Promise<Snapshot | null> {
  const rows = await connections.readOnWriter<Counts | PartRow>({ sql: SNAPSHOT_SQL })
  const parts = rows.filter((row) => 'path' in row)
  const [before, after] = rows.filter((row) => 'posts' in row)
  if (before === undefined || after === undefined)
    throw new AppError('store_failed', 'The archive could not say what it holds.')
  return before.posts === after.posts && before.pages === after.pages ? { ...after, parts } : null
}

type LinkRequest = { readonly engineDir: string; readonly root: string; readonly folder: string }

/** @returns false when a part was removed meanwhile */
async function linkParts(
  parts: readonly PartRow[],
  { engineDir, root, folder }: LinkRequest,
): Promise<boolean> {
  for (const { table, name, path } of parts) {
    try {
      await linkFolder(join(engineDir, relative(root, path)), join(folder, table, name))
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return false
      throw new AppError(
        'store_failed',
        `A part of the archive cannot be held for the backup: ${String(error)}`,
        {
          cause: error,
        },
      )
    }
  }
  return true
}

async function linkFolder(from: string, to: string): Promise<void> {
  const entries = await readdir(from, { withFileTypes: true })
  await mkdir(to, { recursive: true, mode: 0o700 })
  for (const entry of entries) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)]
    if (entry.isDirectory()) await linkFolder(source, target)
    else if (!NOT_CONTENT.has(entry.name)) await linkFile(source, target)
  }
}

/** Not every file system has links, and the archive may lie on another one than the folder. */
const NO_LINKS = new Set(['EXDEV', 'EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'EMLINK'])

async function linkFile(from: string, to: string): Promise<void> {
  try {
    await link(from, to)
  } catch (error) {
    if (!NO_LINKS.has(codeOf(error) ?? '')) throw error
    await copyFile(from, to)
  }
}

function codeOf(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null
}
