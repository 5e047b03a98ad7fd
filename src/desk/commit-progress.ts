import type { Archive } from '../archive/archive.ts'
import type { Post, PostId } from '../domain/post.ts'
import type { Cursors } from '../ledger/cursors.ts'
import type { Timing } from '../lib/timing.ts'
import type { Deletion } from '../sources/source.ts'
import { findPostsOfAuthors } from './posts-of-authors.sql.ts'

/** Deletions are honoured and the cursor is saved this often, when that is quick. */
const COMMIT_MS = 1_000
/** A deletion rewrites parts of the archive: commits pause this many times as long as the last one took. */
const REST_FACTOR = 4
const COMMIT_MS_MAX = 120_000
/** Deletions gathered before the next commit no longer waits. */
const DELETIONS_MAX = 5_000
const AUTHOR_PAGE = 5_000

/**
 * Carries out deletions and then saves the cursor, at most once a second, and more rarely when that is slow, so
 * that deletions never take more than a fifth of the archive's time. The cursor is saved only after everything
 * before it was dealt with, so a crash repeats some seconds of work and loses nothing.
 */
export class ProgressCommitter {
  readonly #archive: Pick<Archive, 'query' | 'deletePosts'>
  readonly #cursors: Pick<Cursors, 'set'>
  readonly #timing: Timing
  readonly #sourceId: string
  readonly #signal: AbortSignal
  readonly #onFailure: (error: unknown) => void
  #posts = new Set<PostId>()
  /** Network to accounts that left it. */
  #authors = new Map<string, Set<string>>()
  #cursor: string | null = null
  #isScheduled = false
  #lastTookMs = 0
  #running: Promise<void> = Promise.resolve()

  /** @param of.onFailure hears of a failure in a commit that nobody waits for */
  constructor(of: {
    archive: Pick<Archive, 'query' | 'deletePosts'>
    cursors: Pick<Cursors, 'set'>
    timing: Timing
    sourceId: string
    signal: AbortSignal
    onFailure: (error: unknown) => void
  }) {
    this.#archive = of.archive
    this.#cursors = of.cursors
    this.#timing = of.timing
    this.#sourceId = of.sourceId
    this.#signal = of.signal
    this.#onFailure = of.onFailure
  }

  /** Notes what a batch asks for, once its posts are stored. */
  async add(deletions: readonly Deletion[], cursor: string | null): Promise<void> {
    for (const deletion of deletions) this.#note(deletion)
    this.#cursor = cursor ?? this.#cursor
    if (this.#posts.size >= DELETIONS_MAX) return this.commit()
    if (deletions.length > 0 || cursor !== null) this.#schedule()
  }

  /** Whether a deletion that was not carried out yet would hit one of these posts. */
  wouldDelete(posts: readonly Post[]): boolean {
    return posts.some((post) => this.#posts.has(post.id) || this.#authors.get(post.source)?.has(post.author))
  }

  /** Carries out what was noted so far. Commits follow one another; a failed one leaves the cursor where it was. */
  commit(): Promise<void> {
    this.#running = this.#running.then(() => this.#commit())
    return this.#running
  }

  async #commit(): Promise<void> {
    const startedAt = this.#timing.now()
    const [posts, authors, cursor] = [this.#posts, this.#authors, this.#cursor]
    this.#posts = new Set()
    this.#authors = new Map()
    this.#cursor = null
    if (posts.size > 0) await this.#archive.deletePosts([...posts])
    for (const [source, names] of authors) await this.#deleteAuthors(source, [...names])
    if (cursor !== null) await this.#cursors.set(this.#sourceId, cursor)
    this.#lastTookMs = this.#timing.now() - startedAt
  }

  async #deleteAuthors(source: string, authors: readonly string[]): Promise<void> {
    for (;;) {
      const ids = await findPostsOfAuthors(this.#archive, { source, authors, limit: AUTHOR_PAGE })
      if (ids.length > 0) await this.#archive.deletePosts(ids)
      if (ids.length < AUTHOR_PAGE) return
    }
  }

  #note(deletion: Deletion): void {
    if (deletion.kind === 'post') {
      this.#posts.add(deletion.postId)
      return
    }
    const authors = this.#authors.get(deletion.source) ?? new Set()
    this.#authors.set(deletion.source, authors.add(deletion.author))
  }

  #schedule(): void {
    if (this.#isScheduled) return
    this.#isScheduled = true
    const restMs = Math.min(Math.max(COMMIT_MS, REST_FACTOR * this.#lastTookMs), COMMIT_MS_MAX)
    void this.#timing.wait(restMs, this.#signal).then(() => {
      this.#isScheduled = false
      // When the run was stopped, its end commits.
      if (!this.#signal.aborted) this.commit().catch(this.#onFailure)
    })
  }
}
