import type { Post, PostId } from '../../domain/post.ts'
import { type Deletion, PARKED_SAMPLE_LENGTH_MAX, type ParkedSample, type SourceBatch } from '../source.ts'
import { type JetstreamEvent, readEvent } from './read-event.ts'

const SAMPLES_MAX = 3
/** A cursor is never moved further ahead of our clock than this, whatever a server claims the time is. */
const AHEAD_MAX_US = 60_000_000

/**
 * Folds messages into one batch, so that applying posts, then edits, then deletions gives what the messages gave
 * in their own order.
 */
export class EventBatch {
  readonly #posts = new Map<PostId, Post>()
  readonly #edits = new Map<PostId, Post>()
  readonly #deletedPosts = new Set<PostId>()
  readonly #goneAuthors = new Set<string>()
  readonly #dropped: Record<string, number> = {}
  readonly #parked: Record<string, number> = {}
  readonly #samples: ParkedSample[] = []
  #lastTimeUs: number | null = null

  /**
   * Takes one message in.
   *
   * @param now UTC milliseconds
   * @returns false when the message writes again what this batch deletes: the batch must end before it
   */
  add(raw: string, now: number): boolean {
    const event = readEvent(raw)
    if ((event.kind === 'post' || event.kind === 'edit') && this.#deletes(event.post)) return false
    this.#fold(event, raw, now)
    if (event.timeUs !== null) this.#lastTimeUs = Math.min(event.timeUs, now * 1_000 + AHEAD_MAX_US)
    return true
  }

  build(): SourceBatch {
    const deletions: Deletion[] = [...this.#deletedPosts].map((postId) => ({ kind: 'post', postId }))
    for (const author of this.#goneAuthors) deletions.push({ kind: 'author', author, source: 'bluesky' })
    return {
      posts: [...this.#posts.values()],
      edits: [...this.#edits.values()],
      deletions,
      cursor: this.#lastTimeUs === null ? null : String(this.#lastTimeUs),
      lastEventAt: this.#lastTimeUs === null ? null : Math.floor(this.#lastTimeUs / 1_000),
      dropped: this.#dropped,
      parked: this.#parked,
      parkedSamples: this.#samples,
    }
  }

  #deletes(post: Post): boolean {
    return this.#deletedPosts.has(post.id) || this.#goneAuthors.has(post.author)
  }

  #fold(event: JetstreamEvent, raw: string, now: number): void {
    switch (event.kind) {
      case 'post':
        if (this.#posts.has(event.post.id) || this.#edits.has(event.post.id))
          count(this.#dropped, 'duplicate')
        else this.#posts.set(event.post.id, event.post)
        return
      case 'edit':
        if (this.#posts.has(event.post.id)) this.#posts.set(event.post.id, event.post)
        else this.#edits.set(event.post.id, event.post)
        return
      case 'delete':
        this.#forget((post) => post.id === event.postId, [event.postId])
        this.#deletedPosts.add(event.postId)
        return
      case 'author_gone':
        this.#forget((post) => post.author === event.author)
        this.#goneAuthors.add(event.author)
        return
      case 'unreadable':
        count(this.#parked, event.reason)
        if (this.#samples.length < SAMPLES_MAX) {
          this.#samples.push({ reason: event.reason, raw: raw.slice(0, PARKED_SAMPLE_LENGTH_MAX), at: now })
        }
        return
      case 'other':
        return
    }
  }

  /** Takes posts of this batch out again. `ids` are where to look when they are known. */
  #forget(isMeant: (post: Post) => boolean, ids?: readonly PostId[]): void {
    for (const posts of [this.#posts, this.#edits]) {
      for (const id of ids ?? [...posts.keys()]) {
        const post = posts.get(id)
        if (post === undefined || !isMeant(post)) continue
        posts.delete(id)
        count(this.#dropped, 'deleted')
      }
    }
  }
}

function count(counts: Record<string, number>, reason: string): void {
  counts[reason] = (counts[reason] ?? 0) + 1
}
