import type { Archive } from '../archive/archive.ts'
import { toAppError } from '../domain/errors.ts'
import type { PostWriter } from '../ingest/post-writer.ts'
import type { Cursors } from '../ledger/cursors.ts'
import type { Timing } from '../lib/timing.ts'
import type { FoundChanges, Recheck } from '../sources/source.ts'
import type { Withdrawals } from './honour-withdrawals.ts'
import type { SourceStats } from './source-stats.ts'
import { storedPosts } from './stored-posts.sql.ts'

/** What failed is tried again so much later: a refusal rarely lasts less, and a round costs requests. */
const AFTER_FAILURE_MS = 3_600_000

export type RecheckDependencies = {
  readonly archive: Pick<Archive, 'query' | 'getPosts' | 'deletePosts' | 'buryPosts'>
  readonly writer: Pick<PostWriter, 'write'>
  readonly cursors: Pick<Cursors, 'get' | 'set'>
  readonly timing: Timing
  readonly honour: (withdrawals: Withdrawals) => Promise<void>
}

export type RecheckTask = {
  readonly stream: string
  /** `source` of its posts. */
  readonly network: string
  readonly recheck: Recheck
  readonly stats: SourceStats
}

/**
 * Asks a network again and again, until the signal aborts, which stored posts are gone or changed, and carries that out. When it was
 * asked last stands in the ledger, so that a restart neither asks again nor forgets to. The first time comes one interval after the
 * source began. A failure is told where people look for errors of the source. Never throws.
 */
export async function keepRechecking(
  task: RecheckTask,
  deps: RecheckDependencies,
  signal: AbortSignal,
): Promise<void> {
  const { recheck, stats } = task
  const { timing } = deps
  while (!signal.aborted) {
    try {
      const askedAt = await lastAskedAt(task, deps)
      stats.setRechecked(askedAt)
      await timing.wait(askedAt + recheck.everyMs - timing.now(), signal)
      if (signal.aborted) return
      await recheckOnce(task, deps, signal)
      await deps.cursors.set(cursorOf(task), String(timing.now()))
    } catch (thrown) {
      if (signal.aborted) return
      stats.addTrouble(`Deleted posts could not be looked for: ${toAppError(thrown).message}`)
      await timing.wait(AFTER_FAILURE_MS, signal)
    }
  }
}

async function lastAskedAt(task: RecheckTask, { cursors, timing }: RecheckDependencies): Promise<number> {
  const stored = Number((await cursors.get(cursorOf(task))) ?? Number.NaN)
  const now = timing.now()
  // A time ahead of our clock would keep us from asking for as long.
  if (Number.isFinite(stored) && stored <= now) return stored
  await cursors.set(cursorOf(task), String(now))
  return now
}

async function recheckOnce(
  { network, recheck }: RecheckTask,
  deps: RecheckDependencies,
  signal: AbortSignal,
): Promise<void> {
  for await (const found of recheck.find(storedPosts(deps.archive, network, signal), signal)) {
    signal.throwIfAborted()
    await carryOut(found, deps, signal)
  }
}

async function carryOut(
  { deletions, edits }: FoundChanges,
  { archive, writer, honour }: RecheckDependencies,
  signal: AbortSignal,
): Promise<void> {
  const posts = deletions.flatMap((deletion) => (deletion.kind === 'post' ? [deletion.postId] : []))
  const authors = deletions.flatMap((deletion) => (deletion.kind === 'author' ? [deletion] : []))
  if (posts.length > 0) await archive.buryPosts(posts)
  if (edits.length > 0) await archive.deletePosts(edits.map(({ id }) => id))
  if (posts.length + authors.length + edits.length > 0) await honour({ posts, authors, edits })
  if (edits.length > 0) await writer.write(edits, signal)
}

function cursorOf({ stream }: RecheckTask): string {
  return `${stream}#recheck`
}
