import { adjustedLogs, discoveries } from '../../lib/false-discovery.ts'
import { AccountGroup } from './account-group.ts'
import { type AccountLink, COINCIDENCES_MIN, FALSE_DISCOVERY_RATE01 } from './account-links.ts'
import type { Activity } from './activity.ts'
import type { CoincidenceIndex } from './coincidence-index.ts'
import { weighEvidence } from './evidence.ts'
import type { SharedObject } from './shared-objects.ts'

/** With fewer sharers, pairs are compared directly. */
const SHARERS_MIN = 5
/** Fewer of them that stay together elsewhere are no group. */
const TOGETHER_MIN = 4
/** Whoever is as sure a member as this is not tested again by the next thing: one chance in a hundred thousand million. */
const SETTLED_LOG_P = -25

type Member = { readonly account: number; readonly partner: number }

/**
 * Finds groups that two accounts alone do not show: where all the sharers of a thing are members, each pair sees the others as
 * its popularity. So the sharers of one thing are taken as a group, and each of them is tested against the others by everything
 * else that it does: what nobody outside shares is then as unlikely as it is.
 *
 * @param linked accounts that pairs have brought into a group already: they are left out
 * @returns a link from each account that stays with the group to the one it shares most with
 */
export function findSharerLinks(
  index: CoincidenceIndex,
  activity: Activity,
  linked: ReadonlySet<number>,
): AccountLink[] {
  const best = new Map<number, AccountLink>()
  const isOpen = (account: number) => !linked.has(account) && (best.get(account)?.logP ?? 0) > SETTLED_LOG_P
  let tests = 0
  for (const [number, object] of index.objects.entries()) {
    if (object.accounts.length < SHARERS_MIN) continue
    tests += object.accounts.length
    if (object.accounts.filter(isOpen).length < TOGETHER_MIN) continue
    const together = stayTogether(object, number, index).filter(({ account }) => !linked.has(account))
    if (together.length < TOGETHER_MIN) continue
    for (const link of testMembers(together, number, index, activity)) {
      const known = best.get(link.one)
      if (known === undefined || link.logP < known.logP) best.set(link.one, link)
    }
  }
  const sorted = [...best.values()].sort((one, other) => one.logP - other.logP || one.one - other.one)
  const logs = sorted.map(({ logP }) => logP)
  const adjusted = adjustedLogs(logs, tests)
  return sorted
    .slice(0, discoveries(logs, tests, FALSE_DISCOVERY_RATE01))
    .map((link, at) => ({ ...link, logQ: adjusted[at] as number }))
}

/** Sharers that share enough else with other sharers, each with the one it shares most with. */
function stayTogether(object: SharedObject, number: number, index: CoincidenceIndex): Member[] {
  const sharers = new Set(object.accounts)
  return object.accounts.flatMap((account) => {
    if (index.objectsOf(account).length < COINCIDENCES_MIN) return []
    let elsewhere = 0
    const shared = new Map<number, number>()
    for (const other of index.objectsOf(account)) {
      if (other === number) continue
      const partners = (index.objects[other] as SharedObject).accounts.filter(
        (partner) => partner !== account && sharers.has(partner),
      )
      if (partners.length > 0) elsewhere += 1
      for (const partner of partners) shared.set(partner, (shared.get(partner) ?? 0) + 1)
    }
    if (elsewhere < COINCIDENCES_MIN - 1) return []
    const [[partner = account] = []] = [...shared].sort(([, one], [, two]) => two - one)
    return [{ account, partner }]
  })
}

function testMembers(
  members: readonly Member[],
  object: number,
  index: CoincidenceIndex,
  activity: Activity,
): AccountLink[] {
  const accounts = members.map(({ account }) => account)
  return members.flatMap(({ account, partner }) => {
    const others = new AccountGroup(
      accounts.filter((one) => one !== account),
      index,
      activity,
    )
    const evidence = weighEvidence(account, others, index, activity, object)
    if (evidence === null || evidence.coincidences.length < COINCIDENCES_MIN - 1) return []
    return [{ one: account, other: partner, logP: evidence.logP, logQ: 0, evidence }]
  })
}
