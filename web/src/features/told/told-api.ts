import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { notificationListSchema, notificationSettingsSchema } from '../../../../src/contract/notification.ts'
import { getJson } from '../../shared/api/client.ts'
import { notificationsQuery } from '../../shared/api/notifications.ts'

const SETTINGS_KEY = ['notifications', 'settings']

export const toldSettingsQuery = queryOptions({
  queryKey: SETTINGS_KEY,
  queryFn: ({ signal }) => getJson('/api/notifications/settings', notificationSettingsSchema, { signal }),
})

export function useMarkRead() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (id?: string) =>
      getJson('/api/notifications/read', notificationListSchema, {
        method: 'POST',
        body: id === undefined ? {} : { id },
      }),
    onSuccess: (list) => queries.setQueryData(notificationsQuery.queryKey, list),
  })
}

/** The secret of a new webhook comes with the answer, and never again. */
export function useChangeToldSettings() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (body: { email?: string | null; webhook_url?: string | null }) =>
      getJson('/api/notifications/settings', notificationSettingsSchema, { method: 'PATCH', body }),
    onSuccess: (settings) => queries.setQueryData(SETTINGS_KEY, settings),
  })
}
