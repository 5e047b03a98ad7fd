import type { Post } from '../../domain/post.ts'
import { COINCIDENCES_MIN, FALSE_DISCOVERY_RATE01 } from '../detect/account-links.ts'
import { COINCIDENCE_CHANNELS, type CoincidenceChannel, objectsOf } from '../detect/coincidence-channel.ts'
import { NearTexts } from '../detect/near-texts.ts'
import { SHARERS_MAX } from '../detect/shared-objects.ts'
import { type LiveGroup, LiveGroups } from './live-groups.ts'
import { LiveState } from './live-state.ts'
import { PairWeigher } from './weigh-pair.ts'

/** Sharings that are kept: with 1.2 of them a post, those of a million posts. */
const SHARINGS_MAX = 1_250_000
/** Different texts that a new one is compared with. */
const TEXTS_MAX = 262_144
/** Of an account that shares much, the newest things are looked at; of a thing that many share, the newest sharers. */
const OWN_SHARINGS_MAX = 32
const SHARERS_LOOKED_AT = 48
/** Accounts that one post is weighed against; those it coincides with most. */
const PARTNERS_MAX = 4
/** A pair that was not significant with so many coincidences is tested again with so many more: each time costs 50 µs. */
const TESTED_AT: ReadonlySet<number> = new Set([3, 4, 5, 6, 8, 10, 13, 17, 22, 28])

export type LiveLimits = { readonly sharingsMax: number; readonly textsMax: number }

/** What a post brought to light. */
export type LiveFinding = {
  readonly group: LiveGroup
  /** `seen`: two accounts, provisional. `confirmed`: three or more. `grown`: one more of either. */
  readonly kind: 'seen' | 'confirmed' | 'grown'
}

/**
 * Finds accounts that act in concert as their posts arrive: one pass, bounded memory, no store. A coincidence within seconds
 * weighs more than one within minutes, an hour or a day. Pairs are tested as the detector of collections tests them, with
 * what the last day holds; it misses what only a whole group shows, which the archive's detector finds later.
 */
export class LiveDetector {
  readonly #state: LiveState
  readonly #texts: NearTexts
  readonly #weigher: PairWeigher
  readonly #groups = new LiveGroups()
  /** Accounts that the present post coincides with, and for each account the posts that do; both by number of account. */
  readonly #partnersHere: number[] = []
  #coinciding = new Uint8Array(1_024)
  #isHere = new Uint8Array(1_024)
  #lastPost = new Int32Array(1_024)
  readonly #own = new Int32Array(OWN_SHARINGS_MAX)
  readonly #sharers = new Int32Array(SHARERS_LOOKED_AT)

  constructor({ sharingsMax = SHARINGS_MAX, textsMax = TEXTS_MAX }: Partial<LiveLimits> = {}) {
    this.#state = new LiveState(sharingsMax)
    this.#texts = new NearTexts(textsMax)
    this.#weigher = new PairWeigher(this.#state)
  }

  get groups(): LiveGroups {
    return this.#groups
  }

  /** Posts without a time are passed over. @returns null where the post changes nothing, which is nearly always */
  add(post: Post): LiveFinding | null {
    if (post.createdAt === null) return null
    const time = Math.floor(post.createdAt / 1_000)
    const state = this.#state
    const { account, language, post: number } = state.begin(post.author, post.lang ?? '', post.id, time)
    const found = objectsOf(post)
    state.reserve(found.length)
    this.#partnersHere.length = 0
    let isShared = false
    for (const [channel, key] of found) {
      isShared = true
      this.#share(channel, key, { account, post: number, time })
    }
    if (!isShared) state.end(account)
    if (this.#partnersHere.length === 0) return null
    this.#countCoincidences(account)
    return this.#weigh(account, language, time)
  }

  #share(
    channel: CoincidenceChannel,
    key: string,
    by: { readonly account: number; readonly post: number; readonly time: number },
  ): void {
    const state = this.#state
    const kind = COINCIDENCE_CHANNELS.indexOf(channel)
    const { object, isNew } = state.internKey(
      kind,
      channel === 'text' ? `~${this.#texts.leaderOf(key)}` : key,
    )
    if (!isNew) {
      const count = state.placesOfObject(object, this.#sharers)
      for (let at = 0; at < count; at++) if (state.account(this.#sharers[at] as number) === by.account) return
      // What very many share is public property.
      if (state.sharersOf(object) < SHARERS_MAX)
        for (let at = 0; at < count; at++) this.#meet(state.account(this.#sharers[at] as number))
    }
    state.share(object, isNew, { ...by, channel: kind })
  }

  #meet(partner: number): void {
    if (partner >= this.#isHere.length) this.#grow(partner)
    if (this.#isHere[partner] === 1) return
    this.#isHere[partner] = 1
    this.#coinciding[partner] = 0
    this.#lastPost[partner] = -1
    this.#partnersHere.push(partner)
  }

  /** Weighs the account against those that it has just coincided with, where they have coincided often enough. */
  #weigh(account: number, language: number, time: number): LiveFinding | null {
    const state = this.#state
    const candidates = this.#partnersHere
      .filter((partner) => TESTED_AT.has(this.#coinciding[partner] as number))
      .sort((one, other) => (this.#coinciding[other] as number) - (this.#coinciding[one] as number))
    for (const partner of this.#partnersHere) this.#isHere[partner] = 0
    const name = state.accountName(account)
    let finding: LiveFinding | null = null
    let tested = 0
    for (const partner of candidates) {
      if (tested === PARTNERS_MAX) break
      if (this.#groups.areTogether(name, state.accountName(partner))) continue
      tested += 1
      const evidence = this.#weigher.weigh(account, partner, language, time)
      if (evidence === null || evidence.logP > this.#limit()) continue
      finding = this.#groups.link(name, state.accountName(partner), evidence, time * 1_000)
    }
    return finding
  }

  /** Posts of the account that coincide with each of its present partners. */
  #countCoincidences(account: number): void {
    const state = this.#state
    const own = state.placesOfAccount(account, this.#own)
    if (own < COINCIDENCES_MIN) return
    for (let at = 0; at < own; at++) {
      const place = this.#own[at] as number
      const object = state.object(place)
      const sharers = state.sharersOf(object)
      if (sharers < 2 || sharers > SHARERS_MAX) continue
      const post = state.post(place)
      const count = state.placesOfObject(object, this.#sharers)
      for (let one = 0; one < count; one++) {
        const partner = state.account(this.#sharers[one] as number)
        if (this.#isHere[partner] !== 1 || this.#lastPost[partner] === post) continue
        this.#lastPost[partner] = post
        this.#coinciding[partner] = (this.#coinciding[partner] as number) + 1
      }
    }
  }

  #grow(account: number): void {
    const size = Math.max(account + 1, this.#isHere.length * 2)
    const [isHere, coinciding, lastPost] = [this.#isHere, this.#coinciding, this.#lastPost]
    this.#isHere = new Uint8Array(size)
    this.#isHere.set(isHere)
    this.#coinciding = new Uint8Array(size)
    this.#coinciding.set(coinciding)
    this.#lastPost = new Int32Array(size)
    this.#lastPost.set(lastPost)
  }

  /** Benjamini and Hochberg's line for one more discovery among all pairs of the last day. */
  #limit(): number {
    const accounts = Math.max(2, this.#state.accounts)
    const tests = (accounts * (accounts - 1)) / 2
    return Math.log((FALSE_DISCOVERY_RATE01 * (this.#groups.links + 1)) / tests)
  }
}
