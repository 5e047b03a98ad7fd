import type { ConnectionKind, ModelRole, RoleChoice } from '../domain/model-roles.ts'
import type { Store } from './store.ts'
import { parseStored } from './stored-json.ts'

/** A server of models that the owner set up. */
export type ModelConnection = {
  readonly id: string
  readonly kind: ConnectionKind
  /** Base address; null: that of the kind. */
  readonly url: string | null
  /** Its key, sealed; null where it needs none. */
  readonly sealedKey: string | null
}

/** Prices that the owner knows, by `connection/model`: US dollars for a million tokens. */
type Prices = Readonly<Record<string, { readonly inputUsd: number; readonly outputUsd: number }>>

export type ModelSettings = {
  readonly connections: readonly ModelConnection[]
  readonly roles: Readonly<Partial<Record<ModelRole, RoleChoice>>>
  readonly prices: Prices
}

const KEY = 'models'
const NOTHING: ModelSettings = { connections: [], roles: {}, prices: {} }

/** Which models do what, as the owner decided. */
export class ModelSettingsStore {
  readonly #store: Store

  constructor(store: Store) {
    this.#store = store
  }

  async get(): Promise<ModelSettings> {
    const query = this.#store.db.selectFrom('settings').select('value').where('key', '=', KEY)
    const row = await query.executeTakeFirst()
    return row === undefined ? NOTHING : { ...NOTHING, ...parseStored<Partial<ModelSettings>>(row.value) }
  }

  /** Reads, changes and writes in one transaction. */
  async update(change: (settings: ModelSettings) => ModelSettings): Promise<ModelSettings> {
    return await this.#store.db.transaction().execute(async (transaction) => {
      const row = await transaction
        .selectFrom('settings')
        .select('value')
        .where('key', '=', KEY)
        .executeTakeFirst()
      const known =
        row === undefined ? NOTHING : { ...NOTHING, ...parseStored<Partial<ModelSettings>>(row.value) }
      const changed = change(known)
      const value = JSON.stringify(changed)
      await transaction
        .insertInto('settings')
        .values({ key: KEY, value })
        .onConflict((conflict) => conflict.column('key').doUpdateSet({ value }))
        .execute()
      return changed
    })
  }
}
