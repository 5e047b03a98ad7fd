import { describe, expect, it } from 'vitest'
import type { Campaign, StoredCampaign } from '../domain/campaign.ts'
import { matchCampaigns, mergeCampaign } from './match-campaigns.ts'

describe('recognising campaigns', () => {
  it('knows a campaign again by half of its smaller set of accounts, and no other', () => {
    const known = [stored(campaign('old', ['a', 'b', 'c', 'd']))]
    const [same, other] = matchCampaigns(
      [campaign('x', ['a', 'b', 'e']), campaign('y', ['d', 'p', 'q', 'r'])],
      known,
    )
    expect(same?.before?.campaign.id).toBe('old')
    expect(other?.before).toBeNull()
  })

  it('lets a known campaign go on in one campaign only', () => {
    const known = [stored(campaign('old', ['a', 'b', 'c', 'd']))]
    const matched = matchCampaigns([campaign('x', ['a', 'b', 'c']), campaign('y', ['c', 'd'])], known)
    expect(matched.map(({ before }) => before?.campaign.id ?? null)).toEqual(['old', null])
  })

  it('keeps the members, posts and times of a confirmed campaign, and takes a provisional one as it is now', () => {
    const before = campaign('old', ['a', 'b', 'c'], { firstAt: 1, postIds: ['1'] })
    const now = campaign('x', ['b', 'c', 'd'], { firstAt: 5, lastAt: 9, postIds: ['2'] })
    const merged = mergeCampaign(now, before)
    expect(merged.id).toBe('old')
    expect(merged.accounts.map(({ id }) => id).sort()).toEqual(['a', 'b', 'c', 'd'])
    expect([merged.firstAt, merged.lastAt, merged.postIds]).toEqual([1, 9, ['1', '2']])
    const provisional = mergeCampaign(now, { ...before, isConfirmed: false })
    expect(provisional.accounts.map(({ id }) => id)).toEqual(['b', 'c', 'd'])
  })
})

function campaign(id: string, accounts: readonly string[], fields: Partial<Campaign> = {}): Campaign {
  return {
    ...{
      id,
      accounts: accounts.map((account) => ({ id: account, score01: 0.5 })),
      postIds: [],
      channels: [],
    },
    ...{ firstAt: 0, lastAt: 0, pValue: 0.001, qValue: 0.01, isConfirmed: true, why: '', objects: [] },
    ...{ objectCount: 3, outsiders: 0, ...fields },
  }
}

function stored(of: Campaign): StoredCampaign {
  return {
    campaign: of,
    links: [],
    firstSeenAt: 0,
    confirmedAt: 0,
    updatedAt: 0,
  } as unknown as StoredCampaign
}
