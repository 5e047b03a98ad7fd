import { discoveries } from '../../lib/false-discovery.ts'
import { COINCIDENCES_MIN, FALSE_DISCOVERY_RATE01 } from './account-links.ts'
import type { Activity } from './activity.ts'
import type { CoincidenceIndex } from './coincidence-index.ts'
import type { Joining } from './grow-groups.ts'
import type { Population } from './population.ts'
import { type SharedObject, WAVE_GAP_SECONDS } from './shared-objects.ts'

const ROUNDS_MAX = 15
/** Posts of one account that count for what everybody does, so that the busiest do not decide it. */
export const POSTS_COUNTED_MAX = 20

/**
 * Adds accounts whose posts coincide with members of any group far more often than those of everybody outside: the
 * outer ring of a network, which shares a little with many.
 *
 * The rate of everybody outside is measured anew after each round: it holds what real attention to the same things causes.
 *
 * @param groups changed: who is added is appended to the group it coincides with most
 */
export function absorbAccounts(
  groups: number[][],
  index: CoincidenceIndex,
  activity: Activity,
  population: Population,
): Joining[] {
  const absorbed: Joining[] = []
  for (let round = 0; round < ROUNDS_MAX; round++) {
    const tested = testOutsiders(groups, index, activity, population)
    const logs = tested.map(({ logP }) => logP)
    const outside = index.table.accountNames.size + population.silentAccounts - groups.flat().length
    const found = tested.slice(0, discoveries(logs, outside, FALSE_DISCOVERY_RATE01))
    if (found.length === 0) break
    for (const { account, group } of found) groups[group]?.push(account)
    absorbed.push(...found)
  }
  return absorbed
}

type Hits = { readonly account: number; readonly hits: number; readonly group: number }

/** Those with enough coincidences, least likely first. */
function testOutsiders(
  groups: readonly (readonly number[])[],
  index: CoincidenceIndex,
  activity: Activity,
  { silentPosts }: Population,
): Joining[] {
  const groupOf = new Map(groups.flatMap((members, group) => members.map((member) => [member, group])))
  const found: Hits[] = []
  let hitsOutside = 0
  let postsOutside = silentPosts
  for (let account = 0; account < index.table.accountNames.size; account++) {
    if (groupOf.has(account)) continue
    const posts = activity.posts(account)
    const hits = countHits(account, groupOf, index)
    postsOutside += Math.min(posts, POSTS_COUNTED_MAX)
    hitsOutside += hits.hits * Math.min(1, POSTS_COUNTED_MAX / Math.max(1, posts))
    if (hits.hits >= COINCIDENCES_MIN) found.push(hits)
  }
  const share01 = (hitsOutside + 1) / (postsOutside + 1)
  return found
    .map(({ account, hits, group }) => {
      const logP = logBinomialTail(hits, activity.posts(account), Math.min(1, share01))
      return { account, group, logP }
    })
    .sort((one, other) => one.logP - other.logP)
}

/** How many posts of the account coincide with a member of any group within a day. */
function countHits(account: number, groupOf: ReadonlyMap<number, number>, index: CoincidenceIndex): Hits {
  const posts = new Set<number>()
  const ofGroup = new Map<number, number>()
  for (const number of index.objectsOf(account)) {
    const object = index.objects[number] as SharedObject
    const post = index.postOf(object, account) as number
    const time = index.table.time(post)
    for (const [at, partner] of object.accounts.entries()) {
      const group = groupOf.get(partner)
      if (group === undefined) continue
      if (Math.abs(index.table.time(object.posts[at] as number) - time) > WAVE_GAP_SECONDS) continue
      posts.add(post)
      ofGroup.set(group, (ofGroup.get(group) ?? 0) + 1)
    }
  }
  const [[group = 0] = []] = [...ofGroup].sort(([, one], [, other]) => other - one)
  return { account, hits: posts.size, group }
}

/**
 * Upper bound for the chance of at least so many successes: exp(-n · KL(k/n ‖ p)).
 *
 * @see Hoeffding, "Probability inequalities for sums of bounded random variables", JASA 1963
 */
function logBinomialTail(successes: number, trials: number, share01: number): number {
  const rate = successes / trials
  if (rate <= share01) return 0
  const failures = rate >= 1 ? 0 : (trials - successes) * Math.log((1 - rate) / (1 - share01))
  return -(successes * Math.log(rate / share01) + failures)
}
