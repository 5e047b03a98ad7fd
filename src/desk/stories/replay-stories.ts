import type { Archive } from '../../archive/archive.ts'
import type { Story } from '../../domain/story.ts'
import { tellStory } from '../../trends/rising/tell-story.ts'
import { TrendWatch } from '../../trends/rising/trend-watch.ts'
import { jokeLikelihood01 } from '../../trends/satire/joke-likelihood.ts'
import { byWeight, STORY_VOICES_MIN } from './live-stories.ts'
import { type StoredStreamRequest, storedStream } from './stored-stream.sql.ts'
import { storyIdOf } from './story-id.ts'

export type ReplayedStories = {
  /** Posts that were read. */
  readonly posts: number
  /** Times of the first and the last one; null where there was none. */
  readonly firstAt: number | null
  readonly lastAt: number | null
  /** Stories of at least three voices: those that rose first, then those of most voices. */
  readonly stories: readonly Story[]
}

/** Groups stored posts as if they arrived now; keeps nothing. About 10,000 posts a second. */
export async function replayStories(
  archive: Pick<Archive, 'query' | 'getPosts'>,
  request: StoredStreamRequest,
): Promise<ReplayedStories> {
  const watch = new TrendWatch({ joke01: jokeLikelihood01 })
  let count = 0
  let firstAt: number | null = null
  for await (const posts of storedStream(archive, request)) {
    for (const post of posts) watch.add(post)
    firstAt ??= posts[0]?.createdAt ?? null
    count += posts.length
  }
  const stories = [...watch.records.values()].flatMap((record) => {
    if ((record.facts?.voices ?? 0) < STORY_VOICES_MIN) return []
    return tellStory(watch, record, storyIdOf(record.firstPostId)) ?? []
  })
  stories.sort(byWeight)
  return { posts: count, firstAt, lastAt: count === 0 ? null : watch.now, stories }
}
