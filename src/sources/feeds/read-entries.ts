import type { PostId } from '../../domain/post.ts'
import { type EntryFeed, type EntryNames, entryPost, namesOf, shortHash, versionOf } from './entry-post.ts'
import type { FeedDocument, FeedEntry } from './feed-document.ts'
import type { SeenEntry } from './feed-state.ts'
import { StepBuilder } from './feed-step.ts'
import { fetchArticle } from './fetch-article.ts'
import type { FeedReaders } from './fetch-feed.ts'

export type EntryReaders = FeedReaders & {
  readonly fullText: boolean
  /** Which feed an article was first seen in during this run, so that it is fetched once. */
  readonly owners: Map<PostId, string>
}

/** A new entry, or one that says something else than before. */
type Candidate = { readonly entry: FeedEntry; readonly names: EntryNames; readonly version: string }

const STEP_ENTRIES_MAX = 20
/** Articles are stored at the latest so long after the first of a step was read. */
const STEP_MS_MAX = 5_000
/** Entries taken of a feed that was never read before; what stood there longer is no news. */
const FIRST_ENTRIES_MAX = 60
/** A sitemap lists old pages too; news sitemaps hold two days by their rules. */
const SITEMAP_AGE_MAX_MS = 2 * 24 * 3_600_000
const OWNERS_MAX = 50_000
const RETRY = '~retry~'
/** Times an article is tried whose site fails; then the feed's own words stay. */
const TRIES_MAX = 3

/**
 * Turns the entries of a document that are new or changed into posts, their articles into pages. Gives a step whenever
 * enough has come together, and one at the end; each carries what was seen so far.
 *
 * @param seen by key; changed as entries are dealt with
 */
export async function* readEntries(
  document: FeedDocument,
  feed: EntryFeed,
  seen: Map<string, SeenEntry>,
  deps: EntryReaders,
): AsyncGenerator<StepBuilder> {
  let step = new StepBuilder(feed.address)
  let startedAt = deps.timing.now()
  let count = 0
  for (const candidate of findCandidates(document, feed, { seen, step, now: startedAt })) {
    if (deps.signal.aborted) return
    await readEntry(candidate, feed, { seen, step, deps })
    count += 1
    if (count < STEP_ENTRIES_MAX && deps.timing.now() - startedAt < STEP_MS_MAX) continue
    yield step
    step = new StepBuilder(feed.address)
    startedAt = deps.timing.now()
    count = 0
  }
  if (!deps.signal.aborted) yield step
}

/** Oldest first where the document is newest first, so that posts come in the order of events. */
function findCandidates(
  document: FeedDocument,
  feed: EntryFeed,
  { seen, step, now }: { seen: Map<string, SeenEntry>; step: StepBuilder; now: number },
): Candidate[] {
  const isFirst = seen.size === 0
  const keys = new Set<string>()
  const candidates: Candidate[] = []
  for (const entry of document.entries) {
    if (document.form === 'sitemap' && !isRecent(entry, now)) continue
    const names = namesOf(entry, feed)
    if (names === null) {
      step.park('entry_without_name', JSON.stringify(entry), now)
      continue
    }
    if (keys.has(names.key)) {
      step.drop('duplicate')
      continue
    }
    keys.add(names.key)
    const version = versionOf(entry)
    const before = touch(seen, names.key)
    if (before?.version === version) continue
    if (isFirst && candidates.length >= FIRST_ENTRIES_MAX) {
      step.drop('before_start')
      seen.set(names.key, { version, text: '' })
    } else candidates.push({ entry, names, version })
  }
  return candidates.reverse()
}

/** Moves an entry to the end of what is remembered: it is still listed. */
function touch(seen: Map<string, SeenEntry>, key: string): SeenEntry | undefined {
  const entry = seen.get(key)
  if (entry === undefined) return undefined
  seen.delete(key)
  seen.set(key, entry)
  return entry
}

function isRecent({ publishedAt, updatedAt }: FeedEntry, now: number): boolean {
  const at = Math.max(publishedAt ?? 0, updatedAt ?? 0)
  return at > now - SITEMAP_AGE_MAX_MS
}

async function readEntry(
  { entry, names, version }: Candidate,
  feed: EntryFeed,
  { seen, step, deps }: { seen: Map<string, SeenEntry>; step: StepBuilder; deps: EntryReaders },
): Promise<void> {
  const before = seen.get(names.key)
  if (!owns(deps.owners, names.id, feed.address)) {
    step.drop('duplicate')
    seen.set(names.key, { version, text: before?.text ?? '' })
    return
  }
  const article =
    deps.fullText && entry.link !== null ? await fetchArticle({ ...entry, link: entry.link }, deps) : null
  if (deps.signal.aborted) return
  const page = article?.kind === 'page' ? article.page : null
  if (article?.kind === 'none') step.drop(`article_${article.reason}`)
  const remembered = article?.kind === 'none' && article.isTransient ? retryVersion(before, version) : version
  const post = entryPost(entry, { id: names.id, feed, page, now: deps.timing.now() })
  const text = post === null ? '' : shortHash(`${post.text}\n${page?.id}`)
  const isStored = before !== undefined && before.text !== ''
  // While an article is tried again, what an outage leaves of it does not replace what was read in full.
  const isHeldBack = isStored && remembered !== version && page === null
  seen.set(names.key, { version: remembered, text: isHeldBack || text === '' ? (before?.text ?? '') : text })
  if (page !== null) step.pages.push(page)
  if (post === null) step.drop('no_text')
  else if (!isStored) step.posts.push(post)
  else if (before.text === text) step.drop('unchanged')
  else if (!isHeldBack) step.edits.push(post)
}

/** A version that no entry has, so that it counts as changed the next time; the real one after the last try. */
function retryVersion(before: SeenEntry | undefined, version: string): string {
  const tries = before?.version.startsWith(RETRY) ? Number(before.version.slice(RETRY.length)) + 1 : 1
  return tries < TRIES_MAX ? `${RETRY}${tries}` : version
}

function owns(owners: Map<PostId, string>, id: PostId, address: string): boolean {
  const owner = owners.get(id)
  if (owner !== undefined) return owner === address
  owners.set(id, address)
  if (owners.size > OWNERS_MAX) {
    const [oldest] = owners.keys()
    if (oldest !== undefined) owners.delete(oldest)
  }
  return true
}
