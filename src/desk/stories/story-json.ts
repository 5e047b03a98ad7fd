import type { StoryJson } from '../../contract/story.ts'
import type { Story, StoryPart } from '../../domain/story.ts'

const MILLIS_A_SECOND = 1_000

/** A story as it crosses our boundaries, without its posts. */
export function storyToJson(story: Story): StoryJson {
  const { trend } = story
  return {
    id: story.id,
    title: story.title,
    title_post_id: story.titlePostId,
    terms: [...story.terms],
    first_at: iso(story.firstAt),
    last_at: iso(story.lastAt),
    first_post_id: story.firstPostId,
    first_author: story.firstAuthor,
    posts: story.posts,
    voices: story.voices,
    languages: parts(story.languages),
    networks: parts(story.networks),
    links: parts(story.links),
    tags: parts(story.tags),
    beats: story.beats.map(({ at, posts, voices }) => ({ at: iso(at), posts, voices })),
    trend:
      trend === null
        ? null
        : {
            announced_at: iso(trend.announcedAt),
            score: trend.score,
            voices: trend.voices,
            expected: trend.expected,
            window_seconds: trend.windowMs / MILLIS_A_SECOND,
          },
  }
}

function parts(known: readonly StoryPart[]): StoryJson['languages'] {
  return known.map(({ name, posts }) => ({ name, posts }))
}

function iso(at: number): string {
  return new Date(at).toISOString()
}
