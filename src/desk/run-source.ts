import type { Archive } from '../archive/archive.ts'
import type { Page } from '../domain/page.ts'
import type { Post, PostId } from '../domain/post.ts'
import type { PostFilter } from '../ingest/filter-post.ts'
import type { PostWriter, WriteReport } from '../ingest/post-writer.ts'
import type { Cursors } from '../ledger/cursors.ts'
import type { Timing } from '../lib/timing.ts'
import type { LineState, ReasonCounts, Source, SourceBatch } from '../sources/source.ts'
import { ProgressCommitter } from './commit-progress.ts'
import type { Withdrawals } from './honour-withdrawals.ts'
import type { PostHub } from './post-hub.ts'
import { SideFacts } from './side-facts.ts'
import type { SourceStats } from './source-stats.ts'

export type SourceDependencies = {
  readonly archive: Pick<
    Archive,
    | 'query'
    | 'deletePosts'
    | 'buryPosts'
    | 'insertPages'
    | 'addCounts'
    | 'noteAuthorNames'
    | 'addAliases'
    | 'findAliased'
  >
  readonly writer: Pick<PostWriter, 'write'>
  readonly cursors: Pick<Cursors, 'get' | 'set'>
  readonly hub: PostHub
  readonly timing: Timing
  /** Takes what networks took back out of everything else that shows it: stored answers. */
  readonly honour: (withdrawals: Withdrawals) => Promise<void>
}

export type SourceTask = {
  readonly id: string
  /** Under which its cursor is kept; see `streamName`. */
  readonly stream: string
  readonly source: Source
  readonly stats: SourceStats
  /** Asked for every post, so that another filter holds from the next post on. */
  readonly filter: PostFilter
  readonly onLine?: (line: LineState) => void
}

/**
 * Brings one source into the archive until the signal aborts: pages and posts are stored, then deletions are carried out,
 * then the cursor moves. Takes the next batch only when the last one is stored, so a slow archive slows the source.
 *
 * @throws what the archive or the ledger throws; the cursor then stands before whatever was not stored
 */
export async function runSource(
  task: SourceTask,
  deps: SourceDependencies,
  signal: AbortSignal,
): Promise<void> {
  const { stream, source, stats } = task
  const failed = new AbortController()
  const running = AbortSignal.any([signal, failed.signal])
  const cursor = await deps.cursors.get(stream)
  stats.cursor = cursor
  const progress = new ProgressCommitter({
    ...deps,
    sourceId: stream,
    signal: running,
    onFailure: (error) => failed.abort(error),
  })
  const facts = new SideFacts(deps.archive, deps.timing.now)
  const onLine = (line: LineState) => {
    stats.addLine(line)
    task.onLine?.(line)
  }
  try {
    const onParts = stats.setParts.bind(stats)
    for await (const batch of source.run({ cursor, signal: running, onLine, onParts })) {
      if (running.aborted) break
      await applyBatch(batch, { task, progress, facts, deps, signal: running })
    }
  } catch (error) {
    // A write that was stopped half-way is repeated from the cursor.
    if (!running.aborted) throw error
  }
  if (failed.signal.aborted) throw failed.signal.reason
  await facts.store()
  await progress.commit()
}

async function applyBatch(
  batch: SourceBatch,
  to: {
    task: SourceTask
    progress: ProgressCommitter
    facts: SideFacts
    deps: SourceDependencies
    signal: AbortSignal
  },
): Promise<void> {
  const { task, progress, facts, deps, signal } = to
  const { stats } = task
  stats.addSeen(batch)
  const posts = wanted([...batch.posts, ...batch.edits], task)
  const pages = wantedPages(batch, posts)
  if (pages.length > 0) await deps.archive.insertPages(pages)
  if (progress.wouldDelete(posts)) await progress.commit()
  // Also the edits that the filter leaves out: their posts must not stay in their old words.
  if (batch.edits.length > 0) {
    await deps.archive.deletePosts(batch.edits.map((post) => post.id))
    await deps.honour({ posts: [], authors: [], edits: batch.edits })
  }
  if (posts.length > 0) {
    const report = await deps.writer.write(posts, signal)
    stats.addWritten({ ...report, stored: report.stored.length, dropped: withDuplicates(report) })
    const stored = new Set(report.stored)
    deps.hub.publish(posts.filter((post) => stored.has(post.id)))
    await storeAliases(batch, stored, deps)
  }
  if (facts.add(batch)) await facts.store()
  await progress.add(batch.deletions, batch.cursor)
  stats.cursor = batch.cursor ?? stats.cursor
}

/** Of posts that the filter left out nothing is kept, and those that were there have their names already. */
async function storeAliases(
  { aliases = new Map<string, PostId>() }: SourceBatch,
  stored: ReadonlySet<PostId>,
  { archive }: SourceDependencies,
): Promise<void> {
  const fresh = new Map([...aliases].filter(([, id]) => stored.has(id)))
  if (fresh.size > 0) await archive.addAliases(fresh)
}

function wanted(posts: readonly Post[], { filter, stats }: SourceTask): readonly Post[] {
  return posts.filter((post) => {
    const reason = filter(post)
    if (reason !== null) stats.addFiltered(post, reason)
    return reason === null
  })
}

/** Without the pages that only posts cite which the filter leaves out. */
function wantedPages({ pages = [], posts, edits }: SourceBatch, kept: readonly Post[]): readonly Page[] {
  const cited = new Set([...posts, ...edits].map(pageOf))
  const stillCited = new Set(kept.map(pageOf))
  return pages.filter(({ id }) => stillCited.has(id) || !cited.has(id))
}

function pageOf({ extra }: Post): unknown {
  return extra['page']
}

function withDuplicates({ dropped, duplicates }: WriteReport): ReasonCounts {
  return duplicates === 0 ? dropped : { ...dropped, duplicate: (dropped['duplicate'] ?? 0) + duplicates }
}
