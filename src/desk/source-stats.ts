import type { Post } from '../domain/post.ts'
import type { Deletion, LineState, ReasonCounts, SourceBatch, SourcePart } from '../sources/source.ts'
import { NO_FIGURES, type SourceFigures } from './source-figures.ts'

const RATE_WINDOW_S = 10
const ERRORS_MAX = 8
const ERROR_LENGTH_MAX = 500
const PARKED_SAMPLES_MAX = 8
const PARKED_LENGTH_MAX = 500
const PARTS_MAX = 50
const PART_LENGTH_MAX = 300
/** A cursor may hold the state of hundreds of feeds: people see its beginning. */
const CURSOR_LENGTH_MAX = 200
/** Of what a filter leaves out, so many posts for each reason, and a new one not more often than this. */
const DROPPED_SAMPLES_MAX = 3
const DROPPED_TEXT_MAX = 160
const DROPPED_EVERY_MS = 10_000

type Sample = SourceFigures['droppedSamples'][number]

/** Live figures of one source; bounded, however long it runs. */
export class SourceStats {
  /** Whether this process holds the source's lease and runs it now. */
  isHeld = false
  /** Whether it ever did: what it counts is then newer than what it wrote down. */
  hasRun = false
  cursor: string | null = null
  #figures: SourceFigures = NO_FIGURES
  /** Posts stored per second, by second since 1970. */
  readonly #perSecond = new Map<number, number>()
  readonly #sampledAt = new Map<string, number>()
  readonly #now: () => number
  readonly #hide: (text: string) => string

  /**
   * @param now UTC milliseconds
   * @param hide takes secrets out of what the network said
   */
  constructor(now: () => number, hide: (text: string) => string = (text) => text) {
    this.#now = now
    this.#hide = hide
  }

