import type { Store } from './store.ts'

/** Where each source goes on after a restart. */
export class Cursors {
  readonly #store: Store

  constructor(store: Store) {
    this.#store = store
  }

  /** @returns null when the source was never read */
  async get(sourceId: string): Promise<string | null> {
    const query = this.#store.db.selectFrom('cursors').select('cursor').where('source_id', '=', sourceId)
    return (await query.executeTakeFirst())?.cursor ?? null
  }

  /** Call it only when everything up to the cursor is stored, dropped or parked. */
  async set(sourceId: string, cursor: string): Promise<void> {
    const update = { cursor, updated_at: this.#store.clock() }
    await this.#store.db
      .insertInto('cursors')
      .values({ source_id: sourceId, ...update })
      .onConflict((conflict) => conflict.column('source_id').doUpdateSet(update))
      .execute()
  }

  async clear(sourceId: string): Promise<void> {
    await this.#store.db.deleteFrom('cursors').where('source_id', '=', sourceId).execute()
  }
}
