import { StoryStream } from '../../trends/grouping/story-stream.ts'
import type { BatchTask } from './batch-task.ts'
import { readPost } from './read-post.ts'

/** `batch stories`: each post gets the story it belongs to when it arrives. One pass, bounded state, no archive. */
export const task: BatchTask = {
  open: async () => {
    const stream = new StoryStream()
    return {
      handle: async (item) => {
        const post = readPost(item)
        return { id: item['id'], story_id: `s${stream.add(post).number}` }
      },
      [Symbol.asyncDispose]: async () => {},
    }
  },
}