  /** The figures as they are now; a copy that does not change. */
  read(): SourceFigures {
    const cursor = this.cursor?.slice(0, CURSOR_LENGTH_MAX) ?? null
    return { ...this.#figures, cursor, postsPerSecond: this.#rate() }
  }

  /** Goes on from what another run of the same source counted. */
  restore({ postsPerSecond: _, ...figures }: SourceFigures): void {
    this.#set({ ...figures, state: 'connecting' })
    this.cursor ??= figures.cursor
  }

  setState(state: SourceFigures['state']): void {
    this.#set({ state })
  }

  /** The source cannot go on by itself, or not now. */
  addFailure(message: string): void {
    this.#set({ state: 'failed' })
    this.#addError(message)
  }

  addLine(line: LineState): void {
    this.#set({ state: line.kind })
    if (line.kind === 'unreachable') this.#addError(line.error)
    if (line.kind !== 'connected') return
    if (line.missed === null) this.#set({ lastError: null })
    else this.#addError(missedText(line.missed))
  }

  /** Those that are refused first. */
  setParts(parts: readonly SourcePart[]): void {
    const shown = [...parts].sort((a, b) => Number(b.state === 'refused') - Number(a.state === 'refused'))
    const cut = (text: string) => this.#hide(text).slice(0, PART_LENGTH_MAX)
    this.#set({
      parts: shown.slice(0, PARTS_MAX).map(({ name, state, note }) => {
        return { name: cut(name), state, note: note === null ? null : cut(note) }
      }),
    })
  }

  /** The network was asked whether stored posts were deleted. */
  setRechecked(at: number): void {
    this.#set({ recheckedAt: at })
  }

  /** Something beside the stream went wrong; the stream goes on. */
  addTrouble(message: string): void {
    this.#addError(message)
  }

  addSeen(batch: SourceBatch): void {
    const { dropped, parked, parkedSamples } = this.#figures
    const fresh = batch.parkedSamples.map(({ reason, raw, at }) => ({
      ...{ reason, at },
      raw: this.#hide(raw).slice(0, PARKED_LENGTH_MAX),
    }))
    this.#set({
      dropped: sum(dropped, batch.dropped),
      parked: sum(parked, batch.parked),
      parkedSamples: [...parkedSamples, ...fresh].slice(-PARKED_SAMPLES_MAX),
      ...(batch.lastEventAt !== null && { lastEventAt: batch.lastEventAt, lastReceivedAt: this.#now() }),
    })
    this.#forget(batch.deletions)
  }

  /** Counts a post that the source's filter left out, and now and then keeps one to look at. */
  addFiltered(post: Post, reason: string): void {
    const { dropped, droppedSamples } = this.#figures
    this.#set({ dropped: sum(dropped, { [reason]: 1 }) })
    const now = this.#now()
    if (now - (this.#sampledAt.get(reason) ?? Number.NEGATIVE_INFINITY) < DROPPED_EVERY_MS) return
    this.#sampledAt.set(reason, now)
    const { id, author, source } = post
    const sample = { reason, id, author, source, text: post.text.slice(0, DROPPED_TEXT_MAX), at: now }
    const alike = droppedSamples.filter((kept) => kept.reason === reason).slice(1 - DROPPED_SAMPLES_MAX)
    const others = droppedSamples.filter((kept) => kept.reason !== reason)
    this.#set({ droppedSamples: [...others, ...alike, sample] })
  }

  addWritten(report: { stored: number; dropped: ReasonCounts; parked: ReasonCounts }): void {
    const { stored, dropped, parked } = this.#figures
    this.#set({
      stored: stored + report.stored,
      dropped: sum(dropped, report.dropped),
      parked: sum(parked, report.parked),
    })
    const second = this.#second()
    this.#perSecond.set(second, (this.#perSecond.get(second) ?? 0) + report.stored)
    for (const at of this.#perSecond.keys()) {
      // Later than now: the clock was set back.
      if (at <= second - RATE_WINDOW_S || at > second) this.#perSecond.delete(at)
    }
  }

  #addError(said: string): void {
    const message = this.#hide(said).slice(0, ERROR_LENGTH_MAX)
    const now = this.#now()
    const { errors } = this.#figures
    const last = errors.at(-1)
    const isRepeat = last?.message === message
    const entry = {
      ...{ message, lastAt: now },
      firstAt: isRepeat ? last.firstAt : now,
      count: isRepeat ? last.count + 1 : 1,
    }
    const others = isRepeat ? errors.slice(0, -1) : errors
    this.#set({ lastError: message, errors: [...others, entry].slice(-ERRORS_MAX) })
  }

  /** What its author deleted is not shown as a sample either. */
  #forget(deletions: readonly Deletion[]): void {
    if (this.#figures.droppedSamples.length === 0 || deletions.length === 0) return
    const isHit = (sample: Sample) =>
      deletions.some((deletion) =>
        deletion.kind === 'post'
          ? deletion.postId === sample.id
          : deletion.kind === 'author' &&
            deletion.author === sample.author &&
            deletion.source === sample.source,
      )
    this.#set({ droppedSamples: this.#figures.droppedSamples.filter((sample) => !isHit(sample)) })
  }

  /** Posts stored per second, mean of the last ten seconds. */
  #rate(): number {
    const second = this.#second()
    let posts = 0
    for (const [at, count] of this.#perSecond) if (at > second - RATE_WINDOW_S && at <= second) posts += count
    return posts / RATE_WINDOW_S
  }

  #second(): number {
    return Math.floor(this.#now() / 1_000)
  }

  #set(fields: Partial<SourceFigures>): void {
    this.#figures = { ...this.#figures, ...fields }
  }
}

function missedText({ from, to }: { from: number; to: number }): string {
  return `Posts between ${new Date(from).toISOString()} and ${new Date(to).toISOString()} can no longer be fetched.`
}

function sum(counts: ReasonCounts, more: ReasonCounts): Record<string, number> {
  const result: Record<string, number> = { ...counts }
  for (const [reason, count] of Object.entries(more)) result[reason] = (result[reason] ?? 0) + count
  return result
}
