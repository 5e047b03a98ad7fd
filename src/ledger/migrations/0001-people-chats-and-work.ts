import { type CreateTableBuilder, type Kysely, sql } from 'kysely'
import type { DatabaseKind } from '../database-kind.ts'

/** The first ledger: people and their sign-in, chats with their runs, settings, sources and work under way. */
export async function createFirstLedger(db: Kysely<unknown>, kind: DatabaseKind): Promise<void> {
  await createPeople(db, kind)
  await createChats(db)
  await createDesk(db)
  await createWork(db)
}

/**
 * The tables of the authentication library (better-auth 1.7), as its own generator plans them;
 * `test/ledger-auth.test.ts` asks the generator again and fails when it would change anything.
 */
async function createPeople(db: Kysely<unknown>, kind: DatabaseKind): Promise<void> {
  const date = kind === 'sqlite' ? 'date' : 'timestamptz'
  const flag = kind === 'sqlite' ? 'integer' : 'boolean'
  await table(db, 'auth_user')
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('email', 'text', (column) => column.notNull().unique())
    .addColumn('emailVerified', flag, (column) => column.notNull())
    .addColumn('image', 'text')
    .addColumn('createdAt', sql.raw(date), (column) => column.notNull())
    .addColumn('updatedAt', sql.raw(date), (column) => column.notNull())
    .addColumn('role', 'text', (column) => column.notNull())
    .execute()
  await table(db, 'auth_session')
    .addColumn('expiresAt', sql.raw(date), (column) => column.notNull())
    .addColumn('token', 'text', (column) => column.notNull().unique())
    .addColumn('createdAt', sql.raw(date), (column) => column.notNull())
    .addColumn('updatedAt', sql.raw(date), (column) => column.notNull())
    .addColumn('ipAddress', 'text')
    .addColumn('userAgent', 'text')
    .addColumn('userId', 'text', (column) => column.notNull().references('auth_user.id').onDelete('cascade'))
    .execute()
  await table(db, 'auth_account')
    .addColumn('accountId', 'text', (column) => column.notNull())
    .addColumn('providerId', 'text', (column) => column.notNull())
    .addColumn('userId', 'text', (column) => column.notNull().references('auth_user.id').onDelete('cascade'))
    .addColumn('accessToken', 'text')
    .addColumn('refreshToken', 'text')
    .addColumn('idToken', 'text')
    .addColumn('accessTokenExpiresAt', sql.raw(date))
    .addColumn('refreshTokenExpiresAt', sql.raw(date))
    .addColumn('scope', 'text')
    .addColumn('password', 'text')
    .addColumn('createdAt', sql.raw(date), (column) => column.notNull())
    .addColumn('updatedAt', sql.raw(date), (column) => column.notNull())
    .execute()
  await table(db, 'auth_verification')
    .addColumn('identifier', 'text', (column) => column.notNull())
    .addColumn('value', 'text', (column) => column.notNull())
    .addColumn('expiresAt', sql.raw(date), (column) => column.notNull())
    .addColumn('createdAt', sql.raw(date), (column) => column.notNull())
    .addColumn('updatedAt', sql.raw(date), (column) => column.notNull())
    .execute()
  await table(db, 'auth_rate_limit')
    .addColumn('key', 'text', (column) => column.notNull().unique())
    .addColumn('count', 'integer', (column) => column.notNull())
    .addColumn('lastRequest', 'bigint', (column) => column.notNull())
    .execute()
  await index(db, 'auth_session', 'userId')
  await index(db, 'auth_account', 'userId')
  await index(db, 'auth_verification', 'identifier')
  // Two first sign-ups at the same moment cannot both become the owner.
  await sql`create unique index auth_user_one_owner on auth_user (role) where role = 'owner'`.execute(db)
}

