import type { Post, PostId } from '../../domain/post.ts'
import { PARKED_SAMPLE_LENGTH_MAX, type ParkedSample, type SourceBatch } from '../source.ts'
import type { MappedPost } from './map-post.ts'
import type { XMessage } from './read-message.ts'
import type { SeenVersions } from './seen-versions.ts'
import { timeOfXId } from './snowflake.ts'

const SAMPLES_MAX = 3
/** Nothing is dated further ahead of our clock than this, whatever a server claims. */
const AHEAD_MAX_MS = 60_000

/** Folds messages into one batch, in which storing posts and then replacing edited ones gives what they said. */
export class PostBatch {
  readonly #seen: SeenVersions
  readonly #posts = new Map<PostId, Post>()
  readonly #edits = new Map<PostId, Post>()
  readonly #dropped: Record<string, number> = {}
  readonly #parked: Record<string, number> = {}
  readonly #samples: ParkedSample[] = []
  #lastEventAt: number | null = null

  /** @param seen what earlier batches held; taken further by this one */
  constructor(seen: SeenVersions) {
    this.#seen = seen
  }

  /**
   * @param raw the message as it came, for the sample
   * @param now UTC milliseconds
   */
  add(message: XMessage, raw: () => string, now: number): void {
    switch (message.kind) {
      case 'posts':
        for (const mapped of message.mapped) this.#addMapped(mapped, raw, now)
        for (const reason of message.missing) count(this.#dropped, reason)
        this.#date(message.mapped[0], now)
        return
      case 'other_rule':
        count(this.#dropped, 'other_rule')
        return
      case 'unreadable':
        this.park(message.reason, raw, now)
        return
      case 'disconnect':
        return
    }
  }

  park(reason: string, raw: () => string, at: number): void {
    count(this.#parked, reason)
    if (this.#samples.length >= SAMPLES_MAX) return
    this.#samples.push({ reason, raw: raw().slice(0, PARKED_SAMPLE_LENGTH_MAX).toWellFormed(), at })
  }

  build(cursor: string | null): SourceBatch {
    return {
      posts: [...this.#posts.values()],
      edits: [...this.#edits.values()],
      deletions: [],
      cursor,
      lastEventAt: this.#lastEventAt,
      dropped: this.#dropped,
      parked: this.#parked,
      parkedSamples: this.#samples,
    }
  }

  #addMapped(mapped: MappedPost, raw: () => string, now: number): void {
    if (mapped.kind === 'park') this.park(mapped.reason, raw, now)
    else if (mapped.kind === 'drop') count(this.#dropped, mapped.reason)
    else this.#addPost(mapped)
  }

  #addPost({ post, version, isEdit }: Extract<MappedPost, { kind: 'keep' }>): void {
    const reason = this.#seen.note({ postId: post.id, version, isEdit })
    if (reason !== null) count(this.#dropped, reason)
    else if (isEdit && !this.#posts.has(post.id)) this.#edits.set(post.id, post)
    else this.#posts.set(post.id, post)
  }

  /** The newest post that matched; those it quotes may be years old. */
  #date(mapped: MappedPost | undefined, now: number): void {
    const at = mapped?.kind === 'keep' ? timeOfXId(mapped.version) : null
    if (at === null) return
    this.#lastEventAt = Math.max(this.#lastEventAt ?? 0, Math.min(at, now + AHEAD_MAX_MS))
  }
}

function count(counts: Record<string, number>, reason: string): void {
  counts[reason] = (counts[reason] ?? 0) + 1
}
