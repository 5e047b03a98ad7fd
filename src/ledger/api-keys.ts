import { createHash, randomBytes } from 'node:crypto'
import type { Selectable } from 'kysely'
import type { ApiScopes } from '../domain/api-scopes.ts'
import { AppError } from '../domain/errors.ts'
import type { Store } from './store.ts'
import { parseStored } from './stored-json.ts'
import type { Tables } from './tables.ts'

/** A key of the API, without the key itself: that is shown once and kept only as a hash. Times are UTC milliseconds. */
export type ApiKey = {
  readonly id: string
  readonly ownerId: string
  readonly name: string
  /** Its last characters, so that people recognise it. */
  readonly hint: string
  readonly scopes: ApiScopes
  /** Null: the common limit holds. */
  readonly requestsPerMinute: number | null
  readonly createdAt: number
  readonly expiresAt: number | null
  readonly revokedAt: number | null
  readonly lastUsedAt: number | null
}

export type NewApiKey = Pick<ApiKey, 'name' | 'scopes' | 'expiresAt' | 'requestsPerMinute'>

/** What came of a key that was sent. */
export type KeyCheck =
  | { readonly kind: 'valid'; readonly key: ApiKey }
  | { readonly kind: 'refused'; readonly reason: 'unknown' | 'expired' | 'revoked' }

const PREFIX = 'vrt_'
/** 256 bits: guessing is hopeless, so that a fast hash protects a stolen ledger as well as a slow one. */
const KEY_BYTES = 32
const HINT_LENGTH = 4
const KEYS_MAX = 100
/** Longer texts are no key of ours and are not even hashed. */
const KEY_LENGTH_MAX = 200
/** When a key was last used is written down this often. */
const USED_EVERY_MS = 60_000

/** Keys of the API. Listing and revoking see only the keys of the owner they are given. */
export class ApiKeys {
  readonly #store: Store

  constructor(store: Store) {
    this.#store = store
  }

  /** @returns the key in clear, for the only time. @throws {AppError} over_limit when the person has too many */
  async create(
    ownerId: string,
    wanted: NewApiKey,
  ): Promise<{ readonly key: string; readonly about: ApiKey }> {
    if ((await this.list(ownerId)).length >= KEYS_MAX)
      throw new AppError('over_limit', `You have ${KEYS_MAX} keys. Revoke some before you make another one.`)
    const key = `${PREFIX}${randomBytes(KEY_BYTES).toString('base64url')}`
    const row = {
      ...{ id: this.#store.newId(), owner_id: ownerId, name: wanted.name, key_sha256: hashOf(key) },
      ...{ hint: key.slice(-HINT_LENGTH), scopes: JSON.stringify(wanted.scopes) },
      ...{ requests_per_minute: wanted.requestsPerMinute, created_at: this.#store.clock() },
      ...{ expires_at: wanted.expiresAt, revoked_at: null, last_used_at: null },
    }
    await this.#store.db.insertInto('api_keys').values(row).execute()
    return { key, about: toApiKey(row) }
  }

  /** Newest first; revoked ones are left out. */
  async list(ownerId: string): Promise<ApiKey[]> {
    const query = this.#store.db.selectFrom('api_keys').selectAll().where('owner_id', '=', ownerId)
    const rows = await query
      .where('revoked_at', 'is', null)
      .orderBy('created_at', 'desc')
      .orderBy('id')
      .execute()
    return rows.map(toApiKey)
  }

  /** It opens nothing from now on. @returns false when there is no such key, it is revoked already or somebody else's */
  async revoke(ownerId: string, id: string): Promise<boolean> {
    const result = await this.#store.db
      .updateTable('api_keys')
      .set({ revoked_at: this.#store.clock() })
      .where('owner_id', '=', ownerId)
      .where('id', '=', id)
      .where('revoked_at', 'is', null)
      .executeTakeFirst()
    return result.numUpdatedRows > 0n
  }

  /** Looks a key up by its hash, so that how long it takes says nothing about the keys there are. */
  async check(key: string): Promise<KeyCheck> {
    const row = key.length > KEY_LENGTH_MAX ? undefined : await this.#find(key)
    if (row === undefined) return { kind: 'refused', reason: 'unknown' }
    const found = toApiKey(row)
    const now = this.#store.clock()
    if (found.revokedAt !== null) return { kind: 'refused', reason: 'revoked' }
    if (found.expiresAt !== null && found.expiresAt <= now) return { kind: 'refused', reason: 'expired' }
    if (found.lastUsedAt === null || now - found.lastUsedAt >= USED_EVERY_MS)
      await this.#noteUse(found.id, now)
    return { kind: 'valid', key: found }
  }

  async #find(key: string): Promise<Selectable<Tables['api_keys']> | undefined> {
    const query = this.#store.db.selectFrom('api_keys').selectAll().where('key_sha256', '=', hashOf(key))
    return await query.executeTakeFirst()
  }

  async #noteUse(id: string, now: number): Promise<void> {
    await this.#store.db.updateTable('api_keys').set({ last_used_at: now }).where('id', '=', id).execute()
  }
}

function hashOf(key: string): string {
  return createHash('sha256').update(key).digest('hex')
}

function toApiKey(row: Selectable<Tables['api_keys']>): ApiKey {
  return {
    ...{ id: row.id, ownerId: row.owner_id, name: row.name, hint: row.hint },
    scopes: parseStored<ApiScopes>(row.scopes),
    requestsPerMinute: row.requests_per_minute,
    createdAt: Number(row.created_at),
    expiresAt: numberOrNull(row.expires_at),
    revokedAt: numberOrNull(row.revoked_at),
    lastUsedAt: numberOrNull(row.last_used_at),
  }
}

/** PostgreSQL gives wide numbers as text. */
function numberOrNull(value: number | null): number | null {
  return value === null ? null : Number(value)
}
