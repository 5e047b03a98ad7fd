import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import type { z } from 'zod'
import { type backfillBodySchema, jobSchema } from '../../../../src/contract/job.ts'
import {
  type AddSourceJson,
  type ChangeSourceJson,
  sourceDetailSchema,
  sourceKindListSchema,
} from '../../../../src/contract/sources.ts'
import { setActiveJob } from '../../shared/active-job.ts'
import { getJson, sendOnly } from '../../shared/api/client.ts'
import { jobQuery, sourcesQuery } from '../../shared/api/queries.ts'

export const kindsQuery = queryOptions({
  queryKey: ['source-kinds'],
  queryFn: ({ signal }) => getJson('/api/sources/kinds', sourceKindListSchema, { signal }),
  staleTime: 300_000,
})

/** Under the list's own key, so that whatever changes the list refreshes it too. */
export const sourceQuery = (id: string) =>
  queryOptions({
    queryKey: [...sourcesQuery.queryKey, id],
    queryFn: ({ signal }) => getJson(pathOf(id), sourceDetailSchema, { signal }),
    refetchInterval: 3_000,
  })

export function useAddSource() {
  return useSourceMutation((body: AddSourceJson) =>
    getJson('/api/sources', sourceDetailSchema, { method: 'POST', body }),
  )
}

export function useChangeSource() {
  return useSourceMutation(({ id, ...body }: ChangeSourceJson & { id: string }) =>
    getJson(pathOf(id), sourceDetailSchema, { method: 'PATCH', body }),
  )
}

export function useRemoveSource() {
  return useSourceMutation((id: string) => sendOnly(pathOf(id), { method: 'DELETE' }))
}

/** Asks for older posts. @returns the job that reads them */
export function useBackfill(id: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (body: z.input<typeof backfillBodySchema>) =>
      getJson(`${pathOf(id)}/backfill`, jobSchema, { method: 'POST', body }),
    onSuccess: (job) => {
      queries.setQueryData(jobQuery(job.id).queryKey, job)
      setActiveJob(job.id)
    },
  })
}

function useSourceMutation<Request, Answer>(send: (request: Request) => Promise<Answer>) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: send,
    onSettled: () => queries.invalidateQueries({ queryKey: sourcesQuery.queryKey }),
  })
}

function pathOf(id: string): string {
  return `/api/sources/${encodeURIComponent(id)}`
}
