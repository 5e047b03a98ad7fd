import type { Archive } from '../archive/archive.ts'
import type { AuthorChange } from '../domain/author-change.ts'
import type { CountChange } from '../domain/count-change.ts'
import type { PostId } from '../domain/post.ts'
import type { SourceBatch } from '../sources/source.ts'

/** Many small inserts cost the archive more than few large ones: a reaction may wait so long to be counted. */
const EVERY_MS = 5_000
/** Gathered beyond this, they wait no longer. */
const GATHERED_MAX = 20_000

/**
 * What a source says about posts and accounts besides their words: reactions, names. Gathered and stored together every few
 * seconds. What a killed process had gathered is not counted.
 */
export class SideFacts {
  readonly #archive: Pick<Archive, 'addCounts' | 'noteAuthorNames'>
  readonly #now: () => number
  #counts = new Map<PostId, CountChange>()
  /** By account and part of the name. */
  #names = new Map<string, AuthorChange>()
  #storedAt: number

  constructor(archive: Pick<Archive, 'addCounts' | 'noteAuthorNames'>, now: () => number) {
    this.#archive = archive
    this.#now = now
    this.#storedAt = now()
  }

  /** @returns whether it is time to store them */
  add({ countChanges, authorChanges = [] }: SourceBatch): boolean {
    for (const [id, change] of countChanges ?? []) this.#counts.set(id, sum(this.#counts.get(id), change))
    for (const change of authorChanges) {
      const key = `${change.source}\n${change.author}`
      this.#names.set(key, { ...this.#names.get(key), ...change })
    }
    const gathered = this.#counts.size + this.#names.size
    if (gathered === 0) return false
    return gathered >= GATHERED_MAX || Math.abs(this.#now() - this.#storedAt) >= EVERY_MS
  }

  /** Stores what was gathered; posts of the same batches must be stored before. */
  async store(): Promise<void> {
    const [counts, names] = [this.#counts, this.#names]
    this.#counts = new Map()
    this.#names = new Map()
    this.#storedAt = this.#now()
    if (counts.size > 0) await this.#archive.addCounts(counts)
    if (names.size > 0) await this.#archive.noteAuthorNames([...names.values()])
  }
}

function sum(known: CountChange | undefined, more: CountChange): CountChange {
  if (known === undefined) return more
  return {
    likes: known.likes + more.likes,
    reposts: known.reposts + more.reposts,
    replies: known.replies + more.replies,
  }
}
