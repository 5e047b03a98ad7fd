import { AppError } from '../../domain/errors.ts'
import { mergeIterables } from '../../lib/merge-iterables.ts'
import type { AddressPolicy } from '../../lib/safe-fetch/address-policy.ts'
import { makeFetchOnce } from '../../lib/safe-fetch/fetch-once.ts'
import type { Resolve } from '../../lib/safe-fetch/guarded-lookup.ts'
import { realTiming, type Timing } from '../../lib/timing.ts'
import type { Source, SourceBatch, SourceRun } from '../source.ts'
import { type DocumentReader, WorkerReader } from './document-reader.ts'
import { FeedLine } from './feed-line.ts'
import { readCursor, writeCursor } from './feed-state.ts'
import type { FeedStep } from './feed-step.ts'
import { type FeedsOptions, type FeedsOptionsInput, feedsOptionsSchema } from './feeds-options.ts'
import { type FeedPoll, followFeed } from './follow-feed.ts'
import { NEWS_LISTS } from './news-lists.ts'
import { PoliteFetcher } from './polite-fetcher.ts'

export type FeedsDependencies = {
  readonly timing?: Timing
  readonly random?: () => number
  /** Where it may connect to. Only tests allow anything but the public internet. */
  readonly policy?: AddressPolicy
  readonly resolve?: Resolve
  /** Between two requests to one host. Default 1,000. */
  readonly hostGapMs?: number
  readonly makeReader?: (timing: Timing) => DocumentReader
}

/**
 * Articles as feeds and news sitemaps announce them, each as a post (title and lead) and, where its site allows it, as a
 * page with its full text. All feeds of one source share one cursor. Opens nothing until it runs.
 *
 * @throws {AppError} invalid_input when the options are not those of `feedsOptionsSchema`
 */
export function feedsSource(options: FeedsOptionsInput, deps: FeedsDependencies = {}): Source {
  const parsed = feedsOptionsSchema.safeParse(options)
  if (!parsed.success)
    throw new AppError('invalid_input', parsed.error.issues[0]?.message ?? 'These are no feeds.')
  return { kind: 'feeds', title: 'Feeds', run: (request) => follow(request, parsed.data, deps) }
}

async function* follow(
  request: SourceRun,
  options: FeedsOptions,
  {
    timing = realTiming,
    random = Math.random,
    makeReader = (time) => new WorkerReader(time),
    ...net
  }: FeedsDependencies,
): AsyncGenerator<SourceBatch> {
  const { signal } = request
  const addresses = feedAddresses(options)
  const states = readCursor(request.cursor, addresses)
  const line = new FeedLine(addresses, request.onLine)
  const reader = makeReader(timing)
  // Ends the feeds also when the reader of this generator stops early.
  const stop = new AbortController()
  const deps = {
    fetcher: new PoliteFetcher({
      fetchOnce: makeFetchOnce({ ...net, timing }),
      timing,
      contact: options.contact,
      ...net,
    }),
    reader,
    timing,
    random,
    signal: AbortSignal.any([signal, stop.signal]),
    fullText: options.fullText,
    owners: new Map<string, string>(),
    bounds: { minMs: options.pollMinSeconds * 1_000, maxMs: options.pollMaxSeconds * 1_000 },
    feedCount: addresses.length,
    onPoll: (poll: FeedPoll) => line.add(poll),
  }
  request.onLine({ kind: 'connecting', endpoint: line.endpoint })
  try {
    const steps = mergeIterables([...states].map(([address, state]) => followFeed(address, state, deps)))
    for await (const step of steps) {
      states.set(step.address, step.state)
      yield batchOf(step, writeCursor(states))
    }
    // Every feed is gone for good: there is nothing left to read, but the source lives on until it is stopped.
    await untilAborted(signal)
  } finally {
    stop.abort()
    await reader.close()
  }
}

function feedAddresses({ feeds, lists }: FeedsOptions): string[] {
  return [...new Set([...feeds, ...lists.flatMap((list) => NEWS_LISTS[list])])]
}

function batchOf(step: FeedStep, cursor: string): SourceBatch {
  const { posts, edits, pages, dropped, parked, parkedSamples } = step
  const times = [...posts, ...edits].map((post) => post.createdAt ?? 0)
  const newest = Math.max(0, ...times)
  return {
    posts,
    edits,
    pages,
    deletions: [],
    cursor,
    lastEventAt: newest === 0 ? null : newest,
    dropped,
    parked,
    parkedSamples,
  }
}

function untilAborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve()
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
}
