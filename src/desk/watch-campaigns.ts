import type { Campaign, CampaignMark, StoredCampaign } from '../domain/campaign.ts'
import type { Post } from '../domain/post.ts'
import { profileCampaign } from '../integrity/describe/profile-campaign.ts'
import { LiveDetector, type LiveLimits } from '../integrity/live/live-detector.ts'
import type { LiveGroup } from '../integrity/live/live-groups.ts'
import type { Locks } from '../ledger/locks.ts'
import type { Log } from '../lib/log.ts'
import type { Timing } from '../lib/timing.ts'
import { type CampaignUpdate, type FindCampaignsDependencies, findCampaigns } from './find-campaigns.ts'
import type { HubItem, PostHub } from './post-hub.ts'

/** How often the archive is looked through, where posts came; one pass takes seconds. */
const PASS_EVERY_MS = 60_000
const LEASE_MS = 60_000
/** Newest posts that one look compares: two to three seconds of this thread where nearly all of them coincide, far less elsewhere. */
const CANDIDATES_MAX = 60_000
/** Of the time between two looks, at most a twentieth is spent on one. */
const REST_FACTOR = 20
/** Live posts that may wait for the detector; beyond it they are left to the next pass. */
const WAITING_MAX = 50_000
/** Posts between two breaths: the thread also serves. */
const POSTS_A_TURN = 200
/** A group of fewer is not shown. */
const SHOWN_MIN = 3
/** A live server keeps the sharings of a few hundred thousand posts, about 150 MB. */
const LIVE_LIMITS: LiveLimits = { sharingsMax: 262_144, textsMax: 131_072 }

export type WatchCampaignsDependencies = Omit<FindCampaignsDependencies, 'now' | 'signal'> & {
  readonly hub: Pick<PostHub, 'subscribe'>
  readonly timing: Timing
  /** Of all servers on these stores one looks through the archive. */
  readonly locks: Pick<Locks, 'hold'>
  readonly log: Log
  /** Hears of campaigns that were just confirmed. */
  readonly onRisen?: (campaigns: readonly StoredCampaign[]) => Promise<void>
  readonly limits?: LiveLimits
}

/**
 * Keeps campaigns while the server runs: the live detector names groups provisionally as their posts arrive, and a pass over the
 * archive confirms them, lets them grow or drops them. Both times are kept.
 */
export class CampaignWatch {
  readonly #deps: WatchCampaignsDependencies
  readonly #detector: LiveDetector
  /** Campaigns by the live group that showed them first. */
  readonly #campaignIds = new Map<number, string>()
  /** Which of them are confirmed. */
  readonly #confirmed = new Set<string>()

  constructor(deps: WatchCampaignsDependencies) {
    this.#deps = deps
    this.#detector = new LiveDetector(deps.limits ?? LIVE_LIMITS)
  }

