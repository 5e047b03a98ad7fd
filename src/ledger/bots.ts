import type { Selectable } from 'kysely'
import { AppError } from '../domain/errors.ts'
import type { Store } from './store.ts'
import { parseStored } from './stored-json.ts'
import type { Tables } from './tables.ts'

export const BOT_NETWORKS = ['bluesky', 'mastodon'] as const
export type BotNetworkName = (typeof BOT_NETWORKS)[number]

/** What the owner decided for one account that answers. */
export type BotSettings = {
  /** Drafts wait until somebody approves them. */
  readonly isApprovalFirst: boolean
  /** Replies of the account, corrections included. */
  readonly repliesPerHourMax: number
  readonly repliesPerDayMax: number
  /** Replies in one conversation: two programs that answer each other end here. */
  readonly repliesPerThreadMax: number
  /** Replies to one account in a day. */
  readonly repliesPerAuthorMax: number
  /** Nobody of these is answered, and nothing that they wrote is checked: names or ids of accounts. */
  readonly blockedAccounts: readonly string[]
  /** The same for everybody of these servers. */
  readonly blockedServers: readonly string[]
}

export const BOT_SETTINGS: BotSettings = {
  isApprovalFirst: true,
  ...{ repliesPerHourMax: 20, repliesPerDayMax: 100, repliesPerThreadMax: 3, repliesPerAuthorMax: 5 },
  ...{ blockedAccounts: [], blockedServers: [] },
}

/** An account that answers when it is mentioned. Times are UTC milliseconds. */
export type StoredBot = {
  readonly id: string
  readonly network: BotNetworkName
  /** Origin of the server that the account is on. */
  readonly server: string
  /** The network's own id of the account. */
  readonly accountId: string
  readonly handle: string
  /** The app password or the token, sealed: the ledger cannot read it. */
  readonly secret: string
  /** A session that can be gone on with, sealed; null where there is none. */
  readonly session: string | null
  readonly settings: BotSettings
  /** How far mentions are read; null before the first look. */
  readonly cursor: string | null
  readonly isPaused: boolean
  /** What keeps it from working, for people; null where nothing does. */
  readonly trouble: string | null
  readonly troubleAt: number | null
  /** When mentions were last read. */
  readonly seenAt: number | null
  readonly createdAt: number
}

export type NewBot = Pick<StoredBot, 'network' | 'server' | 'accountId' | 'handle'>

export type BotPatch = Partial<
  Pick<
    StoredBot,
    'handle' | 'secret' | 'session' | 'settings' | 'cursor' | 'isPaused' | 'trouble' | 'troubleAt' | 'seenAt'
  >
>

const BOTS_MAX = 50

/** Accounts that answer, as their owner set them up. */
export class Bots {
  readonly #store: Store

  constructor(store: Store) {
    this.#store = store
  }

  /** Oldest first. */
  async list(): Promise<StoredBot[]> {
    const query = this.#store.db.selectFrom('bots').selectAll().orderBy('created_at').orderBy('id')
    return (await query.execute()).map(toBot)
  }

  async get(id: string): Promise<StoredBot | null> {
    const row = await this.#store.db.selectFrom('bots').selectAll().where('id', '=', id).executeTakeFirst()
    return row === undefined ? null : toBot(row)
  }

  /**
   * Adds an account, or gives a known one its new credentials; settings of a known one stay.
   *
   * @param seal makes the stored form of the credentials, bound to the id of the row
   * @throws {AppError} over_limit beyond 50 accounts
   */
  async add(bot: NewBot, seal: (id: string) => string): Promise<StoredBot> {
    const { network, server, accountId, handle } = bot
    const known = (await this.list()).find(
      (each) => each.network === network && each.server === server && each.accountId === accountId,
    )
    if (known !== undefined) {
      const fresh = { secret: seal(known.id), session: null, handle, trouble: null, troubleAt: null }
      return (await this.update(known.id, fresh)) ?? known
    }
    if ((await this.list()).length >= BOTS_MAX)
      throw new AppError('over_limit', `There are ${BOTS_MAX} reply accounts already. Remove one first.`)
    const id = this.#store.newId()
    const row = {
      ...{ id, network, server, account_id: accountId, handle, secret: seal(id), paused: 0 },
      ...{ settings: JSON.stringify(BOT_SETTINGS), created_at: this.#store.clock() },
    }
    await this.#store.db.insertInto('bots').values(row).execute()
    const added = await this.get(id)
    if (added === null) throw new AppError('store_failed', 'The account could not be stored. Try again.')
    return added
  }

  /** Changes what the patch names. @returns null when there is no such account */
  async update(id: string, patch: BotPatch): Promise<StoredBot | null> {
    const columns = toColumns(patch)
    if (Object.keys(columns).length > 0)
      await this.#store.db.updateTable('bots').set(columns).where('id', '=', id).execute()
    return this.get(id)
  }

  /** Removes the account with all it was asked and answered. @returns false when there was none */
  async remove(id: string): Promise<boolean> {
    const result = await this.#store.db.deleteFrom('bots').where('id', '=', id).executeTakeFirst()
    return result.numDeletedRows > 0n
  }
}

function toColumns(patch: BotPatch): Partial<Tables['bots']> {
  const { settings, isPaused, troubleAt, seenAt, ...same } = patch
  return {
    ...same,
    ...(settings !== undefined && { settings: JSON.stringify(settings) }),
    ...(isPaused !== undefined && { paused: isPaused ? 1 : 0 }),
    ...(troubleAt !== undefined && { trouble_at: troubleAt }),
    ...(seenAt !== undefined && { seen_at: seenAt }),
  }
}

function toBot(row: Selectable<Tables['bots']>): StoredBot {
  const { id, server, handle, secret, session, cursor, trouble } = row
  return {
    ...{ id, server, handle, secret, session, cursor, trouble },
    network: row.network as BotNetworkName,
    accountId: row.account_id,
    settings: { ...BOT_SETTINGS, ...parseStored<Partial<BotSettings>>(row.settings) },
    isPaused: row.paused === 1,
    troubleAt: row.trouble_at === null ? null : Number(row.trouble_at),
    seenAt: row.seen_at === null ? null : Number(row.seen_at),
    createdAt: Number(row.created_at),
  }
}
