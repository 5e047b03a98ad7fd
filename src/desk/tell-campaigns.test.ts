import { expect, test } from 'vitest'
import type { StoredCampaign } from '../domain/campaign.ts'
import type { Told } from './notify/notifier.ts'
import { tellCampaigns } from './tell-campaigns.ts'

test('each new campaign is told with its address and without naming anybody; many at once are told as one', async () => {
  const told: { personIds: readonly string[]; told: Told }[] = []
  const notifier = {
    tell: async (personIds: readonly string[], one: Told) => {
      told.push({ personIds, told: one })
    },
  }
  await tellCampaigns([campaign('a'), campaign('b')], { notifier, personIds: ['owner'] })
  expect(told.map(({ told: { path } }) => path)).toEqual(['/campaigns/a', '/campaigns/b'])
  expect(told[0]?.told.words('en').title).toBe('3 accounts act in concert')
  expect(JSON.stringify(told[0]?.told.words('fr'))).not.toContain('ann')
  await tellCampaigns(['a', 'b', 'c', 'd'].map(campaign), { notifier, personIds: ['owner'] })
  expect(told[2]?.told.path).toBe('/campaigns')
  expect(told).toHaveLength(3)
})

function campaign(id: string): StoredCampaign {
  const accounts = ['ann', 'bob', 'eve'].map((account) => ({ id: account, score01: 0.5 }))
  return { campaign: { id, accounts, postIds: ['1', '2'] } } as unknown as StoredCampaign
}
