import { type Kysely, sql } from 'kysely'

/** Sources with filters and sealed tokens, and how each is doing, for the processes that do not run it. */
export async function addManagedSources(db: Kysely<unknown>): Promise<void> {
  for (const column of ['filter', 'secrets'] as const) {
    await db.schema
      .alterTable('sources')
      .addColumn(column, 'text', (each) => each.notNull().defaultTo('{}'))
      .execute()
  }
  await db.schema
    .alterTable('sources')
    .addColumn('stream', 'text', (each) => each.notNull().defaultTo(''))
    .execute()
  await db.schema
    .alterTable('sources')
    .addColumn('removed', 'integer', (each) => each.notNull().defaultTo(0))
    .execute()
  await sql`update sources set removed = 1, config = '{}' where config = '{"removed":true}'`.execute(db)
  await db.schema
    .createTable('source_status')
    .addColumn('name', 'text', (each) => each.primaryKey())
    .addColumn('worker', 'text', (each) => each.notNull())
    .addColumn('report', 'text', (each) => each.notNull())
    .addColumn('seen_at', 'bigint', (each) => each.notNull())
    .execute()
}
