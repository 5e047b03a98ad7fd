import type { Store } from './store.ts'
import { parseStored } from './stored-json.ts'

/** What the API keeps for a client until it is fetched, deleted or too old. */
export type ApiObject<Body> = {
  readonly id: string
  readonly state: string
  readonly body: Body
  /** UTC milliseconds. */
  readonly createdAt: number
}

export type ApiObjectKind = 'response' | 'deferred' | 'batch' | 'batch_item' | 'file'

/** Responses, deferred answers and batches of API clients, as JSON. Every method sees only what its owner has. */
export class ApiObjects {
  readonly #store: Store

  constructor(store: Store) {
    this.#store = store
  }

  async put(
    ownerId: string,
    object: {
      readonly kind: ApiObjectKind
      readonly id: string
      readonly state: string
      readonly body: unknown
      /** UTC milliseconds. */
      readonly expiresAt: number
    },
  ): Promise<void> {
    const { kind, id, state, expiresAt } = object
    const stored = { state, body: JSON.stringify(object.body), expires_at: expiresAt }
    const row = { id, owner_id: ownerId, kind, created_at: this.#store.clock(), ...stored }
    await this.#store.db
      .insertInto('api_objects')
      .values(row)
      .onConflict((conflict) => conflict.column('id').doUpdateSet(stored))
      .execute()
  }

  /** @returns null when there is none, it is too old or somebody else's */
  async get<Body>(ownerId: string, kind: ApiObjectKind, id: string): Promise<ApiObject<Body> | null> {
    const row = await this.#store.db
      .selectFrom('api_objects')
      .selectAll()
      .where('id', '=', id)
      .where('owner_id', '=', ownerId)
      .where('kind', '=', kind)
      .where('expires_at', '>', this.#store.clock())
      .executeTakeFirst()
    return row === undefined ? null : toObject<Body>(row)
  }

  /** Newest first. */
  async list<Body>(ownerId: string, kind: ApiObjectKind, limit: number): Promise<ApiObject<Body>[]> {
    const rows = await this.#store.db
      .selectFrom('api_objects')
      .selectAll()
      .where('owner_id', '=', ownerId)
      .where('kind', '=', kind)
      .where('expires_at', '>', this.#store.clock())
      .orderBy('created_at', 'desc')
      .orderBy('id', 'desc')
      .limit(limit)
      .execute()
    return rows.map((row) => toObject<Body>(row))
  }

  /** @returns false when there was none */
  async delete(ownerId: string, kind: ApiObjectKind, id: string): Promise<boolean> {
    const query = this.#store.db.deleteFrom('api_objects').where('id', '=', id)
    const result = await query.where('owner_id', '=', ownerId).where('kind', '=', kind).executeTakeFirst()
    return result.numDeletedRows > 0n
  }

  /** Forgets what is too old, of everybody. @returns how many there were */
  async forgetExpired(): Promise<number> {
    const result = await this.#store.db
      .deleteFrom('api_objects')
      .where('expires_at', '<=', this.#store.clock())
      .executeTakeFirst()
    return Number(result.numDeletedRows)
  }
}

function toObject<Body>(row: {
  id: string
  state: string
  body: string
  created_at: number
}): ApiObject<Body> {
  return {
    id: row.id,
    state: row.state,
    body: parseStored<Body>(row.body),
    createdAt: Number(row.created_at),
  }
}
