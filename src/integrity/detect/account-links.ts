import { adjustedLogs, discoveries } from '../../lib/false-discovery.ts'
import { AccountGroup } from './account-group.ts'
import type { Activity } from './activity.ts'
import type { CoincidenceIndex } from './coincidence-index.ts'
import { type Evidence, weighEvidence } from './evidence.ts'

/** Expected share of false ones among what is called significant. */
export const FALSE_DISCOVERY_RATE01 = 0.05
/** Fewer posts that coincide name nobody. */
export const COINCIDENCES_MIN = 3

/** Two accounts whose posts coincide more often than chance explains. */
export type AccountLink = {
  readonly one: number
  readonly other: number
  /** Of the weaker direction; natural logarithm. */
  readonly logP: number
  /** The least false discovery rate at which this link is significant; natural logarithm. */
  readonly logQ: number
  /** Of the weaker direction. */
  readonly evidence: Evidence
}

/**
 * Tests every two accounts and returns those whose coincidences are significant, strongest first. Pairs with too few
 * coincidences to be tested count as tested all the same.
 */
export function findLinks(index: CoincidenceIndex, activity: Activity): AccountLink[] {
  const groups = new Map<number, AccountGroup>()
  const groupOf = (account: number) => {
    const group = groups.get(account) ?? new AccountGroup([account], index, activity)
    groups.set(account, group)
    return group
  }
  const tested = candidatePairs(index)
    .flatMap(([one, other]) => {
      const there = weighEvidence(one, groupOf(other), index, activity)
      const back = weighEvidence(other, groupOf(one), index, activity)
      if (there === null || back === null) return []
      const evidence = there.logP > back.logP ? there : back
      const isEnough = Math.min(there.coincidences.length, back.coincidences.length) >= COINCIDENCES_MIN
      return isEnough ? [{ one, other, logP: evidence.logP, evidence }] : []
    })
    .sort((a, b) => a.logP - b.logP)
  const sharers = index.sharers
  const tests = (sharers * (sharers - 1)) / 2
  const logs = tested.map(({ logP }) => logP)
  const adjusted = adjustedLogs(logs, tests)
  return tested
    .slice(0, discoveries(logs, tests, FALSE_DISCOVERY_RATE01))
    .map((link, at) => ({ ...link, logQ: adjusted[at] as number }))
}

/** Pairs that share enough objects, each once. */
function candidatePairs(index: CoincidenceIndex): [number, number][] {
  const pairs: [number, number][] = []
  for (let account = 0; account < index.table.accountNames.size; account++) {
    if (index.objectsOf(account).length < COINCIDENCES_MIN) continue
    for (const [partner, objects] of index.partnersOf(account))
      if (account < partner && objects >= COINCIDENCES_MIN) pairs.push([account, partner])
  }
  return pairs
}
