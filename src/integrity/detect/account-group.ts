import type { Activity } from './activity.ts'
import type { CoincidenceIndex } from './coincidence-index.ts'

/** The accounts that resemble the group most may belong to it: they do not say what others do. */
const SUSPECTS = 20
/** Posts that the crowd must have before it outweighs what mere popularity explains. */
const CROWD_WEIGHT_POSTS = 300

/** What an outside account shares with the group beyond its first coincidence. */
type Stranger = { readonly account: number; readonly more: number; readonly posts: number }

/**
 * A set of accounts, with what they share and what the crowd around them does.
 *
 * People of like interest share alike: who shared one thing of a popular cause often shares its others. So the expected
 * number of coincidences is taken from outside accounts that share something with the group, where there are enough of them.
 */
export class AccountGroup {
  readonly members: ReadonlySet<number>
  /** For each object of a member how many members shared it. */
  readonly objects: ReadonlyMap<number, number>
  readonly #strangers: readonly Stranger[]
  readonly #more: number
  readonly #posts: number

  constructor(members: Iterable<number>, index: CoincidenceIndex, activity: Activity) {
    this.members = new Set(members)
    this.objects = countObjects(this.members, index)
    this.#strangers = findStrangers(this, index, activity)
    this.#more = sum(this.#strangers.map(({ more }) => more))
    this.#posts = sum(this.#strangers.map(({ posts }) => posts))
  }

  /**
   * The share of posts, beyond the first one, that coincide with the group by the ways of its crowd.
   *
   * @param account who is compared, and so is no part of the crowd
   * @param byChance01 the share that the popularity of the objects explains: where there is no crowd, it decides
   */
  crowdShare01(account: number, byChance01: number): number {
    const own = this.#strangers.findIndex((stranger) => stranger.account === account)
    // Whoever is compared takes no place among the suspects.
    const isSuspect = own >= 0 && own < SUSPECTS
    const leftOut = this.#strangers.slice(0, isSuspect ? SUSPECTS + 1 : SUSPECTS)
    if (own >= SUSPECTS) leftOut.push(this.#strangers[own] as Stranger)
    const more = this.#more - sum(leftOut.map((stranger) => stranger.more))
    const posts = this.#posts - sum(leftOut.map((stranger) => stranger.posts))
    return (more + byChance01 * CROWD_WEIGHT_POSTS) / (posts + CROWD_WEIGHT_POSTS)
  }
}

function countObjects(members: ReadonlySet<number>, index: CoincidenceIndex): Map<number, number> {
  const objects = new Map<number, number>()
  for (const member of members) {
    for (const object of index.objectsOf(member)) objects.set(object, (objects.get(object) ?? 0) + 1)
  }
  return objects
}

/** Those with the most coincidences first. */
function findStrangers(group: AccountGroup, index: CoincidenceIndex, activity: Activity): Stranger[] {
  const shared = new Map<number, number>()
  for (const object of group.objects.keys()) {
    for (const account of index.objects[object]?.accounts ?? [])
      if (!group.members.has(account)) shared.set(account, (shared.get(account) ?? 0) + 1)
  }
  const strangers = [...shared].map(([account, objects]) => {
    const posts = activity.posts(account)
    return { account, more: Math.min(objects, posts) - 1, posts: posts - 1 }
  })
  return strangers.sort((one, other) => other.more - one.more || one.account - other.account)
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
