import type { StoredCampaign } from '../../domain/campaign.ts'
import type { Post } from '../../domain/post.ts'

/** Links that are drawn; the strongest of more. */
const LINKS_MAX = 2_000

/** Two members with what they shared. Times are UTC milliseconds. */
export type SharedLink = {
  readonly from: string
  readonly to: string
  /** Things that both shared. */
  readonly posts: number
  readonly channels: readonly string[]
  /** When they first shared something. */
  readonly firstAt: number
  /** Null where the two were not tested as a pair. */
  readonly pValue: number | null
  readonly qValue: number | null
}

/** Which members shared what with which, from the things that are told of a campaign, for drawing; strongest first. */
export function sharedLinks(
  { campaign, links }: StoredCampaign,
  posts: readonly Pick<Post, 'id' | 'author' | 'createdAt'>[],
): SharedLink[] {
  const byId = new Map(posts.map((post) => [post.id, post]))
  const tested = new Map(links.map((link) => [pairOf(link.from, link.to), link]))
  const found = new Map<string, { posts: number; channels: Set<string>; firstAt: number }>()
  for (const { channel, postIds } of campaign.objects) {
    const sharers = postIds.flatMap((id) => byId.get(id) ?? [])
    for (const [at, one] of sharers.entries())
      for (const other of sharers.slice(at + 1)) {
        if (one.author === other.author) continue
        const key = pairOf(one.author, other.author)
        const both = Math.max(one.createdAt ?? 0, other.createdAt ?? 0)
        const known = found.get(key) ?? { posts: 0, channels: new Set(), firstAt: both }
        known.posts += 1
        known.channels.add(channel)
        known.firstAt = Math.min(known.firstAt, both)
        found.set(key, known)
      }
  }
  for (const [key, link] of tested)
    if (!found.has(key))
      found.set(key, { posts: link.posts, channels: new Set(link.channels), firstAt: campaign.firstAt })
  return [...found]
    .map(([key, link]) => {
      const [from = '', to = ''] = key.split('\n')
      const test = tested.get(key)
      return {
        ...{ from, to, posts: link.posts, channels: [...link.channels], firstAt: link.firstAt },
        ...{ pValue: test?.pValue ?? null, qValue: test?.qValue ?? null },
      }
    })
    .sort((one, other) => other.posts - one.posts)
    .slice(0, LINKS_MAX)
}

function pairOf(one: string, other: string): string {
  return one < other ? `${one}\n${other}` : `${other}\n${one}`
}
