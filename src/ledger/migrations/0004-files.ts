import type { Kysely } from 'kysely'

/** Files that people give with questions: their text, and the questions they were given with. */
export async function addFiles(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('files')
    .addColumn('id', 'text', (each) => each.primaryKey())
    .addColumn('owner_id', 'text', (each) => each.notNull().references('auth_user.id').onDelete('cascade'))
    .addColumn('name', 'text', (each) => each.notNull())
    .addColumn('kind', 'text', (each) => each.notNull())
    .addColumn('size_bytes', 'bigint', (each) => each.notNull())
    .addColumn('sha256', 'text', (each) => each.notNull())
    .addColumn('title', 'text')
    .addColumn('text', 'text', (each) => each.notNull())
    .addColumn('text_length', 'integer', (each) => each.notNull())
    .addColumn('page_starts', 'text', (each) => each.notNull())
    .addColumn('created_at', 'bigint', (each) => each.notNull())
    .execute()
  await db.schema.createIndex('files_owner_id').on('files').columns(['owner_id', 'created_at']).execute()
  await db.schema
    .createTable('message_files')
    .addColumn('message_id', 'text', (each) => each.notNull().references('messages.id').onDelete('cascade'))
    .addColumn('file_id', 'text', (each) => each.notNull())
    .addColumn('name', 'text', (each) => each.notNull())
    .addColumn('position', 'integer', (each) => each.notNull())
    .addPrimaryKeyConstraint('message_files_key', ['message_id', 'file_id'])
    .execute()
  await db.schema.createIndex('message_files_file_id').on('message_files').column('file_id').execute()
}
