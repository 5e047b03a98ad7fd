import { AppError } from '../../domain/errors.ts'
import { asArray, type JsonObject } from '../../lib/unknown-json.ts'
import type { SourceBatch, SourceRun } from '../source.ts'
import type { XApi } from './call-api.ts'
import { fillGap } from './fill-gap.ts'
import { Inbox } from './inbox.ts'
import { keepLine, type OpenedStream } from './keep-line.ts'
import { LineBoard } from './line-board.ts'
import type { SplitLine } from './line-splitter.ts'
import { PostBatch } from './post-batch.ts'
import { readMessage, readPage } from './read-message.ts'
import { RuleKeeper } from './rule-keeper.ts'
import { searchQueries } from './search-queries.ts'
import { SeenVersions } from './seen-versions.ts'
import { timeOfXId, xIdAtTime } from './snowflake.ts'
import { StreamPosition } from './stream-position.ts'
import { X_LIMITS, type XDependencies, type XLimits, xApi } from './x-dependencies.ts'
import type { XOptions } from './x-options.ts'

const BATCH_MAX = 1_000
/** Many small inserts cost the archive more than few large ones. */
const BATCH_MS = 1_000
/** After this long, everything that the stream replays has come. */
const REPLAYED_MS = 60_000

/** What the connections and the search for missed posts hand to the one reader, in order. */
type Item =
  | { readonly kind: 'line'; readonly line: SplitLine; readonly at: number }
  | { readonly kind: 'opened'; readonly opened: OpenedStream }
  | { readonly kind: 'page'; readonly page: JsonObject }
  | { readonly kind: 'filled'; readonly upTo: bigint; readonly isAll: boolean }

/** One run of the source: its connections write into the inbox, `nextBatch` reads from it. */
export class XRun implements AsyncDisposable {
  readonly #api: XApi
  readonly #options: XOptions
  readonly #batchMs: number
  readonly #inbox: Inbox<Item>
  readonly #board: LineBoard
  readonly #rules: RuleKeeper
  readonly #position: StreamPosition
  readonly #seen = new SeenVersions()
  readonly #stop = new AbortController()
  readonly #lines: Promise<unknown>
  readonly #forgetSignal: () => void
  /** The search for what was missed; one at a time, so that a line that keeps breaking cannot keep it from its end. */
  #filling: Promise<void> | null = null
  /** A later interruption, to be searched for when that one is done. */
  #nextGap: OpenedStream | null = null
  #told: string | null

