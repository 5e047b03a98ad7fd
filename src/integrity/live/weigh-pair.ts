import { COINCIDENCES_MIN } from '../detect/account-links.ts'
import { COINCIDENCE_CHANNELS, type CoincidenceChannel } from '../detect/coincidence-channel.ts'
import { LAG_SHARES, PROBABILITY_MAX } from '../detect/evidence.ts'
import { SHARERS_MAX } from '../detect/shared-objects.ts'
import { logTailBound } from '../detect/tail-bound.ts'
import type { LiveState } from './live-state.ts'

const OBJECTS_MAX = 48
const SHARERS_LOOKED_AT = 24
/** As in `AccountGroup`: those that resemble a group most do not say what others do, and few others say little. */
const SUSPECTS = 20
const CROWD_WEIGHT_POSTS = 300
/** How many sharers to expect behind what nobody else was seen to share; the live state cannot tell things shared once from new ones. */
const UNSEEN_SHARERS = 0.05

export type PairEvidence = {
  /** Of the weaker direction; natural logarithm. */
  readonly logP: number
  readonly postIds: readonly string[]
  readonly channels: readonly CoincidenceChannel[]
}

/** One post of an account that coincides with its partner, with the most surprising object of it. */
type Hit = { surprise: number; place: number; partnerPlace: number }

/** Weighs two accounts against each other by what the live state holds, as `weighEvidence` does for a collection. */
export class PairWeigher {
  readonly #state: LiveState
  readonly #strangers = new Map<number, number>()
  readonly #ownPlace = new Map<number, number>()
  readonly #mine = new Int32Array(OBJECTS_MAX)
  readonly #theirs = new Int32Array(OBJECTS_MAX)
  readonly #sharers = new Int32Array(SHARERS_LOOKED_AT)

  constructor(state: LiveState) {
    this.#state = state
  }

  /** @returns null where fewer than three posts of either coincide */
  weigh(one: number, other: number, language: number, time: number): PairEvidence | null {
    const there = this.#direction(one, other, language, time)
    const back = this.#direction(other, one, language, time)
    if (there === null || back === null) return null
    return there.logP > back.logP ? there : back
  }

  #direction(account: number, partner: number, language: number, time: number): PairEvidence | null {
    const state = this.#state
    this.#noteOwn(account)
    const count = state.placesOfAccount(partner, this.#theirs)
    const posts = Math.max(1, state.accountPosts(account, time))
    const local = Math.max(1, state.languagePosts(language, time))
    const factor = this.#crowdFactor(account, partner, posts / local, count)
    const probabilities: number[] = []
    const hits = new Map<number, Hit>()
    for (let at = 0; at < count; at++) {
      const theirs = this.#theirs[at] as number
      const object = state.object(theirs)
      const sharers = state.sharersOf(object)
      if (sharers > SHARERS_MAX) continue
      const own = this.#ownPlace.get(object)
      const outside = Math.max(0, sharers - (own === undefined ? 1 : 2)) + UNSEEN_SHARERS
      const probability = Math.min(PROBABILITY_MAX, ((posts * outside) / local) * factor)
      probabilities.push(probability)
      if (own === undefined) continue
      const surprise = -Math.log(probability * lagShare01(Math.abs(state.time(own) - state.time(theirs))))
      const known = hits.get(state.post(own))
      if (known === undefined || known.surprise < surprise)
        hits.set(state.post(own), { surprise, place: own, partnerPlace: theirs })
    }
    if (hits.size < COINCIDENCES_MIN) return null
    return this.#tell([...hits.values()], probabilities)
  }

  #tell(hits: readonly Hit[], probabilities: readonly number[]): PairEvidence {
    const state = this.#state
    const surprise = hits.reduce((sum, hit) => sum + hit.surprise, 0)
    const channelOf = ({ place }: Hit) => COINCIDENCE_CHANNELS[state.channelOf(state.object(place))]
    return {
      logP: logTailBound(surprise, probabilities),
      postIds: hits.flatMap(({ place, partnerPlace }) =>
        [place, partnerPlace].map((at) => state.postId(state.post(at))),
      ),
      channels: [...new Set(hits.map((hit) => channelOf(hit) as CoincidenceChannel))],
    }
  }

  #noteOwn(account: number): void {
    const state = this.#state
    this.#ownPlace.clear()
    const count = state.placesOfAccount(account, this.#mine)
    for (let at = 0; at < count; at++) {
      const place = this.#mine[at] as number
      this.#ownPlace.set(state.object(place), place)
    }
  }

  /** How much more than popularity explains outside accounts share with the partner, beyond their first coincidence. */
  #crowdFactor(account: number, partner: number, rate: number, count: number): number {
    const state = this.#state
    const shared = this.#strangers
    shared.clear()
    let expected = 0
    for (let at = 0; at < count; at++) {
      const object = state.object(this.#theirs[at] as number)
      const sharers = state.sharersOf(object)
      if (sharers > SHARERS_MAX) continue
      expected += Math.min(PROBABILITY_MAX, rate * (Math.max(0, sharers - 2) + UNSEEN_SHARERS))
      const looked = state.placesOfObject(object, this.#sharers)
      for (let one = 0; one < looked; one++) {
        const stranger = state.account(this.#sharers[one] as number)
        if (stranger !== partner && stranger !== account)
          shared.set(stranger, (shared.get(stranger) ?? 0) + 1)
      }
    }
    if (expected === 0 || shared.size <= SUSPECTS) return 1
    const more = [...shared.values()].sort((one, other) => other - one).slice(SUSPECTS)
    const byChance01 = Math.min(PROBABILITY_MAX, expected)
    const again = more.reduce((sum, times) => sum + times - 1, 0)
    const crowd01 = (again + byChance01 * CROWD_WEIGHT_POSTS) / (more.length + CROWD_WEIGHT_POSTS)
    return Math.max(1, Math.min(PROBABILITY_MAX, crowd01) / byChance01)
  }
}

function lagShare01(lagSeconds: number): number {
  return LAG_SHARES.find(([seconds]) => lagSeconds <= seconds)?.[1] ?? 1
}
