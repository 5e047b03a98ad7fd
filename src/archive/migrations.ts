import { AppError } from '../domain/errors.ts'
import { CAMPAIGN_TABLES } from './campaign-tables.ts'
import { COMPANIONS } from './companion-tables.ts'
import type { Connections } from './connections.ts'
import { createTable, createView, onCluster, type Placement, storedTable } from './ddl.ts'
import { PAGE_TERM_COLUMNS, PAGE_TERM_COUNTS, PAGE_TERMS_INDEX, PAGES } from './pages-table.ts'
import { STORIES } from './story-tables.ts'
import { METADATA, MIGRATIONS_TABLE, POSTS, TERM_COUNTS, TERM_DAYS, WIDE_PART_BYTES_MIN } from './tables.ts'

export type Migration = {
  readonly version: number
  readonly name: string
  /** Statements that may run again without harm: a crash between two of them is repeated. */
  readonly statements: (placement: Placement) => readonly string[]
}

/** Columns of version 1 that no query read. */
const UNSEARCHED: readonly string[] = [
  'author_created_at',
  'media',
  'poll',
  'likes',
  'reposts',
  'replies',
  'deleted_at',
  'label',
  'extra',
]

function alterStored(table: string, placement: Placement, change: string): string {
  return `ALTER TABLE ${storedTable(table, placement)}${onCluster(placement)} ${change}`
}

/** The table that holds the rows, and the distributed one in front of it, where there is one. */
function alterEverywhere(table: string, placement: Placement, change: string): string[] {
  const stored = alterStored(table, placement, change)
  return placement.cluster === null
    ? [stored]
    : [stored, `ALTER TABLE ${table}${onCluster(placement)} ${change}`]
}

/** In order; a released one never changes. */
export const MIGRATIONS: readonly Migration[] = [
  {
    version: 1,
    name: 'posts and term counts',
    statements: (placement) => [
      ...createTable(POSTS, placement),
      createView(TERM_COUNTS, placement),
      ...createTable(METADATA, placement),
    ],
  },
  {
    version: 2,
    name: 'what nobody searches stands in the packed post only',
    statements: (placement) => [
      ...alterEverywhere(
        POSTS.name,
        placement,
        UNSEARCHED.map((name) => `DROP COLUMN IF EXISTS ${name}`).join(', '),
      ),
      alterStored(POSTS.name, placement, `MODIFY SETTING min_bytes_for_wide_part = ${WIDE_PART_BYTES_MIN}`),
    ],
  },
  { version: 3, name: 'pages', statements: (placement) => createTable(PAGES, placement) },
  {
    version: 4,
    name: 'tombstones, counts, names and aliases beside posts; terms and links by the day',
    statements: (placement) => [
      ...COMPANIONS.flatMap((table) => createTable(table, placement)),
      createView(TERM_DAYS, placement),
    ],
  },
  {
    version: 5,
    name: 'pages are searched by their terms',
    // `fillPageTerms` then gives terms to the pages that are there.
    statements: (placement) => [
      ...alterEverywhere(
        PAGES.name,
        placement,
        PAGE_TERM_COLUMNS.map((column) => `ADD COLUMN IF NOT EXISTS ${column}`).join(', '),
      ),
      alterStored(PAGES.name, placement, `ADD INDEX IF NOT EXISTS ${PAGE_TERMS_INDEX}`),
      createView(PAGE_TERM_COUNTS, placement),
    ],
  },
  {
    version: 6,
    name: 'stories',
    statements: (placement) => createTable(STORIES, placement),
  },
  {
    version: 7,
    name: 'campaigns, their members and posts',
    statements: (placement) => CAMPAIGN_TABLES.flatMap((table) => createTable(table, placement)),
  },
]

/**
 * Brings the archive to this program's schema.
 *
 * @throws {AppError} store_failed when a newer program wrote it
 */
export async function migrate(
  connections: Connections,
  placement: Placement,
  migrations: readonly Migration[] = MIGRATIONS,
): Promise<void> {
  for (const sql of createTable(MIGRATIONS_TABLE, placement)) await connections.command({ sql })
  const applied = await appliedVersion(connections)
  const known = migrations.at(-1)?.version ?? 0
  if (applied > known) throw newerSchema(applied, known)
  for (const migration of migrations) {
    if (migration.version > applied) await apply(connections, placement, migration)
  }
}

async function appliedVersion(connections: Connections): Promise<number> {
  const [row] = await connections.readOnWriter<{ version: number }>({
    sql: `SELECT max(version) AS version FROM ${MIGRATIONS_TABLE.name}`,
  })
  return row?.version ?? 0
}

async function apply(connections: Connections, placement: Placement, migration: Migration): Promise<void> {
  for (const sql of migration.statements(placement)) await connections.command({ sql })
  await connections.command({
    sql: `INSERT INTO ${MIGRATIONS_TABLE.name} SELECT {version:UInt32}, {name:String}, now64(3, 'UTC')`,
    params: { version: migration.version, name: migration.name },
  })
}

function newerSchema(applied: number, known: number): AppError {
  return new AppError(
    'store_failed',
    `A newer Verity wrote this archive (schema ${applied}; this one knows up to ${known}). ` +
      'Update Verity, or use another data directory.',
  )
}
