import { AppError } from '../domain/errors.ts'
import type { Store } from './store.ts'
import { parseStored } from './stored-json.ts'

/** A network that somebody connected. What it does right now is known to the process that runs it. */
export type StoredSource = {
  readonly id: string
  readonly kind: string
  readonly title: string
  readonly enabled: boolean
  readonly config: Readonly<Record<string, unknown>>
  readonly createdAt: number
}

export type NewSource = Pick<StoredSource, 'kind' | 'title'> &
  Partial<Pick<StoredSource, 'id' | 'enabled' | 'config'>>

const SOURCES_MAX = 1_000

export class Sources {
  readonly #store: Store

  constructor(store: Store) {
    this.#store = store
  }

  /** Oldest first. */
  async list(): Promise<StoredSource[]> {
    const query = this.#store.db.selectFrom('sources').selectAll().orderBy('created_at').orderBy('id')
    return (await query.execute()).map(toSource)
  }

  async get(id: string): Promise<StoredSource | null> {
    const row = await this.#store.db.selectFrom('sources').selectAll().where('id', '=', id).executeTakeFirst()
    return row === undefined ? null : toSource(row)
  }

  /**
   * Adds a source; one with an `id` that exists already is left as it is and returned.
   *
   * @throws {AppError} over_limit beyond 1,000 sources
   */
  async add(source: NewSource): Promise<StoredSource> {
    const id = source.id ?? this.#store.newId()
    if ((await this.#count()) >= SOURCES_MAX) {
      throw new AppError('over_limit', `There are ${SOURCES_MAX} sources already. Remove one first.`)
    }
    const row = {
      id,
      kind: source.kind,
      title: source.title,
      enabled: source.enabled === false ? 0 : 1,
      config: JSON.stringify(source.config ?? {}),
      created_at: this.#store.clock(),
    }
    await this.#store.db
      .insertInto('sources')
      .values(row)
      .onConflict((conflict) => conflict.column('id').doNothing())
      .execute()
    return (await this.get(id)) ?? toSource(row)
  }

  /** @returns null when there is no such source */
  async setEnabled(id: string, enabled: boolean): Promise<StoredSource | null> {
    const query = this.#store.db.updateTable('sources').set({ enabled: enabled ? 1 : 0 })
    await query.where('id', '=', id).execute()
    return this.get(id)
  }

  /** Removes the source and its cursor. @returns false when there was none */
  async remove(id: string): Promise<boolean> {
    return this.#store.db.transaction().execute(async (transaction) => {
      await transaction.deleteFrom('cursors').where('source_id', '=', id).execute()
      const removed = await transaction.deleteFrom('sources').where('id', '=', id).executeTakeFirst()
      return removed.numDeletedRows > 0n
    })
  }

  async #count(): Promise<number> {
    const query = this.#store.db
      .selectFrom('sources')
      .select((select) => select.fn.countAll<number>().as('count'))
    return Number((await query.executeTakeFirstOrThrow()).count)
  }
}

type Row = Omit<StoredSource, 'enabled' | 'config' | 'createdAt'> & {
  enabled: number
  config: string
  created_at: number
}

function toSource({ enabled, config, created_at, ...row }: Row): StoredSource {
  return { ...row, enabled: enabled === 1, config: parseStored(config), createdAt: created_at }
}
