import { queryOptions } from '@tanstack/react-query'
import { notificationListSchema } from '../../../../src/contract/notification.ts'
import { getJson } from './client.ts'

const POLL_MS = 30_000

/** What the person was told; its count of unread ones stands in the rail. */
export const notificationsQuery = queryOptions({
  queryKey: ['notifications', 'list'],
  queryFn: ({ signal }) => getJson('/api/notifications', notificationListSchema, { signal }),
  refetchInterval: POLL_MS,
})
