import type { Archive } from '../../archive/archive.ts'
import type { Story } from '../../domain/story.ts'

/** Stories without the words of posts that are no longer stored: their authors took them away, or they are too old. */
export async function readableStories(
  stories: readonly Story[],
  archive: Pick<Archive, 'getPosts'>,
): Promise<Story[]> {
  const ids = stories.flatMap(({ titlePostId }) => titlePostId ?? [])
  const stored = new Set((await archive.getPosts(ids)).map(({ id }) => id))
  return stories.map((story) =>
    story.titlePostId === null || stored.has(story.titlePostId)
      ? story
      : { ...story, title: '', titlePostId: null },
  )
}
