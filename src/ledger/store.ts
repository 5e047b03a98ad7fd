import type { Kysely, RawBuilder } from 'kysely'
import type { DatabaseKind } from './database-kind.ts'
import type { Tables } from './tables.ts'
import type { Workers } from './workers.ts'

/** What every repository of the ledger stands on. */
export type Store = {
  readonly db: Kysely<Tables>
  readonly kind: DatabaseKind
  /** UTC milliseconds. */
  readonly clock: () => number
  readonly newId: () => string
  /** The moment that leases are measured by, as the database evaluates it: one clock for all replicas. */
  readonly leaseNow: () => RawBuilder<number>
}

/** A store whose process is known to others, so that work it leaves behind can be told from work under way. */
export type WorkStore = Store & { readonly workers: Workers }
