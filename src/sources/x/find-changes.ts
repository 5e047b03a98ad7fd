import type { Post, PostId } from '../../domain/post.ts'
import type { FoundChanges, Recheck } from '../source.ts'
import type { XApi } from './call-api.ts'
import { checkPosts } from './check-posts.ts'
import { runComplianceJob } from './compliance-job.ts'
import { lookupPosts } from './lookup-posts.ts'
import { xIdOfPostId } from './post-id.ts'
import { readPage } from './read-message.ts'
import { type XDependencies, xApi } from './x-dependencies.ts'
import type { XOptions } from './x-options.ts'

const HOUR_MS = 3_600_000
/** Posts that are handed on together. */
const FOUND_MAX = 1_000

/**
 * How a source of X learns what was deleted and edited. X tells only Enterprise plans as it happens; everybody else who stores
 * posts has to ask, and is asked to do so at least once a day.
 *
 * @returns null where the options say that nobody asks
 * @see https://docs.x.com/x-api/compliance/batch-compliance/introduction
 */
export function xRecheck(options: XOptions, deps: XDependencies = {}): Recheck | null {
  if (options.deletions === 'none') return null
  const api = xApi(options, deps)
  const findGone = options.deletions === 'job' ? findWithJob : findWithLookups
  return {
    everyMs: options.deletions_every_hours * HOUR_MS,
    find: async function* (stored, signal) {
      for await (const found of findGone(api, stored, signal)) {
        const edits = await readAgain(api, found.edited, { options, signal })
        yield {
          deletions: found.gone.map((postId) => ({ kind: 'post', postId })),
          edits,
        } satisfies FoundChanges
      }
    },
  }
}

type Found = { readonly gone: readonly PostId[]; readonly edited: readonly PostId[] }

/** A job costs no reads, however many posts there are. */
async function* findWithJob(
  api: XApi,
  stored: AsyncIterable<readonly Post[]>,
  signal: AbortSignal,
): AsyncGenerator<Found> {
  const ids: string[] = []
  for await (const posts of stored) ids.push(...posts.flatMap(({ id }) => xIdOfPostId(id) ?? []))
  if (ids.length === 0) return
  let found: { gone: PostId[]; edited: PostId[] } = { gone: [], edited: [] }
  for await (const event of runComplianceJob(api, { type: 'tweets', ids }, { signal })) {
    if (event.kind === 'gone' && event.deletion.kind === 'post') found.gone.push(event.deletion.postId)
    if (event.kind === 'edited') found.edited.push(`x:${event.id}`)
    if (found.gone.length + found.edited.length < FOUND_MAX) continue
    yield found
    found = { gone: [], edited: [] }
  }
  yield found
}

/** Each post that is still there counts as read. */
async function* findWithLookups(
  api: XApi,
  stored: AsyncIterable<readonly Post[]>,
  signal: AbortSignal,
): AsyncGenerator<Found> {
  for await (const posts of stored) {
    const versions = new Map(posts.map(({ id, extra }) => [id, extra['x_version']]))
    const versionOf = (id: PostId) => {
      const version = versions.get(id)
      return typeof version === 'string' ? version : null
    }
    const ids = posts.map(({ id }) => id)
    const { gone, edited } = await checkPosts(api, ids, { signal, versionOf })
    yield { gone: gone.flatMap((deletion) => (deletion.kind === 'post' ? [deletion.postId] : [])), edited }
  }
}

async function readAgain(
  api: XApi,
  edited: readonly PostId[],
  { options, signal }: { options: XOptions; signal: AbortSignal },
): Promise<Post[]> {
  const ids = edited.flatMap((id) => xIdOfPostId(id) ?? [])
  const wanted = new Set(edited)
  const posts: Post[] = []
  for await (const { page } of lookupPosts(api, ids, { signal, authorDetails: options.author_details })) {
    for (const message of readPage(page)) {
      if (message.kind !== 'posts') continue
      for (const mapped of message.mapped)
        if (mapped.kind === 'keep' && wanted.has(mapped.post.id)) posts.push(mapped.post)
    }
  }
  return posts
}
