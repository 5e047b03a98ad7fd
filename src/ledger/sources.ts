import { sql } from 'kysely'
import { AppError } from '../domain/errors.ts'
import { NO_FILTER, type SourceFilter } from '../domain/source-filter.ts'
import type { Store } from './store.ts'
import { parseStored } from './stored-json.ts'

/** A network that somebody connected. What it does right now is known to the process that runs it. */
export type StoredSource = {
  readonly id: string
  readonly kind: string
  readonly title: string
  readonly enabled: boolean
  /** The options without secrets. */
  readonly config: Readonly<Record<string, unknown>>
  /** Secret options by name, sealed: the ledger itself cannot read them. */
  readonly secrets: Readonly<Record<string, string>>
  readonly filter: SourceFilter
  /** Names what is read, so that a cursor of something else is never gone on from; `''` at first. */
  readonly stream: string
  /** Somebody removed it, and it is remembered so that the next start does not connect it again. */
  readonly removed: boolean
  readonly createdAt: number
}

export type NewSource = Pick<StoredSource, 'kind' | 'title'> &
  Partial<Omit<StoredSource, 'kind' | 'title' | 'createdAt'>>

export type SourcePatch = Partial<Omit<StoredSource, 'id' | 'kind' | 'createdAt'>>

const SOURCES_MAX = 1_000

export class Sources {
  readonly #store: Store

  constructor(store: Store) {
    this.#store = store
  }

  /** Oldest first, also those that were removed and are remembered. */
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
    const { kind, title } = source
    const row = { ...EMPTY, ...toColumns(source), id, kind, title, created_at: this.#store.clock() }
    await this.#store.db
      .insertInto('sources')
      .values(row)
      .onConflict((conflict) => conflict.column('id').doNothing())
      .execute()
    return (await this.get(id)) ?? toSource(row)
  }

  /** Changes what the patch names. @returns null when there is no such source */
  async update(id: string, patch: SourcePatch): Promise<StoredSource | null> {
    const columns = toColumns(patch)
    if (Object.keys(columns).length > 0)
      await this.#store.db.updateTable('sources').set(columns).where('id', '=', id).execute()
    return this.get(id)
  }

  /** @returns null when there is no such source */
  setEnabled(id: string, enabled: boolean): Promise<StoredSource | null> {
    return this.update(id, { enabled })
  }

  /** Removes the source, its cursors, tokens and figures. @returns false when there was none */
  async remove(id: string): Promise<boolean> {
    return this.#store.db.transaction().execute(async (transaction) => {
      await transaction.deleteFrom('cursors').where(isOf('source_id', id)).execute()
      await transaction.deleteFrom('source_status').where(isOf('name', id)).execute()
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

/** The name of a source's cursor and figures: another one when it begins to read something else. */
export function streamName({ id, stream }: Pick<StoredSource, 'id' | 'stream'>): string {
  return stream === '' ? id : `${id}#${stream}`
}

function isOf(column: 'source_id' | 'name', id: string) {
  const name = sql.ref<string>(column)
  return sql<boolean>`(${name} = ${id} or substr(${name}, 1, ${id.length + 1}) = ${`${id}#`})`
}

type Row = {
  id: string
  kind: string
  title: string
  enabled: number
  config: string
  filter: string
  secrets: string
  stream: string
  removed: number
  created_at: number
}

const EMPTY = { enabled: 1, config: '{}', filter: '{}', secrets: '{}', stream: '', removed: 0 } as const

/** The named fields as columns. */
function toColumns(patch: SourcePatch): Partial<Row> {
  const { title, enabled, config, secrets, filter, stream, removed } = patch
  return {
    ...(title !== undefined && { title }),
    ...(enabled !== undefined && { enabled: enabled ? 1 : 0 }),
    ...(config !== undefined && { config: JSON.stringify(config) }),
    ...(secrets !== undefined && { secrets: JSON.stringify(secrets) }),
    ...(filter !== undefined && { filter: JSON.stringify(filter) }),
    ...(stream !== undefined && { stream }),
    ...(removed !== undefined && { removed: removed ? 1 : 0 }),
  }
}

function toSource({ enabled, config, secrets, filter, removed, created_at, ...row }: Row): StoredSource {
  return {
    ...row,
    enabled: enabled === 1,
    config: parseStored(config),
    secrets: parseStored(secrets),
    filter: { ...NO_FILTER, ...parseStored<Partial<SourceFilter>>(filter) },
    removed: removed === 1,
    createdAt: created_at,
  }
}
