import type { CoincidenceIndex } from './coincidence-index.ts'
import type { SharedObject } from './shared-objects.ts'

/** An object with more sharers says little of any of them. */
const RARE_SHARERS_MAX = 5
const SOON_SECONDS = 600

/**
 * For every account how much rare sharing within minutes it did, in nats: for each post the most surprising object,
 * divided among those who shared it. It ranks accounts of equal activity; it proves nothing by itself.
 *
 * Rare objects within ten minutes separate best among those tried (up to 5, 10, 30, 100 sharers; 10 minutes, an hour, a
 * day): overlay of the development data, 2026-11-22.
 */
export function rareSharing(index: CoincidenceIndex): Float64Array {
  const scores = new Float64Array(index.table.accountNames.size)
  for (let account = 0; account < scores.length; account++) {
    const ofPost = new Map<number, number>()
    for (const number of index.objectsOf(account)) {
      const object = index.objects[number] as SharedObject
      if (object.accounts.length > RARE_SHARERS_MAX) continue
      const post = index.postOf(object, account) as number
      if (isSharedSoon(object, post, index))
        ofPost.set(post, Math.max(ofPost.get(post) ?? 0, worth(object, index)))
    }
    for (const value of ofPost.values()) scores[account] = (scores[account] as number) + value
  }
  return scores
}

function isSharedSoon(object: SharedObject, post: number, { table }: CoincidenceIndex): boolean {
  const time = table.time(post)
  return object.posts.some((other) => other !== post && Math.abs(table.time(other) - time) <= SOON_SECONDS)
}

function worth(object: SharedObject, { unseenSharers }: CoincidenceIndex): number {
  const others = object.accounts.length - 1
  const expected = others - 1 + unseenSharers[object.channel]
  return Math.max(0, Math.log(object.localPosts / expected)) / others
}
