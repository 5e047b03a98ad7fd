import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type SettingsJson, settingsSchema } from '../../../../src/contract/account.ts'
import { getJson } from '../../shared/api/client.ts'
import { settingsQuery } from '../../shared/api/queries.ts'

/** Saves the settings of the server, all of them at once; every part of the screen then shows what was saved. */
export function useSaveSettings() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (settings: SettingsJson) =>
      getJson('/api/settings', settingsSchema, { method: 'PATCH', body: settings }),
    onSuccess: (saved) => queries.setQueryData(settingsQuery.queryKey, saved),
  })
}
