import { queryOptions } from '@tanstack/react-query'
import { campaignListSchema, campaignSchema } from '../../../../src/contract/campaign.ts'
import { getJson } from '../../shared/api/client.ts'

export const campaignsQuery = (showsProvisional: boolean) =>
  queryOptions({
    queryKey: ['campaigns', showsProvisional],
    queryFn: ({ signal }) =>
      getJson(`/api/campaigns?provisional=${showsProvisional}`, campaignListSchema, { signal }),
    refetchInterval: 30_000,
  })

export const campaignQuery = (id: string) =>
  queryOptions({
    queryKey: ['campaigns', 'one', id],
    queryFn: ({ signal }) => getJson(`/api/campaigns/${encodeURIComponent(id)}`, campaignSchema, { signal }),
    staleTime: 30_000,
  })
