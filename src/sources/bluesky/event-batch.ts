import type { AuthorChange } from '../../domain/author-change.ts'
import type { Post, PostId } from '../../domain/post.ts'
import { type Deletion, PARKED_SAMPLE_LENGTH_MAX, type ParkedSample, type SourceBatch } from '../source.ts'
import type { BoundedCache } from './bounded-cache.ts'
import { CountChanges, type CountedReaction, type RecentReactions } from './count-changes.ts'
import type { NetworkEvent } from './network-event.ts'
import type { DroppedReason, ParkedReason } from './reasons.ts'
import type { RawMessage } from './stream-connection.ts'
import type { Place } from './stream-protocol.ts'

const SAMPLES_MAX = 3
/** Base64 takes four characters for three bytes. */
const SAMPLE_BYTES_MAX = Math.floor((PARKED_SAMPLE_LENGTH_MAX * 3) / 4)

/** What batches of one run remember between them. All of it is bounded. */
export type BatchMemory = {
  /** Handles by account; null: known to have none. */
  readonly handles: BoundedCache<string, string | null>
  readonly reactions: RecentReactions
  readonly counted: ReadonlySet<CountedReaction>
}

/**
 * Folds events into one batch, so that applying posts, then edits, then deletions gives what the events gave in
 * their own order. Posts get the handle of their author where it is known already; nothing waits for it.
 */
export class EventBatch {
  readonly #memory: BatchMemory
  readonly #posts = new Map<PostId, Post>()
  readonly #edits = new Map<PostId, Post>()
  readonly #deletedPosts = new Set<PostId>()
  readonly #goneAuthors = new Set<string>()
  readonly #authorChanges: AuthorChange[] = []
  readonly #counts: CountChanges
  readonly #dropped: Record<string, number> = {}
  readonly #parked: Record<string, number> = {}
  readonly #samples: ParkedSample[] = []
  #cursor: string | null = null
  #lastEventAt: number | null = null

  constructor(memory: BatchMemory) {
    this.#memory = memory
    this.#counts = new CountChanges({ counted: memory.counted, recent: memory.reactions })
  }

  /**
   * Takes one event in.
   *
   * @param from.isRepeat it was counted before; it may still be stored, where repeats are dropped
   * @param from.now UTC milliseconds
   * @returns false when the event writes again what this batch deletes: the batch must end before it
   */
  add(event: NetworkEvent, from: { message: RawMessage; isRepeat: boolean; now: number }): boolean {
    if ((event.kind === 'post' || event.kind === 'edit') && this.#deletes(event.post)) return false
    if (!from.isRepeat) this.#counts.add(event)
    this.#fold(event, from)
    return true
  }

  /** Everything of the message at this place was added: the cursor moves there. */
  pass(place: Place): void {
    this.#cursor = place.cursor
    this.#lastEventAt = place.at
  }

  /** The same for a message that repeats what lies before the cursor. */
  passRepeat(place: Place): void {
    this.#lastEventAt = place.at
  }

  /** Takes in what was learned about accounts elsewhere. */
  addAuthorChanges(changes: readonly AuthorChange[]): void {
    this.#authorChanges.push(...changes)
  }

  build(): SourceBatch {
    const deletions: Deletion[] = [...this.#deletedPosts].map((postId) => ({ kind: 'post', postId }))
    for (const author of this.#goneAuthors) deletions.push({ kind: 'author', author, source: 'bluesky' })
    return {
      posts: [...this.#posts.values()],
      edits: [...this.#edits.values()],
      deletions,
      countChanges: this.#counts.build(),
      authorChanges: this.#authorChanges,
      cursor: this.#cursor,
      lastEventAt: this.#lastEventAt,
      dropped: this.#dropped,
      parked: this.#parked,
      parkedSamples: this.#samples,
    }
  }

  #deletes(post: Post): boolean {
    return this.#deletedPosts.has(post.id) || this.#goneAuthors.has(post.author)
  }

  #fold(event: NetworkEvent, from: { message: RawMessage; now: number }): void {
    switch (event.kind) {
      case 'post':
        if (this.#posts.has(event.post.id) || this.#edits.has(event.post.id))
          count(this.#dropped, 'duplicate')
        else this.#posts.set(event.post.id, this.#named(event.post))
        return
      case 'edit': {
        const posts = this.#posts.has(event.post.id) ? this.#posts : this.#edits
        posts.set(event.post.id, this.#named(event.post))
        return
      }
      case 'delete':
        this.#forget((post) => post.id === event.postId, [event.postId])
        this.#deletedPosts.add(event.postId)
        return
      case 'author_gone':
        this.#forget((post) => post.author === event.author)
        this.#goneAuthors.add(event.author)
        return
      case 'author_changed':
        this.#rename(event.change)
        return
      case 'skipped':
        count(this.#dropped, event.reason)
        return
      case 'unreadable':
        count(this.#parked, event.reason)
        if (this.#samples.length < SAMPLES_MAX) {
          this.#samples.push({ reason: event.reason, raw: sampleOf(from.message), at: from.now })
        }
        return
      case 'reaction':
      case 'withdrawn':
      case 'author_back':
      case 'other':
        return
    }
  }

  #named(post: Post): Post {
    const handle = this.#memory.handles.get(post.author) ?? null
    return handle === null ? post : { ...post, authorName: handle }
  }

  #rename(change: AuthorChange): void {
    if (change.handle !== undefined) this.#memory.handles.set(change.author, change.handle)
    this.#authorChanges.push(change)
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

/** Text as it came, bytes as base64, cut. */
function sampleOf(message: RawMessage): string {
  return typeof message === 'string'
    ? message.slice(0, PARKED_SAMPLE_LENGTH_MAX)
    : Buffer.from(message.subarray(0, SAMPLE_BYTES_MAX)).toString('base64')
}

function count(counts: Record<string, number>, reason: ParkedReason | DroppedReason): void {
  counts[reason] = (counts[reason] ?? 0) + 1
}
