import type { Post } from '../../domain/post.ts'
import type { Story } from '../../domain/story.ts'
import { hash32 } from '../../lib/random.ts'
import { postTerms } from '../grouping/post-terms.ts'
import type { GroupLimits, StoryEnd } from '../grouping/story-groups.ts'
import { StoryStream } from '../grouping/story-stream.ts'
import { StreamClock } from '../grouping/stream-clock.ts'
import { SeenLately } from './seen-lately.ts'
import { type StoryPost, StoryRecord, storyPost } from './story-record.ts'
import { storyTitle, termWords, wordsOf } from './story-title.ts'
import { type Rise, Usage } from './usage.ts'

const HOUR_MS = 3_600_000
/** Set on the Queensland part of crisislex-t6 and on simulated networks of seeds below 1,000 (`npm run eval -- trends`, 2026-11-22). */
const ANNOUNCE = {
  /** -log of the chance that a term is named so often, in nats: about one in 10¹³, because many terms are looked at all the time. */
  surpriseMin: 30,
  /** Where the story itself surprises that much, its terms need less: a town is named every day, but not in one story. */
  termSurpriseMin: 14,
  /** Independent accounts: each counts once, copies of a text count once. Three are promised; five keep out what a few say by chance. */
  voicesMin: 5,
  /** The rising term must be what the story is about: in so many of its recent posts. */
  coverage01Min: 0.3,
  /** No trend where more of its voices are joking. */
  jokeShare01Max: 0.5,
} as const
/** An announced term raises no second trend for so long after it was last seen rising. */
const SAME_TREND_MS = 12 * HOUR_MS
const COPY_MS = 6 * HOUR_MS
/** Passing something on is attention, but less than saying it. */
const COPY_WEIGHT = 0.5
/** The guard is set for as many jokes as sincere posts; in a stream there are far fewer. */
const JOKE01 = 0.85
const TREND_LIMITS: GroupLimits = { storiesMax: 1 << 17, termsMax: 1 << 20 }
const REMEMBERED_POSTS = 1 << 18
const TERMS_WATCHED = 1 << 18
const SEEN = 1 << 19

/** A story that rises against its own past. */
export type RisingStory = {
  /** Stream time of the post that raised it, UTC milliseconds. */
  readonly at: number
  readonly story: number
  readonly title: string
  readonly terms: readonly string[]
  /** Posts that carry it so far, in the order they came. */
  readonly posts: readonly StoryPost[]
  /** -log10 of an upper bound for the chance of such a rise. */
  readonly score: number
  readonly rise: Rise
  /** Independent accounts among these posts. */
  readonly voices: number
}

/** A word, or a tag with its sign, that rises, and a story it rises in. */
export type RisingTerm = { readonly word: string; readonly story: number; readonly rise: Rise }

export type TrendWatchOptions = {
  readonly limits?: GroupLimits
  /** How likely a post is meant as a joke, 0 to 1. */
  readonly joke01?: (post: Post) => number
  /** Whose voice a post is: its author's, or one name for all accounts of a campaign, which then count once. */
  readonly voiceOf?: (post: Post) => string
  readonly onEnd?: (end: StoryEnd) => void
}

/**
 * Reads a stream once and says when a story rises. What rises is a term that many independent accounts use in one story, against
 * what its own past lets expect at this time of day and week. Copies and accounts that repeat themselves count once. Each trend is said once.
 */
export class TrendWatch {
  readonly stream: StoryStream
  readonly records = new Map<number, StoryRecord>()
  readonly #usage = new Usage(TERMS_WATCHED)
  readonly #said = new SeenLately(SEEN, COPY_MS)
  /** Terms of announced trends, and when they last rose. */
  readonly #announced = new Map<number, number>()
  readonly #joke01: (post: Post) => number
  readonly #voiceOf: (post: Post) => string
  readonly #clock = new StreamClock()
  #now = 0

  constructor(options: TrendWatchOptions = {}) {
    const { limits = TREND_LIMITS, joke01 = () => 0, voiceOf = ({ author }) => author, onEnd } = options
    this.#joke01 = joke01
    this.#voiceOf = voiceOf
    this.stream = new StoryStream({
      limits,
      rememberedPosts: REMEMBERED_POSTS,
      onEnd: (end) => {
        this.#end(end)
        onEnd?.(end)
      },
    })
  }

  /** Stream time, UTC milliseconds. */
  get now(): number {
    return this.#now
  }

