import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import {
  type CheckDetailJson,
  checkCreatedSchema,
  checkDetailSchema,
  checkListSchema,
  type RatingLevelJson,
} from '../../../../src/contract/checks.ts'
import { getJson, sendOnly } from './client.ts'

export type BoardFilter = 'all' | 'checking' | 'verdict' | 'revised' | 'followed'

const CHECKING_MS = 2_000
const BOARD_MS = 10_000

export const boardQuery = (filter: BoardFilter) =>
  infiniteQueryOptions({
    queryKey: ['checks', 'board', filter],
    queryFn: ({ pageParam, signal }) =>
      getJson(`/api/checks?${new URLSearchParams(boardParams(filter, pageParam))}`, checkListSchema, {
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    refetchInterval: BOARD_MS,
  })

export const checkQuery = (id: string) =>
  queryOptions({
    queryKey: ['checks', 'one', id],
    queryFn: ({ signal }) => getJson(pathOf(id), checkDetailSchema, { signal }),
    refetchInterval: ({ state }) =>
      state.data?.state === 'new' || state.data?.state === 'checking' ? CHECKING_MS : BOARD_MS * 3,
  })

/** Puts claims on the board. @returns them; the first is what was most worth checking */
export function useCreateCheck() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (body: { text: string } | { post_id: string } | { page_id: string }) =>
      getJson('/api/checks', checkCreatedSchema, { method: 'POST', body }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['checks', 'board'] }),
  })
}

export type CheckAction =
  | { readonly kind: 'follow' | 'unfollow' | 'look' }
  | { readonly kind: 'publish'; readonly published: boolean }
  | { readonly kind: 'rate'; readonly level: RatingLevelJson | null }

export function useCheckAction(id: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (action: CheckAction) => sendAction(id, action),
    onSuccess: (detail) => {
      queries.setQueryData(checkQuery(id).queryKey, detail)
      return queries.invalidateQueries({ queryKey: ['checks', 'board'] })
    },
  })
}

export function useDeleteCheck(id: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: () => sendOnly(pathOf(id), { method: 'DELETE' }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['checks', 'board'] }),
  })
}

function sendAction(id: string, action: CheckAction): Promise<CheckDetailJson> {
  const path = pathOf(id)
  switch (action.kind) {
    case 'follow':
      return getJson(`${path}/follow`, checkDetailSchema, { method: 'POST' })
    case 'unfollow':
      return getJson(`${path}/follow`, checkDetailSchema, { method: 'DELETE' })
    case 'look':
      return getJson(`${path}/look`, checkDetailSchema, { method: 'POST' })
    case 'publish':
      return getJson(path, checkDetailSchema, { method: 'PATCH', body: { published: action.published } })
    case 'rate':
      return getJson(`${path}/rating`, checkDetailSchema, { method: 'POST', body: { level: action.level } })
  }
}

function boardParams(filter: BoardFilter, after: string | null): Record<string, string> {
  return {
    ...(filter === 'followed' ? { followed: '1' } : filter === 'all' ? {} : { state: filter }),
    ...(after === null ? {} : { after }),
  }
}

function pathOf(id: string): string {
  return `/api/checks/${encodeURIComponent(id)}`
}
