import type { AuthorChange } from '../domain/author-change.ts'
import type { CampaignMark, StoredCampaign } from '../domain/campaign.ts'
import type { CountChange } from '../domain/count-change.ts'
import { AppError } from '../domain/errors.ts'
import type { Page, PageId } from '../domain/page.ts'
import type { Post, PostId } from '../domain/post.ts'
import type { Story } from '../domain/story.ts'
import { LeasePool } from '../lib/lease-pool.ts'
import { type ArchiveConfig, databaseName } from './archive-config.ts'
import { type ArchiveUsage, readUsage } from './archive-usage.ts'
import { noteAuthorNames, withAuthorNames } from './author-names.ts'
import { insertCompanionLines } from './backup-companions.ts'
import { type FreezeRequest, type FrozenParts, freezeParts } from './backup-parts.ts'
import { removeRows } from './backup-rows.ts'
import {
  type CampaignFilter,
  type CampaignPass,
  campaignPass,
  getCampaign,
  listCampaigns,
  marksOfAuthors,
  marksOfPosts,
  noteCampaignPass,
  removeCampaigns,
  saveCampaigns,
} from './campaigns.ts'
import type { Connections, EngineGateway, QueryParams } from './connections.ts'
import type { Placement } from './ddl.ts'
import { deletePosts } from './delete-posts.ts'
import { setDurability } from './durability.ts'
import { openEmbeddedConnections } from './embedded-connections.ts'
import { type EncodedPosts, encodePosts, type StorablePost } from './encode-posts.ts'
import { fillPageTerms } from './fill-page-terms.ts'
import { ID_HASH_IN_LINES, idLines } from './id-lines.ts'
import { type InsertReport, insertEncoded } from './insert-posts.ts'
import { analysisVersion, noteAnalysisVersion, recordAnalysisVersion } from './metadata.ts'
import { migrate } from './migrations.ts'
import { unpackPost } from './packed-post.ts'
import { getPages, insertPages, pagesOfUrl } from './pages.ts'
import { addAliases, findAliased } from './post-aliases.ts'
import { addCounts, getCounts, withCounts } from './post-counts.ts'
import { filterCondition, formatCursor, type PostFilter, parseCursor } from './post-filter.ts'
import { PostponedMerges } from './postponed-merges.ts'
import { applyRetention, type RetentionPolicy } from './retention.ts'
import { openServerConnections } from './server-connections.ts'
import {
  forgetStories,
  getStory,
  listStories,
  removeStories,
  type StoryFilter,
  saveStories,
} from './stories.ts'
import { getTombstones, type Tombstone } from './tombstones.ts'

export type { ArchiveConfig } from './archive-config.ts'
export type { ArchiveUsage } from './archive-usage.ts'
export type { CampaignFilter, CampaignPass } from './campaigns.ts'
export type { EncodedPosts, StorablePost } from './encode-posts.ts'
export type { InsertReport } from './insert-posts.ts'
export type { PostFilter } from './post-filter.ts'
export type { RetentionPolicy } from './retention.ts'
export type { StoryFilter } from './stories.ts'
export type { Tombstone } from './tombstones.ts'

export type ArchiveStats = {
  readonly posts: number
  /** Bytes on disk, all tables. */
  readonly sizeBytes: number
  /** Time of the oldest and newest post (written, or received where that is unknown); null when empty. */
  readonly oldestAt: number | null
  readonly newestAt: number | null
}

type CorpusTotals = { readonly posts: number; readonly meanTermCount: number }

type LatestRequest = PostFilter & {
  /** `next` of an earlier page. */
  readonly before?: string | undefined
  readonly limit: number
}

type Abortable = { readonly signal?: AbortSignal | undefined }

/** A post with its place in time order. */
type PackedRow = { readonly packed: string; readonly id: PostId; readonly order_ms: number }
const PACKED_COLUMNS = 'packed, id, toUnixTimestamp64Milli(order_at) AS order_ms'

const PAGE_MAX = 1_000
const EXPORT_PAGE = 5_000
/** Callers that may wait to insert or delete before the next is refused. */
const CHANGES_WAITING_MAX = 256

