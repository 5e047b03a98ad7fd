import { sql } from 'kysely'
import type { WorkStore } from './store.ts'
import { parseStored } from './stored-json.ts'

/** What the process that runs a source said about it last. */
export type StoredReport = {
  /** The desk's own figures, as it wrote them. */
  readonly report: unknown
  /** Whether this very process wrote it. */
  readonly isOwn: boolean
  /** How long ago, by the clock of leases. */
  readonly ageMs: number
}

/** How each source is doing, so that processes that do not run it can show it: one small row, written every few seconds. */
export class SourceReports {
  readonly #store: WorkStore

  constructor(store: WorkStore) {
    this.#store = store
  }

  /** @throws when the source is gone from the ledger */
  async write(sourceId: string, report: unknown): Promise<void> {
    const fields = {
      worker: this.#store.workers.selfId,
      report: JSON.stringify(report),
      seen_at: this.#store.leaseNow(),
    }
    await this.#store.db
      .insertInto('source_status')
      .values({ source_id: sourceId, ...fields })
      .onConflict((conflict) => conflict.column('source_id').doUpdateSet(fields))
      .execute()
  }

  /** By the id of the source. */
  async list(): Promise<ReadonlyMap<string, StoredReport>> {
    const rows = await this.#store.db
      .selectFrom('source_status')
      .select([
        'source_id',
        'worker',
        'report',
        sql<number>`${this.#store.leaseNow()} - seen_at`.as('age_ms'),
      ])
      .execute()
    return new Map(rows.map((row) => [row.source_id, this.#toReport(row)]))
  }

  #toReport(row: { worker: string; report: string; age_ms: number }): StoredReport {
    return {
      report: parseStored(row.report),
      isOwn: row.worker === this.#store.workers.selfId,
      ageMs: Number(row.age_ms),
    }
  }
}
