import type { PostId } from './post.ts'

/** Posts and voices of a story in one stretch of time. */
export type StoryBeat = { readonly at: number; readonly posts: number; readonly voices: number }

/** How many posts of a story are of one kind: a language, a network. */
export type StoryPart = { readonly name: string; readonly posts: number }

/**
 * Posts about one event, as a live story is kept. Titles, terms and links are words of posts and therefore untrusted; where a post is
 * withdrawn, the title it gave goes with it. Times are UTC milliseconds.
 */
export type Story = {
  /** Stays the same for good: `s-` and the hash of its first post. */
  readonly id: string
  readonly title: string
  /** The post whose words the title is; null where there is no title. */
  readonly titlePostId: PostId | null
  readonly terms: readonly string[]
  readonly firstAt: number
  readonly lastAt: number
  readonly firstPostId: PostId
  readonly firstAuthor: string
  /** Posts that ever joined. */
  readonly posts: number
  /** Accounts among them; copies and repeats count once. */
  readonly voices: number
  readonly languages: readonly StoryPart[]
  readonly networks: readonly StoryPart[]
  readonly links: readonly StoryPart[]
  readonly tags: readonly StoryPart[]
  /** In steps of ten minutes, the oldest first; stretches without posts are left out. */
  readonly beats: readonly StoryBeat[]
  /** Posts that say most of it, the first one and the last ones, in the order they came. */
  readonly postIds: readonly PostId[]
  /** When and how surprisingly it rose; null where it has not. */
  readonly trend: StoryTrend | null
}

export type StoryTrend = {
  readonly announcedAt: number
  /** -log10 of an upper bound for the chance of such a rise. */
  readonly score: number
  /** Voices in the window that surprised most, and how many were expected there. */
  readonly voices: number
  readonly expected: number
  readonly windowMs: number
}