/**
 * Opens the archive, creating or migrating it as needed.
 *
 * @throws {AppError} store_busy when another process holds the directory; store_failed when a newer program
 * wrote it or it cannot be opened
 */
export async function openArchive(
  config: ArchiveConfig,
  { clock = Date.now }: { clock?: () => number } = {},
): Promise<Archive> {
  const placement: Placement = {
    cluster: config.kind === 'server' ? (config.cluster ?? null) : null,
    database: databaseName(config),
  }
  const connections =
    config.kind === 'embedded' ? await openEmbeddedConnections(config) : await openServerConnections(config)
  try {
    await migrate(connections, placement)
    await fillPageTerms(connections, placement)
    if (config.kind === 'embedded' || config.durable)
      await setDurability(connections, placement, config.durable ?? 'process')
    await recordAnalysisVersion(connections)
  } catch (error) {
    await connections.close()
    throw error
  }
  return new Archive(connections, placement, clock)
}

/** Posts, stored and counted in ClickHouse. Close it: the engine must finish before the process ends. */
export class Archive {
  readonly #connections: Connections
  readonly #placement: Placement
  readonly #clock: () => number
  readonly #postponedMerges: PostponedMerges | null
  readonly #pageListeners = new Set<(pages: readonly Page[]) => void>()
  /** Held by one change at a time, so that nothing comes between looking ids up and storing them. */
  readonly #changes = new LeasePool([null], { waitingMax: CHANGES_WAITING_MAX })

  constructor(connections: Connections, placement: Placement, clock: () => number) {
    this.#connections = connections
    this.#placement = placement
    this.#clock = clock
    this.#postponedMerges = connections.gateway === null ? null : new PostponedMerges(connections)
  }

  /** The engine itself, for the internal route that lends it to other commands; null where it is a server. */
  get gateway(): EngineGateway | null {
    return this.#connections.gateway
  }

  /** Stores posts that are not there yet; a known id is counted as a duplicate and left as it is. */
  insertPosts(rows: readonly StorablePost[], options: Abortable = {}): Promise<InsertReport> {
    return this.insertEncoded([encodePosts(rows)], options)
  }

