import type { Campaign, CampaignLink } from '../../domain/campaign.ts'
import { connectedComponents } from '../../lib/connected-components.ts'
import { absorbAccounts } from './absorb-accounts.ts'
import { type AccountLink, findLinks } from './account-links.ts'
import { rareSharing } from './account-scores.ts'
import { Activity } from './activity.ts'
import { CoincidenceIndex } from './coincidence-index.ts'
import { describeCampaign, type GroupFound } from './describe-campaign.ts'
import { growGroups, type Joining } from './grow-groups.ts'
import { NOBODY_ELSE, type Population } from './population.ts'
import type { PostTable } from './post-table.ts'
import { findSharedObjects } from './shared-objects.ts'

/** A smaller group is not called a campaign. */
const ACCOUNTS_MIN = 3

export type Detection = {
  /** Confirmed ones first, by significance; then the provisional ones. */
  readonly campaigns: readonly Campaign[]
  /** Significant links between members of the campaigns. */
  readonly links: readonly FoundLink[]
  /** For every account seen how suspicious its sharing is: members of confirmed campaigns from 0.5 on, all others below. */
  readonly accounts: readonly { readonly id: string; readonly score01: number; readonly posts: number }[]
}

export type FoundLink = CampaignLink & {
  readonly campaignId: string
  readonly isConfirmed: boolean
}

/**
 * Finds groups of accounts that act in concert in a collection of posts.
 *
 * Pairs of accounts are tested against what popularity, activity, language and the crowd around them explain, with the false
 * discovery rate controlled over all pairs; significant pairs make groups; accounts that coincide with a whole group, or
 * far more often than everybody with any group, join. Deterministic. Memory: about 200 bytes a post.
 *
 * @param population who and what is not in the table, where it holds only posts that share something
 */
export function detectCampaigns(
  table: PostTable,
  activity = Activity.of(table),
  population: Population = NOBODY_ELSE,
): Detection {
  const index = new CoincidenceIndex(table, findSharedObjects(table, activity, population))
  const links = findLinks(index, activity)
  const groups = connectedComponents(links.map(({ one, other }) => [one, other]))
  const joinings = growGroups(groups, index, activity)
  const isLarge = (members: readonly number[]) => members.length >= ACCOUNTS_MIN
  const large = groups.filter(isLarge)
  const absorbed = absorbAccounts(large, index, activity, population)
  const small = groups.filter((members) => !isLarge(members))
  const found = foundGroups([...large, ...small], links, [...joinings, ...absorbed])
  const described = found.map((group) => ({ group, campaign: describeCampaign(group, index, activity) }))
  described.sort(
    (one, other) =>
      Number(other.campaign.isConfirmed) - Number(one.campaign.isConfirmed) ||
      one.campaign.qValue - other.campaign.qValue ||
      other.campaign.accounts.length - one.campaign.accounts.length,
  )
  const campaigns = described.map(({ campaign }, at) => ({ ...campaign, id: `c${at + 1}` }))
  const linked = described.flatMap(({ group }, at) => writeLinks(group, campaigns[at] as Campaign, index))
  return { campaigns, links: linked, accounts: scoreAccounts(campaigns, index, activity) }
}

function foundGroups(
  groups: readonly (readonly number[])[],
  links: readonly AccountLink[],
  joinings: readonly Joining[],
): GroupFound[] {
  const groupOf = new Map(groups.flatMap((members, group) => members.map((member) => [member, group])))
  const logPOf = new Map(joinings.map(({ account, logP }) => [account, logP]))
  for (const { one, other, logP } of links) {
    for (const account of [one, other]) logPOf.set(account, Math.min(logPOf.get(account) ?? 0, logP))
  }
  const linksOf = Map.groupBy(links, ({ one }) => groupOf.get(one) as number)
  return groups.map((members, group) => ({
    members: members
      .map((account) => ({ account, logP: logPOf.get(account) ?? 0 }))
      .sort((one, other) => one.logP - other.logP || one.account - other.account),
    links: linksOf.get(group) ?? [],
    isConfirmed: members.length >= ACCOUNTS_MIN,
  }))
}

function writeLinks({ links }: GroupFound, campaign: Campaign, { table }: CoincidenceIndex): FoundLink[] {
  return links.map(({ one, other, logP, logQ, evidence }) => ({
    from: table.accountNames.text(one),
    to: table.accountNames.text(other),
    campaignId: campaign.id,
    isConfirmed: campaign.isConfirmed,
    posts: evidence.coincidences.length,
    channels: [...new Set(evidence.coincidences.map(({ channel }) => channel))],
    pValue: Math.exp(logP),
    qValue: Math.exp(logQ),
  }))
}

/** Nats at which a score is half way to its end. */
const HALF_WAY_NATS = 10

function scoreAccounts(
  campaigns: readonly Campaign[],
  index: CoincidenceIndex,
  activity: Activity,
): Detection['accounts'] {
  const { accountNames } = index.table
  const inCampaign = new Map(
    campaigns
      .filter(({ isConfirmed }) => isConfirmed)
      .flatMap(({ accounts }) => accounts.map(({ id, score01 }) => [id, score01])),
  )
  return Array.from(rareSharing(index), (nats, account) => {
    const id = accountNames.text(account)
    const member01 = inCampaign.get(id)
    const score01 = member01 === undefined ? nats / (nats + HALF_WAY_NATS) / 2 : (1 + member01) / 2
    return { id, score01, posts: activity.posts(account) }
  })
}
