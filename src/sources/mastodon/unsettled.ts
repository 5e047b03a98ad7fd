import type { SourceBatch } from '../source.ts'
import type { KnownStatuses } from './known-statuses.ts'

/**
 * Deletions are carried out some time after their batch was taken; a failure then loses them. After a longer break
 * others may have gone on with this source, and repeating would bring old versions back.
 */
const REPEAT_MS = 300_000

/**
 * What was heard in one run and not dealt with before it broke off. A stream never says a deletion or an edit twice, so
 * the next run begins with these, and with the deletions of the last five minutes. Statuses come again by themselves.
 */
export class Unsettled {
  readonly #known: KnownStatuses
  readonly #now: () => number
  #handedOut: SourceBatch | null = null
  #untaken: SourceBatch | null = null
  #at = 0

  constructor(known: KnownStatuses, now: () => number) {
    this.#known = known
    this.#now = now
  }

  /** Notes edits and deletions that were heard but never handed out. */
  addUntaken(batch: SourceBatch): void {
    this.#untaken = batch
    this.#at = this.#now()
  }

  /** Passes batches on; the one that is being dealt with counts as unsettled until the next is asked for. */
  async *follow(batches: AsyncIterable<SourceBatch>): AsyncGenerator<SourceBatch> {
    yield* this.#repeat()
    for await (const batch of batches) {
      this.#handedOut = batch
      this.#at = this.#now()
      yield batch
      this.#handedOut = null
    }
  }

  *#repeat(): Generator<SourceBatch> {
    const from = this.#now() - REPEAT_MS
    const recent = this.#at >= from ? [this.#handedOut, this.#untaken] : []
    const deletions = this.#known.deletedSince(from)
    const gone = new Set(deletions)
    for (const batch of recent) {
      const posts = batch?.posts.filter((post) => !gone.has(post.id)) ?? []
      const edits = batch?.edits.filter((post) => !gone.has(post.id)) ?? []
      if (posts.length + edits.length > 0) yield { ...EMPTY, posts, edits }
    }
    if (deletions.length > 0)
      yield { ...EMPTY, deletions: deletions.map((postId) => ({ kind: 'post', postId })) }
    this.#handedOut = this.#untaken = null
  }
}

const EMPTY: SourceBatch = {
  ...{ posts: [], edits: [], deletions: [], cursor: null, lastEventAt: null },
  ...{ dropped: {}, parked: {}, parkedSamples: [] },
}
