import { failAbandoned } from './fail-abandoned.ts'
import type { WorkStore } from './store.ts'
import { parseStored } from './stored-json.ts'
import type { WorkError } from './work-error.ts'

export type JobKind = 'import' | 'simulate' | 'backfill'
type JobState = 'running' | 'done' | 'failed' | 'stopped'

/** A piece of long work that a person started and may look at or stop. `report` is what its kind reports. */
export type Job = {
  readonly id: string
  readonly kind: JobKind
  readonly title: string
  readonly state: JobState
  /** Null: not known how much there is to do. */
  readonly progress01: number | null
  readonly report: unknown
  readonly error: WorkError | null
  readonly stopRequested: boolean
  /** UTC milliseconds. */
  readonly createdAt: number
  readonly endedAt: number | null
}

export type JobEnd = {
  readonly state: Exclude<JobState, 'running'>
  readonly report?: unknown
  readonly error?: WorkError
}

const LIST_MAX = 200

export class Jobs {
  readonly #store: WorkStore

  constructor(store: WorkStore) {
    this.#store = store
  }

  /** Records work that this process begins now; end it with `finish`, whatever happens. */
  async start(job: { kind: JobKind; title: string; ownerId?: string | null }): Promise<Job> {
    const id = this.#store.newId()
    await this.#store.workers.begin(id, () =>
      this.#store.db
        .insertInto('jobs')
        .values({
          id,
          owner_id: job.ownerId ?? null,
          kind: job.kind,
          title: job.title,
          state: 'running',
          worker: this.#store.workers.selfId,
          stop_requested: 0,
          created_at: this.#store.clock(),
        })
        .execute(),
    )
    return toJob(await this.#row(id))
  }

  /** @returns whether somebody asked for the job to stop */
  async progress(
    id: string,
    progress: { progress01: number | null; report?: unknown },
  ): Promise<{ stopRequested: boolean }> {
    const row = await this.#store.db
      .updateTable('jobs')
      .set({ progress01: progress.progress01, ...storedReport(progress.report) })
      .where('id', '=', id)
      .where('state', '=', 'running')
      .returning('stop_requested')
      .executeTakeFirst()
    // A job that is gone or was ended by others has nothing left to do.
    return { stopRequested: row === undefined || row.stop_requested === 1 }
  }

  /** Ends a running job; one that has ended stays as it is. */
  async finish(id: string, end: JobEnd): Promise<void> {
    this.#store.workers.end(id)
    await this.#store.db
      .updateTable('jobs')
      .set({
        state: end.state,
        ...storedReport(end.report),
        error_code: end.error?.code ?? null,
        error_message: end.error?.message ?? null,
        ended_at: this.#store.clock(),
        ...(end.state === 'done' ? { progress01: 1 } : {}),
      })
      .where('id', '=', id)
      .where('state', '=', 'running')
      .execute()
  }

  async get(id: string): Promise<Job | null> {
    const row = await this.#store.db.selectFrom('jobs').selectAll().where('id', '=', id).executeTakeFirst()
    return row === undefined ? null : toJob(row)
  }

  /** Newest first. @param limit at most 200 */
  async list(limit = 50): Promise<Job[]> {
    const query = this.#store.db.selectFrom('jobs').selectAll().orderBy('created_at', 'desc').orderBy('id')
    return (await query.limit(Math.min(limit, LIST_MAX)).execute()).map(toJob)
  }

  /** Asks the process that runs the job, whichever it is, to stop. @returns false when the job is not running */
  async requestStop(id: string): Promise<boolean> {
    const query = this.#store.db.updateTable('jobs').set({ stop_requested: 1 })
    const { numUpdatedRows } = await query
      .where('id', '=', id)
      .where('state', '=', 'running')
      .executeTakeFirst()
    return numUpdatedRows > 0n
  }

  /** Marks jobs of dead processes as failed. @returns how many there were */
  failAbandoned(): Promise<number> {
    return failAbandoned(this.#store, 'jobs')
  }

  async #row(id: string): Promise<Row> {
    return this.#store.db.selectFrom('jobs').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
  }
}

type Row = {
  id: string
  kind: string
  title: string
  state: string
  progress01: number | null
  report: string | null
  error_code: string | null
  error_message: string | null
  stop_requested: number
  created_at: number
  ended_at: number | null
}

function toJob(row: Row): Job {
  return {
    id: row.id,
    kind: row.kind as JobKind,
    title: row.title,
    state: row.state as JobState,
    progress01: row.progress01,
    report: row.report === null ? null : parseStored(row.report),
    error: row.error_code === null ? null : { code: row.error_code, message: row.error_message ?? '' },
    stopRequested: row.stop_requested === 1,
    createdAt: row.created_at,
    endedAt: row.ended_at,
  }
}

function storedReport(report: unknown): { report?: string } {
  return report === undefined ? {} : { report: JSON.stringify(report) }
}