  /** Takes a post in; gives the trend that it raises, if it does. */
  add(post: Post): { story: number; trend: RisingStory | null } {
    this.#now = this.#clock.read(post.createdAt) ?? 0
    const { terms, copyKey } = postTerms(post)
    const isCopy = post.repostOf !== null || (copyKey !== 0 && this.#said.see(copyKey, this.#now))
    const weight = isCopy ? COPY_WEIGHT : 1
    const voice = this.#voiceOf(post)
    this.#count(voice, terms, weight)
    const { number, place } = this.stream.add(post)
    this.#countStory(voice, number, weight)
    const record = this.#keep(
      number,
      storyPost(post, { voice, at: this.#now, terms, isCopy, joke01: this.#joke01(post) }),
    )
    const trend = isCopy ? null : this.#trendOf(record, place, terms)
    return { story: trend?.story ?? number, trend }
  }

  /** Goes on with a story that was kept before a restart; what was announced is not announced again. */
  adopt(record: StoryRecord, kept: Story): void {
    record.adopt(kept)
    if (record.announcedAt === null) return
    this.#tellMore(mainTerms(this.weightsOf(record.posts)), record.posts)
  }

  /** Words and tags that rise now in stories told in the last hour, the most surprising first. */
  risingTerms(limit: number): RisingTerm[] {
    const rising = new Map<number, RisingTerm>()
    for (const record of this.records.values()) {
      if (record.facts === null || this.#now - record.lastAt > HOUR_MS) continue
      const fresh = new Map<number, Rise>()
      for (const term of new Set(record.posts.slice(-TERMS_FROM_POSTS).flatMap(({ terms }) => [...terms]))) {
        const rise = rising.has(term) ? null : this.#usage.rise(term)
        if (rise !== null && rise.surprise >= ANNOUNCE.termSurpriseMin) fresh.set(term, rise)
      }
      for (const [term, word] of wordsOf(record.posts, fresh))
        rising.set(term, { word, story: record.number, rise: fresh.get(term) as Rise })
    }
    return [...rising.values()].sort((a, b) => b.rise.surprise - a.rise.surprise).slice(0, limit)
  }

  /** How the story's own terms rise now; null where none does. */
  riseOf(record: StoryRecord): { rise: Rise; terms: Map<number, number> } | null {
    const candidates = new Set(record.posts.slice(-TERMS_FROM_POSTS).flatMap(({ terms }) => [...terms]))
    return this.#rising(record, [...candidates])
  }

  #keep(number: number, post: StoryPost): StoryRecord {
    const known = this.records.get(number)
    if (known !== undefined) {
      known.add(post)
      return known
    }
    const record = new StoryRecord(number, post)
    this.records.set(number, record)
    return record
  }

  #end({ number, place, into }: StoryEnd): void {
    const ended = this.records.get(number)
    this.records.delete(number)
    if (ended === undefined || into === null || into === place) return
    this.records.get(this.stream.groups.numberAt(into))?.absorb(ended)
  }

  /** Each account names a term once in a few hours. */
  #count(author: string, terms: Uint32Array, weight: number): void {
    this.#usage.addVoice(this.#now, weight)
    const account = hash32(author)
    for (const term of terms)
      if (!this.#said.see(Math.imul(term ^ account, SPREAD) >>> 0, this.#now))
        this.#usage.addName(term, weight)
  }

  #countStory(author: string, number: number, weight: number): void {
    const key = storyKey(number)
    if (!this.#said.see(Math.imul(key ^ hash32(author), SPREAD) >>> 0, this.#now))
      this.#usage.addName(key, weight)
  }

  #trendOf(record: StoryRecord, place: number, terms: Uint32Array): RisingStory | null {
    if (record.posts.length < ANNOUNCE.voicesMin) return null
    const found = this.#rising(record, [...terms])
    if (found === null) return null
    const storyRise = this.#usage.rise(storyKey(record.number))
    const rise = storyRise.surprise > found.rise.surprise ? storyRise : found.rise
    if (rise.surprise < ANNOUNCE.surpriseMin) return null
    const rising = this.riseOf(record)?.terms ?? found.terms
    const main = mainTerms(rising)
    const fresh = main.filter((term) => !this.#isAnnounced(term))
    const own =
      this.#knownShare01(main, rising) > KNOWN_SHARE01_MAX ? this.#freshName(record, fresh, rising) : main
    if (own.length === 0) return this.#keepUp(terms)
    const carriers = record.posts.filter((post) => own.some((term) => post.terms.includes(term)))
    if (isMostlyTold(carriers)) return this.#tellMore(own, carriers)
    const voices = voicesOf(carriers)
    if (voices.length < ANNOUNCE.voicesMin) return null
    const joking = voices.filter(({ joke01 }) => joke01 >= JOKE01).length
    if (joking > voices.length * ANNOUNCE.jokeShare01Max) return null
    this.#tellMore(main, carriers)
    const story = this.#storyOfItsOwn(record, place, carriers)
    story.announcedAt = this.#now
    story.rise = rise
    return this.#describe(story, { carriers, voices: voices.length, rise })
  }

  /** A new name in most of the last posts makes a new trend, though everything else was said of another: the same, elsewhere. */
  #freshName(
    record: StoryRecord,
    fresh: readonly number[],
    rising: ReadonlyMap<number, number>,
  ): readonly number[] {
    const recent = record.posts.slice(-COVERAGE_POSTS)
    return fresh.filter(
      (term) =>
        (rising.get(term) ?? 0) >= ANNOUNCE.surpriseMin &&
        recent.filter((post) => post.terms.includes(term)).length >= recent.length * FRESH_COVERAGE01_MIN,
    )
  }

