import type { Archive, EncodedPosts } from '../archive/archive.ts'
import type { Post, PostId } from '../domain/post.ts'
import { isStorableTime } from '../domain/storable-time.ts'
import { type Analysis, AnalysisPool } from './analysis-pool.ts'

export type WriteReport = {
  /** Ids that are new in the archive. */
  readonly stored: readonly PostId[]
  readonly duplicates: number
  /** Posts left out on purpose, by reason. */
  readonly dropped: Readonly<Record<string, number>>
  /** Posts that cannot be stored, by reason. */
  readonly parked: Readonly<Record<string, number>>
}

export type PostWriterOptions = {
  readonly archive: Pick<Archive, 'insertEncoded'>
  readonly clock: () => number
  /** Where analysis runs; by default one worker thread that ends when idle. */
  readonly analysis?: Analysis
  /** Hears of every stored post how long it took from its arrival until it could be found, milliseconds. */
  readonly onSearchable?: (ageMs: number) => void
  readonly limits?: Partial<WriterLimits>
}

export type WriterLimits = {
  /** Posts of one insert: at a high rate many wait while one runs, and few large inserts cost less than many small ones. */
  readonly insertPostsMax: number
  /** Posts that wait to be stored; a writer beyond it waits before its posts count as received. */
  readonly queuePostsMax: number
}

/** Handing posts to another thread stops this one for as long as it takes to copy them: a search must not wait for thousands. */
const ANALYSED_TOGETHER = 500

const LIMITS: WriterLimits = { insertPostsMax: 8_000, queuePostsMax: 24_000 }

/** Posts of one `write` that go into one insert. */
type Portion = {
  readonly posts: readonly Post[]
  readonly receivedAt: number
  readonly done: PromiseWithResolvers<PortionReport>
}
type PortionReport = { readonly stored: readonly PostId[]; readonly duplicates: number }

/**
 * Stores live posts: they are subject to retention. What several sources write while an insert is under way goes into the
 * next one together. The queue is bounded, and a caller that waits is what pushes back on its source.
 */
export class PostWriter {
  readonly #archive: Pick<Archive, 'insertEncoded'>
  readonly #clock: () => number
  readonly #analysis: Analysis
  readonly #onSearchable: (ageMs: number) => void
  readonly #limits: WriterLimits
  readonly #queue: Portion[] = []
  /** Posts in the queue or being stored. */
  #held = 0
  #waiting: (() => void)[] = []
  #storing = false

  constructor({ archive, clock, analysis, onSearchable = () => {}, limits }: PostWriterOptions) {
    this.#onSearchable = onSearchable
    this.#limits = { ...LIMITS, ...limits }
    this.#archive = archive
    this.#clock = clock
    this.#analysis = analysis ?? new AnalysisPool({ size: 1 })
  }

  /**
   * Analyses and stores posts; resolves when they survive kill -9 and can be found. A post that cannot be stored is
   * parked, the others are stored. Of a post that comes twice the first is kept. An abort ends the wait for a place
   * in the queue; what has a place is stored.
   *
   * @throws {AppError} store_failed or store_busy; some of the posts may be stored then, and writing them again is
   * safe. The signal's reason when it aborts.
   */
  async write(posts: readonly Post[], signal?: AbortSignal): Promise<WriteReport> {
    const storable = posts.filter(hasStorableTimes)
    const wrongTimes = posts.length - storable.length
    const stored: PostId[] = []
    let duplicates = 0
    const { insertPostsMax } = this.#limits
    for (let from = 0; from < storable.length; from += insertPostsMax) {
      const report = await this.#store(storable.slice(from, from + insertPostsMax), signal)
      stored.push(...report.stored)
      duplicates += report.duplicates
    }
    return { stored, duplicates, dropped: {}, parked: wrongTimes === 0 ? {} : { wrong_date: wrongTimes } }
  }

  async #store(posts: readonly Post[], signal: AbortSignal | undefined): Promise<PortionReport> {
    while (this.#held + posts.length > this.#limits.queuePostsMax) await this.#room(signal)
    signal?.throwIfAborted()
    const portion: Portion = { posts, receivedAt: this.#clock(), done: Promise.withResolvers() }
    this.#held += posts.length
    this.#queue.push(portion)
    if (!this.#storing) void this.#storeQueue()
    return portion.done.promise
  }

  async #storeQueue(): Promise<void> {
    this.#storing = true
    while (this.#queue.length > 0) {
      const batch = this.#takeBatch()
      try {
        this.#finish(batch, await this.#insert(batch))
      } catch (error) {
        for (const { done } of batch) done.reject(error)
      }
      for (const { posts } of batch) this.#held -= posts.length
      this.#announceRoom()
    }
    this.#storing = false
  }

  #takeBatch(): Portion[] {
    const batch: Portion[] = []
    let size = 0
    for (let next = this.#queue[0]; next !== undefined; next = this.#queue[0]) {
      if (batch.length > 0 && size + next.posts.length > this.#limits.insertPostsMax) break
      batch.push(next)
      size += next.posts.length
      this.#queue.shift()
    }
    return batch
  }

  async #insert(batch: readonly Portion[]): Promise<Set<PostId>> {
    const posts = batch.flatMap((portion) => portion.posts)
    const receivedAt = this.#clock()
    const encoded: EncodedPosts[] = []
    for (let from = 0; from < posts.length; from += ANALYSED_TOGETHER) {
      const part = posts.slice(from, from + ANALYSED_TOGETHER)
      encoded.push(await this.#analysis.posts({ posts: part, receivedAt, kept: false }))
    }
    const { stored } = await this.#archive.insertEncoded(encoded)
    return new Set(stored)
  }

  /** Tells each caller which of its posts are new; an id two of them wrote is the first one's. */
  #finish(batch: readonly Portion[], fresh: Set<PostId>): void {
    const now = this.#clock()
    for (const { posts, receivedAt, done } of batch) {
      const stored = posts.flatMap(({ id }) => (fresh.delete(id) ? [id] : []))
      for (let count = 0; count < stored.length; count++) this.#onSearchable(now - receivedAt)
      done.resolve({ stored, duplicates: posts.length - stored.length })
    }
  }

  /** Resolves when some posts have left the queue. */
  async #room(signal: AbortSignal | undefined): Promise<void> {
    signal?.throwIfAborted()
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const abort = () => reject(signal?.reason)
    signal?.addEventListener('abort', abort, { once: true })
    this.#waiting.push(resolve)
    await promise.finally(() => signal?.removeEventListener('abort', abort))
  }

  #announceRoom(): void {
    const waiting = this.#waiting
    this.#waiting = []
    for (const resume of waiting) resume()
  }
}

function hasStorableTimes({ createdAt, authorCreatedAt, deletedAt }: Post): boolean {
  return [createdAt, authorCreatedAt, deletedAt].every((at) => at === null || isStorableTime(at))
}
