import type { Kysely } from 'kysely'

/** Keys of the API, stored as hashes, and what the API keeps for its clients: responses, deferred answers, batches. */
export async function addApiKeys(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('api_keys')
    .addColumn('id', 'text', (each) => each.primaryKey())
    .addColumn('owner_id', 'text', (each) => each.notNull().references('auth_user.id').onDelete('cascade'))
    .addColumn('name', 'text', (each) => each.notNull())
    .addColumn('key_sha256', 'text', (each) => each.notNull().unique())
    .addColumn('hint', 'text', (each) => each.notNull())
    .addColumn('scopes', 'text', (each) => each.notNull())
    .addColumn('requests_per_minute', 'integer')
    .addColumn('created_at', 'bigint', (each) => each.notNull())
    .addColumn('expires_at', 'bigint')
    .addColumn('revoked_at', 'bigint')
    .addColumn('last_used_at', 'bigint')
    .execute()
  await db.schema.createIndex('api_keys_owner_id').on('api_keys').column('owner_id').execute()
  await db.schema
    .createTable('api_objects')
    .addColumn('id', 'text', (each) => each.primaryKey())
    .addColumn('owner_id', 'text', (each) => each.notNull().references('auth_user.id').onDelete('cascade'))
    .addColumn('kind', 'text', (each) => each.notNull())
    .addColumn('state', 'text', (each) => each.notNull())
    .addColumn('body', 'text', (each) => each.notNull())
    .addColumn('created_at', 'bigint', (each) => each.notNull())
    .addColumn('expires_at', 'bigint', (each) => each.notNull())
    .execute()
  await db.schema
    .createIndex('api_objects_owner_id')
    .on('api_objects')
    .columns(['owner_id', 'kind', 'created_at'])
    .execute()
  await db.schema.createIndex('api_objects_expires_at').on('api_objects').column('expires_at').execute()
}
