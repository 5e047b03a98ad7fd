import type { Post, PostId } from '../../domain/post.ts'
import type { Story, StoryBeat } from '../../domain/story.ts'
import { BEAT_MS, StoryFacts } from './story-facts.ts'
import type { Rise } from './usage.ts'

/** A post of a story, as long as it is needed to tell what the story is about. */
export type StoryPost = Pick<Post, 'id' | 'author' | 'text' | 'lang' | 'source' | 'urls' | 'hashtags'> & {
  /** Who is heard in it: its account, or the campaign the account is a member of. */
  readonly voice: string
  /** UTC milliseconds of the stream when it came. */
  readonly at: number
  readonly terms: Uint32Array
  /** The same words were there before, from another account or the same. */
  readonly isCopy: boolean
  /** How likely it is meant as a joke, 0 to 1. */
  readonly joke01: number
  /** It was among the posts of a trend when that was announced. */
  isTold?: boolean
}

/** Recent posts of a story that are kept; older ones are counted only. */
const POSTS_MAX = 48
const TEXT_CHARS_MAX = 400
/** Smaller stories are mostly single posts: nothing is counted of them. */
const COUNTED_FROM = 3

export type StoryBefore = {
  readonly posts: number
  readonly voices: number
  readonly firstAt: number
  readonly firstPostId: PostId
  readonly firstAuthor: string
  readonly beats: readonly StoryBeat[]
}

/** What is known of a live story beside its terms. */
export class StoryRecord {
  readonly number: number
  readonly firstAt: number
  readonly firstPostId: PostId
  readonly firstAuthor: string
  /** In the order they came. */
  posts: StoryPost[]
  totalPosts = 1
  lastAt: number
  /** Null while the story has fewer than three posts. */
  facts: StoryFacts | null = null
  /** What was known of it before a restart, beyond the posts that were read again. */
  before: StoryBefore | null = null
  /** Stream time of the announcement; null before. */
  announcedAt: number | null = null
  /** The rise that was announced. */
  rise: Rise | null = null

  constructor(number: number, first: StoryPost) {
    this.number = number
    this.firstAt = first.at
    this.firstPostId = first.id
    this.firstAuthor = first.author
    this.lastAt = first.at
    this.posts = [first]
  }

  add(post: StoryPost): void {
    this.posts.push(post)
    this.totalPosts += 1
    this.lastAt = post.at
    if (this.facts !== null) this.facts.add(post)
    else if (this.totalPosts >= COUNTED_FROM) this.facts = factsOf(this.posts)
    if (this.posts.length > POSTS_MAX) this.posts.splice(0, this.posts.length - POSTS_MAX)
  }

  /** Gives up some of its posts to a story of their own. @param leaving at least one */
  split(number: number, leaving: readonly StoryPost[]): StoryRecord {
    const gone = new Set(leaving)
    this.posts = this.posts.filter((post) => !gone.has(post))
    this.totalPosts -= leaving.length
    // Counts of a story that is still known whole are made anew; a larger one keeps those of the posts that left.
    if (this.totalPosts <= this.posts.length)
      this.facts = this.posts.length < COUNTED_FROM ? null : factsOf(this.posts)
    const story = new StoryRecord(number, leaving[0] as StoryPost)
    for (const post of leaving.slice(1)) story.add(post)
    return story
  }

  /** Takes over what another story held that turned out to be the same. */
  absorb(other: StoryRecord): void {
    const facts = factsOf([])
    facts.absorb(other.facts ?? factsOf(other.posts))
    facts.absorb(this.facts ?? factsOf(this.posts))
    this.facts = facts
    this.posts = [...other.posts, ...this.posts].sort((a, b) => a.at - b.at).slice(-POSTS_MAX)
    this.totalPosts += other.totalPosts
    this.announcedAt ??= other.announcedAt
    this.rise ??= other.rise
  }

  /** Goes on with what was kept of it: its beginning, its counts, its rise. */
  adopt(kept: Story): void {
    if (kept.trend !== null && this.announcedAt === null) {
      const { announcedAt, score, voices, expected, windowMs } = kept.trend
      this.announcedAt = announcedAt
      this.rise = { surprise: score * Math.LN10, voices, expected, windowMs }
    }
    if (kept.firstAt >= this.firstAt) return
    this.before = {
      posts: Math.max(0, kept.posts - this.totalPosts),
      voices: Math.max(0, kept.voices - (this.facts?.voices ?? 0)),
      ...{ firstAt: kept.firstAt, firstPostId: kept.firstPostId, firstAuthor: kept.firstAuthor },
      beats: kept.beats.filter(({ at }) => at < this.firstAt - BEAT_MS),
    }
  }

  /** Forgets posts that their authors took away. */
  withdraw(ids: ReadonlySet<PostId>): void {
    this.posts = this.posts.filter(({ id }) => !ids.has(id))
  }
}

export function storyPost(
  post: Post,
  facts: { voice: string; at: number; terms: Uint32Array; isCopy: boolean; joke01: number },
): StoryPost {
  const { id, author, text, lang, source, urls, hashtags } = post
  const cut = text.slice(0, TEXT_CHARS_MAX).toWellFormed()
  return { id, author, text: cut, lang, source, urls, hashtags, ...facts }
}

function factsOf(posts: readonly StoryPost[]): StoryFacts {
  const facts = new StoryFacts()
  for (const post of posts) facts.add(post)
  return facts
}
