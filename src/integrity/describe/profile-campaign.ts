import type { Campaign, CampaignProfile, CampaignReach } from '../../domain/campaign.ts'
import type { Post } from '../../domain/post.ts'
import { counterEvidence, wouldChange } from './counter-evidence.ts'
import { techniquesOf } from './disarm.ts'
import { inauthenticitySigns, mergedSigns01 } from './inauthenticity.ts'

const GROWTH_STEPS_MAX = 48
/** -ln .05: what is called significant at the limit scores one half. */
const HALF_WAY_NATS = 3

export type ProfileRequest = {
  readonly campaign: Campaign
  /** Its posts that are stored, oldest first. */
  readonly posts: readonly Post[]
  /** All stored posts of its accounts; null where they were not counted. */
  readonly postsOfAccounts: number | null
}

/** What the posts of a campaign tell beyond the statistics that found it. Pure. */
export function profileCampaign(request: ProfileRequest): CampaignProfile {
  const { campaign, posts } = request
  const signs = inauthenticitySigns(campaign, posts)
  const nats = -Math.log(campaign.qValue)
  return {
    narrative: narrativeOf(campaign, posts),
    languages: languagesOf(posts),
    growth: growthOf(posts),
    reach: reachOf(posts),
    coordination01: nats / (nats + HALF_WAY_NATS),
    inauthenticity01: mergedSigns01(signs),
    signs,
    counterEvidence: counterEvidence(request),
    wouldChange: wouldChange(request),
    techniques: techniquesOf(campaign, signs),
  }
}

/** The earliest full post of the object that most members shared: somebody's own words, never ours. */
function narrativeOf({ objects }: Campaign, posts: readonly Post[]): CampaignProfile['narrative'] {
  const byId = new Map(posts.map((post) => [post.id, post]))
  const told = objects.toSorted((one, other) => other.accounts - one.accounts)
  for (const { postIds } of told) {
    const texts = postIds
      .flatMap((id) => byId.get(id) ?? [])
      .filter(({ text, repostOf }) => repostOf === null && text.trim() !== '')
    const [first] = texts
    if (first !== undefined) return { text: first.text, postId: first.id }
  }
  const repost = posts.find(({ text }) => text.trim().split(/\s+/).length > 3)
  return repost === undefined ? null : { text: repost.text, postId: repost.id }
}

function languagesOf(posts: readonly Post[]): CampaignProfile['languages'] {
  const counts = Map.groupBy(
    posts.flatMap(({ lang }) => lang ?? []),
    (lang) => lang,
  )
  return [...counts]
    .map(([lang, all]) => ({ lang, posts: all.length }))
    .sort((one, other) => other.posts - one.posts)
}

function growthOf(posts: readonly Post[]): CampaignProfile['growth'] {
  const dated = posts.flatMap(({ createdAt, author }) =>
    createdAt === null ? [] : [{ at: createdAt, author }],
  )
  const [first, last] = [dated[0]?.at, dated.at(-1)?.at]
  if (first === undefined || last === undefined) return []
  const steps = Math.min(GROWTH_STEPS_MAX, Math.max(1, dated.length))
  const seen = new Set<string>()
  let next = 0
  return Array.from({ length: steps }, (_, step) => {
    const at = step === steps - 1 ? last : first + ((last - first) * (step + 1)) / steps
    while (next < dated.length && (dated[next]?.at as number) <= at) seen.add(dated[next++]?.author as string)
    return { at: Math.round(at), accounts: seen.size, posts: next }
  })
}

function reachOf(posts: readonly Post[]): CampaignReach {
  const sum = (counts: readonly (number | null)[]) => {
    const known = counts.filter((count) => count !== null)
    return known.length === 0 ? null : known.reduce((total, count) => total + count, 0)
  }
  return {
    posts: posts.length,
    likes: sum(posts.map(({ likes }) => likes)),
    reposts: sum(posts.map(({ reposts }) => reposts)),
    replies: sum(posts.map(({ replies }) => replies)),
  }
}
