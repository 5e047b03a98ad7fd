import type { Store } from './store.ts'
import { parseStored } from './stored-json.ts'

/** How far an import got: everything before `position` is stored or parked. */
export type ImportMark = {
  /** In the importer's own unit (lines or bytes), from 0. */
  readonly position: number
  /** The importer's counts so far. */
  readonly state: unknown
  readonly updatedAt: number
}

/** Marks of imports that have not finished, so that the same file goes on where it stopped. */
export class ImportMarks {
  readonly #store: Store

  constructor(store: Store) {
    this.#store = store
  }

  /** @param key names the content, not just the path: a changed file must get another key */
  async get(key: string): Promise<ImportMark | null> {
    const row = await this.#store.db
      .selectFrom('import_marks')
      .selectAll()
      .where('key', '=', key)
      .executeTakeFirst()
    if (row === undefined) return null
    return { position: row.position, state: parseStored(row.state), updatedAt: row.updated_at }
  }

  async set(key: string, mark: { position: number; state: unknown }): Promise<void> {
    const state = JSON.stringify(mark.state ?? null)
    const update = { position: mark.position, state, updated_at: this.#store.clock() }
    await this.#store.db
      .insertInto('import_marks')
      .values({ key, ...update })
      .onConflict((conflict) => conflict.column('key').doUpdateSet(update))
      .execute()
  }

  async clear(key: string): Promise<void> {
    await this.#store.db.deleteFrom('import_marks').where('key', '=', key).execute()
  }
}
