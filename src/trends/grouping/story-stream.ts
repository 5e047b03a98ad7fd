import type { Post, PostId } from '../../domain/post.ts'
import { postTermHashes } from './post-terms.ts'
import { RecentPosts } from './recent-posts.ts'
import { GROUP_LIMITS, type GroupLimits, type Joined, type StoryEnd, StoryGroups } from './story-groups.ts'
import { StreamClock } from './stream-clock.ts'

const REMEMBERED_POSTS = 1 << 20

/** Posts in, stories out: reads terms and links of each post and groups it. One pass, bounded state. */
export class StoryStream {
  readonly groups: StoryGroups
  readonly #recent: RecentPosts
  readonly #clock = new StreamClock()

  constructor(
    options: { limits?: GroupLimits; rememberedPosts?: number; onEnd?: (end: StoryEnd) => void } = {},
  ) {
    const { limits = GROUP_LIMITS, rememberedPosts = REMEMBERED_POSTS, onEnd } = options
    this.groups = new StoryGroups(onEnd === undefined ? { limits } : { limits, onEnd })
    this.#recent = new RecentPosts(rememberedPosts)
  }

  add(post: Post): Joined {
    const joined = this.groups.join({
      at: this.#clock.read(post.createdAt),
      terms: postTermHashes(post),
      linked: this.#liveStoryOf(post.quoteOf ?? post.replyTo ?? post.threadRoot),
      repeated: this.#liveStoryOf(post.repostOf),
    })
    this.#recent.set(post.id, joined)
    return joined
  }

  /** Whether the post was seen lately. */
  knows(id: PostId): boolean {
    return this.#recent.get(id) !== null
  }

  /** Makes a story of its own of some recent posts of the story at `place`. */
  split(place: number, posts: readonly { readonly id: PostId; readonly terms: Uint32Array }[]): Joined {
    const story = this.groups.split(
      place,
      posts.map(({ terms }) => terms),
    )
    for (const { id } of posts) this.#recent.set(id, story)
    return story
  }

  /** Null where the post is not remembered, or its story has left or become part of another. */
  #liveStoryOf(id: PostId | null): number | null {
    const story = id === null ? null : this.#recent.get(id)
    if (story === null || this.groups.numberAt(story.place) !== story.number) return null
    return this.groups.postsAt(story.place) > 0 ? story.place : null
  }
}
