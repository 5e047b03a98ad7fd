import type { PostId } from '../../domain/post.ts'
import { asArray, asObject } from '../../lib/unknown-json.ts'
import type { Deletion } from '../source.ts'
import { readProblems } from './api-problem.ts'
import type { XApi } from './call-api.ts'
import { lookupPosts } from './lookup-posts.ts'
import { xIdOfPostId } from './post-id.ts'
import { readXId } from './snowflake.ts'

export type CheckedPosts = {
  /** Posts that nobody may see any more: deleted, of a closed or a private account, or withheld by X. */
  readonly gone: readonly Deletion[]
  /** Posts that were edited since they were stored: read them again with `lookupPosts`. */
  readonly edited: readonly PostId[]
  /** Posts about which X said nothing. */
  readonly unknown: readonly PostId[]
}

/** What X answers about a post that is not public any more. */
const GONE: ReadonlySet<string> = new Set([
  'resource-not-found',
  'not-authorized-for-resource',
  'resource-unavailable',
  'disallowed-resource',
])

/**
 * Asks X which stored posts are gone. X announces deletions as they happen on its compliance stream, which only
 * Enterprise plans may read; with an ordinary token they are found by asking: with this function, soon and for as many
 * posts as the plan allows to read (each post that is still there counts as read), or with `runComplianceJob` for
 * millions at once. X asks everybody who stores posts to do one of them regularly.
 *
 * @param ids our ids; those of other networks are left out
 * @param versionOf X's id of the version that is stored, where it is not the first (`extra.x_version`)
 * @throws {AppError} as `callPatiently`
 * @see https://docs.x.com/x-api/fundamentals/response-codes-and-errors ("Partial errors")
 */
export async function checkPosts(
  api: XApi,
  ids: readonly PostId[],
  options: {
    signal: AbortSignal
    triesMax?: number
    versionOf?: (id: PostId) => string | null
  },
): Promise<CheckedPosts> {
  const stored = new Map<string, PostId>()
  for (const id of ids) {
    const native = xIdOfPostId(id)
    if (native !== null) stored.set(options.versionOf?.(id) ?? native, id)
  }
  const gone: Deletion[] = []
  const edited: PostId[] = []
  const unanswered = new Map(stored)
  for await (const { page } of lookupPosts(api, [...stored.keys()], { ...options, idsOnly: true })) {
    for (const item of asArray(page['data'])) {
      const tweet = asObject(item)
      const version = readXId(tweet?.['id'])
      const id = version === null ? undefined : stored.get(version)
      if (tweet === null || version === null || id === undefined) continue
      unanswered.delete(version)
      if (newestVersion(tweet) !== null && newestVersion(tweet) !== version) edited.push(id)
    }
    for (const { slug, subject } of readProblems(page)) {
      const id = subject === null ? undefined : stored.get(subject)
      if (subject === null || id === undefined || !GONE.has(slug)) continue
      unanswered.delete(subject)
      gone.push({ kind: 'post', postId: id })
    }
  }
  return { gone, edited, unknown: [...unanswered.values()] }
}

function newestVersion(tweet: Readonly<Record<string, unknown>>): string | null {
  return readXId(asArray(tweet['edit_history_tweet_ids'] ?? tweet['edit_history_post_ids']).at(-1))
}
