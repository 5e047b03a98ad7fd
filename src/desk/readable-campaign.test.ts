import { describe, expect, it } from 'vitest'
import type { StoredCampaign } from '../domain/campaign.ts'
import { makePost, type Post } from '../domain/post.ts'
import { readableCampaigns } from './readable-campaign.ts'

const WHY =
  '3 of 3 accounts wrote the same text (“the wells are poisoned”) within a minute; by chance 0.01 would have.'

const CAMPAIGN = {
  campaign: {
    why: WHY,
    objects: [{ channel: 'text', key: 'the wells are poisoned', postIds: ['test:1', 'test:2'] }],
  },
  profile: { narrative: { postId: 'test:1', text: '' } },
} as unknown as StoredCampaign

function archiveOf(posts: readonly Post[]) {
  return { getPosts: async (ids: readonly string[]) => posts.filter(({ id }) => ids.includes(id)) }
}

describe('a campaign as people may read it', () => {
  it('quotes what was shared as long as one of its posts is stored', async () => {
    const second = makePost({ id: 'test:2', author: 'ann', text: 'The wells are poisoned', createdAt: null })
    const [read] = await readableCampaigns([CAMPAIGN], archiveOf([second]))
    expect(read?.campaign.why).toBe(WHY)
  })

  it('has no words of posts that their authors deleted', async () => {
    const [read] = await readableCampaigns([CAMPAIGN], archiveOf([]))
    expect(read?.campaign.why).toBe(
      '3 of 3 accounts wrote the same text within a minute; by chance 0.01 would have.',
    )
    expect(read?.profile.narrative).toBeNull()
  })
})
