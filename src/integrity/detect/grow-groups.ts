import { discoveries } from '../../lib/false-discovery.ts'
import { AccountGroup } from './account-group.ts'
import { COINCIDENCES_MIN, FALSE_DISCOVERY_RATE01 } from './account-links.ts'
import type { Activity } from './activity.ts'
import type { CoincidenceIndex } from './coincidence-index.ts'
import { weighEvidence } from './evidence.ts'

/** How an account came into a group after the group was there. */
export type Joining = {
  readonly account: number
  /** Place of the group in the list. */
  readonly group: number
  readonly logP: number
}

const ROUNDS_MAX = 10
/** Groups that an account is compared with: those it shares most with. */
const GROUPS_COMPARED = 3

/**
 * Lets accounts join groups that they coincide with beyond chance, round by round until nobody joins. Comparing with the
 * whole group sees those who share one thing with each of many members.
 *
 * @param groups changed: who joins is appended
 */
export function growGroups(groups: number[][], index: CoincidenceIndex, activity: Activity): Joining[] {
  const joined: Joining[] = []
  for (let round = 0; round < ROUNDS_MAX; round++) {
    const tested = testOutsiders(groups, index, activity).sort((one, other) => one.logP - other.logP)
    const logs = tested.map(({ logP }) => logP)
    const joining = tested.slice(0, discoveries(logs, index.sharers, FALSE_DISCOVERY_RATE01))
    if (joining.length === 0) break
    for (const { account, group } of joining) groups[group]?.push(account)
    joined.push(...joining)
  }
  return joined
}

/** For each account outside the group that it fits best, where it coincides often enough with one. */
function testOutsiders(
  groups: readonly (readonly number[])[],
  index: CoincidenceIndex,
  activity: Activity,
): Joining[] {
  const groupOf = new Map(groups.flatMap((members, group) => members.map((member) => [member, group])))
  const profiles = groups.map((members) => new AccountGroup(members, index, activity))
  const found: Joining[] = []
  for (let account = 0; account < index.table.accountNames.size; account++) {
    if (groupOf.has(account) || index.objectsOf(account).length < COINCIDENCES_MIN) continue
    const tests = nearestGroups(account, groupOf, index).flatMap((group) => {
      const evidence = weighEvidence(account, profiles[group] as AccountGroup, index, activity)
      const isEnough = evidence !== null && evidence.coincidences.length >= COINCIDENCES_MIN
      return isEnough ? [{ account, group, logP: evidence.logP }] : []
    })
    const [best] = tests.sort((one, other) => one.logP - other.logP)
    if (best !== undefined) found.push(best)
  }
  return found
}

function nearestGroups(
  account: number,
  groupOf: ReadonlyMap<number, number>,
  index: CoincidenceIndex,
): number[] {
  const shared = new Map<number, number>()
  for (const [partner, objects] of index.partnersOf(account)) {
    const group = groupOf.get(partner)
    if (group !== undefined) shared.set(group, (shared.get(group) ?? 0) + objects)
  }
  return [...shared]
    .filter(([, objects]) => objects >= COINCIDENCES_MIN)
    .sort(([, one], [, other]) => other - one)
    .slice(0, GROUPS_COMPARED)
    .map(([group]) => group)
}
