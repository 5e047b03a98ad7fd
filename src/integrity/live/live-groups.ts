import type { CoincidenceChannel } from '../detect/coincidence-channel.ts'
import type { LiveFinding } from './live-detector.ts'
import type { PairEvidence } from './weigh-pair.ts'

/** Groups that nothing was added to for a day are forgotten. */
const FORGOTTEN_AFTER_MS = 86_400_000
const GROUPS_MAX = 5_000
const POSTS_KEPT = 500
const CONFIRMED_MIN = 3

/** Accounts that were linked to each other by their posts of the last day. Times are UTC milliseconds, of posts. */
export type LiveGroup = {
  readonly id: number
  readonly accounts: Set<string>
  readonly postIds: Set<string>
  readonly channels: Set<CoincidenceChannel>
  readonly firstSeenAt: number
  confirmedAt: number | null
  lastAt: number
  /** Of the weakest link; natural logarithm. */
  logP: number
}

/** Groups as they grow, link by link. */
export class LiveGroups {
  links = 0
  readonly #groups = new Map<number, LiveGroup>()
  readonly #ofAccount = new Map<string, LiveGroup>()
  #next = 1

  get all(): readonly LiveGroup[] {
    return [...this.#groups.values()]
  }

  ofAccount(account: string): LiveGroup | undefined {
    return this.#ofAccount.get(account)
  }

  areTogether(one: string, other: string): boolean {
    const group = this.#ofAccount.get(one)
    return group !== undefined && group === this.#ofAccount.get(other)
  }

  /** Notes that two accounts belong together. */
  link(one: string, other: string, evidence: PairEvidence, at: number): LiveFinding {
    this.#forget(at)
    this.links += 1
    const [first, second] = [this.#ofAccount.get(one), this.#ofAccount.get(other)]
    const isNew = first === undefined && second === undefined
    const group = first ?? second ?? this.#begin(at)
    if (first !== undefined && second !== undefined && first !== second) this.#merge(second, first)
    for (const account of [one, other]) {
      group.accounts.add(account)
      this.#ofAccount.set(account, group)
    }
    for (const id of evidence.postIds) if (group.postIds.size < POSTS_KEPT) group.postIds.add(id)
    for (const channel of evidence.channels) group.channels.add(channel)
    group.lastAt = at
    // Those that grew last stand last, so that the first is the one to forget.
    this.#groups.delete(group.id)
    this.#groups.set(group.id, group)
    group.logP = Math.max(group.logP, evidence.logP)
    if (group.confirmedAt === null && group.accounts.size >= CONFIRMED_MIN) {
      group.confirmedAt = at
      return { group, kind: 'confirmed' }
    }
    return { group, kind: isNew ? 'seen' : 'grown' }
  }

  #begin(at: number): LiveGroup {
    const group: LiveGroup = {
      ...{ id: this.#next++, accounts: new Set<string>(), postIds: new Set<string>() },
      ...{ channels: new Set<CoincidenceChannel>(), firstSeenAt: at, confirmedAt: null, lastAt: at },
      logP: Number.NEGATIVE_INFINITY,
    }
    this.#groups.set(group.id, group)
    return group
  }

  #merge(from: LiveGroup, into: LiveGroup): void {
    for (const account of from.accounts) {
      into.accounts.add(account)
      this.#ofAccount.set(account, into)
    }
    for (const id of from.postIds) if (into.postIds.size < POSTS_KEPT) into.postIds.add(id)
    for (const channel of from.channels) into.channels.add(channel)
    into.logP = Math.max(into.logP, from.logP)
    this.#groups.delete(from.id)
  }

  #forget(now: number): void {
    for (const group of this.#groups.values()) {
      if (group.lastAt + FORGOTTEN_AFTER_MS >= now && this.#groups.size <= GROUPS_MAX) return
      this.#groups.delete(group.id)
      for (const account of group.accounts)
        if (this.#ofAccount.get(account) === group) this.#ofAccount.delete(account)
      this.links = Math.max(0, this.links - (group.accounts.size - 1))
    }
  }
}