  /** The campaign that the account of a live post was just seen in; null for nearly all. */
  liveMark(post: Pick<Post, 'author'>): CampaignMark | null {
    const group = this.#detector.groups.ofAccount(post.author)
    const id = group === undefined ? undefined : this.#campaignIds.get(group.id)
    if (group === undefined || id === undefined) return null
    return { id, accounts: group.accounts.size, isConfirmed: this.#confirmed.has(id) }
  }

  /** Watches until the signal aborts. Never throws. */
  async run(signal: AbortSignal): Promise<void> {
    await Promise.all([this.#watchStream(signal), this.#keepPassing(signal)])
  }

  /** One look through the archive. @returns null where nothing came since the last one */
  async pass(signal?: AbortSignal): Promise<CampaignUpdate | null> {
    const { timing, onRisen } = this.#deps
    const update = await findCampaigns({
      ...this.#deps,
      ...{ now: timing.now, signal, candidatesMax: CANDIDATES_MAX },
    })
    for (const { campaign } of update?.risen ?? []) this.#confirmed.add(campaign.id)
    if (update !== null && update.risen.length > 0) await onRisen?.(update.risen)
    return update
  }

  async #watchStream(signal: AbortSignal): Promise<void> {
    let turn = 0
    for await (const item of this.#deps.hub.subscribe({ signal, waitingMax: WAITING_MAX })) {
      await this.#hear(item).catch((err) =>
        this.#deps.log.warn({ err }, 'A group of accounts could not be written down.'),
      )
      turn += 1
      if (turn % POSTS_A_TURN === 0) await this.#deps.timing.wait(1, signal)
    }
  }

  async #hear(item: HubItem): Promise<void> {
    if (item.kind !== 'post') return
    const finding = this.#detector.add(item.post)
    if (finding === null || finding.kind === 'seen' || finding.group.accounts.size < SHOWN_MIN) return
    if (!this.#campaignIds.has(finding.group.id)) await this.#writeDown(finding.group)
  }

  /** Provisional, until a pass over the archive says more. */
  async #writeDown(group: LiveGroup): Promise<void> {
    const { archive, newId, timing } = this.#deps
    const known = await archive.campaignsOfAuthors([...group.accounts])
    const [mark] = known.values()
    if (mark !== undefined) {
      this.#campaignIds.set(group.id, mark.id)
      if (mark.isConfirmed) this.#confirmed.add(mark.id)
      return
    }
    const id = newId()
    this.#campaignIds.set(group.id, id)
    const posts = await archive.getPosts([...group.postIds])
    const campaign = provisionalCampaign(id, group, posts)
    const at = timing.now()
    await archive.addCampaign({
      campaign,
      profile: withoutText(profileCampaign({ campaign, posts, postsOfAccounts: null })),
      links: [],
      firstSeenAt: at,
      confirmedAt: null,
      updatedAt: at,
    })
  }

  async #keepPassing(signal: AbortSignal): Promise<void> {
    const { timing, locks } = this.#deps
    const request = { name: 'campaigns', ttlMs: LEASE_MS, signal, wait: timing.wait }
    while (!signal.aborted) {
      await locks
        .hold(request, (leased) => this.#passWhile(leased))
        .catch(async (err) => {
          if (signal.aborted) return
          this.#deps.log.warn({ err }, 'Nobody could be chosen to look for campaigns; it is tried again.')
          await timing.wait(PASS_EVERY_MS, signal)
        })
    }
  }

  async #passWhile(signal: AbortSignal): Promise<void> {
    const { timing, log } = this.#deps
    while (!signal.aborted) {
      const begunAt = timing.now()
      try {
        const update = await this.pass(signal)
        if (update !== null && update.risen.length > 0)
          log.info({ campaigns: update.risen.length }, 'Campaigns were confirmed.')
      } catch (err) {
        if (!signal.aborted) log.warn({ err }, 'Campaigns could not be looked for; it is tried again.')
      }
      await timing.wait(Math.max(PASS_EVERY_MS, REST_FACTOR * (timing.now() - begunAt)), signal)
    }
  }
}

function withoutText(profile: StoredCampaign['profile']): StoredCampaign['profile'] {
  return { ...profile, narrative: profile.narrative === null ? null : { ...profile.narrative, text: '' } }
}

function provisionalCampaign(id: string, group: LiveGroup, posts: readonly Post[]): Campaign {
  const times = posts.flatMap(({ createdAt }) => createdAt ?? []).sort((one, other) => one - other)
  const p = Math.max(1e-300, Math.exp(group.logP))
  return {
    id,
    accounts: [...group.accounts].map((account) => ({ id: account, score01: 0 })),
    postIds: posts
      .toSorted((one, other) => (one.createdAt ?? 0) - (other.createdAt ?? 0))
      .map((post) => post.id),
    channels: [...group.channels],
    firstAt: times[0] ?? group.lastAt,
    lastAt: times.at(-1) ?? group.lastAt,
    pValue: p,
    // The live stream tests pair by pair; the pass over the archive corrects for all of them.
    qValue: 0.05,
    isConfirmed: false,
    why: `${group.accounts.size} accounts coincided as their posts arrived. It is not confirmed yet.`,
    objects: [],
    objectCount: 0,
    outsiders: 0,
  }
}
