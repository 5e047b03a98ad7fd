import type { Archive } from '../../archive/archive.ts'
import type { Post, PostId } from '../../domain/post.ts'
import type { Story } from '../../domain/story.ts'
import type { Log } from '../../lib/log.ts'
import type { Timing } from '../../lib/timing.ts'
import type { StoryEnd } from '../../trends/grouping/story-groups.ts'
import type { StoryRecord } from '../../trends/rising/story-record.ts'
import { tellStory } from '../../trends/rising/tell-story.ts'
import { TrendWatch } from '../../trends/rising/trend-watch.ts'
import { jokeLikelihood01 } from '../../trends/satire/joke-likelihood.ts'
import type { HubItem, PostHub } from '../post-hub.ts'
import { storedStream } from './stored-stream.sql.ts'
import { storyIdOf } from './story-id.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** After a start, so much of the past is read again: what grouping and trends remember anyway. */
const REPLAY_MS = 2 * DAY_MS
const REPLAY_POSTS_MAX = 200_000
/** Kept stories that may go on after a start. */
const KNOWN_MAX = 10_000
const SAVE_EVERY_MS = 10_000
/** An hour. */
const FORGET_EVERY_ROUNDS = 360
/** Stories that nobody told for so long are forgotten. */
const KEPT_MS = 90 * DAY_MS
/** Stories written at once; the others wait for the next time. */
const SAVED_MAX = 500
const WAITING_MAX = 50_000
/** Posts between two breaths: the thread also serves. */
const POSTS_A_TURN = 200
/** Fewer independent accounts make no story that is kept. */
export const STORY_VOICES_MIN = 3
/** A trend is over when nothing of it rises any more, but not before it was shown for a while. */
const SHOWN_MS = 30 * 60_000
const LATELY_MS = HOUR_MS

/** Lets the thread serve others. */
function breathe(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve)
  })
}

/** Stories that rose first, then those of most voices: what many say every day comes last. */
export function byWeight(one: Story, other: Story): number {
  return (
    Number(other.trend !== null) - Number(one.trend !== null) ||
    other.voices - one.voices ||
    one.firstAt - other.firstAt
  )
}

/** A story that rises now. Ranks count from 1. */
export type LiveTrend = {
  readonly story: Story
  /** -log10 of an upper bound for the chance of the present rise; 0 where it has ended but is still shown. */
  readonly score: number
  /** In the last hour, of those posts that are remembered (at most 48). */
  readonly postsLately: number
  readonly voicesLately: number
  /** By posts as they are, and by voices, where copies and accounts that act in concert count once. */
  readonly rawRank: number
  readonly cleanedRank: number
}

export type LiveTerm = {
  /** Somebody's word or tag: untrusted. */
  readonly word: string
  /** A story it rises in; null while that is not kept yet. */
  readonly storyId: string | null
  readonly score: number
  /** Voices in the window that surprises most, weighted by age, and how many were expected. */
  readonly voices: number
  readonly expected: number
  readonly windowMs: number
}

export type LiveStoriesDependencies = {
  readonly archive: Pick<Archive, 'query' | 'getPosts' | 'listStories' | 'updateStories' | 'forgetStories'>
  readonly hub: Pick<PostHub, 'subscribe'>
  readonly timing: Timing
  readonly log: Log
  /** Whose voice a post is: one name for all accounts of a campaign. */
  readonly voiceOf?: (post: Post) => string
}

/**
 * Groups live posts into stories while the server runs, says which rise, and keeps them in the archive. After a start it reads the
 * last two days again and goes on with the stories it kept, under their names. Each process groups the posts of its own sources.
 */
export class LiveStories {
  readonly #deps: LiveStoriesDependencies
  readonly #watch: TrendWatch
  /** Names of live stories by their number. */
  readonly #ids = new Map<number, string>()
  /** Which kept story a post belongs to, for those that may go on. */
  readonly #known = new Map<PostId, Story>()
  readonly #taken = new Set<string>()
  readonly #changed = new Set<number>()
  readonly #removed = new Set<string>()

