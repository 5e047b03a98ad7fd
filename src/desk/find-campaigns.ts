import type { Archive } from '../archive/archive.ts'
import type { Campaign, CampaignLink, StoredCampaign } from '../domain/campaign.ts'
import type { Post } from '../domain/post.ts'
import { profileCampaign } from '../integrity/describe/profile-campaign.ts'
import { STORED } from '../integrity/detect/candidates.sql.ts'
import { detectCampaigns } from '../integrity/detect/detect-campaigns.ts'
import { readCandidates, type TimeRange } from '../integrity/detect/read-candidates.ts'
import { matchCampaigns, mergeCampaign } from './match-campaigns.ts'
import { POSTS_OF_AUTHORS_COUNT } from './posts-of-authors.sql.ts'

/** Up to so many posts the whole archive is looked at, beyond it the newest days. */
const WHOLE_ARCHIVE_POSTS_MAX = 1_500_000
const NEWEST_DAYS_MS = 14 * 86_400_000
const KNOWN_MAX = 5_000
/** Groups of two come in great numbers; the strongest are kept. */
const PROVISIONAL_MAX = 200
const PROFILE_POSTS_MAX = 3_000
const POSTS_A_QUERY = 1_000

export type FindCampaignsDependencies = {
  readonly archive: Pick<
    Archive,
    | 'query'
    | 'getPosts'
    | 'listCampaigns'
    | 'updateCampaigns'
    | 'campaignPass'
    | 'completePosts'
    | 'campaignsOfAuthors'
    | 'addCampaign'
  >
  /** UTC milliseconds. */
  readonly now: () => number
  readonly newId: () => string
  readonly signal?: AbortSignal | undefined
  /** Newest posts that are compared; by default as many as memory allows. Comparing does not pause for others on this thread. */
  readonly candidatesMax?: number | undefined
}

export type CampaignUpdate = {
  /** Campaigns that were not known, or not confirmed, before. */
  readonly risen: readonly StoredCampaign[]
  readonly found: number
  readonly removed: number
}

type Stored = {
  readonly posts: number
  readonly received_ms: number
  readonly newest_ms: number
  readonly oldest_ms: number
}

/**
 * Looks for campaigns in the archive and keeps what it finds: known ones grow and keep their id and the time they were first
 * seen, provisional ones that no longer show are dropped. Does nothing where no post came since the last time.
 *
 * @returns null where there was nothing new to look at
 */
export async function findCampaigns(deps: FindCampaignsDependencies): Promise<CampaignUpdate | null> {
  const { archive, now, signal } = deps
  const [stored] = await archive.query<Stored>(STORED, {}, { signal })
  const last = await archive.campaignPass()
  if (stored === undefined || stored.posts === 0) return null
  const pass = { at: now(), posts: Number(stored.posts), receivedUntil: Number(stored.received_ms) }
  if (last?.posts === pass.posts && last.receivedUntil === pass.receivedUntil) return null
  const range = rangeOf(stored)
  const { table, activity, population, isCut } = await readCandidates(archive, range, {
    ...{ signal, candidatesMax: deps.candidatesMax },
  })
  const detection = detectCampaigns(table, activity, population)
  const linksOf = Map.groupBy(detection.links, ({ campaignId }) => campaignId)
  const kept = keepStrongest(detection.campaigns)
  const known = await archive.listCampaigns({ limit: KNOWN_MAX })
  const matched = matchCampaigns(kept, known)
  const changed: StoredCampaign[] = []
  for (const { campaign, before } of matched) {
    signal?.throwIfAborted()
    const links = (linksOf.get(campaign.id) ?? []).map(({ campaignId: _, isConfirmed: __, ...link }) => link)
    changed.push(await complete({ campaign, links, before }, deps))
  }
  const current = new Set(changed.map(({ campaign }) => campaign.id))
  const removed = known
    // What lies before the newest candidates was not looked at.
    .filter(({ campaign, confirmedAt }) => confirmedAt === null && !isCut && isWithin(campaign, range))
    .filter(({ campaign }) => !current.has(campaign.id))
    .map(({ campaign }) => campaign.id)
  await archive.updateCampaigns(changed, { removed, pass })
  const wasConfirmed = new Set(
    known.filter(({ confirmedAt }) => confirmedAt !== null).map(({ campaign }) => campaign.id),
  )
  const risen = changed.filter(
    ({ campaign, confirmedAt }) => confirmedAt !== null && !wasConfirmed.has(campaign.id),
  )
  return { risen, found: changed.length, removed: removed.length }
}

function rangeOf({ posts, newest_ms, oldest_ms }: Stored): TimeRange {
  const to = Number(newest_ms) + 1
  const from = Number(posts) <= WHOLE_ARCHIVE_POSTS_MAX ? Number(oldest_ms) : to - NEWEST_DAYS_MS
  return { from, to }
}

function isWithin({ lastAt }: Campaign, { from, to }: TimeRange): boolean {
  return lastAt >= from && lastAt < to
}

function keepStrongest(campaigns: readonly Campaign[]): Campaign[] {
  const confirmed = campaigns.filter(({ isConfirmed }) => isConfirmed)
  const provisional = campaigns.filter(({ isConfirmed }) => !isConfirmed)
  return [...confirmed, ...provisional.slice(0, PROVISIONAL_MAX)]
}

type Found = {
  readonly campaign: Campaign
  readonly links: readonly CampaignLink[]
  readonly before: StoredCampaign | null
}

async function complete(
  { campaign: found, links, before }: Found,
  { archive, now, newId, signal }: FindCampaignsDependencies,
): Promise<StoredCampaign> {
  const campaign = before === null ? { ...found, id: newId() } : mergeCampaign(found, before.campaign)
  const posts = await readPosts(archive, campaign.postIds.slice(-PROFILE_POSTS_MAX), signal)
  const [counted] = await archive.query<{ posts: number }>(
    POSTS_OF_AUTHORS_COUNT,
    { authors: campaign.accounts.map(({ id }) => id), from: campaign.firstAt, to: campaign.lastAt + 1 },
    { signal },
  )
  const at = now()
  const profile = profileCampaign({ campaign, posts, postsOfAccounts: Number(counted?.posts ?? 0) })
  return {
    campaign,
    // Words of posts are read where they are shown: a record must not outlive them.
    profile: { ...profile, narrative: profile.narrative && { ...profile.narrative, text: '' } },
    links: links.length > 0 ? links : (before?.links ?? []),
    firstSeenAt: before?.firstSeenAt ?? at,
    confirmedAt: before?.confirmedAt ?? (campaign.isConfirmed ? at : null),
    updatedAt: at,
  }
}

/** Oldest first, with the reactions that were counted since. */
async function readPosts(
  archive: FindCampaignsDependencies['archive'],
  ids: readonly string[],
  signal: AbortSignal | undefined,
): Promise<Post[]> {
  const posts: Post[] = []
  for (let start = 0; start < ids.length; start += POSTS_A_QUERY) {
    const some = await archive.getPosts(ids.slice(start, start + POSTS_A_QUERY), { signal })
    posts.push(...(await archive.completePosts(some, { signal })))
  }
  return posts.sort((one, other) => (one.createdAt ?? 0) - (other.createdAt ?? 0))
}
