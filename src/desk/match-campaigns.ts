import type { Campaign, StoredCampaign } from '../domain/campaign.ts'

/** Share of the smaller set of accounts that two campaigns have in common where they are one. */
const SAME_CAMPAIGN01 = 0.5
const POSTS_KEPT_MAX = 20_000

export type MatchedCampaign = { readonly campaign: Campaign; readonly before: StoredCampaign | null }

/** Recognises known campaigns among those found now, by their accounts; each known one continues in one alone. */
export function matchCampaigns(
  found: readonly Campaign[],
  known: readonly StoredCampaign[],
): MatchedCampaign[] {
  const ofAccount = new Map<string, StoredCampaign[]>()
  for (const stored of known)
    for (const { id } of stored.campaign.accounts) ofAccount.set(id, [...(ofAccount.get(id) ?? []), stored])
  const taken = new Set<StoredCampaign>()
  return found.map((campaign) => {
    const shared = new Map<StoredCampaign, number>()
    for (const { id } of campaign.accounts)
      for (const stored of ofAccount.get(id) ?? []) shared.set(stored, (shared.get(stored) ?? 0) + 1)
    const [best] = [...shared]
      .filter(([stored, count]) => !taken.has(stored) && isSame(count, campaign, stored.campaign))
      .sort(([, one], [, other]) => other - one)
    if (best === undefined) return { campaign, before: null }
    taken.add(best[0])
    return { campaign, before: best[0] }
  })
}

function isSame(shared: number, one: Campaign, other: Campaign): boolean {
  return shared >= SAME_CAMPAIGN01 * Math.min(one.accounts.length, other.accounts.length)
}

/** What was found now, with the members and posts known from before: they may lie outside the days looked at. */
export function mergeCampaign(found: Campaign, before: Campaign): Campaign {
  if (!before.isConfirmed) return { ...found, id: before.id }
  const scores = new Map(before.accounts.map(({ id, score01 }) => [id, score01]))
  for (const { id, score01 } of found.accounts) scores.set(id, Math.max(score01, scores.get(id) ?? 0))
  const postIds = [...new Set([...before.postIds, ...found.postIds])].slice(-POSTS_KEPT_MAX)
  return {
    ...found,
    id: before.id,
    accounts: [...scores]
      .map(([id, score01]) => ({ id, score01 }))
      .sort((one, other) => other.score01 - one.score01),
    postIds,
    channels: [...new Set([...found.channels, ...before.channels])],
    firstAt: Math.min(found.firstAt, before.firstAt),
    lastAt: Math.max(found.lastAt, before.lastAt),
    isConfirmed: true,
    objectCount: Math.max(found.objectCount, before.objectCount),
    outsiders: Math.max(found.outsiders, before.outsiders),
  }
}
