import type { Archive } from '../archive/archive.ts'
import { AppError } from '../domain/errors.ts'
import type { Post } from '../domain/post.ts'
import { compileFilter } from '../ingest/filter-post.ts'
import type { PostWriter } from '../ingest/post-writer.ts'
import type { Cursors } from '../ledger/cursors.ts'
import type { StoredSource } from '../ledger/sources.ts'
import type { BackfillPage, ReasonCounts } from '../sources/source.ts'
import type { SourceEnvironment, SourceKind } from './source-kind.ts'
import type { ReadySource } from './source-register.ts'

export type BackfillDependencies = {
  readonly archive: Pick<Archive, 'resetCounts' | 'addAliases'>
  readonly writer: Pick<PostWriter, 'write'>
  readonly cursors: Pick<Cursors, 'get' | 'set' | 'clear'>
  readonly environment: SourceEnvironment
}

export type BackfillRequest = {
  readonly source: StoredSource
  readonly ready: ReadySource
  readonly what: string
  readonly target: string
  /** It ends once so many posts were read. */
  readonly postsMax: number
  /** It ends where posts are older than this; UTC milliseconds. */
  readonly from?: number | undefined
  /** From the newest post on, whatever was read before. */
  readonly anew?: boolean
  readonly signal: AbortSignal
  readonly onProgress?: (report: BackfillReport) => void
}

export type BackfillReport = {
  readonly read: number
  readonly stored: number
  readonly duplicates: number
  readonly dropped: ReasonCounts
  readonly parked: ReasonCounts
  /** UTC milliseconds of the oldest post read; null before the first that has a time. */
  readonly oldestAt: number | null
  /** `complete`: there is no more; `limit`: the same request goes on from here; `stopped`: by the signal. */
  readonly end: 'complete' | 'limit' | 'stopped'
}

/** A network that hands out empty pages without end is left at some time. */
const PAGES_MAX = 100_000

const NOTHING: BackfillReport = {
  ...{ read: 0, stored: 0, duplicates: 0, dropped: {}, parked: {}, oldestAt: null },
  end: 'stopped',
}

/**
 * Reads older posts of a source, page by page, newest first. Its place is kept in the ledger after each page, so that what was stopped
 * or limited goes on with the same request, also another day and in another process; what was read to its end begins anew. The
 * source's filter holds here too. Posts are stored as live ones are: retention counts from now.
 *
 * @throws {AppError} invalid_input when the network hands out nothing of the kind; what the network says
 */
export async function runBackfill(
  request: BackfillRequest,
  deps: BackfillDependencies,
): Promise<BackfillReport> {
  const { source, signal, postsMax, onProgress = () => {} } = request
  const keep = compileFilter(source.filter, request.ready.kind)
  const name = cursorOf(request)
  const cursor = request.anew ? null : await deps.cursors.get(name)
  let report = NOTHING
  try {
    for await (const page of await openPages(request, cursor, deps)) {
      report = await addPage(report, page, { keep, deps, signal })
      if (page.cursor === null) await deps.cursors.clear(name)
      else await deps.cursors.set(name, page.cursor)
      report = { ...report, end: endOf(report, page, { postsMax, from: request.from }) ?? 'stopped' }
      onProgress(report)
      if (report.end !== 'stopped' || signal.aborted) return report
    }
  } catch (thrown) {
    // What was stopped half-way is read again next time.
    if (signal.aborted) return report
    throw thrown
  }
  // A network that ends without saying so has no more, unless it was told to stop.
  if (signal.aborted) return report
  await deps.cursors.clear(name)
  return { ...report, end: 'complete' }
}

function openPages(
  { ready, what, target, signal }: BackfillRequest,
  cursor: string | null,
  { environment }: BackfillDependencies,
): Promise<AsyncIterable<BackfillPage>> {
  const { kind, options } = ready
  if (kind.backfill === undefined || !backfillNames(kind).includes(what)) throw noBackfill(kind, what)
  return kind.backfill(options, { what, target, cursor, pagesMax: PAGES_MAX, signal }, environment)
}

async function addPage(
  before: BackfillReport,
  page: BackfillPage,
  {
    keep,
    deps,
    signal,
  }: { keep: (post: Post) => string | null; deps: BackfillDependencies; signal: AbortSignal },
): Promise<BackfillReport> {
  const filtered: Record<string, number> = {}
  const posts = page.posts.filter((post) => {
    const reason = keep(post)
    if (reason !== null) filtered[reason] = (filtered[reason] ?? 0) + 1
    return reason === null
  })
  const written = await deps.writer.write(posts, signal)
  await noteSideFacts(page, { posts, stored: new Set(written.stored) }, deps)
  const times = page.posts.flatMap(({ createdAt }) => createdAt ?? [])
  return {
    ...before,
    read: before.read + page.posts.length,
    stored: before.stored + written.stored.length,
    duplicates: before.duplicates + written.duplicates,
    dropped: sum(before.dropped, page.dropped, filtered, written.dropped),
    parked: sum(before.parked, page.parked, written.parked),
    oldestAt: least([...times, ...(before.oldestAt === null ? [] : [before.oldestAt])]),
  }
}

/** Posts that come with their counts say all of them: what was counted before they were stored is in them. */
async function noteSideFacts(
  { aliases = new Map<string, string>() }: BackfillPage,
  { posts, stored }: { posts: readonly Post[]; stored: ReadonlySet<string> },
  { archive }: BackfillDependencies,
): Promise<void> {
  const fresh = new Map([...aliases].filter(([, id]) => stored.has(id)))
  if (fresh.size > 0) await archive.addAliases(fresh)
  const counted = posts.filter(({ id, likes, reposts, replies }) => {
    return stored.has(id) && (likes ?? reposts ?? replies) !== null
  })
  if (counted.length > 0) await archive.resetCounts(counted.map(({ id }) => id))
}

function endOf(
  { read, oldestAt }: BackfillReport,
  { cursor }: BackfillPage,
  { postsMax, from }: { postsMax: number; from: number | undefined },
): BackfillReport['end'] | null {
  if (cursor === null) return 'complete'
  const isPast = from !== undefined && oldestAt !== null && oldestAt < from
  return read >= postsMax || isPast ? 'limit' : null
}

function cursorOf({ source, what, target }: BackfillRequest): string {
  return `${source.id}#backfill#${what}#${target.trim()}`
}

function backfillNames({ backfills = [] }: SourceKind): string[] {
  return backfills.map(({ name }) => name)
}

function noBackfill(kind: SourceKind, what: string): AppError {
  const names = backfillNames(kind)
  const there = names.length === 0 ? 'it hands out none' : `there are: ${names.join(', ')}`
  return new AppError('invalid_input', `${kind.title} has no ${what} of older posts; ${there}.`)
}

function least(times: readonly number[]): number | null {
  return times.length === 0 ? null : times.reduce((least, at) => Math.min(least, at))
}

function sum(...all: readonly ReasonCounts[]): ReasonCounts {
  const total: Record<string, number> = {}
  for (const counts of all)
    for (const [reason, count] of Object.entries(counts)) total[reason] = (total[reason] ?? 0) + count
  return total
}
