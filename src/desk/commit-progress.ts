import type { Archive } from '../archive/archive.ts'
import type { Post, PostId } from '../domain/post.ts'
import type { Cursors } from '../ledger/cursors.ts'
import type { Timing } from '../lib/timing.ts'
import type { Deletion } from '../sources/source.ts'
import type { Withdrawals } from './honour-withdrawals.ts'
import { findPostsOfAuthors } from './posts-of-authors.sql.ts'

/** The cursor is saved this often, and deletions are carried out at most as often, when that is quick. */
const COMMIT_MS = 1_000
/** A deletion rewrites parts of the archive: commits pause this many times as long as the last one took. */
const REST_FACTOR = 4
const COMMIT_MS_MAX = 120_000
/** Deletions gathered before the next commit no longer waits. */
const DELETIONS_MAX = 5_000
const AUTHOR_PAGE = 5_000

type CommitArchive = Pick<Archive, 'query' | 'buryPosts' | 'findAliased'>

type NotedDeletions = {
  readonly posts: ReadonlySet<PostId>
  /** Network to accounts that left it. */
  readonly authors: ReadonlyMap<string, ReadonlySet<string>>
}

const NOTHING: NotedDeletions = { posts: new Set(), authors: new Map() }

/**
 * Carries out deletions and then saves the cursor, at most once a second, and more rarely when that is slow, so
 * that deletions never take more than a fifth of the archive's time. The first deletion after a rest does not wait. The cursor
 * is saved only after everything before it was dealt with, so a crash repeats some seconds of work and loses nothing.
 */
export class ProgressCommitter {
  readonly #archive: CommitArchive
  readonly #cursors: Pick<Cursors, 'set'>
  readonly #timing: Timing
  readonly #sourceId: string
  readonly #signal: AbortSignal
  readonly #honour: (withdrawals: Withdrawals) => Promise<void>
  readonly #onFailure: (error: unknown) => void
  #posts = new Set<PostId>()
  /** Network to accounts that left it. */
  #authors = new Map<string, Set<string>>()
  /** Other names of posts to delete. */
  #aliases = new Set<string>()
  /** What the commit that runs now takes out. */
  #underWay: NotedDeletions = NOTHING
  #cursor: string | null = null
  /** UTC milliseconds of the next commit; Infinity when none is planned. */
  #scheduledAt = Number.POSITIVE_INFINITY
  #lastTookMs = 0
  #lastEndedAt = Number.NEGATIVE_INFINITY
  #running: Promise<void> = Promise.resolve()

  /**
   * @param of.honour takes what was deleted out of everything else that shows it
   * @param of.onFailure hears of a failure in a commit that nobody waits for
   */
  constructor(of: {
    archive: CommitArchive
    cursors: Pick<Cursors, 'set'>
    timing: Timing
    sourceId: string
    signal: AbortSignal
    honour: (withdrawals: Withdrawals) => Promise<void>
    onFailure: (error: unknown) => void
  }) {
    this.#archive = of.archive
    this.#cursors = of.cursors
    this.#timing = of.timing
    this.#sourceId = of.sourceId
    this.#signal = of.signal
    this.#honour = of.honour
    this.#onFailure = of.onFailure
  }

  /** Notes what a batch asks for, once its posts are stored. */
  async add(deletions: readonly Deletion[], cursor: string | null): Promise<void> {
    for (const deletion of deletions) this.#note(deletion)
    this.#cursor = cursor ?? this.#cursor
    if (this.#posts.size >= DELETIONS_MAX) return this.commit()
    if (deletions.length > 0) this.#schedule(this.#restMs())
    else if (cursor !== null) this.#schedule(Math.max(COMMIT_MS, this.#restMs()))
  }

  /** Whether a deletion that was not carried out yet would hit one of these posts. */
  wouldDelete(posts: readonly Post[]): boolean {
    const noted = { posts: this.#posts, authors: this.#authors }
    return [noted, this.#underWay].some((deletions) => posts.some((post) => isHit(post, deletions)))
  }

  /** Carries out what was noted so far. Commits follow one another; a failed one leaves the cursor where it was. */
  commit(): Promise<void> {
    this.#running = this.#running.then(() => this.#commit())
    return this.#running
  }

  async #commit(): Promise<void> {
    const startedAt = this.#timing.now()
    const [posts, authors, aliases] = [this.#posts, this.#authors, this.#aliases]
    this.#underWay = { posts, authors }
    const cursor = this.#cursor
    this.#posts = new Set()
    this.#authors = new Map()
    this.#aliases = new Set()
    this.#cursor = null
    for (const id of await this.#archive.findAliased([...aliases])) posts.add(id)
    if (posts.size > 0) await this.#bury([...posts])
    for (const [source, names] of authors) await this.#buryAuthors(source, [...names])
    if (cursor !== null) await this.#cursors.set(this.#sourceId, cursor)
    this.#underWay = NOTHING
    this.#lastEndedAt = this.#timing.now()
    this.#lastTookMs = Math.max(0, this.#lastEndedAt - startedAt)
  }

  async #bury(posts: readonly PostId[]): Promise<void> {
    await this.#archive.buryPosts(posts)
    await this.#honour({ posts, authors: [], edits: [] })
  }

  async #buryAuthors(source: string, authors: readonly string[]): Promise<void> {
    for (;;) {
      const ids = await findPostsOfAuthors(this.#archive, { source, authors, limit: AUTHOR_PAGE })
      if (ids.length > 0) await this.#bury(ids)
      if (ids.length < AUTHOR_PAGE) break
    }
    // Retention may have removed posts that answers still quote.
    await this.#honour({ posts: [], authors: authors.map((author) => ({ author, source })), edits: [] })
  }

  #note(deletion: Deletion): void {
    if (deletion.kind === 'post') {
      this.#posts.add(deletion.postId)
      return
    }
    if (deletion.kind === 'alias') {
      this.#aliases.add(deletion.alias)
      return
    }
    const authors = this.#authors.get(deletion.source) ?? new Set()
    this.#authors.set(deletion.source, authors.add(deletion.author))
  }

  /** What is left of the rest after the last commit. */
  #restMs(): number {
    const restMs = Math.min(Math.max(COMMIT_MS, REST_FACTOR * this.#lastTookMs), COMMIT_MS_MAX)
    return Math.min(Math.max(0, this.#lastEndedAt + restMs - this.#timing.now()), restMs)
  }

  /** Commits after a while, or sooner where that was asked for before. */
  #schedule(waitMs: number): void {
    const at = this.#timing.now() + waitMs
    if (at >= this.#scheduledAt) return
    this.#scheduledAt = at
    void this.#timing.wait(waitMs, this.#signal).then(() => {
      if (this.#scheduledAt !== at) return
      this.#scheduledAt = Number.POSITIVE_INFINITY
      // When the run was stopped, its end commits.
      if (!this.#signal.aborted) this.commit().catch(this.#onFailure)
    })
  }
}

function isHit({ id, source, author }: Post, { posts, authors }: NotedDeletions): boolean {
  return posts.has(id) || authors.get(source)?.has(author) === true
}
