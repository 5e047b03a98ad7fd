import { type FeedDocument, NO_HINTS, type PollHints, type SitemapIndex } from './feed-document.ts'
import { type FeedState, type SeenEntry, seenMax } from './feed-state.ts'
import { type FeedStep, StepBuilder } from './feed-step.ts'
import { type FeedFetch, fetchFeed } from './fetch-feed.ts'
import { type PollBounds, type PollResult, planPoll } from './plan-poll.ts'
import { type EntryReaders, readEntries } from './read-entries.ts'

export type FollowDependencies = EntryReaders & {
  readonly random: () => number
  readonly bounds: PollBounds
  /** How many feeds the source has; decides how much one may remember. */
  readonly feedCount: number
  /** Told how each reading of the feed went, before its entries are read. */
  readonly onPoll: (poll: FeedPoll) => void
}

export type FeedPoll =
  | { readonly kind: 'read'; readonly address: string }
  /** `retryAt` null: never again. */
  | {
      readonly kind: 'failed'
      readonly address: string
      readonly error: string
      readonly retryAt: number | null
    }

type Found = Extract<FeedFetch, { kind: 'document' }>

/** Sitemaps of one index that are read each time, the last changed first. */
const CHILDREN_MAX = 10
/** However far ahead a reading was planned: a clock that was wrong must not silence a feed. */
const WAIT_MAX_MS = 8 * 24 * 3_600_000

/** Reads one feed whenever it is due, until the signal aborts or the feed is gone for good. */
export async function* followFeed(
  address: string,
  first: FeedState,
  deps: FollowDependencies,
): AsyncGenerator<FeedStep> {
  let state = first
  let hints = NO_HINTS
  while (state.gone === null) {
    await deps.timing.wait(Math.min(state.nextAt - deps.timing.now(), WAIT_MAX_MS), deps.signal)
    if (deps.signal.aborted) return
    const fetched = await fetchFeed(state, deps)
    if (fetched.kind === 'document' && fetched.document.kind === 'feed') hints = fetched.document.hints
    for await (const step of dealWith(fetched, { address, state, hints }, deps)) {
      yield step
      state = step.state
    }
  }
}

type Reading = { readonly address: string; readonly state: FeedState; readonly hints: PollHints }

async function* dealWith(
  fetched: FeedFetch,
  reading: Reading,
  deps: FollowDependencies,
): AsyncGenerator<FeedStep> {
  const { address, state, hints } = reading
  switch (fetched.kind) {
    case 'cancelled':
      return
    case 'unchanged': {
      deps.onPoll({ kind: 'read', address })
      const { cacheControl } = fetched
      yield new StepBuilder(address).build(planned(state, { kind: 'nothing_new', hints, cacheControl }, deps))
      return
    }
    case 'gone':
    case 'failed':
      yield failedStep(fetched, reading, deps)
      return
    case 'document':
      deps.onPoll({ kind: 'read', address })
      yield* readDocument(fetched, reading, deps)
  }
}

function failedStep(
  fetched: Extract<FeedFetch, { kind: 'gone' | 'failed' }>,
  { address, state }: Reading,
  deps: FollowDependencies,
): FeedStep {
  const step = new StepBuilder(address)
  const isGone = fetched.kind === 'gone'
  const failures = state.failures + 1
  const next = isGone
    ? { ...state, gone: fetched.error }
    : planned(state, { kind: 'failed', failures, retryAfterMs: fetched.retryAfterMs }, deps)
  // Once for each outage; what it is now stands in the source's state.
  if (isGone || state.failures === 0)
    step.park(isGone ? 'feed_gone' : fetched.reason, `${state.url} ${fetched.error}`, deps.timing.now())
  deps.onPoll({ kind: 'failed', address, error: fetched.error, retryAt: isGone ? null : next.nextAt })
  return step.build({ ...next, failures })
}

async function* readDocument(
  found: Found,
  reading: Reading,
  deps: FollowDependencies,
): AsyncGenerator<FeedStep> {
  const { address, state, hints } = reading
  const seen = new Map(state.seen)
  const children = new Map(state.children)
  let hasNews = false
  for await (const step of readAll(found.document, { address, seen, children }, deps)) {
    hasNews ||= step.posts.length + step.edits.length > 0
    // Without the new validators: a restart in the middle reads the document again.
    yield step.build({ ...state, seen: new Map(seen), children: new Map(children) })
  }
  if (deps.signal.aborted) return
  const result: PollResult = {
    kind: hasNews ? 'news' : 'nothing_new',
    hints,
    cacheControl: found.cacheControl,
  }
  // An index may stay the same while its sitemaps change.
  const validators =
    found.document.kind === 'feed' ? { etag: found.etag, lastModified: found.lastModified } : {}
  const kept = new Map([...seen].slice(-seenMax(deps.feedCount)))
  const next = { ...state, ...validators, url: found.movedTo ?? state.url, seen: kept, children }
  yield new StepBuilder(address).build(planned(next, result, deps))
}

type Memory = {
  readonly address: string
  readonly seen: Map<string, SeenEntry>
  /** When each sitemap of an index last changed, as far as it was read. */
  readonly children: Map<string, number>
}

async function* readAll(
  document: FeedDocument | SitemapIndex,
  memory: Memory,
  deps: FollowDependencies,
): AsyncGenerator<StepBuilder> {
  const { address, seen } = memory
  if (document.kind === 'feed') yield* readEntries(document, { address, title: document.title }, seen, deps)
  else yield* readChildren(document, memory, deps)
}

async function* readChildren(
  index: SitemapIndex,
  { address, seen, children }: Memory,
  deps: FollowDependencies,
): AsyncGenerator<StepBuilder> {
  const changed = index.children
    .filter(({ url, modifiedAt }) => modifiedAt === null || modifiedAt !== children.get(url))
    .toSorted((a, b) => (b.modifiedAt ?? 0) - (a.modifiedAt ?? 0))
  for (const { url, modifiedAt } of changed.slice(0, CHILDREN_MAX)) {
    const fetched = await fetchFeed({ url, etag: null, lastModified: null }, deps)
    if (deps.signal.aborted) return
    if (fetched.kind === 'document' && fetched.document.kind === 'feed') {
      const { document } = fetched
      yield* readEntries(document, { address, title: document.title }, seen, deps)
    } else yield unreadChild(fetched, url, { address, now: deps.timing.now() })
    children.delete(url)
    if (modifiedAt !== null && fetched.kind === 'document') children.set(url, modifiedAt)
  }
}

function unreadChild(
  fetched: FeedFetch,
  url: string,
  { address, now }: { address: string; now: number },
): StepBuilder {
  const step = new StepBuilder(address)
  const error = 'error' in fetched ? fetched.error : 'is not a sitemap'
  step.park(fetched.kind === 'failed' ? fetched.reason : 'sitemap_unread', `${url} ${error}`, now)
  return step
}

function planned(state: FeedState, result: PollResult, deps: FollowDependencies): FeedState {
  const { bounds, random, timing } = deps
  const plan = planPoll(result, { intervalMs: state.intervalMs, bounds, now: timing.now(), random })
  return { ...state, failures: 0, ...plan }
}
