import type { QueryClient } from '@tanstack/react-query'
import { type JobJson, jobSchema } from '../../../../src/contract/job.ts'
import { sourceSchema } from '../../../../src/contract/sources.ts'
import { setActiveJob } from '../../shared/active-job.ts'
import { getJson, sendOnly } from '../../shared/api/client.ts'
import { jobQuery, sourcesQuery } from '../../shared/api/queries.ts'
import { sendFile, type Upload } from '../../shared/api/send-file.ts'

export function connectBluesky(queries: QueryClient): Promise<unknown> {
  const added = getJson('/api/sources', sourceSchema, { method: 'POST', body: { kind: 'bluesky' } })
  return added.finally(() => queries.invalidateQueries({ queryKey: sourcesQuery.queryKey }))
}

const SIMULATED_POSTS = 5_000

export async function startSimulation(queries: QueryClient): Promise<void> {
  const job = await getJson('/api/simulate', jobSchema, { method: 'POST', body: { posts: SIMULATED_POSTS } })
  adopt(queries, job)
}

/** Sends a file and starts its import. @throws {ApiError} as `getJson`; an abort rejects with the signal's reason */
export async function importFile(queries: QueryClient, upload: Upload): Promise<void> {
  adopt(queries, await sendFile('/api/import', jobSchema, upload))
}

export function stopJob(jobId: string): Promise<void> {
  return sendOnly(`/api/jobs/${encodeURIComponent(jobId)}`, { method: 'DELETE' })
}

function adopt(queries: QueryClient, job: JobJson): void {
  queries.setQueryData(jobQuery(job.id).queryKey, job)
  setActiveJob(job.id)
}