async function createChats(db: Kysely<unknown>): Promise<void> {
  await table(db, 'chats')
    .addColumn('owner_id', 'text', (column) =>
      column.notNull().references('auth_user.id').onDelete('cascade'),
    )
    .addColumn('title', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('updated_at', 'bigint', (column) => column.notNull())
    .execute()
  await table(db, 'messages')
    .addColumn('chat_id', 'text', (column) => column.notNull().references('chats.id').onDelete('cascade'))
    .addColumn('position', 'integer', (column) => column.notNull())
    .addColumn('role', 'text', (column) => column.notNull())
    .addColumn('text', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addUniqueConstraint('messages_chat_id_position', ['chat_id', 'position'])
    .execute()
  await table(db, 'runs')
    .addColumn('chat_id', 'text', (column) => column.notNull().references('chats.id').onDelete('cascade'))
    .addColumn('message_id', 'text', (column) =>
      column.notNull().references('messages.id').onDelete('cascade'),
    )
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('answer', 'text')
    .addColumn('error_code', 'text')
    .addColumn('error_message', 'text')
    .addColumn('worker', 'text', (column) => column.notNull())
    .addColumn('stop_requested', 'integer', (column) => column.notNull())
    .addColumn('started_at', 'bigint', (column) => column.notNull())
    .addColumn('ended_at', 'bigint')
    .execute()
  await db.schema
    .createTable('run_events')
    .addColumn('run_id', 'text', (column) => column.notNull().references('runs.id').onDelete('cascade'))
    .addColumn('seq', 'integer', (column) => column.notNull())
    .addColumn('event', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('run_events_key', ['run_id', 'seq'])
    .execute()
  await db.schema
    .createIndex('chats_owner_id_updated_at')
    .on('chats')
    .columns(['owner_id', 'updated_at'])
    .execute()
  await index(db, 'runs', 'chat_id')
  await index(db, 'runs', 'message_id')
  await index(db, 'runs', 'state')
}

async function createDesk(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('settings')
    .addColumn('key', 'text', (column) => column.primaryKey())
    .addColumn('value', 'text', (column) => column.notNull())
    .execute()
  await table(db, 'sources')
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('title', 'text', (column) => column.notNull())
    .addColumn('enabled', 'integer', (column) => column.notNull())
    .addColumn('config', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .execute()
  await db.schema
    .createTable('cursors')
    .addColumn('source_id', 'text', (column) => column.primaryKey())
    .addColumn('cursor', 'text', (column) => column.notNull())
    .addColumn('updated_at', 'bigint', (column) => column.notNull())
    .execute()
}

async function createWork(db: Kysely<unknown>): Promise<void> {
  await table(db, 'workers')
    .addColumn('host', 'text', (column) => column.notNull())
    .addColumn('pid', 'integer', (column) => column.notNull())
    .addColumn('seen_at', 'bigint', (column) => column.notNull())
    .execute()
  await db.schema
    .createTable('locks')
    .addColumn('name', 'text', (column) => column.primaryKey())
    .addColumn('holder', 'text', (column) => column.notNull())
    .addColumn('worker', 'text', (column) => column.notNull())
    .addColumn('fence', 'bigint', (column) => column.notNull())
    .addColumn('expires_at', 'bigint', (column) => column.notNull())
    .execute()
  await table(db, 'jobs')
    .addColumn('owner_id', 'text', (column) => column.references('auth_user.id').onDelete('set null'))
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('title', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('progress01', 'double precision')
    .addColumn('report', 'text')
    .addColumn('error_code', 'text')
    .addColumn('error_message', 'text')
    .addColumn('worker', 'text', (column) => column.notNull())
    .addColumn('stop_requested', 'integer', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('ended_at', 'bigint')
    .execute()
  await index(db, 'jobs', 'state')
  await db.schema
    .createTable('import_marks')
    .addColumn('key', 'text', (column) => column.primaryKey())
    .addColumn('position', 'bigint', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('updated_at', 'bigint', (column) => column.notNull())
    .execute()
  await table(db, 'usage')
    .addColumn('owner_id', 'text', (column) =>
      column.notNull().references('auth_user.id').onDelete('cascade'),
    )
    .addColumn('run_id', 'text', (column) => column.references('runs.id').onDelete('set null'))
    .addColumn('provider', 'text', (column) => column.notNull())
    .addColumn('model', 'text', (column) => column.notNull())
    .addColumn('embedded', 'integer', (column) => column.notNull())
    .addColumn('tokens_in', 'integer')
    .addColumn('tokens_out', 'integer')
    .addColumn('cost_usd', 'double precision')
    .addColumn('ms', 'double precision', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .execute()
  await db.schema.createIndex('usage_owner_id_at').on('usage').columns(['owner_id', 'at']).execute()
  await index(db, 'usage', 'run_id')
}

function table(db: Kysely<unknown>, name: string): CreateTableBuilder<string, 'id'> {
  return db.schema.createTable(name).addColumn('id', 'text', (column) => column.notNull().primaryKey())
}

async function index(db: Kysely<unknown>, on: string, column: string): Promise<void> {
  await db.schema.createIndex(`${on}_${column}_idx`).on(on).column(column).execute()
}
