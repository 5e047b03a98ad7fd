import type { WorkStore } from './store.ts'
import { ABANDONED } from './work-error.ts'

/** Marks work of dead processes as failed, whoever owns it. @returns how much there was */
export async function failAbandoned(
  { db, clock, workers }: WorkStore,
  table: 'runs' | 'jobs',
): Promise<number> {
  const running = await db
    .selectFrom(table)
    .select('worker')
    .distinct()
    .where('state', '=', 'running')
    .execute()
  const gone = await workers.goneAmong(running.map(({ worker }) => worker))
  if (gone.size === 0) return 0
  const { numUpdatedRows } = await db
    .updateTable(table)
    .set({ state: 'failed', error_code: ABANDONED.code, error_message: ABANDONED.message, ended_at: clock() })
    .where('state', '=', 'running')
    .where('worker', 'in', [...gone])
    .executeTakeFirst()
  return Number(numUpdatedRows)
}
