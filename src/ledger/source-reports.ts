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

/** How each source is doing, so that processes that do not run it can show it: small rows, written every few seconds. */
export class SourceReports {
  readonly #store: WorkStore

  constructor(store: WorkStore) {
    this.#store = store
  }

  /** @param reports by the name of the stream, see `streamName` */
  async write(reports: ReadonlyMap<string, unknown>): Promise<void> {
    if (reports.size === 0) return
    const rows = Array.from(reports, ([name, report]) => ({
      name,
      worker: this.#store.workers.selfId,
      report: JSON.stringify(report),
      seen_at: this.#store.leaseNow(),
    }))
    await this.#store.db
      .insertInto('source_status')
      .values(rows)
      .onConflict((conflict) =>
        conflict.column('name').doUpdateSet((row) => ({
          worker: row.ref('excluded.worker'),
          report: row.ref('excluded.report'),
          seen_at: row.ref('excluded.seen_at'),
        })),
      )
      .execute()
  }

  /** By the name of the stream. */
  async list(): Promise<ReadonlyMap<string, StoredReport>> {
    const rows = await this.#store.db
      .selectFrom('source_status')
      .select(['name', 'worker', 'report', sql<number>`${this.#store.leaseNow()} - seen_at`.as('age_ms')])
      .execute()
    return new Map(rows.map((row) => [row.name, this.#toReport(row)]))
  }

  #toReport(row: { worker: string; report: string; age_ms: number }): StoredReport {
    return {
      report: parseStored(row.report),
      isOwn: row.worker === this.#store.workers.selfId,
      ageMs: Number(row.age_ms),
    }
  }
}
