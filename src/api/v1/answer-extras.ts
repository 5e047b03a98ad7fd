import { toAnswerJson } from '../../assistant/answer-json.ts'
import type { GenerationEvent, SearchMade } from '../../assistant/generate/generation.ts'
import type { PostJson } from '../../contract/post.ts'
import { postToJson } from '../post-to-json.ts'

type End = Extract<GenerationEvent, { type: 'end' }>

/** Posts that one response may carry. */
const POSTS_MAX = 500

/**
 * What only we have, in one extra field that clients of others pass over: the answer with its evidence spans, its verdict
 * and integrity where there are any, its trace, and what wrote it.
 */
export function extrasOf(end: End): object {
  const { answer, used, usage } = end
  return {
    model: used,
    usage_is_estimated: usage.isEstimated,
    ...(answer !== null && toAnswerJson(answer)),
  }
}

/** Posts that searches gave, each once, in readable form. */
export function postsOf(searches: readonly SearchMade[]): PostJson[] {
  const byId = new Map(searches.flatMap(({ posts }) => posts).map((post) => [post.id, post]))
  return [...byId.values()].slice(0, POSTS_MAX).map((post) => postToJson(post))
}

/** Values of `include` that ask for the posts that were found. */
const POSTS_ASKED = new Set([
  'verity.posts',
  'x_search_call.results',
  'x_search_call_output',
  'X_SEARCH_CALL_OUTPUT',
])

export function wantsPosts(include: readonly string[] | null | undefined): boolean {
  return include?.some((name) => POSTS_ASKED.has(name)) ?? false
}
