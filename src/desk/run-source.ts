import type { Archive } from '../archive/archive.ts'
import type { PostWriter, WriteReport } from '../ingest/post-writer.ts'
import type { Cursors } from '../ledger/cursors.ts'
import type { Timing } from '../lib/timing.ts'
import type { LineState, ReasonCounts, Source, SourceBatch } from '../sources/source.ts'
import { ProgressCommitter } from './commit-progress.ts'
import type { PostHub } from './post-hub.ts'
import type { SourceStats } from './source-stats.ts'

export type SourceDependencies = {
  readonly archive: Pick<Archive, 'query' | 'deletePosts'>
  readonly writer: Pick<PostWriter, 'write'>
  readonly cursors: Pick<Cursors, 'get' | 'set'>
  readonly hub: PostHub
  readonly timing: Timing
}

export type SourceTask = {
  readonly id: string
  readonly source: Source
  readonly stats: SourceStats
  readonly onLine?: (line: LineState) => void
}

/**
 * Brings one source into the archive until the signal aborts: posts are stored, then deletions are carried out,
 * then the cursor moves. Takes the next batch only when the last one is stored, so a slow archive slows the source.
 *
 * @throws what the archive or the ledger throws; the cursor then stands before whatever was not stored
 */
export async function runSource(
  task: SourceTask,
  deps: SourceDependencies,
  signal: AbortSignal,
): Promise<void> {
  const { id, source, stats } = task
  const failed = new AbortController()
  const running = AbortSignal.any([signal, failed.signal])
  const cursor = await deps.cursors.get(id)
  stats.cursor = cursor
  const progress = new ProgressCommitter({
    ...deps,
    sourceId: id,
    signal: running,
    onFailure: (error) => failed.abort(error),
  })
  const onLine = (line: LineState) => {
    stats.addLine(line)
    task.onLine?.(line)
  }
  try {
    for await (const batch of source.run({ cursor, signal: running, onLine })) {
      if (running.aborted) break
      await applyBatch(batch, { stats, progress, deps, signal: running })
    }
  } catch (error) {
    // A write that was stopped half-way is repeated from the cursor.
    if (!running.aborted) throw error
  }
  if (failed.signal.aborted) throw failed.signal.reason
  await progress.commit()
}

async function applyBatch(
  batch: SourceBatch,
  to: { stats: SourceStats; progress: ProgressCommitter; deps: SourceDependencies; signal: AbortSignal },
): Promise<void> {
  const { stats, progress, deps, signal } = to
  stats.addSeen(batch)
  const posts = [...batch.posts, ...batch.edits]
  if (progress.wouldDelete(posts)) await progress.commit()
  if (batch.edits.length > 0) await deps.archive.deletePosts(batch.edits.map((post) => post.id))
  if (posts.length > 0) {
    const report = await deps.writer.write(posts, signal)
    stats.addWritten({ ...report, stored: report.stored.length, dropped: withDuplicates(report) })
    const stored = new Set(report.stored)
    deps.hub.publish(posts.filter((post) => stored.has(post.id)))
  }
  await progress.add(batch.deletions, batch.cursor)
  stats.cursor = batch.cursor ?? stats.cursor
}

function withDuplicates({ dropped, duplicates }: WriteReport): ReasonCounts {
  return duplicates === 0 ? dropped : { ...dropped, duplicate: (dropped['duplicate'] ?? 0) + duplicates }
}
