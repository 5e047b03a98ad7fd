import type { AuthorChange } from '../../src/domain/author-change.ts'
import type { CountChange } from '../../src/domain/count-change.ts'
import type { Post, PostId } from '../../src/domain/post.ts'
import type { LineState, Source, SourceBatch } from '../../src/sources/source.ts'

/**
 * Does with batches what the contract of `SourceBatch` says, in memory, and remembers everything: what is stored, how
 * often each post was counted, what accounts are called, what was parked and why.
 */
export class BatchKeeper implements AsyncDisposable {
  readonly posts = new Map<PostId, Post>()
  readonly counts = new Map<PostId, CountChange>()
  /** The latest change of each account, newest fields over older ones. */
  readonly authors = new Map<string, Partial<AuthorChange>>()
  readonly parked: Record<string, number> = {}
  readonly dropped: Record<string, number> = {}
  readonly samples: string[] = []
  readonly lines: LineState[] = []
  /** Posts that came although they were stored. */
  repeats = 0
  cursor: string | null = null
  readonly #source: Source
  #stop = new AbortController()
  #running: Promise<void> = Promise.resolve()

  constructor(source: Source) {
    this.#source = source
  }

  /** Follows the source from where it stopped. */
  start(): this {
    this.#stop = new AbortController()
    this.#running = this.#follow(this.#stop.signal)
    return this
  }

  async stop(): Promise<void> {
    this.#stop.abort()
    await this.#running
  }

  get line(): LineState | undefined {
    return this.lines.at(-1)
  }

  textOf(uri: string): string | undefined {
    return this.posts.get(`bluesky:${uri}`)?.text
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop()
  }

  async #follow(signal: AbortSignal): Promise<void> {
    const onLine = (line: LineState) => this.lines.push(line)
    for await (const batch of this.#source.run({ cursor: this.cursor, signal, onLine })) this.#keep(batch)
  }

  #keep(batch: SourceBatch): void {
    for (const post of batch.posts) {
      if (this.posts.has(post.id)) this.repeats += 1
      else this.posts.set(post.id, post)
    }
    for (const post of batch.edits) this.posts.set(post.id, post)
    for (const deletion of batch.deletions) {
      if (deletion.kind === 'post') this.posts.delete(deletion.postId)
      if (deletion.kind === 'author') this.#removeAuthor(deletion.author)
    }
    for (const [id, change] of batch.countChanges ?? []) this.counts.set(id, sum(this.counts.get(id), change))
    for (const change of batch.authorChanges ?? []) {
      this.authors.set(change.author, { ...this.authors.get(change.author), ...change })
    }
    for (const [reason, count] of Object.entries(batch.parked)) add(this.parked, reason, count)
    for (const [reason, count] of Object.entries(batch.dropped)) add(this.dropped, reason, count)
    this.samples.push(...batch.parkedSamples.map((sample) => sample.raw))
    this.cursor = batch.cursor ?? this.cursor
  }

  #removeAuthor(author: string): void {
    for (const post of this.posts.values()) if (post.author === author) this.posts.delete(post.id)
  }
}

function sum(known: CountChange = { likes: 0, reposts: 0, replies: 0 }, change: CountChange): CountChange {
  return {
    likes: known.likes + change.likes,
    reposts: known.reposts + change.reposts,
    replies: known.replies + change.replies,
  }
}

function add(counts: Record<string, number>, reason: string, count: number): void {
  counts[reason] = (counts[reason] ?? 0) + count
}
