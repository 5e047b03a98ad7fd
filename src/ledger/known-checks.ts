import { createHash } from 'node:crypto'
import type { Selectable } from 'kysely'
import type { KnownCheck } from '../domain/claim-check.ts'
import type { Store } from './store.ts'
import type { Tables } from './tables.ts'

export type FoundCheck = Omit<KnownCheck, 'id'> & { readonly lang: string | null }

/** Beyond it the oldest finds go: matching holds all of them in memory. */
export const KNOWN_CHECKS_MAX = 200_000
/** Values in one statement are bounded: SQLite takes 32,766. */
const ROWS_PER_STATEMENT = 500

/** Checks that others have published, as they were found. */
export class KnownChecks {
  readonly #store: Store

  constructor(store: Store) {
    this.#store = store
  }

  /** The same claim at the same address is one check; a later find tells how it is rated now. @returns how many were given */
  async add(found: readonly FoundCheck[]): Promise<number> {
    const rows = [...new Map(found.map((check) => [idOf(check), this.#toRow(check)])).values()]
    for (let start = 0; start < rows.length; start += ROWS_PER_STATEMENT)
      await this.#store.db
        .insertInto('known_checks')
        .values(rows.slice(start, start + ROWS_PER_STATEMENT))
        .onConflict((conflict) =>
          conflict.column('id').doUpdateSet((row) => ({
            rating: row.ref('excluded.rating'),
            title: row.ref('excluded.title'),
            reviewed_at: row.ref('excluded.reviewed_at'),
          })),
        )
        .execute()
    return rows.length
  }

  /** The latest found first, at most `KNOWN_CHECKS_MAX`. */
  async all(): Promise<KnownCheck[]> {
    const query = this.#store.db
      .selectFrom('known_checks')
      .selectAll()
      .orderBy('found_at', 'desc')
      .orderBy('id')
    return (await query.limit(KNOWN_CHECKS_MAX).execute()).map(toKnownCheck)
  }

  async count(): Promise<number> {
    const query = this.#store.db
      .selectFrom('known_checks')
      .select((row) => row.fn.countAll<number>().as('count'))
    return Number((await query.executeTakeFirstOrThrow()).count)
  }

  #toRow(check: FoundCheck): Tables['known_checks'] {
    return {
      ...{ id: idOf(check), claim: check.claim, lang: check.lang, claimant: check.claimant },
      ...{ publisher: check.publisher, url: check.url, title: check.title, rating: check.rating },
      ...{ reviewed_at: check.reviewedAt, found_in: check.from, found_at: this.#store.clock() },
    }
  }
}

function idOf({ url, claim }: Pick<FoundCheck, 'url' | 'claim'>): string {
  return createHash('sha256').update(`${url}\n${claim}`).digest('hex').slice(0, 32)
}

function toKnownCheck(row: Selectable<Tables['known_checks']>): KnownCheck {
  return {
    ...{ id: row.id, claim: row.claim, claimant: row.claimant, publisher: row.publisher, url: row.url },
    ...{ title: row.title, rating: row.rating, from: row.found_in as KnownCheck['from'] },
    reviewedAt: row.reviewed_at === null ? null : Number(row.reviewed_at),
  }
}
