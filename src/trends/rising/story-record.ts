import type { Post } from '../../domain/post.ts'

/** A post of a story, as long as it is needed to tell what the story is about. */
export type StoryPost = {
  readonly id: string
  readonly author: string
  /** UTC milliseconds of the stream when it came. */
  readonly at: number
  readonly text: string
  readonly terms: Uint32Array
  /** The same words were there before, from another account or the same. */
  readonly isCopy: boolean
  /** How likely it is meant as a joke, 0 to 1. */
  readonly joke01: number
}

/** Recent posts of a story that are kept; older ones are counted only. */
const POSTS_MAX = 48
const TEXT_CHARS_MAX = 400

/** What is known of a live story beside its terms. */
export class StoryRecord {
  readonly number: number
  readonly firstAt: number
  /** In the order they came. */
  posts: StoryPost[] = []
  totalPosts = 0
  lastAt: number
  /** Stream time of the announcement; null before. */
  announcedAt: number | null = null

  constructor(number: number, at: number) {
    this.number = number
    this.firstAt = at
    this.lastAt = at
  }

  add(post: StoryPost): void {
    this.posts.push(post)
    this.totalPosts += 1
    this.lastAt = post.at
    if (this.posts.length > POSTS_MAX) this.posts.splice(0, this.posts.length - POSTS_MAX)
  }

  /** Gives up some of its posts to a story of their own. */
  split(number: number, leaving: readonly StoryPost[]): StoryRecord {
    const gone = new Set(leaving)
    this.posts = this.posts.filter((post) => !gone.has(post))
    this.totalPosts -= leaving.length
    const story = new StoryRecord(number, leaving[0]?.at ?? this.lastAt)
    for (const post of leaving) story.add(post)
    return story
  }

  /** Takes over what another story held that turned out to be the same. */
  absorb(other: StoryRecord): void {
    this.posts = [...other.posts, ...this.posts].sort((a, b) => a.at - b.at).slice(-POSTS_MAX)
    this.totalPosts += other.totalPosts
    this.announcedAt ??= other.announcedAt
  }
}

export function storyPost(
  post: Post,
  facts: { at: number; terms: Uint32Array; isCopy: boolean; joke01: number },
): StoryPost {
  const { id, author, text } = post
  return { id, author, text: text.slice(0, TEXT_CHARS_MAX).toWellFormed(), ...facts }
}
