import type { Archive } from '../archive/archive.ts'
import type { Post, PostId } from '../domain/post.ts'
import { type Withdrawal, withdrawFromAnswer } from '../domain/withdraw-posts.ts'
import type { CitedPost, CitedPosts } from '../ledger/cited-posts.ts'

/** What networks took back, once the archive no longer holds it. */
export type Withdrawals = {
  readonly posts: readonly PostId[]
  /** Accounts that left with everything they wrote, also with what is not stored any more. */
  readonly authors: readonly { readonly author: string; readonly source: string }[]
  /** New versions of posts. */
  readonly edits: readonly Post[]
}

export type WithdrawalDependencies = {
  readonly archive: Pick<Archive, 'getTombstones' | 'getPosts'>
  readonly citedPosts: Pick<CitedPosts, 'ofPosts' | 'ofAuthor' | 'ofRun' | 'rewrite'>
  /** UTC milliseconds. */
  readonly now: () => number
}

/** Brings every stored answer that cites what was taken back in line; see `withdrawFromAnswer`. */
export async function honourWithdrawals(
  { posts, authors, edits }: Withdrawals,
  deps: WithdrawalDependencies,
): Promise<void> {
  const { citedPosts } = deps
  const deleted = await citedPosts.ofPosts(posts)
  for (const author of authors) deleted.push(...(await citedPosts.ofAuthor(author)))
  const edited = await citedPosts.ofPosts(edits.map(({ id }) => id))
  const withdrawals = new Map<PostId, Withdrawal>(editsOf(edits, deps.now()))
  for (const [id, withdrawal] of await deletionsOf(deleted, deps)) withdrawals.set(id, withdrawal)
  await rewrite([...deleted, ...edited], withdrawals, deps)
}

/**
 * The same for one answer that was just stored: what it cites may have been taken back while it was written, before anybody could
 * know that it would be cited.
 */
export async function honourInAnswer(runId: string, deps: WithdrawalDependencies): Promise<void> {
  const cited = await deps.citedPosts.ofRun(runId)
  if (cited.length === 0) return
  const present = await deps.archive.getPosts(cited.map(({ postId }) => postId))
  const isPresent = new Set(present.map(({ id }) => id))
  const missing = cited.filter(({ postId }) => !isPresent.has(postId))
  const tombstones = await deps.archive.getTombstones(missing.map(({ postId }) => postId))
  const withdrawals = new Map<PostId, Withdrawal>([
    ...editsOf(present, deps.now()),
    ...tombstones.map(
      ({ id, deletedAt, textSha256 }) => [id, { how: 'deleted', at: deletedAt, textSha256 }] as const,
    ),
  ])
  await rewrite(cited, withdrawals, deps)
}

function editsOf(posts: readonly Post[], at: number): (readonly [PostId, Withdrawal])[] {
  return posts.map(({ id, text }) => [id, { how: 'edited', at, textSha256: null, text }])
}

/** A post that retention had removed before its author did left no tombstone. */
async function deletionsOf(
  cited: readonly CitedPost[],
  { archive, now }: WithdrawalDependencies,
): Promise<(readonly [PostId, Withdrawal])[]> {
  const ids = [...new Set(cited.map(({ postId }) => postId))]
  const tombstones = new Map((await archive.getTombstones(ids)).map((stone) => [stone.id, stone]))
  return ids.map((id) => {
    const stone = tombstones.get(id)
    return [id, { how: 'deleted', at: stone?.deletedAt ?? now(), textSha256: stone?.textSha256 ?? null }]
  })
}

async function rewrite(
  cited: readonly CitedPost[],
  withdrawals: ReadonlyMap<PostId, Withdrawal>,
  { citedPosts }: WithdrawalDependencies,
): Promise<void> {
  for (const runId of new Set(cited.map((each) => each.runId)))
    await citedPosts.rewrite(runId, (answer) => withdrawFromAnswer(answer, withdrawals))
}
