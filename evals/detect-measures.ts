import type { Post } from '../src/domain/post.ts'
import type { Detection } from '../src/integrity/detect/detect-campaigns.ts'

const ORGANIC = 'organic'

/**
 * Holds the accounts of confirmed campaigns against the labels of their posts.
 *
 * @param postsMin campaign accounts with fewer posts do not count for recall
 */
export function scoreNamed({ campaigns }: Detection, posts: readonly Post[], postsMin: number) {
  const accounts = labelled(posts)
  const named = new Set(
    campaigns.flatMap(({ isConfirmed, accounts }) => (isConfirmed ? accounts.map(({ id }) => id) : [])),
  )
  const isCampaign = (id: string) => accounts.get(id)?.label !== ORGANIC
  const wanted = [...accounts].filter(([id, { posts }]) => isCampaign(id) && posts >= postsMin)
  const organic = [...accounts].filter(([id]) => !isCampaign(id)).length
  const right = [...named].filter(isCampaign).length
  return {
    named: named.size,
    right,
    wanted: wanted.length,
    precision01: named.size === 0 ? 1 : right / named.size,
    recall01: wanted.length === 0 ? 1 : wanted.filter(([id]) => named.has(id)).length / wanted.length,
    organicNamed01: organic === 0 ? 0 : (named.size - right) / organic,
  }
}

/**
 * The chance that a campaign account ranks above an organic one with the same number of posts; equal scores count half. Activity
 * alone gives .5.
 */
export function matchedAuc({ accounts }: Detection, posts: readonly Post[], postsMin: number): number {
  const labels = labelled(posts)
  const strata = Map.groupBy(
    accounts.filter((account) => account.posts >= postsMin),
    (account) => account.posts,
  )
  let won = 0
  let compared = 0
  for (const stratum of strata.values()) {
    const organic = stratum.filter(({ id }) => labels.get(id)?.label === ORGANIC)
    for (const { score01 } of stratum.filter(({ id }) => labels.get(id)?.label !== ORGANIC)) {
      for (const other of organic) won += score01 > other.score01 ? 1 : score01 === other.score01 ? 0.5 : 0
      compared += organic.length
    }
  }
  return won / compared
}

function labelled(posts: readonly Post[]): Map<string, { label: string | null; posts: number }> {
  const accounts = new Map<string, { label: string | null; posts: number }>()
  for (const { author, label } of posts) {
    const posts = (accounts.get(author)?.posts ?? 0) + 1
    accounts.set(author, { label, posts })
  }
  return accounts
}