  constructor(request: SourceRun, options: XOptions, deps: XDependencies) {
    const limits = { ...X_LIMITS, ...deps.limits }
    this.#api = xApi(options, deps)
    this.#options = options
    this.#batchMs = deps.batchMs ?? BATCH_MS
    this.#inbox = new Inbox(limits, this.#api.timing)
    this.#board = new LineBoard(this.#api.baseUrl, options.connections, request.onLine)
    this.#rules = new RuleKeeper(this.#api, options.rules, request.onParts)
    this.#position = new StreamPosition(request.cursor)
    this.#told = request.cursor
    const end = () => this.#end()
    request.signal.addEventListener('abort', end, { once: true })
    this.#forgetSignal = () => request.signal.removeEventListener('abort', end)
    this.#lines = Promise.all(
      Array.from({ length: options.connections }, (_, number) => this.#keepLine(number, limits)),
    ).catch((thrown: unknown) => this.#inbox.fail(thrown))
  }

  /** The next batch; null when the run was ended. */
  async nextBatch(): Promise<SourceBatch | null> {
    for (;;) {
      const items = await this.#inbox.take(BATCH_MAX, this.#batchMs)
      if (items.length === 0) return null
      const batch = this.#fold(items)
      if (batch !== null) return batch
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#forgetSignal()
    this.#end()
    await this.#lines
    await this.#filling
  }

  #end(): void {
    this.#stop.abort()
    this.#inbox.close()
  }

  #keepLine(number: number, limits: XLimits): Promise<void> {
    const task = {
      number,
      limits,
      api: this.#api,
      options: this.#options,
      board: this.#board,
      rules: this.#rules,
      heardUntil: () => timeOfXId(this.#position.cursor ?? '0'),
      onOpen: async (opened: OpenedStream) => {
        if (opened.isAfterGap) await this.#inbox.push({ kind: 'opened', opened }, 0)
      },
      onLine: async (line: SplitLine) => {
        await this.#inbox.push({ kind: 'line', line, at: this.#api.timing.now() }, line.text.length)
      },
    }
    return keepLine(task, this.#stop.signal)
  }

  /** @returns null when there is nothing to store and the cursor stands where it was */
  #fold(items: readonly Item[]): SourceBatch | null {
    const batch = new PostBatch(this.#seen)
    for (const item of items) this.#foldItem(item, batch)
    const { cursor } = this.#position
    const built = batch.build(cursor === this.#told ? null : cursor)
    this.#told = cursor
    const isEmpty =
      built.posts.length + built.edits.length === 0 &&
      Object.keys(built.dropped).length + Object.keys(built.parked).length === 0
    return isEmpty && built.cursor === null ? null : built
  }

  #foldItem(item: Item, batch: PostBatch): void {
    switch (item.kind) {
      case 'line':
        this.#foldLine(item, batch)
        return
      case 'opened':
        this.#beginFilling(item.opened)
        return
      case 'page':
        foldPage(item.page, batch, this.#api.timing.now())
        return
      case 'filled':
        this.#endFilling(item)
        return
    }
  }

  #foldLine({ line, at }: { line: SplitLine; at: number }, batch: PostBatch): void {
    const now = this.#api.timing.now()
    if (line.kind === 'too_long') batch.park('line_too_long', () => line.text, now)
    else if (line.text.trim() === '') this.#position.live(at)
    else {
      const message = readMessage(line.text, this.#rules.rules)
      batch.add(message, () => line.text, now)
      if (message.kind === 'posts' || message.kind === 'other_rule') this.#position.see(message.id, now)
    }
  }

  /** The stream is open again: fetch what was said meanwhile, from the place the reader has come to. */
  #beginFilling(opened: OpenedStream): void {
    const since = this.#position.freeze()
    if (since === null) {
      this.#position.fill(xIdAtTime(opened.at), true)
      return
    }
    if (this.#filling !== null) {
      this.#nextGap = opened
      return
    }
    const gap = { since, opened, signal: this.#stop.signal }
    this.#filling = this.#fill(gap).catch((thrown: unknown) => this.#inbox.fail(thrown))
  }

  #endFilling({ upTo, isAll }: { upTo: bigint; isAll: boolean }): void {
    this.#position.fill(upTo, isAll && this.#nextGap === null)
    if (!isAll) return
    this.#filling = null
    if (this.#nextGap !== null) this.#beginFilling(this.#nextGap)
    this.#nextGap = null
  }

  async #fill(gap: Gap): Promise<void> {
    if (gap.opened.isReplayed) await this.#api.timing.wait(REPLAYED_MS, gap.signal)
    else await this.#fetchMissed(gap)
    await this.#tellFilled(gap.since, true)
  }

  async #fetchMissed(gap: Gap): Promise<void> {
    const { since, opened, signal } = gap
    const wholeGap = { from: timeOfXId(since) ?? 0, to: opened.at }
    if (this.#options.backfill === 'none') return this.#board.missed(wholeGap)
    const { queries, unsearchable } = searchQueries(this.#options.rules)
    const search = {
      queries,
      since,
      openedAt: opened.at,
      authorDetails: this.#options.author_details,
      signal,
    }
    try {
      const missed = await fillGap(this.#api, search, {
        page: async (page) => {
          await this.#inbox.push({ kind: 'page', page }, JSON.stringify(page).length)
        },
        reached: (upTo) => this.#tellFilled(upTo, false),
      })
      if (unsearchable.length > 0) this.#board.missed(wholeGap)
      else if (missed !== null) this.#board.missed(missed)
    } catch (thrown) {
      if (signal.aborted) return
      if (!(thrown instanceof AppError)) throw thrown
      // X does not let this app search: the stream goes on, and people are told what is missing.
      this.#board.missed(wholeGap)
    }
  }

  async #tellFilled(upTo: bigint, isAll: boolean): Promise<void> {
    await this.#inbox.push({ kind: 'filled', upTo, isAll }, 0)
  }
}

type Gap = {
  /** X's id from which on posts are missing. */
  readonly since: bigint
  readonly opened: OpenedStream
  readonly signal: AbortSignal
}

function foldPage(page: JsonObject, batch: PostBatch, now: number): void {
  const tweets = asArray(page['data'])
  for (const [index, message] of readPage(page).entries()) {
    batch.add(message, () => JSON.stringify(tweets[index]), now)
  }
}
