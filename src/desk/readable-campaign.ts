import type { Archive } from '../archive/archive.ts'
import type { StoredCampaign } from '../domain/campaign.ts'
import type { Post } from '../domain/post.ts'

const KEY_CHARS = 200

/** Campaigns as people may read them: words of posts come from what is stored now, so that deleted ones are gone here too. */
export async function readableCampaigns(
  stored: readonly StoredCampaign[],
  archive: Pick<Archive, 'getPosts'>,
): Promise<StoredCampaign[]> {
  const ids = stored.flatMap((one) => [...narrativePost(one), ...quotedPosts(one)])
  const texts = new Map((await archive.getPosts(ids)).map(({ id, text }) => [id, text]))
  return stored.map((one) => {
    const { narrative } = one.profile
    const text = narrative === null ? undefined : texts.get(narrative.postId)
    const told = narrative === null || text === undefined ? null : { ...narrative, text }
    const quoted = quotedPosts(one)
    const isGone = quoted.length > 0 && !quoted.some((id) => texts.has(id))
    const why = isGone ? one.campaign.why.replace(QUOTED, '') : one.campaign.why
    return { ...one, campaign: { ...one.campaign, why }, profile: { ...one.profile, narrative: told } }
  })
}

const QUOTED = / \(“.*?”\)/su
/** So many of the posts with the quoted words are looked for. */
const QUOTED_POSTS_MAX = 20

function narrativePost({ profile }: StoredCampaign): readonly string[] {
  return profile.narrative === null ? [] : [profile.narrative.postId]
}

/** Posts whose words the reason quotes: those of the strongest thing in common, where that is a text. */
function quotedPosts({ campaign }: StoredCampaign): readonly string[] {
  const [strongest] = campaign.objects
  return strongest?.channel === 'text' ? strongest.postIds.slice(0, QUOTED_POSTS_MAX) : []
}

/** What was shared, in words: of a text those of a stored post; null where every post of it is gone. */
export function objectKey(
  { channel, key, postIds }: StoredCampaign['campaign']['objects'][number],
  posts: ReadonlyMap<string, Post>,
): string | null {
  const stored = postIds.flatMap((id) => posts.get(id) ?? [])
  if (stored.length === 0) return null
  return channel === 'text' ? (stored[0] as Post).text.slice(0, KEY_CHARS).toWellFormed() : key
}
