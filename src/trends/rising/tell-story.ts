import type { PostId } from '../../domain/post.ts'
import type { Story } from '../../domain/story.ts'
import type { StoryPost, StoryRecord } from './story-record.ts'
import { storyTitle, termWords } from './story-title.ts'
import type { TrendWatch } from './trend-watch.ts'

const POSTS_SHOWN = 60

/**
 * A live story as it is kept and shown.
 *
 * @param id under which it is known for good
 * @returns null for what is too small to be a story (fewer than three posts), and for one whose posts all left it
 */
export function tellStory(watch: TrendWatch, record: StoryRecord, id: string): Story | null {
  const { facts, posts, before } = record
  if (facts === null || posts.length === 0) return null
  const weights = watch.weightsOf(posts)
  const { title, postId } = storyTitle(posts, weights)
  return {
    id,
    title,
    titlePostId: postId,
    terms: termWords(posts, weights),
    firstAt: before?.firstAt ?? record.firstAt,
    lastAt: record.lastAt,
    firstPostId: before?.firstPostId ?? record.firstPostId,
    firstAuthor: before?.firstAuthor ?? record.firstAuthor,
    posts: record.totalPosts + (before?.posts ?? 0),
    voices: facts.voices + (before?.voices ?? 0),
    languages: facts.languages,
    networks: facts.networks,
    links: facts.links,
    tags: facts.tags,
    beats: [...(before?.beats ?? []), ...facts.beats],
    postIds: shownIds(record, posts),
    trend: trendOf(record),
  }
}

/** The first ones and the last ones, each once, in order. */
function shownIds({ facts }: StoryRecord, posts: readonly StoryPost[]): PostId[] {
  return [...new Set([...(facts?.earlyIds ?? []), ...posts.map(({ id }) => id)])].slice(0, POSTS_SHOWN)
}

function trendOf({ announcedAt, rise }: StoryRecord): Story['trend'] {
  if (announcedAt === null || rise === null) return null
  const { voices, expected, windowMs, surprise } = rise
  return { announcedAt, score: surprise / Math.LN10, voices, expected, windowMs }
}
