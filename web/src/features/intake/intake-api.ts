import type { QueryClient } from '@tanstack/react-query'
import { type JobJson, jobSchema } from '../../../../src/contract/job.ts'
import { sourceSchema } from '../../../../src/contract/sources.ts'
import { setActiveJob } from '../../shared/active-job.ts'
import { ApiError, getJson, sendOnly, toApiError } from '../../shared/api/client.ts'
import { jobQuery, sourcesQuery } from '../../shared/api/queries.ts'

export function connectBluesky(queries: QueryClient): Promise<unknown> {
  const added = getJson('/api/sources', sourceSchema, { method: 'POST', body: { kind: 'bluesky' } })
  return added.finally(() => queries.invalidateQueries({ queryKey: sourcesQuery.queryKey }))
}

const SIMULATED_POSTS = 5_000

export async function startSimulation(queries: QueryClient): Promise<void> {
  const job = await getJson('/api/simulate', jobSchema, { method: 'POST', body: { posts: SIMULATED_POSTS } })
  adopt(queries, job)
}

type Upload = { file: File; signal: AbortSignal; onProgress: (sent01: number) => void }

/** Sends a file and starts its import. @throws {ApiError} as `getJson`; an abort rejects with the signal's reason */
export async function importFile(queries: QueryClient, upload: Upload): Promise<void> {
  adopt(queries, await sendFile(upload))
}

export function stopJob(jobId: string): Promise<void> {
  return sendOnly(`/api/jobs/${encodeURIComponent(jobId)}`, { method: 'DELETE' })
}

function adopt(queries: QueryClient, job: JobJson): void {
  queries.setQueryData(jobQuery(job.id).queryKey, job)
  setActiveJob(job.id)
}

/** XMLHttpRequest, because fetch still cannot tell how much of a body has been sent. */
function sendFile({ file, signal, onProgress }: Upload): Promise<JobJson> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', `/api/import?name=${encodeURIComponent(file.name)}`)
    request.setRequestHeader('content-type', 'application/octet-stream')
    request.upload.onprogress = (event) => onProgress(event.total > 0 ? event.loaded / event.total : 0)
    request.onerror = () => reject(new ApiError('network', 0, 'No answer from the server.'))
    request.onabort = () => reject(signal.reason)
    request.onload = () => void readJob(request).then(resolve, reject)
    signal.addEventListener('abort', () => request.abort(), { once: true })
    request.send(file)
  })
}

async function readJob(request: XMLHttpRequest): Promise<JobJson> {
  const json = async (): Promise<unknown> => JSON.parse(request.responseText)
  if (request.status >= 400) throw await toApiError({ status: request.status, json })
  const parsed = jobSchema.safeParse(await json().catch(() => undefined))
  if (!parsed.success) throw new ApiError('bad_answer', request.status, parsed.error.message)
  return parsed.data
}
