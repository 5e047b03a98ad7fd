import { readdir, rename, rm } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { AppError } from '../domain/errors.ts'
import { databaseName } from './archive-config.ts'
import { openEmbeddedConnections } from './embedded-connections.ts'
import { MIGRATIONS, migrate } from './migrations.ts'

export type PlaceRequest = {
  /** Directory of the new archive; must not exist yet. */
  readonly engineDir: string
  /** `<table>/<part>` folders, moved from here; on the same file system. */
  readonly from: string
  readonly schemaVersion: number
}

/** What a table's folder holds besides parts. */
const NOT_PARTS = new Set(['detached', 'format_version.txt'])

/**
 * Makes an archive out of the parts of a backup: tables of the schema that wrote them, the parts under their own names.
 * `ATTACH PART` would number them anew, and the patch parts, which name what they hide by number, would hide nothing.
 * `openArchive` then brings the archive to this program's schema.
 *
 * @throws {AppError} invalid_input when the backup names what is no table; store_failed when a newer Verity wrote it
 */
export async function placeParts({ engineDir, from, schemaVersion }: PlaceRequest): Promise<void> {
  const newest = MIGRATIONS.at(-1)?.version ?? 0
  if (schemaVersion > newest) {
    throw new AppError(
      'store_failed',
      `A newer Verity wrote this backup (archive schema ${schemaVersion}; this one knows up to ${newest}). Update Verity, then restore.`,
    )
  }
  const folders = await createTables(engineDir, schemaVersion)
  const tables = await readdir(from)
  for (const table of tables) {
    if (!folders.has(table))
      throw new AppError(
        'invalid_input',
        `The backup holds a table "${table}" that its schema does not have.`,
      )
  }
  for (const [table, folder] of folders) {
    await removeParts(folder)
    if (!tables.includes(table)) continue
    for (const part of await readdir(join(from, table)))
      await rename(join(from, table, part), join(folder, part))
  }
}

/** Creates the tables of one schema version; gives the folder of each as this process sees it. */
async function createTables(engineDir: string, schemaVersion: number): Promise<ReadonlyMap<string, string>> {
  const config = { kind: 'embedded', dataDir: engineDir } as const
  const connections = await openEmbeddedConnections(config)
  try {
    const wanted = MIGRATIONS.filter(({ version }) => version <= schemaVersion)
    await migrate(connections, { cluster: null, database: databaseName(config) }, wanted)
    const rows = await connections.read<{ name: string; path: string; root: string }>({
      sql:
        "SELECT name, data_paths[1] AS path, (SELECT path FROM system.disks WHERE name = 'default') AS root " +
        'FROM system.tables WHERE database = currentDatabase() AND notEmpty(data_paths)',
    })
    return new Map(rows.map(({ name, path, root }) => [name, join(engineDir, relative(root, path))]))
  } finally {
    await connections.close()
  }
}

async function removeParts(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!NOT_PARTS.has(name)) await rm(join(folder, name), { recursive: true })
  }
}
