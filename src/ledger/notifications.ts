import type { Selectable, Transaction } from 'kysely'
import type { Store } from './store.ts'
import { parseStored } from './stored-json.ts'
import type { Tables } from './tables.ts'

/** A way by which a person is told, beside the list in the app. */
export type SendChannel = 'email' | 'webhook'

/** What a person is told. Times are UTC milliseconds. */
export type Notification = {
  readonly id: string
  readonly personId: string
  readonly kind: string
  readonly title: string
  readonly body: string
  /** Where in the app it leads, from `/`. */
  readonly path: string
  readonly createdAt: number
  readonly readAt: number | null
}

export type NewNotification = Pick<Notification, 'personId' | 'kind' | 'title' | 'body' | 'path'> & {
  /** What happened: a person is told of it once. */
  readonly eventKey: string
}

export type NotificationSettings = {
  readonly personId: string
  /** Null: nothing is sent by mail. */
  readonly email: string | null
  readonly webhookUrl: string | null
  /** Sealed. */
  readonly webhookSecret: string | null
  /** Kinds that are listed in the app alone. */
  readonly offKinds: readonly string[]
  readonly locale: 'en' | 'fr'
  /** In each mail: whoever has it may end the mails, and nothing else. */
  readonly stopToken: string
  /** In the address of the person's feed. */
  readonly feedToken: string
}

/** One notification on its way by one channel. */
export type Sending = {
  readonly id: string
  readonly channel: SendChannel
  readonly attempts: number
  readonly notification: Notification
}

const LIST_MAX = 200
/** What was read this long ago is forgotten; unread ones a little later. */
const KEPT_READ_MS = 90 * 86_400_000
const KEPT_MS = 365 * 86_400_000

/** What people are told, and what is still to be sent. */
export class Notifications {
  readonly #store: Store

  constructor(store: Store) {
    this.#store = store
  }

  /**
   * Tells a person something, once; `channels` are the ways it is to be sent by.
   *
   * @returns false when the person was told of it before
   */
  async tell(notification: NewNotification, channels: readonly SendChannel[]): Promise<boolean> {
    const { db, clock, newId } = this.#store
    return await db.transaction().execute(async (transaction) => {
      const { personId, eventKey, kind, title, body, path } = notification
      const row = await transaction
        .insertInto('notifications')
        .values({
          id: newId(),
          person_id: personId,
          event_key: eventKey,
          kind,
          title,
          body,
          path,
          created_at: clock(),
        })
        .onConflict((conflict) => conflict.columns(['person_id', 'event_key']).doNothing())
        .returning('id')
        .executeTakeFirst()
      if (row === undefined) return false
      for (const channel of channels) await this.#queue(transaction, row.id, channel)
      return true
    })
  }

  /** Newest first. */
  async list(personId: string, limit: number): Promise<Notification[]> {
    const query = this.#store.db.selectFrom('notifications').selectAll().where('person_id', '=', personId)
    const ordered = query.orderBy('created_at', 'desc').orderBy('id').limit(Math.min(limit, LIST_MAX))
    return (await ordered.execute()).map(toNotification)
  }

  async unreadCount(personId: string): Promise<number> {
    const { count } = await this.#store.db
      .selectFrom('notifications')
      .select((row) => row.fn.countAll<number>().as('count'))
      .where('person_id', '=', personId)
      .where('read_at', 'is', null)
      .executeTakeFirstOrThrow()
    return Number(count)
  }

