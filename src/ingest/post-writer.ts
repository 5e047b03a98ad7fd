import type { Archive } from '../archive/archive.ts'
import type { Post, PostId } from '../domain/post.ts'
import { analysePosts } from './analyse-block.ts'

export type WriteReport = {
  /** Ids that are new in the archive. */
  readonly stored: readonly PostId[]
  readonly duplicates: number
  /** Posts left out on purpose, by reason. */
  readonly dropped: Readonly<Record<string, number>>
  /** Posts that cannot be stored, by reason. */
  readonly parked: Readonly<Record<string, number>>
}

/** What the archive can hold; see `encodePosts`. */
const EARLIEST = Date.UTC(1900, 0, 1)
const LATEST = Date.UTC(2299, 11, 31, 23, 59, 59, 999)
/** Rows of one insert; a longer list becomes several, so that the event loop breathes between them. */
const ROWS_MAX = 1_000

/** Stores live posts: they are subject to retention, and a caller that waits is what pushes back on its source. */
export class PostWriter {
  readonly #archive: Pick<Archive, 'insertEncoded'>
  readonly #clock: () => number

  constructor({ archive, clock }: { archive: Pick<Archive, 'insertEncoded'>; clock: () => number }) {
    this.#archive = archive
    this.#clock = clock
  }

  /**
   * Analyses and stores posts; resolves when they survive kill -9. A post that cannot be stored is parked, the
   * others are stored.
   *
   * @throws {AppError} store_failed or store_busy; some of the posts may be stored then, and writing them again is safe
   */
  async write(posts: readonly Post[], signal?: AbortSignal): Promise<WriteReport> {
    const storable = posts.filter(hasStorableTimes)
    const wrongTimes = posts.length - storable.length
    const stored: PostId[] = []
    let duplicates = 0
    for (let from = 0; from < storable.length; from += ROWS_MAX) {
      const rows = storable.slice(from, from + ROWS_MAX)
      const encoded = analysePosts({ posts: rows, receivedAt: this.#clock(), kept: false })
      const report = await this.#archive.insertEncoded(encoded, { signal })
      stored.push(...report.stored)
      duplicates += report.duplicates
    }
    return { stored, duplicates, dropped: {}, parked: wrongTimes === 0 ? {} : { wrong_date: wrongTimes } }
  }
}

function hasStorableTimes({ createdAt, authorCreatedAt, deletedAt }: Post): boolean {
  return [createdAt, authorCreatedAt, deletedAt].every((at) => at === null || (at >= EARLIEST && at <= LATEST))
}
