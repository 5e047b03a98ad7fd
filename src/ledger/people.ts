import { type SelectQueryBuilder, sql, type Transaction } from 'kysely'
import type { DatabaseKind } from './database-kind.ts'
import type { Store } from './store.ts'
import { isUniqueViolation } from './store-error.ts'
import type { Tables } from './tables.ts'

export type Person = {
  readonly id: string
  readonly name: string
  /** Null for the owner of a loopback installation, who never signed up. */
  readonly email: string | null
  readonly role: 'owner' | 'member'
}

/**
 * - `missing`: nobody was here yet.
 * - `unclaimed`: somebody used Verity on its own computer, without signing up.
 * - `claimed`: the owner can sign in.
 */
export type OwnerState = 'missing' | 'unclaimed' | 'claimed'

/** The owner before anybody signed up. Nobody can sign in as them: there is no credential. */
export const LOCAL_OWNER_ID = 'local-owner'
export const LOCAL_OWNER_EMAIL = 'owner@local.invalid'
/** A sign-up that was cut off between its two steps is forgotten after this time. */
const UNFINISHED_MS_MAX = 3_600_000

/** Who may use this installation. Signing up and in is done by `auth.ts`; this knows roles and ownership. */
export class People {
  readonly #store: Store

  constructor(store: Store) {
    this.#store = store
  }

  /** Owner first, then by name. */
  async list(): Promise<Person[]> {
    const rows = await select(this.#store.db)
      .orderBy(sql`case role when 'owner' then 0 else 1 end`)
      .orderBy('name')
      .execute()
    return rows.map(toPerson)
  }

  async get(id: string): Promise<Person | null> {
    const row = await select(this.#store.db).where('id', '=', id).executeTakeFirst()
    return row === undefined ? null : toPerson(row)
  }

  async owner(): Promise<Person | null> {
    const row = await select(this.#store.db).where('role', '=', 'owner').executeTakeFirst()
    return row === undefined ? null : toPerson(row)
  }

  async ownerState(): Promise<OwnerState> {
    const owner = await this.owner()
    if (owner === null) return 'missing'
    return (await hasCredential(this.#store.db, owner.id)) ? 'claimed' : 'unclaimed'
  }

  /** The owner, created without a way to sign in where there is none: for a visitor on the same computer. */
  async ensureOwner(): Promise<Person> {
    const known = await this.owner()
    if (known !== null) return known
    await this.#store.db
      .insertInto('auth_user')
      .values(localOwner(this.#store.kind, this.#store.clock()))
      .onConflict((conflict) => conflict.doNothing())
      .execute()
    // Somebody else may have become the owner meanwhile.
    return (await this.owner()) ?? LOCAL_OWNER
  }

  /**
   * Makes a person who can sign in the owner, if nobody who can sign in is: with everything that the local
   * owner had.
   *
   * @returns false when there is such an owner already
   */
  async claimOwnership(personId: string): Promise<boolean> {
    try {
      return await this.#store.db.transaction().execute((transaction) => claim(transaction, personId))
    } catch (thrown) {
      // In PostgreSQL two people may claim at the same moment; the index on the role lets one through.
      if (isUniqueViolation(thrown)) return false
      throw thrown
    }
  }

  /** Deletes a person with everything they own. The owner stays. @returns false when nobody was deleted */
  async remove(personId: string): Promise<boolean> {
    const query = this.#store.db
      .deleteFrom('auth_user')
      .where('id', '=', personId)
      .where('role', '!=', 'owner')
    return (await query.executeTakeFirst()).numDeletedRows > 0n
  }

  /** Forgets sign-ups that were cut off before they had a credential, so that their address is free again. */
  async removeUnfinished(): Promise<number> {
    const before = storedDate(this.#store.kind, this.#store.clock() - UNFINISHED_MS_MAX)
    const { numDeletedRows } = await this.#store.db
      .deleteFrom('auth_user')
      .where('id', '!=', LOCAL_OWNER_ID)
      .where('createdAt', '<', before)
      .where('id', 'not in', this.#store.db.selectFrom('auth_account').select('userId'))
      .executeTakeFirst()
    return Number(numDeletedRows)
  }
}

const LOCAL_OWNER: Person = { id: LOCAL_OWNER_ID, name: 'Owner', email: null, role: 'owner' }

function select(db: Store['db'] | Transaction<Tables>): SelectQueryBuilder<Tables, 'auth_user', Row> {
  return db.selectFrom('auth_user').select(['id', 'name', 'email', 'role'])
}

type Row = { id: string; name: string; email: string; role: string }

function toPerson({ id, name, email, role }: Row): Person {
  return {
    id,
    name,
    email: id === LOCAL_OWNER_ID ? null : email,
    role: role === 'owner' ? 'owner' : 'member',
  }
}

async function hasCredential(db: Store['db'] | Transaction<Tables>, personId: string): Promise<boolean> {
  const query = db.selectFrom('auth_account').select('id').where('userId', '=', personId).limit(1)
  return (await query.executeTakeFirst()) !== undefined
}

async function claim(transaction: Transaction<Tables>, personId: string): Promise<boolean> {
  const owner = await select(transaction).where('role', '=', 'owner').executeTakeFirst()
  if (owner !== undefined && owner.id !== personId) {
    if (await hasCredential(transaction, owner.id)) return false
    await adopt(transaction, owner.id, personId)
  }
  await transaction.updateTable('auth_user').set({ role: 'owner' }).where('id', '=', personId).execute()
  return true
}

async function adopt(transaction: Transaction<Tables>, from: string, to: string): Promise<void> {
  await transaction.updateTable('chats').set({ owner_id: to }).where('owner_id', '=', from).execute()
  await transaction.updateTable('usage').set({ owner_id: to }).where('owner_id', '=', from).execute()
  await transaction.updateTable('jobs').set({ owner_id: to }).where('owner_id', '=', from).execute()
  await transaction.updateTable('files').set({ owner_id: to }).where('owner_id', '=', from).execute()
  await transaction.updateTable('api_keys').set({ owner_id: to }).where('owner_id', '=', from).execute()
  await transaction.updateTable('api_objects').set({ owner_id: to }).where('owner_id', '=', from).execute()
  await transaction.updateTable('claims').set({ created_by: to }).where('created_by', '=', from).execute()
  for (const table of ['claim_follows', 'claim_ratings', 'notifications', 'notification_settings'] as const)
    await transaction.updateTable(table).set({ person_id: to }).where('person_id', '=', from).execute()
  await transaction.deleteFrom('auth_user').where('id', '=', from).execute()
}

function localOwner(kind: DatabaseKind, now: number) {
  const date = storedDate(kind, now)
  return {
    id: LOCAL_OWNER_ID,
    name: LOCAL_OWNER.name,
    email: LOCAL_OWNER_EMAIL,
    emailVerified: kind === 'sqlite' ? 0 : false,
    createdAt: date,
    updatedAt: date,
    role: 'owner',
  }
}

/** As the authentication library stores dates. */
function storedDate(kind: DatabaseKind, ms: number): string | Date {
  return kind === 'sqlite' ? new Date(ms).toISOString() : new Date(ms)
}
