import type { Kysely } from 'kysely'

/**
 * Claims and their verdicts with every revision, who follows and who rates them, what others have checked, and what
 * people are told and by which way.
 */
export async function addChecks(db: Kysely<unknown>): Promise<void> {
  await addClaims(db)
  await addKnownChecks(db)
  await addNotifications(db)
}

async function addClaims(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('claims')
    .addColumn('id', 'text', (each) => each.primaryKey())
    .addColumn('text', 'text', (each) => each.notNull())
    .addColumn('text_key', 'text', (each) => each.notNull().unique())
    .addColumn('lang', 'text')
    .addColumn('origin_kind', 'text', (each) => each.notNull())
    .addColumn('origin_id', 'text')
    .addColumn('created_by', 'text', (each) => each.references('auth_user.id').onDelete('set null'))
    .addColumn('state', 'text', (each) => each.notNull())
    .addColumn('revision', 'integer', (each) => each.notNull())
    .addColumn('verdict', 'text')
    .addColumn('published', 'integer', (each) => each.notNull())
    .addColumn('quiet_checks', 'integer', (each) => each.notNull())
    .addColumn('created_at', 'bigint', (each) => each.notNull())
    .addColumn('checked_at', 'bigint')
    .addColumn('changed_at', 'bigint', (each) => each.notNull())
    .addColumn('next_check_at', 'bigint', (each) => each.notNull())
    .addColumn('error_code', 'text')
    .addColumn('error_message', 'text')
    .execute()
  await db.schema.createIndex('claims_changed_at').on('claims').columns(['changed_at', 'id']).execute()
  await db.schema.createIndex('claims_next_check_at').on('claims').column('next_check_at').execute()
  await db.schema
    .createTable('claim_revisions')
    .addColumn('claim_id', 'text', (each) => each.notNull().references('claims.id').onDelete('cascade'))
    .addColumn('revision', 'integer', (each) => each.notNull())
    .addColumn('reason', 'text', (each) => each.notNull())
    .addColumn('verdict', 'text', (each) => each.notNull())
    .addColumn('at', 'bigint', (each) => each.notNull())
    .addPrimaryKeyConstraint('claim_revisions_key', ['claim_id', 'revision'])
    .execute()
  await db.schema
    .createTable('claim_posts')
    .addColumn('claim_id', 'text', (each) => each.notNull().references('claims.id').onDelete('cascade'))
    .addColumn('post_id', 'text', (each) => each.notNull())
    .addColumn('author', 'text', (each) => each.notNull())
    .addPrimaryKeyConstraint('claim_posts_key', ['claim_id', 'post_id'])
    .execute()
  await db.schema.createIndex('claim_posts_post_id').on('claim_posts').column('post_id').execute()
  await db.schema.createIndex('claim_posts_author').on('claim_posts').column('author').execute()
  for (const table of ['claim_follows', 'claim_ratings'] as const) {
    const base = db.schema
      .createTable(table)
      .addColumn('claim_id', 'text', (each) => each.notNull().references('claims.id').onDelete('cascade'))
      .addColumn('person_id', 'text', (each) => each.notNull().references('auth_user.id').onDelete('cascade'))
      .addColumn('created_at', 'bigint', (each) => each.notNull())
      .addPrimaryKeyConstraint(`${table}_key`, ['claim_id', 'person_id'])
    await (table === 'claim_follows'
      ? base
      : base.addColumn('level', 'text', (each) => each.notNull())
    ).execute()
    await db.schema.createIndex(`${table}_person_id`).on(table).column('person_id').execute()
  }
}

async function addKnownChecks(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('known_checks')
    .addColumn('id', 'text', (each) => each.primaryKey())
    .addColumn('claim', 'text', (each) => each.notNull())
    .addColumn('lang', 'text')
    .addColumn('claimant', 'text')
    .addColumn('publisher', 'text', (each) => each.notNull())
    .addColumn('url', 'text', (each) => each.notNull())
    .addColumn('title', 'text')
    .addColumn('rating', 'text')
    .addColumn('reviewed_at', 'bigint')
    .addColumn('found_in', 'text', (each) => each.notNull())
    .addColumn('found_at', 'bigint', (each) => each.notNull())
    .execute()
  await db.schema.createIndex('known_checks_found_at').on('known_checks').column('found_at').execute()
}

async function addNotifications(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('notifications')
    .addColumn('id', 'text', (each) => each.primaryKey())
    .addColumn('person_id', 'text', (each) => each.notNull().references('auth_user.id').onDelete('cascade'))
    .addColumn('kind', 'text', (each) => each.notNull())
    .addColumn('event_key', 'text', (each) => each.notNull())
    .addColumn('title', 'text', (each) => each.notNull())
    .addColumn('body', 'text', (each) => each.notNull())
    .addColumn('path', 'text', (each) => each.notNull())
    .addColumn('created_at', 'bigint', (each) => each.notNull())
    .addColumn('read_at', 'bigint')
    .addUniqueConstraint('notifications_once', ['person_id', 'event_key'])
    .execute()
  await db.schema
    .createIndex('notifications_person_id')
    .on('notifications')
    .columns(['person_id', 'created_at'])
    .execute()
  await db.schema
    .createTable('notification_sends')
    .addColumn('id', 'text', (each) => each.primaryKey())
    .addColumn('notification_id', 'text', (each) =>
      each.notNull().references('notifications.id').onDelete('cascade'),
    )
    .addColumn('channel', 'text', (each) => each.notNull())
    .addColumn('state', 'text', (each) => each.notNull())
    .addColumn('attempts', 'integer', (each) => each.notNull())
    .addColumn('next_at', 'bigint', (each) => each.notNull())
    .addColumn('error', 'text')
    .addColumn('ended_at', 'bigint')
    .execute()
  await db.schema
    .createIndex('notification_sends_due')
    .on('notification_sends')
    .columns(['state', 'next_at'])
    .execute()
  await db.schema
    .createTable('notification_settings')
    .addColumn('person_id', 'text', (each) =>
      each.primaryKey().references('auth_user.id').onDelete('cascade'),
    )
    .addColumn('email', 'text')
    .addColumn('webhook_url', 'text')
    .addColumn('webhook_secret', 'text')
    .addColumn('off_kinds', 'text', (each) => each.notNull())
    .addColumn('locale', 'text', (each) => each.notNull())
    .addColumn('stop_token', 'text', (each) => each.notNull().unique())
    .addColumn('feed_token', 'text', (each) => each.notNull().unique())
    .execute()
}
