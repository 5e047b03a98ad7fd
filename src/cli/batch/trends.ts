import { type RisingStory, TrendWatch } from '../../trends/rising/trend-watch.ts'
import { jokeLikelihood01 } from '../../trends/satire/joke-likelihood.ts'
import type { BatchTask } from './batch-task.ts'
import { readPost } from './read-post.ts'

/** `batch trends`: posts in, one line for each story that rises, written when it does. One pass, bounded state, no archive. */
export const task: BatchTask = {
  open: async () => {
    const watch = new TrendWatch({ joke01: jokeLikelihood01 })
    return {
      handle: async (item) => {
        const { trend } = watch.add(readPost(item))
        return trend === null ? null : trendJson(trend)
      },
      [Symbol.asyncDispose]: async () => {},
    }
  },
}

function trendJson({ at, story, title, terms, posts, score }: RisingStory): object {
  return {
    at: new Date(at).toISOString(),
    story_id: `s${story}`,
    title,
    terms,
    post_ids: posts.map(({ id }) => id),
    score: Math.round(score * 1e3) / 1e3,
  }
}