  constructor(deps: LiveStoriesDependencies) {
    this.#deps = deps
    this.#watch = new TrendWatch({
      joke01: jokeLikelihood01,
      onEnd: (end) => this.#end(end),
      ...(deps.voiceOf !== undefined && { voiceOf: deps.voiceOf }),
    })
  }

  /** Reads the past again, then watches until the signal aborts. Never throws. */
  async run(signal: AbortSignal): Promise<void> {
    const items = this.#deps.hub.subscribe({ signal, waitingMax: WAITING_MAX })
    try {
      await this.restore(signal)
    } catch (err) {
      if (!signal.aborted)
        this.#deps.log.warn({ err }, 'Stories begin anew: the stored posts could not be read.')
    }
    const saving = this.#keepSaving(signal)
    let turn = 0
    for await (const item of items) {
      this.hear(item)
      turn += 1
      if (turn % POSTS_A_TURN === 0) await breathe()
    }
    await saving
  }

  /** Goes on with what was kept. */
  async restore(signal?: AbortSignal): Promise<void> {
    const { archive, timing } = this.#deps
    const now = timing.now()
    for (const story of await archive.listStories({ limit: KNOWN_MAX, since: now - REPLAY_MS }))
      for (const postId of story.postIds) this.#known.set(postId, story)
    const range = { from: now - REPLAY_MS, to: now + DAY_MS, postsMax: REPLAY_POSTS_MAX, signal }
    for await (const posts of storedStream(archive, range)) {
      for (const [index, post] of posts.entries()) {
        this.#add(post)
        if (index % POSTS_A_TURN === 0) await breathe()
      }
    }
    for (const record of this.#watch.records.values())
      if ((record.facts?.voices ?? 0) >= STORY_VOICES_MIN) this.#idOf(record)
    this.#known.clear()
  }

  hear(item: HubItem): void {
    if (item.kind === 'post' && !this.#watch.stream.knows(item.post.id)) this.#add(item.post)
    if (item.kind === 'withdrawn') this.#withdraw(item.ids)
  }

  /** Writes down what changed since the last time. */
  async save(): Promise<void> {
    const { archive, timing } = this.#deps
    const removed = [...this.#removed]
    this.#removed.clear()
    const stories: Story[] = []
    for (const number of this.#changed) {
      if (stories.length >= SAVED_MAX) break
      this.#changed.delete(number)
      stories.push(...this.#tell(this.#watch.records.get(number)))
    }
    if (stories.length + removed.length > 0)
      await archive.updateStories(stories, { removed, at: timing.now() })
  }

  /** A live story as it is now; null where it is not live (any more): the archive may know it. */
  story(id: string): Story | null {
    for (const [number, name] of this.#ids)
      if (name === id) return this.#tell(this.#watch.records.get(number))[0] ?? null
    return null
  }

  /** Stories that rise now, those with most voices in the last hour first. */
  trends(): LiveTrend[] {
    const found = [...this.#watch.records.values()].flatMap((record) => this.#trend(record))
    const byPosts = found.toSorted((one, other) => other.postsLately - one.postsLately)
    const byVoices = found.toSorted(
      (one, other) => other.voicesLately - one.voicesLately || other.score - one.score,
    )
    return byVoices.map((trend, index) => ({
      ...trend,
      rawRank: byPosts.indexOf(trend) + 1,
      cleanedRank: index + 1,
    }))
  }

  /** Words and tags that rise now, the most surprising first. */
  terms(limit: number): LiveTerm[] {
    return this.#watch.risingTerms(limit).map(({ word, story, rise }) => ({
      word,
      storyId: this.#ids.get(story) ?? null,
      score: rise.surprise / Math.LN10,
      voices: rise.voices,
      expected: rise.expected,
      windowMs: rise.windowMs,
    }))
  }

  #trend(record: StoryRecord): Omit<LiveTrend, 'rawRank' | 'cleanedRank'>[] {
    if (record.announcedAt === null) return []
    const rise = this.#watch.riseOf(record)?.rise
    const isOver = rise === undefined || this.#watch.now - record.lastAt > LATELY_MS
    if (isOver && this.#watch.now - record.announcedAt > SHOWN_MS) return []
    const lately = record.posts.filter(({ at }) => at > this.#watch.now - LATELY_MS)
    const voices = new Set(lately.filter(({ isCopy }) => !isCopy).map(({ voice }) => voice))
    const score = isOver ? 0 : rise.surprise / Math.LN10
    return this.#tell(record).map((story) => ({
      ...{ story, score },
      ...{ postsLately: lately.length, voicesLately: voices.size },
    }))
  }

  #add(post: Post): void {
    // A network takes whatever time a post gives itself; nothing that is here was written later than now.
    const createdAt = Math.min(post.createdAt ?? Number.POSITIVE_INFINITY, this.#deps.timing.now())
    const { story } = this.#watch.add({ ...post, createdAt })
    this.#changed.add(story)
  }

  #tell(record: StoryRecord | undefined): Story[] {
    if (record === undefined || (record.facts?.voices ?? 0) < STORY_VOICES_MIN) return []
    const story = tellStory(this.#watch, record, this.#idOf(record))
    return story === null ? [] : [story]
  }

  #idOf(record: StoryRecord): string {
    const named = this.#ids.get(record.number)
    if (named !== undefined) return named
    const kept = this.#keptStoryOf(record)
    if (kept !== null) this.#watch.adopt(record, kept)
    const id = kept?.id ?? storyIdOf(record.firstPostId)
    this.#ids.set(record.number, id)
    this.#taken.add(id)
    return id
  }

  /** The kept story that most of its posts belong to, unless another has taken its name. */
  #keptStoryOf({ posts, facts, firstPostId }: StoryRecord): Story | null {
    if (this.#known.size === 0) return null
    const counts = new Map<Story, number>()
    for (const id of new Set([firstPostId, ...(facts?.earlyIds ?? []), ...posts.map((post) => post.id)])) {
      const kept = this.#known.get(id)
      if (kept !== undefined && !this.#taken.has(kept.id)) counts.set(kept, (counts.get(kept) ?? 0) + 1)
    }
    return [...counts].sort(([, one], [, other]) => other - one)[0]?.[0] ?? null
  }

  /** What became part of another story is known by that one's name from then on. */
  #end({ number, into }: StoryEnd): void {
    const id = this.#ids.get(number)
    this.#ids.delete(number)
    this.#changed.delete(number)
    if (id === undefined) return
    this.#taken.delete(id)
    if (into !== null) this.#removed.add(id)
  }

  #withdraw(ids: readonly PostId[]): void {
    const gone = new Set(ids)
    for (const [number, record] of this.#watch.records) {
      if (!record.posts.some(({ id }) => gone.has(id))) continue
      record.withdraw(gone)
      this.#changed.add(number)
    }
  }

  async #keepSaving(signal: AbortSignal): Promise<void> {
    const { archive, timing } = this.#deps
    for (let round = 0; !signal.aborted; round++) {
      if (round % FORGET_EVERY_ROUNDS === 0)
        await archive.forgetStories(timing.now() - KEPT_MS).catch(() => {
          // It is tried again in an hour; nobody waits for it.
        })
      await timing.wait(SAVE_EVERY_MS, signal)
      await this.save().catch((err) =>
        this.#deps.log.warn({ err }, 'Stories could not be written down; it is tried again when they go on.'),
      )
    }
  }
}
