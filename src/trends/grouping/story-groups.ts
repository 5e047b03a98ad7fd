import { Ageing } from './ageing.ts'
import { BlockPool, blockSize } from './block-pool.ts'
import { grownNumbers } from './grown-numbers.ts'
import { TermTable } from './term-table.ts'

/**
 * Set on a random half of the stories of mstream and of the events of crisislex-t26 (`npm run eval -- stories`,
 * 2026-11-22); the other halves confirm them.
 */
const MODEL = {
  /** How many terms of ordinary talk a story is taken to hold from the start: what it does not hold yet may still come. */
  ordinaryTerms: 150,
  /** How much better than ordinary talk a story must explain a post, as a natural logarithm. */
  joinLog: 5.5,
  /** No term counts as rarer than this share of all terms: one rare word alone joins no two posts. */
  rareShare: 5e-5,
  /** Terms taken as seen before the first post, all different. */
  firstTerms: 20_000,
  halfLifeMs: 48 * 3_600_000,
} as const

const NONE = -1
const FIRST_STORIES = 1 << 10
/** A story keeps at most 2,048 terms; the ones it holds least of go first. */
const TERMS_MAX_CLASS = 10
/** Looked at when a story must go for another: the one with the least weight goes. */
const CANDIDATES_TO_LEAVE = 16
/** Stories are compared with the others when they reach so many posts, and at each doubling. */
const MERGE_FIRST = 4
const MERGE_POSTS_MIN = 2
const MERGE_TERMS = 16
/** Of the stories that share most main terms, so many are compared. */
const MERGE_CANDIDATES = 8
/** A story merges into another that explains its main terms better than ordinary talk by this much a term. */
const MERGE_LOG_PER_TERM = 1.5
/** What answering or quoting a post says about belonging to its story: much, not everything. */
const LINK_LOG = 4

export type GroupLimits = {
  /** Live stories; beyond, those with the least recent weight leave. */
  readonly storiesMax: number
  readonly termsMax: number
}

/** State for a million live posts, if each were a story of its own. */
export const GROUP_LIMITS: GroupLimits = { storiesMax: 1 << 20, termsMax: 1 << 21 }

/** A post as the grouping sees it. */
export type GroupedPost = {
  /** UTC milliseconds; null where it is not known. */
  readonly at: number | null
  /** See `postTermHashes`. */
  readonly terms: Uint32Array
  /** The place of the story of the post that is answered or quoted; null where there is none. */
  readonly linked: number | null
  /** The place of the story of the post that this one repeats; null where there is none. */
  readonly repeated: number | null
}

export type Joined = {
  /** Where the story stands; used again once the story has left. */
  readonly place: number
  /** Counts up from 1; names the story for good. */
  readonly number: number
  readonly isNew: boolean
}

/** A story that became part of another, or left the live state (`into` is null). */
export type StoryEnd = { readonly number: number; readonly place: number; readonly into: number | null }

/**
 * Groups posts into stories in one pass, with bounded state. A story is a distribution of terms; a post joins the story that
 * explains its terms best, if it does so clearly better than ordinary talk (all live posts together) and counting how many posts the
 * story has; else it begins a story. That is a Dirichlet process mixture with the stream itself as base measure, assigned greedily:
 * rarity of terms needs no table, and how many stories there are is not set. Everything halves in weight every two days of stream
 * time. Stories are found through the terms they share with a post, never by going through all.
 *
 * Does not look at accounts: who wrote is for those who judge a story.
 *
 * @see Yin et al., "Model-based Clustering of Short Text Streams" (MStream), KDD 2018, for the mixture with a uniform base measure
 */
export class StoryGroups {
  readonly #limits: GroupLimits
  readonly #terms: TermTable
  readonly #ageing: Ageing
  readonly #pool = new BlockPool()
  /** Terms used by all live posts, weighted by age. */
  #allTerms = 0
  #seenPosts = 0
  #numbers = new Uint32Array(FIRST_STORIES)
  #posts = new Uint32Array(FIRST_STORIES)
  /** Posts and terms of each story, weighted by age. */
  #postWeights = new Float32Array(FIRST_STORIES)
  #termWeights = new Float32Array(FIRST_STORIES)
  #starts = new Int32Array(FIRST_STORIES).fill(NONE)
  #classes = new Uint8Array(FIRST_STORIES)
  #counts = new Uint16Array(FIRST_STORIES)
  #size = 0
  #freed: number[] = []
  #leaveHand = 0
  #lastNumber = 0
  /** What each story gained from the terms of the present post, and which ones gained. */
  #gains = new Float64Array(FIRST_STORIES)
  #touched: number[] = []
  readonly #onEnd: (end: StoryEnd) => void