  /** How much of a rise is that of terms which were announced lately. */
  #knownShare01(main: readonly number[], rising: ReadonlyMap<number, number>): number {
    const surpriseOf = (terms: readonly number[]) =>
      terms.reduce((sum, term) => sum + (rising.get(term) ?? 0), 0)
    return surpriseOf(main.filter((term) => this.#isAnnounced(term))) / surpriseOf(main)
  }

  /** Where the trend is a small part of its story, or the story was announced for something else, it becomes a story of its own. */
  #storyOfItsOwn(record: StoryRecord, place: number, carriers: readonly StoryPost[]): StoryRecord {
    const isPart = carriers.length < record.totalPosts * OWN_STORY_SHARE01
    if (!isPart && record.announcedAt === null) return record
    const { number } = this.stream.split(place, carriers)
    const story = record.split(number, carriers)
    this.records.set(number, story)
    return story
  }

  /** These posts and terms belong to a trend that is announced. */
  #tellMore(terms: readonly number[], carriers: readonly StoryPost[]): null {
    for (const term of terms) this.#announced.set(term, this.#now)
    for (const post of carriers) post.isTold = true
    return null
  }

  /** A trend that goes on keeps its terms from raising another. */
  #keepUp(terms: Uint32Array): null {
    for (const term of terms) if (this.#isAnnounced(term)) this.#announced.set(term, this.#now)
    return null
  }

  #isAnnounced(term: number): boolean {
    const at = this.#announced.get(term)
    if (at === undefined) return false
    if (this.#now - at <= SAME_TREND_MS) return true
    this.#announced.delete(term)
    return false
  }

  /** Which of these terms rise and are what the story is about. */
  #rising(record: StoryRecord, terms: readonly number[]): { rise: Rise; terms: Map<number, number> } | null {
    const recent = record.posts.slice(-COVERAGE_POSTS)
    const rising = new Map<number, number>()
    let best: Rise | null = null
    for (const term of terms) {
      const holding = recent.filter((post) => post.terms.includes(term)).length
      if (holding < recent.length * ANNOUNCE.coverage01Min) continue
      const rise = this.#usage.rise(term)
      if (rise.surprise < ANNOUNCE.termSurpriseMin) continue
      rising.set(term, rise.surprise)
      if (best === null || rise.surprise > best.surprise) best = rise
    }
    return best === null ? null : { rise: best, terms: rising }
  }

  #describe(
    record: StoryRecord,
    { carriers, voices, rise }: { carriers: readonly StoryPost[]; voices: number; rise: Rise },
  ): RisingStory {
    const weights = this.weightsOf(carriers)
    return {
      at: this.#now,
      story: record.number,
      title: storyTitle(carriers, weights).title,
      terms: termWords(carriers, weights),
      posts: carriers,
      score: rise.surprise / Math.LN10,
      rise,
      voices,
    }
  }

  /** How much each shared term of some posts tells: in how many it is, and how rare elsewhere. */
  weightsOf(posts: readonly StoryPost[]): Map<number, number> {
    const counts = new Map<number, number>()
    for (const { terms } of posts) for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + 1)
    const weights = new Map<number, number>()
    for (const [term, count] of counts)
      if (count > 1 || posts.length < ANNOUNCE.voicesMin)
        weights.set(term, (count / posts.length) * this.stream.groups.tellingLog(term))
    return weights
  }
}

/** Terms of a story's last posts are asked whether they rise. */
const TERMS_FROM_POSTS = 12
/** Knuth's multiplier: spreads combined hashes. */
const SPREAD = 0x9e3779b1

/** Terms that stand for a trend when another is compared with it, and the share of them that may be announced already. */
const MAIN_TERMS = 4
const KNOWN_SHARE01_MAX = 0.6
const FRESH_COVERAGE01_MIN = 0.5
const TOLD_SHARE01_MAX = 0.25

/** A term must stand in a share of so many last posts. */
const COVERAGE_POSTS = 16
/** A trend that makes up less of its story leaves it. */
const OWN_STORY_SHARE01 = 0.34

/** New words for what was announced already make no new trend. */
function isMostlyTold(carriers: readonly StoryPost[]): boolean {
  return carriers.filter(({ isTold }) => isTold === true).length > carriers.length * TOLD_SHARE01_MAX
}

function mainTerms(rising: ReadonlyMap<number, number>): number[] {
  return [...rising]
    .sort(([, one], [, other]) => other - one)
    .slice(0, MAIN_TERMS)
    .map(([term]) => term)
}

function storyKey(number: number): number {
  return hash32(`story ${number}`)
}

/** One post for each voice, copies left out. */
function voicesOf(posts: readonly StoryPost[]): StoryPost[] {
  const byVoice = new Map<string, StoryPost>()
  for (const post of posts) if (!post.isCopy && !byVoice.has(post.voice)) byVoice.set(post.voice, post)
  return [...byVoice.values()]
}
