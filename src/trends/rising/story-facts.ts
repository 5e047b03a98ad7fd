import type { PostId } from '../../domain/post.ts'
import type { StoryBeat, StoryPart } from '../../domain/story.ts'
import { hash32 } from '../../lib/random.ts'
import type { StoryPost } from './story-record.ts'

export const BEAT_MS = 600_000
/** A week. */
const BEATS_MAX = 1_008
const VOICES_MAX = 100_000
const PARTS_MAX = 40
const PARTS_SHOWN = 8
const EARLY_POSTS = 20
const PART_NAMES = ['languages', 'networks', 'links', 'tags'] as const

/** What is counted of a story while it goes on; bounded, however large the story gets. */
export class StoryFacts {
  readonly #voices = new Set<number>()
  readonly #parts = {
    languages: new Map<string, number>(),
    networks: new Map<string, number>(),
    links: new Map<string, number>(),
    tags: new Map<string, number>(),
  }
  readonly #beats = new Map<number, { posts: number; voices: number }>()
  /** The first posts, by which the story is known again after a restart. */
  readonly earlyIds: PostId[] = []

  add(post: StoryPost): void {
    const { at, isCopy } = post
    const account = hash32(post.voice)
    const isNewVoice = !isCopy && !this.#voices.has(account)
    if (isNewVoice && this.#voices.size < VOICES_MAX) this.#voices.add(account)
    count(this.#parts.languages, post.lang ?? 'unknown')
    count(this.#parts.networks, post.source)
    for (const url of post.urls) count(this.#parts.links, url)
    for (const tag of post.hashtags) count(this.#parts.tags, tag.replace(/^#/, '').toLowerCase())
    const start = Math.floor(at / BEAT_MS) * BEAT_MS
    const beat = this.#beats.get(start) ?? { posts: 0, voices: 0 }
    this.#beats.set(start, { posts: beat.posts + 1, voices: beat.voices + (isNewVoice ? 1 : 0) })
    if (this.#beats.size > BEATS_MAX) this.#beats.delete(this.#beats.keys().next().value as number)
    if (this.earlyIds.length < EARLY_POSTS) this.earlyIds.push(post.id)
  }

  absorb(other: StoryFacts): void {
    for (const account of other.#voices) if (this.#voices.size < VOICES_MAX) this.#voices.add(account)
    for (const name of PART_NAMES)
      for (const [key, times] of other.#parts[name]) count(this.#parts[name], key, times)
    for (const [at, beat] of other.#beats) {
      const own = this.#beats.get(at) ?? { posts: 0, voices: 0 }
      this.#beats.set(at, { posts: own.posts + beat.posts, voices: own.voices + beat.voices })
    }
    this.earlyIds.splice(
      0,
      this.earlyIds.length,
      ...[...other.earlyIds, ...this.earlyIds].slice(0, EARLY_POSTS),
    )
  }

  get voices(): number {
    return this.#voices.size
  }

  get languages(): StoryPart[] {
    return parts(this.#parts.languages)
  }

  get networks(): StoryPart[] {
    return parts(this.#parts.networks)
  }

  get links(): StoryPart[] {
    return parts(this.#parts.links)
  }

  get tags(): StoryPart[] {
    return parts(this.#parts.tags)
  }

  get beats(): StoryBeat[] {
    return [...this.#beats].map(([at, beat]) => ({ at, ...beat })).sort((one, other) => one.at - other.at)
  }
}

function count(counts: Map<string, number>, name: string, times = 1): void {
  const known = counts.get(name)
  if (known === undefined && counts.size >= PARTS_MAX) return
  counts.set(name, (known ?? 0) + times)
}

function parts(counts: ReadonlyMap<string, number>): StoryPart[] {
  return [...counts]
    .map(([name, posts]) => ({ name, posts }))
    .sort((one, other) => other.posts - one.posts)
    .slice(0, PARTS_SHOWN)
}
