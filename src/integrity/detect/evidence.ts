import type { AccountGroup } from './account-group.ts'
import type { Activity } from './activity.ts'
import type { CoincidenceChannel } from './coincidence-channel.ts'
import type { CoincidenceIndex } from './coincidence-index.ts'
import type { SharedObject } from './shared-objects.ts'
import { logTailBound } from './tail-bound.ts'

/** How unlikely it is that an account and a group share so much by chance. */
export type Evidence = {
  /** Natural logarithm of an upper bound for the p-value, at most 0. */
  readonly logP: number
  /** Posts of the account that coincide with one of the group. */
  readonly coincidences: readonly Coincidence[]
}

export type Coincidence = {
  readonly post: number
  /** Number in the index. */
  readonly object: number
  readonly channel: CoincidenceChannel
  /** -log of the chance of this one, in nats. */
  readonly surprise: number
}

export const PROBABILITY_MAX = 0.9
/**
 * How often a chance coincidence in a rare object comes so soon after the other one. Measured on reposts of a political
 * debate by people who were not coordinated, objects of 2 to 5 accounts (2026-11-22): real attention is bursty too.
 */
export const LAG_SHARES: readonly (readonly [seconds: number, share01: number])[] = [
  [60, 0.3],
  [600, 0.62],
  [3_600, 0.87],
]

/**
 * Weighs what an account shares with a group. Each object is an event that would happen by chance with
 *
 *     p = posts of the account around then × accounts outside the group that shared it / posts of everybody around then
 *
 * raised where the crowd around the group shares alike. A post counts once, with its most surprising object, so that a
 * text, its tags and its link are one coincidence.
 *
 * @returns null when fewer than two posts coincide
 */
export function weighEvidence(
  account: number,
  group: AccountGroup,
  index: CoincidenceIndex,
  activity: Activity,
): Evidence | null {
  const own = new Set(index.objectsOf(account))
  const probabilities = chances(account, group, index, activity, own)
  const raised = raise(probabilities, account, group, activity.posts(account))
  const coincidences = strongestOfEachPost(account, group, index, own, raised)
  if (coincidences.length < 2) return null
  const surprise = coincidences.reduce((total, one) => total + one.surprise, 0)
  return { logP: logTailBound(surprise, raised.values()), coincidences }
}

/** For each object of the group the chance that the account shares it, where the account posted around then at all. */
function chances(
  account: number,
  group: AccountGroup,
  index: CoincidenceIndex,
  activity: Activity,
  own: ReadonlySet<number>,
): Map<number, number> {
  const found = new Map<number, number>()
  for (const [number, members] of group.objects) {
    const object = index.objects[number] as SharedObject
    const posts = activity.postsNear(account, object.slot)
    if (posts === 0) continue
    const outside = object.accounts.length - members - (own.has(number) ? 1 : 0)
    const sharers = Math.max(0, outside) + index.unseenSharers[object.channel]
    found.set(number, Math.min(PROBABILITY_MAX, (posts * sharers) / Math.max(1, object.localPosts)))
  }
  return found
}

function raise(
  probabilities: ReadonlyMap<number, number>,
  account: number,
  group: AccountGroup,
  posts: number,
): Map<number, number> {
  let expected = 0
  for (const probability of probabilities.values()) expected += probability
  const byChance01 = Math.min(PROBABILITY_MAX, expected / posts)
  const crowd01 = Math.min(PROBABILITY_MAX, group.crowdShare01(account, byChance01))
  const factor = byChance01 === 0 ? 1 : Math.max(1, crowd01 / byChance01)
  const raised = new Map<number, number>()
  for (const [object, probability] of probabilities)
    raised.set(object, Math.min(PROBABILITY_MAX, probability * factor))
  return raised
}

function strongestOfEachPost(
  account: number,
  group: AccountGroup,
  index: CoincidenceIndex,
  own: ReadonlySet<number>,
  probabilities: ReadonlyMap<number, number>,
): Coincidence[] {
  const ofPost = new Map<number, Coincidence>()
  for (const number of own) {
    const probability = probabilities.get(number)
    if (probability === undefined) continue
    const object = index.objects[number] as SharedObject
    const post = index.postOf(object, account) as number
    const surprise = -Math.log(probability * lagShare01(post, object, group, index))
    const known = ofPost.get(post)
    if (known === undefined || known.surprise < surprise)
      ofPost.set(post, { post, object: number, channel: object.channel, surprise })
  }
  return [...ofPost.values()]
}

function lagShare01(
  post: number,
  object: SharedObject,
  group: AccountGroup,
  { table }: CoincidenceIndex,
): number {
  let lag = Number.POSITIVE_INFINITY
  for (const [at, account] of object.accounts.entries()) {
    if (!group.members.has(account)) continue
    lag = Math.min(lag, Math.abs(table.time(object.posts[at] as number) - table.time(post)))
  }
  return LAG_SHARES.find(([seconds]) => lag <= seconds)?.[1] ?? 1
}
