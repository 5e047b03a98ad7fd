import type { CampaignJson, CampaignSummaryJson } from '../contract/campaign.ts'
import { objectKey } from '../desk/readable-campaign.ts'
import type { StoredCampaign } from '../domain/campaign.ts'
import type { Post } from '../domain/post.ts'
import { sharedLinks } from '../integrity/describe/shared-links.ts'
import { markedPostToJson } from './post-to-json.ts'

const POSTS_SENT_MAX = 400

/** A campaign as a row of the list. */
export function campaignSummaryToJson({ campaign, profile, ...times }: StoredCampaign): CampaignSummaryJson {
  const { narrative } = profile
  return {
    id: campaign.id,
    confirmed: times.confirmedAt !== null,
    accounts: campaign.accounts.length,
    posts: campaign.postIds.length,
    channels: [...campaign.channels],
    languages: [...profile.languages],
    first_at: iso(campaign.firstAt),
    last_at: iso(campaign.lastAt),
    first_seen_at: iso(times.firstSeenAt),
    confirmed_at: times.confirmedAt === null ? null : iso(times.confirmedAt),
    p_value: campaign.pValue,
    q_value: campaign.qValue,
    narrative: narrative === null ? null : { text: narrative.text, post_id: narrative.postId },
    coordination01: profile.coordination01,
    inauthenticity01: profile.inauthenticity01,
    growth: profile.growth.map(({ at, accounts, posts }) => ({ at: iso(at), accounts, posts })),
  }
}

/** @param posts its posts that are stored, oldest first */
export function campaignToJson(stored: StoredCampaign, posts: readonly Post[]): CampaignJson {
  const { campaign, profile } = stored
  const byId = new Map(posts.map((post) => [post.id, post]))
  const byAuthor = Map.groupBy(posts, ({ author }) => author)
  const mark = {
    id: campaign.id,
    accounts: campaign.accounts.length,
    isConfirmed: stored.confirmedAt !== null,
  }
  return {
    ...campaignSummaryToJson(stored),
    why: campaign.why,
    members: campaign.accounts.map(({ id, score01 }) => {
      const own = byAuthor.get(id) ?? []
      return { id, name: own[0]?.authorName ?? null, score01, posts: own.length }
    }),
    post_ids: [...campaign.postIds],
    objects: campaign.objects.map((object) => ({
      channel: object.channel,
      key: objectKey(object, byId),
      accounts: object.accounts,
      outsiders: object.outsiders,
      first_at: iso(object.firstAt),
      last_at: iso(object.lastAt),
      expected: object.expected,
      post_ids: [...object.postIds],
    })),
    object_count: campaign.objectCount,
    outsiders: campaign.outsiders,
    links: sharedLinks(stored, posts).map(({ firstAt, pValue, qValue, ...link }) => ({
      ...{ ...link, channels: [...link.channels], first_at: iso(firstAt) },
      ...{ p_value: pValue, q_value: qValue },
    })),
    reach: profile.reach,
    signs: [...profile.signs],
    counter_evidence: [...profile.counterEvidence],
    would_change: [...profile.wouldChange],
    techniques: [...profile.techniques],
    posts_stored: posts.slice(0, POSTS_SENT_MAX).map((post) => markedPostToJson(post, mark)),
  }
}

function iso(ms: number): string {
  return new Date(ms).toISOString()
}
