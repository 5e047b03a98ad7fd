import { queryOptions } from '@tanstack/react-query'
import { botListSchema, botReplyListSchema } from '../../../../src/contract/bot.ts'
import { getJson } from '../../shared/api/client.ts'

const FRESH_MS = 10_000
const RECENT_MAX = 50

/** The accounts that answer; for the owner. */
export const botsQuery = queryOptions({
  queryKey: ['bots'],
  queryFn: ({ signal }) => getJson('/api/bots', botListSchema, { signal }),
  refetchInterval: FRESH_MS,
})

/** Their mentions, the last changed first. */
export const botRepliesQuery = queryOptions({
  queryKey: ['bots', 'replies'],
  queryFn: ({ signal }) => getJson(`/api/bots/replies?limit=${RECENT_MAX}`, botReplyListSchema, { signal }),
  refetchInterval: FRESH_MS,
})