  /**
   * Stores posts that were encoded elsewhere, all in one statement. Resolves when the engine has acknowledged them: from then on
   * they survive kill -9. Once the insert itself has begun, an abort no longer stops it.
   */
  insertEncoded(batches: readonly EncodedPosts[], { signal }: Abortable = {}): Promise<InsertReport> {
    return this.#change(async () => {
      const report = await insertEncoded(this.#connections, batches)
      await this.#postponedMerges?.balance()
      return report
    }, signal)
  }

  /**
   * Says that many posts are about to be stored: what makes searches faster is put off until the result is disposed.
   * A server decides for itself.
   */
  async beginLoad(): Promise<AsyncDisposable> {
    return (await this.#postponedMerges?.begin()) ?? { [Symbol.asyncDispose]: async () => {} }
  }

  /** Runs a SELECT on a reader with values bound to its `{name:Type}` placeholders. */
  query<Row>(sql: string, params: QueryParams = {}, { signal }: Abortable = {}): Promise<Row[]> {
    return this.#connections.read<Row>({ sql, params, signal })
  }

  /** Posts in the order of `ids`; ids that are not in the archive are left out. */
  async getPosts(ids: readonly PostId[], { signal }: Abortable = {}): Promise<Post[]> {
    if (ids.length === 0) return []
    const rows = await this.#connections.read<{ packed: string }>({
      sql: `SELECT packed FROM posts PREWHERE ${ID_HASH_IN_LINES}`,
      params: { lines: idLines([...new Set(ids)]) },
      signal,
    })
    const byId = new Map(rows.map((row) => unpackPost(row.packed)).map((post) => [post.id, post]))
    return ids.flatMap((id) => byId.get(id) ?? [])
  }

  /** A page of matching posts, newest first. */
  async latestPosts(
    { before, limit, ...filter }: LatestRequest,
    { signal }: Abortable = {},
  ): Promise<{ posts: Post[]; next: string | null }> {
    const count = Math.max(1, Math.min(limit, PAGE_MAX))
    const condition = filterCondition(filter)
    const start = before === undefined ? null : parseCursor(before)
    const rows = await this.#connections.read<PackedRow>({
      sql:
        `SELECT ${PACKED_COLUMNS} FROM posts WHERE ${condition.sql}` +
        (start === null ? '' : ` AND ${positionSql('<')}`) +
        ' ORDER BY posts.order_at DESC, posts.id DESC LIMIT {count:UInt32}',
      params: { ...condition.params, ...positionParams(start), count: count + 1 },
      signal,
    })
    const page = rows.slice(0, count)
    const last = page.at(-1)
    const next = rows.length > count && last ? formatCursor({ orderAt: last.order_ms, id: last.id }) : null
    return { posts: page.map((row) => unpackPost(row.packed)), next }
  }

  /** Every matching post, oldest first, a page in memory at a time. Posts stored meanwhile may appear. */
  async *exportPosts(filter: PostFilter = {}, { signal }: Abortable = {}): AsyncIterable<Post> {
    const condition = filterCondition(filter)
    let position: { orderAt: number; id: PostId } | null = null
    while (true) {
      const rows: PackedRow[] = await this.#connections.read<PackedRow>({
        sql:
          `SELECT ${PACKED_COLUMNS} FROM posts WHERE ${condition.sql}` +
          (position === null ? '' : ` AND ${positionSql('>')}`) +
          ` ORDER BY posts.order_at, posts.id LIMIT ${EXPORT_PAGE}`,
        params: { ...condition.params, ...positionParams(position) },
        signal,
      })
      for (const row of rows) yield unpackPost(row.packed)
      const last = rows.at(-1)
      if (last === undefined || rows.length < EXPORT_PAGE) return
      position = { orderAt: last.order_ms, id: last.id }
    }
  }

  /** Tells of every page that is handed in to be stored, new or known; must be quick and must not throw. */
  onPages(listener: (pages: readonly Page[]) => void): void {
    this.#pageListeners.add(listener)
  }

  /** Stores snapshots of web pages that are not there yet; returns how many were new. They then survive kill -9. */
  insertPages(pages: readonly Page[], { signal }: Abortable = {}): Promise<number> {
    for (const listener of this.#pageListeners) listener(pages)
    return this.#change(() => insertPages(this.#connections, pages), signal)
  }

  /** Snapshots in the order of `ids`; ids that are not in the archive are left out. */
  getPages(ids: readonly PageId[], { signal }: Abortable = {}): Promise<Page[]> {
    return getPages(this.#connections, ids, signal)
  }

  /** Snapshots of one address, whether a page was read there or calls itself so; newest first. */
  pagesOfUrl(url: string, { signal }: Abortable = {}): Promise<Page[]> {
    return pagesOfUrl(this.#connections, url, signal)
  }

  /** Removes posts; resolves with how many there were, when no query returns them any more. */
  deletePosts(ids: readonly PostId[], { signal }: Abortable = {}): Promise<number> {
    return this.#change(() => deletePosts(this.#connections, this.#placement, ids), signal)
  }

  /** As `deletePosts`, for posts that their authors took away: of each a tombstone stays. */
  buryPosts(ids: readonly PostId[], { signal }: Abortable = {}): Promise<number> {
    const deletedAt = this.#clock()
    return this.#change(
      () => deletePosts(this.#connections, this.#placement, ids, { buriedAt: deletedAt }),
      signal,
    )
  }

  /** What stayed of posts that were buried, in no order; nothing about posts that never were here. */
  getTombstones(ids: readonly PostId[], { signal }: Abortable = {}): Promise<Tombstone[]> {
    return getTombstones(this.#connections, ids, signal)
  }

  /** Adds reactions to what was counted of stored posts. They are shown by `completePosts`. */
  addCounts(changes: ReadonlyMap<PostId, CountChange>): Promise<void> {
    return this.#change(() => addCounts(this.#connections, changes), undefined)
  }

  /** Forgets what was counted of posts, whose own counts say all of it. */
  resetCounts(ids: readonly PostId[]): Promise<void> {
    return this.#change(async () => {
      const writer = { read: this.#connections.readOnWriter.bind(this.#connections) }
      const counted = await getCounts(writer, ids, undefined)
      const back = [...counted].map(([id, { likes, reposts, replies }]) => {
        return [id, { likes: -likes, reposts: -reposts, replies: -replies }] as const
      })
      await addCounts(this.#connections, new Map(back))
    }, undefined)
  }

  /** Notes what accounts are called from now on. */
  noteAuthorNames(changes: readonly AuthorChange[]): Promise<void> {
    return this.#change(() => noteAuthorNames(this.#connections, changes, this.#clock()), undefined)
  }

  /** Notes other names of posts, for `findAliased`. */
  addAliases(aliases: ReadonlyMap<string, PostId>): Promise<void> {
    return this.#change(() => addAliases(this.#connections, aliases, this.#clock()), undefined)
  }

  /** Ids of the posts that go by these names. */
  findAliased(aliases: readonly string[]): Promise<PostId[]> {
    return findAliased(this.#connections, aliases)
  }

  /** Posts as people see them now: with the reactions counted since they were stored and their authors' present names. */
  async completePosts(posts: readonly Post[], { signal }: Abortable = {}): Promise<Post[]> {
    const counted = await getCounts(
      this.#connections,
      posts.map(({ id }) => id),
      signal,
    )
    const counts = posts.map((post) => withCounts(post, counted.get(post.id)))
    return withAuthorNames(this.#connections, counts, signal)
  }

  /** Keeps what a search for campaigns found, and what it no longer finds out of it. */
  updateCampaigns(
    changed: readonly StoredCampaign[],
    { removed, pass }: { readonly removed: readonly string[]; readonly pass: CampaignPass },
  ): Promise<void> {
    return this.#change(async () => {
      await removeCampaigns(this.#connections, this.#placement, removed)
      await saveCampaigns(this.#connections, changed)
      await noteCampaignPass(this.#connections, pass)
    }, undefined)
  }

  /** Keeps one more campaign, seen as it happens. */
  addCampaign(campaign: StoredCampaign): Promise<void> {
    return this.#change(() => saveCampaigns(this.#connections, [campaign]), undefined)
  }

  /** Kept campaigns, confirmed ones first, by significance. */
  listCampaigns(filter: CampaignFilter): Promise<StoredCampaign[]> {
    return listCampaigns(this.#connections, filter)
  }

  getCampaign(id: string): Promise<StoredCampaign | null> {
    return getCampaign(this.#connections, id)
  }

  /** For posts that are part of a campaign: which; the others are not in the map. */
  campaignsOfPosts(ids: readonly PostId[]): Promise<Map<PostId, CampaignMark>> {
    return marksOfPosts(this.#connections, ids)
  }

  /** For accounts that are members of a campaign: which. */
  campaignsOfAuthors(authors: readonly string[]): Promise<Map<string, CampaignMark>> {
    return marksOfAuthors(this.#connections, authors)
  }

  /** What the last search for campaigns saw; null where there was none. */
  campaignPass(): Promise<CampaignPass | null> {
    return campaignPass(this.#connections)
  }

  /** Keeps stories as they are now, and leaves out those that became part of others. */
  updateStories(
    changed: readonly Story[],
    { removed, at }: { readonly removed: readonly string[]; readonly at: number },
  ): Promise<void> {
    return this.#change(async () => {
      await removeStories(this.#connections, this.#placement, removed)
      await saveStories(this.#connections, changed, at)
    }, undefined)
  }

  /** Removes stories whose last post is older than this, UTC milliseconds. */
  forgetStories(before: number): Promise<void> {
    return this.#change(() => forgetStories(this.#connections, this.#placement, before), undefined)
  }

  /** Kept stories, those with the latest post first. */
  listStories(filter: StoryFilter): Promise<Story[]> {
    return listStories(this.#connections, filter)
  }

  getStory(id: string): Promise<Story | null> {
    return getStory(this.#connections, id)
  }

  /** Removes what is older or more than the policy allows. */
  applyRetention(
    policy: RetentionPolicy,
    { signal }: Abortable = {},
  ): Promise<{ removed: number; removedPages: number }> {
    return this.#change(
      () => applyRetention(this.#connections, this.#placement, policy, this.#clock()),
      signal,
    )
  }

  /** Which network takes how much, and pages: reads the length of every post. */
  usage({ signal }: Abortable = {}): Promise<ArchiveUsage> {
    return readUsage(this.#connections, this.#placement, signal)
  }

  /** How much there is: cheap at any size. */
  async stats({ signal }: Abortable = {}): Promise<ArchiveStats> {
    const [row] = await this.#connections.read<{
      posts: number
      size_bytes: number
      oldest_ms: number | null
      newest_ms: number | null
    }>({ sql: STATS_SQL, signal })
    if (row === undefined) throw new AppError('store_failed', 'The archive could not say how much it holds.')
    const empty = row.posts === 0
    return {
      posts: row.posts,
      sizeBytes: row.size_bytes,
      oldestAt: empty ? null : row.oldest_ms,
      newestAt: empty ? null : row.newest_ms,
    }
  }

  /**
   * In how many posts each term stands; a term that stands in none is not in the map. Posts deleted in the last
   * minutes may still be counted: the text index forgets them when their part is merged.
   */
  async documentFrequencies(
    terms: readonly string[],
    { signal }: Abortable = {},
  ): Promise<Map<string, number>> {
    if (terms.length === 0) return new Map()
    const rows = await this.#connections.read<{ term: string; posts: number }>({
      sql:
        'SELECT term, sum(term_counts.posts) AS posts FROM term_counts WHERE term IN {terms:Array(String)} ' +
        'GROUP BY term HAVING posts > 0',
      params: { terms: [...new Set(terms)] },
      signal,
    })
    return new Map(rows.map((row) => [row.term, row.posts]))
  }

  /** What ranking needs to know about the whole: how many posts, and how many terms one has on average. */
  async corpusTotals({ signal }: Abortable = {}): Promise<CorpusTotals> {
    const [row] = await this.#connections.read<{ posts: number; terms: number }>({
      sql: 'SELECT count() AS posts, sum(term_count) AS terms FROM posts',
      signal,
    })
    const posts = row?.posts ?? 0
    return { posts, meanTermCount: posts === 0 ? 0 : (row?.terms ?? 0) / posts }
  }

  /** The `ANALYSIS_VERSION` that made the stored terms; it differs from this program's after an update of the analysis. */
  analysisVersion(): Promise<number> {
    return analysisVersion(this.#connections)
  }

  /** Holds what is stored now as files for a backup; for the embedded engine only. */
  freezeParts(request: FreezeRequest): Promise<FrozenParts> {
    return this.#change(() => freezeParts(this.#connections, request), undefined)
  }

  /** Notes which analysis made the terms of the posts that a restore brings back. */
  noteAnalysisVersion(version: number): Promise<void> {
    return this.#change(() => noteAnalysisVersion(this.#connections, version), undefined)
  }

  /** Stores what `companionLines` wrote of another archive. */
  insertCompanions(lines: readonly string[]): Promise<void> {
    return this.#change(() => insertCompanionLines(this.#connections, lines), undefined)
  }

  /** Removes every post and page: for a restore that failed half-way into an archive that was empty. */
  removeAll(): Promise<void> {
    return this.#change(() => removeRows(this.#connections, this.#placement), undefined)
  }

  /** Lets what runs finish, then closes; a change that waits is still made. */
  async close(): Promise<void> {
    await this.#changes.drain()
    await this.#connections.close()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  #change<R>(work: () => Promise<R>, signal: AbortSignal | undefined): Promise<R> {
    return this.#changes.use(work, signal)
  }
}

const STATS_SQL =
  'SELECT count() AS posts, toUnixTimestamp64Milli(min(order_at)) AS oldest_ms, ' +
  'toUnixTimestamp64Milli(max(order_at)) AS newest_ms, (SELECT sum(total_bytes) FROM system.tables ' +
  'WHERE database = currentDatabase()) AS size_bytes FROM posts'

function positionSql(side: '<' | '>'): string {
  return `(posts.order_at, posts.id) ${side} (fromUnixTimestamp64Milli({at:Int64}), {id:String})`
}

function positionParams(position: { orderAt: number; id: PostId } | null): QueryParams {
  return position === null ? {} : { at: position.orderAt, id: position.id }
}
