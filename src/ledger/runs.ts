import type { Transaction } from 'kysely'
import type { Answer, AnswerEvent } from '../domain/answer.ts'
import { AppError } from '../domain/errors.ts'
import { noteCitations } from './cited-posts.ts'
import { failAbandoned } from './fail-abandoned.ts'
import { type Run, type RunState, toRun } from './run.ts'
import type { WorkStore } from './store.ts'
import { parseStored } from './stored-json.ts'
import type { Tables } from './tables.ts'
import type { WorkError } from './work-error.ts'

/** An event with its place in the run, from 1: the `id:` of the event stream. */
export type NumberedEvent = { readonly seq: number; readonly event: AnswerEvent }

export type RunEnd = {
  readonly state: Exclude<RunState, 'running'>
  readonly answer?: Answer
  readonly error?: WorkError
}

const EVENTS_MAX = 2_000
/** UTF-16 code units of all events of one append. */
const APPEND_LENGTH_MAX = 4_000_000
const READ_MAX = 500
const DAY_MS = 86_400_000

/** The runs of an owner's chats. Every method sees only those of the owner it is given. */
export class Runs {
  readonly #store: WorkStore

  constructor(store: WorkStore) {
    this.#store = store
  }

  /** @returns null when there is no such run, or it is somebody else's */
  async get(ownerId: string, runId: string): Promise<Run | null> {
    const row = await this.#owned(ownerId, runId).selectAll('runs').executeTakeFirst()
    return row === undefined ? null : toRun(row)
  }

  /**
   * Keeps events so that a reader can come back to them. One process writes a run.
   *
   * @returns the number of the last event, and whether somebody asked for the run to stop
   * @throws {AppError} not_found when the run is gone (its chat was deleted) or is not the owner's,
   *   over_limit beyond 2,000 events of a run or 4 MB at once
   */
  async append(
    ownerId: string,
    runId: string,
    events: readonly AnswerEvent[],
  ): Promise<{ lastSeq: number; stopRequested: boolean }> {
    const texts = events.map((event) => JSON.stringify(event))
    if (texts.reduce((sum, text) => sum + text.length, 0) > APPEND_LENGTH_MAX) throw tooMuch()
    return this.#store.db.transaction().execute(async (transaction) => {
      const run = await this.#owned(ownerId, runId, transaction).select('stop_requested').executeTakeFirst()
      if (run === undefined)
        throw new AppError('not_found', 'There is no such run. Its chat may have been deleted.')
      const lastSeq = await lastSeqOf(transaction, runId)
      if (lastSeq + texts.length > EVENTS_MAX) throw tooMuch()
      const rows = texts.map((event, index) => ({ run_id: runId, seq: lastSeq + index + 1, event }))
      if (rows.length > 0) await transaction.insertInto('run_events').values(rows).execute()
      return { lastSeq: lastSeq + rows.length, stopRequested: run.stop_requested === 1 }
    })
  }

  /**
   * Events after `after` (0 for all), in order, at most 500: read on from the last one. Those of runs that
   * ended a day ago may be gone; the run's `answer` stays.
   */
  async events(ownerId: string, runId: string, after = 0): Promise<NumberedEvent[]> {
    const rows = await this.#owned(ownerId, runId)
      .innerJoin('run_events', 'run_events.run_id', 'runs.id')
      .select(['run_events.seq', 'run_events.event'])
      .where('run_events.seq', '>', after)
      .orderBy('run_events.seq')
      .limit(READ_MAX)
      .execute()
    return rows.map(({ seq, event }) => ({ seq, event: parseStored<AnswerEvent>(event) }))
  }

  /** Ends a running run; one that has ended stays as it is. @returns false then, or when it is not the owner's */
  async finish(ownerId: string, runId: string, end: RunEnd): Promise<boolean> {
    this.#store.workers.end(runId)
    return this.#store.db.transaction().execute(async (transaction) => {
      const { numUpdatedRows } = await this.#end(transaction, { ownerId, runId }, end)
      const { answer } = end
      if (numUpdatedRows > 0n && answer !== undefined) await noteCitations(transaction, runId, answer)
      return numUpdatedRows > 0n
    })
  }

  #end(
    transaction: Transaction<Tables>,
    { ownerId, runId }: { ownerId: string; runId: string },
    end: RunEnd,
  ) {
    return transaction
      .updateTable('runs')
      .set({
        state: end.state,
        answer: end.answer === undefined ? null : JSON.stringify(end.answer),
        error_code: end.error?.code ?? null,
        error_message: end.error?.message ?? null,
        ended_at: this.#store.clock(),
      })
      .where('state', '=', 'running')
      .where('id', 'in', this.#owned(ownerId, runId, transaction).select('runs.id'))
      .executeTakeFirst()
  }

  /** Asks the process that runs it, whichever it is, to stop. @returns false when it is not running or not the owner's */
  async requestStop(ownerId: string, runId: string): Promise<boolean> {
    const { numUpdatedRows } = await this.#store.db
      .updateTable('runs')
      .set({ stop_requested: 1 })
      .where('state', '=', 'running')
      .where('id', 'in', this.#owned(ownerId, runId).select('runs.id'))
      .executeTakeFirst()
    return numUpdatedRows > 0n
  }

  /** Marks runs of dead processes as failed, whoever owns them. @returns how many there were */
  failAbandoned(): Promise<number> {
    return failAbandoned(this.#store, 'runs')
  }

  /** Removes the events of runs that ended more than a day ago, whoever owns them. @returns how many */
  async pruneEvents(): Promise<number> {
    const { db, clock } = this.#store
    const ended = db
      .selectFrom('runs')
      .select('id')
      .where('ended_at', '<', clock() - DAY_MS)
    const { numDeletedRows } = await db
      .deleteFrom('run_events')
      .where('run_id', 'in', ended)
      .executeTakeFirst()
    return Number(numDeletedRows)
  }

  #owned(ownerId: string, runId: string, db: WorkStore['db'] | Transaction<Tables> = this.#store.db) {
    return db
      .selectFrom('runs')
      .innerJoin('chats', 'chats.id', 'runs.chat_id')
      .where('chats.owner_id', '=', ownerId)
      .where('runs.id', '=', runId)
  }
}

async function lastSeqOf(transaction: Transaction<Tables>, runId: string): Promise<number> {
  const query = transaction.selectFrom('run_events').select((select) => select.fn.max('seq').as('seq'))
  return (await query.where('run_id', '=', runId).executeTakeFirst())?.seq ?? 0
}

function tooMuch(): AppError {
  return new AppError('over_limit', 'This answer grew beyond what is kept. Ask a narrower question.')
}
