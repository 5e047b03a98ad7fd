import type { CountChange } from '../../domain/count-change.ts'
import type { Post, PostId } from '../../domain/post.ts'
import type { BoundedCache } from './bounded-cache.ts'
import type { NetworkEvent, Reaction } from './network-event.ts'

/** What is counted: other accounts' reactions to a post. */
export type CountedReaction = Reaction | 'replies'

/**
 * Reactions heard lately, by their own name: the network withdraws a like without saying what was liked. One that was
 * forgotten cannot be taken back, so counts lean upwards by the few that are withdrawn after a day.
 */
export type RecentReactions = BoundedCache<
  string,
  { readonly reaction: CountedReaction; readonly postId: PostId }
>

/** Adds up the reactions of one batch. Bounded by the batch: an event touches one post. */
export class CountChanges {
  readonly #counted: ReadonlySet<CountedReaction>
  readonly #recent: RecentReactions
  readonly #changes = new Map<PostId, { likes: number; reposts: number; replies: number }>()

  constructor(of: { counted: ReadonlySet<CountedReaction>; recent: RecentReactions }) {
    this.#counted = of.counted
    this.#recent = of.recent
  }

  /** @param event one that was not counted before */
  add(event: NetworkEvent): void {
    if (event.kind === 'reaction') this.#give(event.id, event.reaction, event.postId)
    if (event.kind === 'withdrawn') this.#withdraw(event.id)
    if (event.kind === 'post') this.#addReply(event.post)
    if (event.kind === 'delete') this.#withdraw(event.postId)
  }

  /** Posts whose counts changed; those where giving and withdrawing cancel out are left out. */
  build(): ReadonlyMap<PostId, CountChange> {
    return new Map([...this.#changes].filter(([, change]) => Object.values(change).some((by) => by !== 0)))
  }

  #addReply(post: Post): void {
    if (post.replyTo !== null) this.#give(post.id, 'replies', post.replyTo)
  }

  #give(id: string, reaction: CountedReaction, postId: PostId): void {
    if (!this.#counted.has(reaction) || this.#recent.get(id) !== undefined) return
    this.#recent.set(id, { reaction, postId })
    this.#change(postId, reaction, 1)
  }

  #withdraw(id: string): void {
    const given = this.#recent.get(id)
    if (given === undefined) return
    this.#recent.delete(id)
    this.#change(given.postId, given.reaction, -1)
  }

  #change(postId: PostId, reaction: CountedReaction, by: number): void {
    const change = this.#changes.get(postId) ?? { likes: 0, reposts: 0, replies: 0 }
    change[reaction] += by
    this.#changes.set(postId, change)
  }
}
