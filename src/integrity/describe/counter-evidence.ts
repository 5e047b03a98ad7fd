import type { CampaignChange, CampaignObject, CounterEvidence } from '../../domain/campaign.ts'
import type { ProfileRequest } from './profile-campaign.ts'

const YEAR_MS = 365 * 86_400_000
const HOUR_MS = 3_600_000
const FEW_OBJECTS = 6
/** A share above which one place explains what is passed on. */
const SAME_OUTLET01 = 0.8
const OBJECTS_COMPARED_MIN = 3

/** Why it may be organic all the same: what was looked at and speaks against coordination. */
export function counterEvidence({ campaign, posts, postsOfAccounts }: ProfileRequest): CounterEvidence[] {
  const found: CounterEvidence[] = []
  const add = (kind: CounterEvidence['kind'], value: number, of: number) => found.push({ kind, value, of })
  const members = campaign.accounts.length
  if (campaign.outsiders > 0) add('outsiders_share', campaign.outsiders, campaign.outsiders + members)
  if (postsOfAccounts !== null && postsOfAccounts > posts.length)
    add('own_words', postsOfAccounts - posts.length, postsOfAccounts)
  const old = longStanding(posts)
  if (old.value > 0) add('long_standing_accounts', old.value, old.of)
  if (campaign.objectCount < FEW_OBJECTS) add('few_coincidences', campaign.objectCount, FEW_OBJECTS)
  if (campaign.channels.length === 1) add('single_channel', 1, 1)
  const slow = campaign.objects.filter(({ firstAt, lastAt }) => lastAt - firstAt > HOUR_MS).length
  if (slow * 2 > campaign.objects.length) add('slow', slow, campaign.objects.length)
  const outlet = sameOutlet(campaign.objects)
  if (outlet !== null) add('same_outlet', outlet.value, outlet.of)
  return found
}

/** What would change the finding, in the order of what would change it most. */
export function wouldChange({ campaign, postsOfAccounts, posts }: ProfileRequest): CampaignChange[] {
  const changes: CampaignChange[] = ['declared_group']
  if (sameOutlet(campaign.objects) !== null || campaign.channels.length === 1) changes.push('shared_source')
  if (campaign.outsiders < campaign.accounts.length) changes.push('other_sharers')
  if (postsOfAccounts !== null && postsOfAccounts > posts.length) changes.push('quiet_members')
  if (!campaign.isConfirmed || campaign.objectCount < FEW_OBJECTS) changes.push('more_posts')
  return changes
}

/** Accounts that were there for two years before this began. */
function longStanding(posts: ProfileRequest['posts']): { value: number; of: number } {
  const ages = new Map<string, number>()
  for (const { author, authorCreatedAt, createdAt } of posts)
    if (authorCreatedAt !== null && createdAt !== null && !ages.has(author))
      ages.set(author, createdAt - authorCreatedAt)
  const old = [...ages.values()].filter((age) => age > 2 * YEAR_MS)
  return { value: old.length, of: ages.size }
}

function sameOutlet(objects: readonly CampaignObject[]): { value: number; of: number } | null {
  const links = objects.filter(({ channel }) => channel === 'url')
  if (links.length < OBJECTS_COMPARED_MIN) return null
  const hosts = Map.groupBy(links, ({ key }) => key.split('/')[0] ?? key)
  const largest = Math.max(...[...hosts.values()].map(({ length }) => length))
  return largest / links.length >= SAME_OUTLET01 ? { value: largest, of: links.length } : null
}