  constructor(options: { limits?: GroupLimits; onEnd?: (end: StoryEnd) => void } = {}) {
    this.#limits = options.limits ?? GROUP_LIMITS
    this.#terms = new TermTable(this.#limits.termsMax)
    this.#ageing = new Ageing(MODEL.halfLifeMs, (factor) => this.#rescale(factor))
    this.#onEnd = options.onEnd ?? (() => {})
  }

  /** Stream time. */
  get now(): number {
    return this.#ageing.now
  }

  get liveStories(): number {
    return this.#size - this.#freed.length
  }

  /** Posts that ever joined the story. */
  postsAt(place: number): number {
    return this.#posts[place] as number
  }

  numberAt(place: number): number {
    return this.#numbers[place] as number
  }

  /** Puts a post into a story. */
  join(post: GroupedPost): Joined {
    this.#ageing.moveTo(post.at)
    const terms = this.#read(post.terms)
    const best = post.repeated ?? this.#bestStory(terms, post.linked)
    const place = best === NONE ? this.#begin() : best
    this.#add(place, terms)
    if (best !== NONE) this.#mergeWhereDue(place)
    const at = this.#mergedTo ?? place
    this.#mergedTo = null
    return { place: at, number: this.#numbers[at] as number, isNew: best === NONE }
  }

  /**
   * Makes a story of some recent posts of another one, which turned out to tell of something else.
   *
   * @param posts the terms of each post that leaves
   */
  split(place: number, posts: readonly Uint32Array[]): Joined {
    const { unit } = this.#ageing
    const fresh = this.#begin()
    for (const hashes of posts) {
      const terms = Int32Array.from(hashes, (hash) => this.#terms.intern(hash, unit))
      for (const term of terms) this.#terms.takeWeight(term, place, unit)
      this.#posts[place] = Math.max(1, (this.#posts[place] as number) - 1)
      this.#postWeights[place] = Math.max(unit, (this.#postWeights[place] as number) - unit)
      this.#termWeights[place] = Math.max(unit, (this.#termWeights[place] as number) - terms.length * unit)
      this.#add(fresh, terms)
    }
    return { place: fresh, number: this.#numbers[fresh] as number, isNew: true }
  }

  /** How telling a term is at present: how much rarer than the most usual share, as a natural logarithm, 0 or more. */
  tellingLog(termHash: number): number {
    const term = this.#terms.find(termHash)
    return term === NONE ? 0 : Math.max(0, -Math.log(this.#share(term)))
  }

  /** How much the story holds of a term, in posts weighted by age. */
  termWeight(place: number, termHash: number): number {
    const term = this.#terms.find(termHash)
    return term === NONE ? 0 : this.#terms.weightOf(term, place) / this.#ageing.unit
  }

  #read(hashes: Uint32Array): Int32Array {
    const { unit } = this.#ageing
    const terms = new Int32Array(hashes.length)
    for (let at = 0; at < hashes.length; at++) {
      const term = this.#terms.intern(hashes[at] as number, unit)
      this.#terms.addUse(term, unit)
      terms[at] = term
    }
    this.#allTerms += hashes.length * unit
    this.#seenPosts += 1
    return terms
  }

  /** The share of a term in ordinary talk. */
  #share(term: number): number {
    return this.#terms.uses(term) / (this.#allTerms + MODEL.firstTerms * this.#ageing.unit) + MODEL.rareShare
  }

  #bestStory(terms: Int32Array, linked: number | null): number {
    const { unit } = this.#ageing
    for (const term of terms) this.#addGains(term)
    if (linked !== null) this.#gain(linked, LINK_LOG)
    let best = NONE
    let bestLog: number = MODEL.joinLog
    for (const place of this.#touched) {
      const gain = this.#gains[place] as number
      this.#gains[place] = 0
      // No logarithm is larger than its argument less one: that spares most stories of a post or two the exact sum.
      if (gain + (this.#postWeights[place] as number) / unit - 1 <= bestLog) continue
      const log = gain + this.#priorLog(place, terms.length, unit)
      if (log <= bestLog) continue
      bestLog = log
      best = place
    }
    this.#touched.length = 0
    return best
  }

  #addGains(term: number): void {
    const factor = 1 / (MODEL.ordinaryTerms * this.#share(term) * this.#ageing.unit)
    const entries = this.#terms.entries(term)
    for (let index = 0; index < entries; index++)
      this.#gain(this.#terms.storyAt(term, index), Math.log1p(this.#terms.weightAt(term, index) * factor))
  }

  #gain(place: number, log: number): void {
    const before = this.#gains[place] as number
    if (before === 0) this.#touched.push(place)
    this.#gains[place] = before + log
  }

  /** What speaks for a story before any term is looked at: its posts; against it: that its terms are spread over more. */
  #priorLog(place: number, terms: number, unit: number): number {
    const ordinary = MODEL.ordinaryTerms
    return (
      Math.log((this.#postWeights[place] as number) / unit) -
      terms * Math.log1p((this.#termWeights[place] as number) / unit / ordinary)
    )
  }

  #begin(): number {
    if (this.#size - this.#freed.length >= this.#limits.storiesMax) this.#leave()
    const place = this.#freed.pop() ?? this.#size++
    if (place >= this.#numbers.length) this.#grow()
    this.#numbers[place] = ++this.#lastNumber
    this.#posts[place] = 0
    this.#postWeights[place] = 0
    this.#termWeights[place] = 0
    this.#counts[place] = 0
    this.#starts[place] = NONE
    return place
  }

  #add(place: number, terms: Int32Array): void {
    const { unit } = this.#ageing
    this.#posts[place] = (this.#posts[place] as number) + 1
    this.#postWeights[place] = (this.#postWeights[place] as number) + unit
    this.#termWeights[place] = (this.#termWeights[place] as number) + terms.length * unit
    for (const term of terms) if (this.#terms.addWeight(term, place, unit)) this.#remember(place, term)
  }

  /** Which terms a story holds, so that they can be taken from the index when it leaves. */
  #remember(place: number, term: number): void {
    const count = this.#counts[place] as number
    if (count === 0) {
      this.#starts[place] = this.#pool.take(0)
      this.#classes[place] = 0
    } else if (count === blockSize(this.#classes[place] as number)) {
      const sizeClass = this.#classes[place] as number
      if (sizeClass === TERMS_MAX_CLASS) this.#dropLightTerms(place)
      else {
        this.#starts[place] = this.#pool.widen(this.#starts[place] as number, sizeClass)
        this.#classes[place] = sizeClass + 1
      }
    }
    const next = this.#counts[place] as number
    this.#pool.numbers[(this.#starts[place] as number) + next] = term
    this.#counts[place] = next + 1
  }

  /** Keeps the heavier half. */
  #dropLightTerms(place: number): void {
    const sorted = this.#termsByWeight(place)
    const kept = sorted.slice(0, sorted.length >> 1)
    for (const { term } of sorted.slice(kept.length)) this.#terms.removeStory(term, place)
    const start = this.#starts[place] as number
    kept.forEach(({ term }, at) => {
      this.#pool.numbers[start + at] = term
    })
    this.#counts[place] = kept.length
  }

  #termsByWeight(place: number): { term: number; weight: number }[] {
    const start = this.#starts[place] as number
    const found: { term: number; weight: number }[] = []
    for (let at = 0; at < (this.#counts[place] as number); at++) {
      const term = this.#pool.numbers[start + at] as number
      found.push({ term, weight: this.#terms.weightOf(term, place) })
    }
    return found.sort((one, other) => other.weight - one.weight)
  }

  #mergedTo: number | null = null

  #mergeWhereDue(place: number): void {
    const posts = this.#posts[place] as number
    if (posts < MERGE_FIRST || (posts & (posts - 1)) !== 0) return
    const into = this.#storyToMergeInto(place)
    if (into === NONE) return
    const [small, large] =
      (this.#posts[place] as number) <= (this.#posts[into] as number) ? [place, into] : [into, place]
    this.#merge(small, large)
    this.#mergedTo = large
  }

  /** The other story that explains the main terms of this one best, or is explained by it, if that is well enough. */
  #storyToMergeInto(place: number): number {
    const main = this.#mainTerms(place)
    for (const { term } of main)
      for (let index = 0; index < this.#terms.entries(term); index++)
        this.#gain(this.#terms.storyAt(term, index), 1)
    const shared = this.#touched.map((other) => ({ other, terms: this.#gains[other] as number }))
    for (const other of this.#touched) this.#gains[other] = 0
    this.#touched.length = 0
    let best = NONE
    let bestLog: number = MERGE_LOG_PER_TERM
    for (const { other } of shared.sort((a, b) => b.terms - a.terms).slice(0, MERGE_CANDIDATES)) {
      if (other === place || (this.#posts[other] as number) < MERGE_POSTS_MIN) continue
      const log = Math.max(this.#explainLog(other, main), this.#explainLog(place, this.#mainTerms(other)))
      if (log <= bestLog) continue
      bestLog = log
      best = other
    }
    return best
  }

  #mainTerms(place: number): { term: number; weight: number }[] {
    return this.#termsByWeight(place)
      .slice(0, MERGE_TERMS)
      .filter(({ weight }) => weight > 0)
  }

  /** How much better than ordinary talk a story explains some terms, for each of them. */
  #explainLog(place: number, terms: readonly { term: number; weight: number }[]): number {
    const { unit } = this.#ageing
    let log = 0
    let total = 0
    for (const { term, weight } of terms) {
      const ordinary = MODEL.ordinaryTerms * this.#share(term) * unit
      log += weight * Math.log1p(this.#terms.weightOf(term, place) / ordinary)
      total += weight
    }
    const spread = Math.log1p((this.#termWeights[place] as number) / unit / MODEL.ordinaryTerms)
    return total === 0 ? 0 : log / total - spread
  }

  #merge(small: number, large: number): void {
    for (const { term, weight } of this.#termsByWeight(small)) {
      this.#terms.removeStory(term, small)
      if (weight > 0 && this.#terms.addWeight(term, large, weight)) this.#remember(large, term)
    }
    this.#posts[large] = (this.#posts[large] as number) + (this.#posts[small] as number)
    this.#postWeights[large] = (this.#postWeights[large] as number) + (this.#postWeights[small] as number)
    this.#termWeights[large] = (this.#termWeights[large] as number) + (this.#termWeights[small] as number)
    this.#free(small, large)
  }

  /** The story with the least weight among some that stand side by side leaves. */
  #leave(): void {
    let leaving = NONE
    for (let step = 0; step < CANDIDATES_TO_LEAVE; step++) {
      this.#leaveHand = (this.#leaveHand + 1) % this.#size
      const place = this.#leaveHand
      if ((this.#posts[place] as number) === 0) continue
      if (leaving === NONE || (this.#postWeights[place] as number) < (this.#postWeights[leaving] as number))
        leaving = place
    }
    if (leaving === NONE) return
    const start = this.#starts[leaving] as number
    for (let at = 0; at < (this.#counts[leaving] as number); at++)
      this.#terms.removeStory(this.#pool.numbers[start + at] as number, leaving)
    this.#free(leaving, null)
  }

  #free(place: number, into: number | null): void {
    if ((this.#counts[place] as number) > 0)
      this.#pool.giveBack(this.#starts[place] as number, this.#classes[place] as number)
    this.#counts[place] = 0
    this.#posts[place] = 0
    this.#freed.push(place)
    this.#onEnd({ number: this.#numbers[place] as number, place, into })
  }

  #rescale(factor: number): void {
    this.#terms.rescale(factor)
    this.#allTerms *= factor
    for (let place = 0; place < this.#size; place++) {
      this.#postWeights[place] = (this.#postWeights[place] as number) * factor
      this.#termWeights[place] = (this.#termWeights[place] as number) * factor
    }
  }

  #grow(): void {
    const length = this.#numbers.length * 2
    this.#numbers = grownNumbers(this.#numbers, new Uint32Array(length))
    this.#posts = grownNumbers(this.#posts, new Uint32Array(length))
    this.#postWeights = grownNumbers(this.#postWeights, new Float32Array(length))
    this.#termWeights = grownNumbers(this.#termWeights, new Float32Array(length))
    this.#starts = grownNumbers(this.#starts, new Int32Array(length).fill(NONE))
    this.#classes = grownNumbers(this.#classes, new Uint8Array(length))
    this.#counts = grownNumbers(this.#counts, new Uint16Array(length))
    this.#gains = grownNumbers(this.#gains, new Float64Array(length))
  }
}
