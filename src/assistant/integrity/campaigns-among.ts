import type { Archive } from '../../archive/archive.ts'
import type { CampaignMark } from '../../domain/campaign.ts'
import type { Post } from '../../domain/post.ts'

/** By account, the campaign that it is a member of; null where campaigns were never looked for. */
export type CampaignsByAuthor = ReadonlyMap<string, CampaignMark> | null

export type CampaignReader = Partial<
  Pick<Archive, 'campaignPass' | 'campaignsOfAuthors' | 'campaignsOfPosts'>
>

/**
 * Which accounts of these posts act in concert, as far as the archive knows.
 *
 * @param others further accounts that are asked about
 */
export async function campaignsAmong(
  posts: readonly Pick<Post, 'author'>[],
  archive: CampaignReader,
  others: Iterable<readonly Pick<Post, 'author'>[]> = [],
): Promise<CampaignsByAuthor> {
  const [pass, marks] = await Promise.all([
    archive.campaignPass?.(),
    archive.campaignsOfAuthors?.([...new Set([...posts, ...[...others].flat()].map(({ author }) => author))]),
  ])
  return pass === null || pass === undefined || marks === undefined ? null : marks
}

/** The one voice of a confirmed campaign; null for everybody else. */
export function campaignVoice(author: string, campaigns: CampaignsByAuthor): string | null {
  const campaign = campaigns?.get(author)
  return campaign?.isConfirmed === true ? `campaign:${campaign.id}` : null
}

/** Posts among these that coincide with others of a campaign. */
export async function campaignMarks(
  posts: readonly Pick<Post, 'id'>[],
  archive: CampaignReader,
): Promise<ReadonlyMap<string, CampaignMark>> {
  return (await archive.campaignsOfPosts?.(posts.map(({ id }) => id))) ?? new Map()
}