  /** Marks one as read, or all where no id is given. */
  async markRead(personId: string, id?: string): Promise<void> {
    let query = this.#store.db
      .updateTable('notifications')
      .set({ read_at: this.#store.clock() })
      .where('person_id', '=', personId)
      .where('read_at', 'is', null)
    if (id !== undefined) query = query.where('id', '=', id)
    await query.execute()
  }

  /** What is to be sent now, the longest waiting first. */
  async due(now: number, limit: number): Promise<Sending[]> {
    const rows = await this.#store.db
      .selectFrom('notification_sends')
      .innerJoin('notifications', 'notifications.id', 'notification_sends.notification_id')
      .selectAll('notifications')
      .select([
        'notification_sends.id as send_id',
        'notification_sends.channel',
        'notification_sends.attempts',
      ])
      .where('notification_sends.state', '=', 'waiting')
      .where('notification_sends.next_at', '<=', now)
      .orderBy('notification_sends.next_at')
      .limit(limit)
      .execute()
    return rows.map((row) => ({
      ...{ id: row.send_id, channel: row.channel as SendChannel, attempts: Number(row.attempts) },
      notification: toNotification(row),
    }))
  }

  /** When the next one is to be sent; null where none waits. */
  async nextDueAt(): Promise<number | null> {
    const query = this.#store.db
      .selectFrom('notification_sends')
      .select('next_at')
      .where('state', '=', 'waiting')
    const row = await query.orderBy('next_at').limit(1).executeTakeFirst()
    return row === undefined ? null : Number(row.next_at)
  }

  async endSend(id: string, state: 'sent' | 'dropped', error: string | null = null): Promise<void> {
    await this.#store.db
      .updateTable('notification_sends')
      .set((row) => ({ state, error, ended_at: this.#store.clock(), attempts: row('attempts', '+', 1) }))
      .where('id', '=', id)
      .execute()
  }

  async retrySend(id: string, nextAt: number, error: string): Promise<void> {
    await this.#store.db
      .updateTable('notification_sends')
      .set((row) => ({ next_at: nextAt, error, attempts: row('attempts', '+', 1) }))
      .where('id', '=', id)
      .execute()
  }

  /** What became of the last sends of a person, for the settings screen: newest first. */
  async lastSends(
    personId: string,
  ): Promise<readonly { channel: SendChannel; state: string; error: string | null; at: number }[]> {
    const rows = await this.#store.db
      .selectFrom('notification_sends')
      .innerJoin('notifications', 'notifications.id', 'notification_sends.notification_id')
      .select(['channel', 'state', 'error', 'ended_at', 'next_at'])
      .where('person_id', '=', personId)
      .orderBy('notifications.created_at', 'desc')
      .limit(20)
      .execute()
    return rows.map((row) => {
      const at = Number(row.ended_at ?? row.next_at)
      return { channel: row.channel as SendChannel, state: row.state, error: row.error, at }
    })
  }

  /** A person's settings, made with new tokens where there are none. */
  async settings(personId: string): Promise<NotificationSettings> {
    const { db, newId } = this.#store
    await db
      .insertInto('notification_settings')
      .values({
        person_id: personId,
        off_kinds: '[]',
        locale: 'en',
        stop_token: newId(),
        feed_token: newId(),
      })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
    const query = db.selectFrom('notification_settings').selectAll().where('person_id', '=', personId)
    return toSettings(await query.executeTakeFirstOrThrow())
  }

  async changeSettings(
    personId: string,
    change: Partial<
      Pick<NotificationSettings, 'email' | 'webhookUrl' | 'webhookSecret' | 'offKinds' | 'locale'>
    >,
  ): Promise<NotificationSettings> {
    await this.settings(personId)
    await this.#store.db
      .updateTable('notification_settings')
      .set({
        ...(change.email !== undefined && { email: change.email }),
        ...(change.webhookUrl !== undefined && { webhook_url: change.webhookUrl }),
        ...(change.webhookSecret !== undefined && { webhook_secret: change.webhookSecret }),
        ...(change.offKinds !== undefined && { off_kinds: JSON.stringify(change.offKinds) }),
        ...(change.locale !== undefined && { locale: change.locale }),
        person_id: personId,
      })
      .where('person_id', '=', personId)
      .execute()
    return this.settings(personId)
  }

  /** Ends the mails of whoever was sent this token. @returns false when nobody was */
  async stopMails(stopToken: string): Promise<boolean> {
    const query = this.#store.db.updateTable('notification_settings').set({ email: null })
    return (await query.where('stop_token', '=', stopToken).executeTakeFirst()).numUpdatedRows > 0n
  }

  async ownerOfFeed(feedToken: string): Promise<NotificationSettings | null> {
    const query = this.#store.db.selectFrom('notification_settings').selectAll()
    const row = await query.where('feed_token', '=', feedToken).executeTakeFirst()
    return row === undefined ? null : toSettings(row)
  }

  /** Forgets what was told long ago. */
  async prune(): Promise<void> {
    const now = this.#store.clock()
    await this.#store.db
      .deleteFrom('notifications')
      .where('read_at', '<', now - KEPT_READ_MS)
      .execute()
    await this.#store.db
      .deleteFrom('notifications')
      .where('created_at', '<', now - KEPT_MS)
      .execute()
  }

  async #queue(
    transaction: Transaction<Tables>,
    notificationId: string,
    channel: SendChannel,
  ): Promise<void> {
    await transaction
      .insertInto('notification_sends')
      .values({
        ...{ id: this.#store.newId(), notification_id: notificationId, channel },
        ...{ state: 'waiting', attempts: 0, next_at: this.#store.clock() },
      })
      .execute()
  }
}

function toNotification(row: Selectable<Tables['notifications']>): Notification {
  const { id, kind, title, body, path } = row
  return {
    ...{ id, personId: row.person_id, kind, title, body, path, createdAt: Number(row.created_at) },
    readAt: row.read_at === null ? null : Number(row.read_at),
  }
}

function toSettings(row: Selectable<Tables['notification_settings']>): NotificationSettings {
  return {
    ...{ personId: row.person_id, email: row.email, webhookUrl: row.webhook_url },
    ...{ webhookSecret: row.webhook_secret, offKinds: parseStored<string[]>(row.off_kinds) },
    locale: row.locale === 'fr' ? 'fr' : 'en',
    ...{ stopToken: row.stop_token, feedToken: row.feed_token },
  }
}
