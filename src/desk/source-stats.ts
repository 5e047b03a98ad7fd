import type { LineState, ParkedSample, ReasonCounts, SourceBatch } from '../sources/source.ts'

/** What people see of a source; the words are those of the status contract. */
export type SourceState = 'connecting' | 'connected' | 'unreachable' | 'paused' | 'failed'

/** A source as it is right now. Counts are since this process began to run it. */
export type SourceStatus = {
  readonly id: string
  readonly kind: string
  readonly title: string
  readonly state: SourceState
  readonly enabled: boolean
  /** Mean over the last ten seconds; null while it is not running. */
  readonly postsPerSecond: number | null
  /** UTC milliseconds, as the network dates its newest event. */
  readonly lastEventAt: number | null
  readonly lastError: string | null
  readonly stored: number
  readonly dropped: ReasonCounts
  readonly parked: ReasonCounts
  /** The last few parked items, newest last. */
  readonly parkedSamples: readonly ParkedSample[]
  readonly cursor: string | null
}

const RATE_WINDOW_S = 10
const SAMPLES_MAX = 20

/** Live figures of one source. */
export class SourceStats {
  state: SourceState = 'connecting'
  lastError: string | null = null
  lastEventAt: number | null = null
  cursor: string | null = null
  stored = 0
  readonly dropped: Record<string, number> = {}
  readonly parked: Record<string, number> = {}
  #samples: readonly ParkedSample[] = []
  /** Posts stored per second, by second since 1970. */
  readonly #perSecond = new Map<number, number>()
  readonly #now: () => number

  /** @param now UTC milliseconds */
  constructor(now: () => number) {
    this.#now = now
  }

  get parkedSamples(): readonly ParkedSample[] {
    return this.#samples
  }

  addSeen(batch: SourceBatch): void {
    add(this.dropped, batch.dropped)
    add(this.parked, batch.parked)
    this.#samples = [...this.#samples, ...batch.parkedSamples].slice(-SAMPLES_MAX)
    this.lastEventAt = batch.lastEventAt ?? this.lastEventAt
  }

  addWritten(report: { stored: number; dropped: ReasonCounts; parked: ReasonCounts }): void {
    add(this.dropped, report.dropped)
    add(this.parked, report.parked)
    this.stored += report.stored
    const second = this.#second()
    this.#perSecond.set(second, (this.#perSecond.get(second) ?? 0) + report.stored)
    for (const at of this.#perSecond.keys()) {
      // Later than now: the clock was set back.
      if (at <= second - RATE_WINDOW_S || at > second) this.#perSecond.delete(at)
    }
  }

  addLine(line: LineState): void {
    this.state = line.kind
    if (line.kind === 'unreachable') this.lastError = line.error
    if (line.kind === 'connected') this.lastError = line.missed === null ? null : missedText(line.missed)
  }

  /** Posts stored per second, mean of the last ten seconds. */
  postsPerSecond(): number {
    const second = this.#second()
    let sum = 0
    for (const [at, count] of this.#perSecond) if (at > second - RATE_WINDOW_S && at <= second) sum += count
    return sum / RATE_WINDOW_S
  }

  #second(): number {
    return Math.floor(this.#now() / 1_000)
  }
}

function missedText({ from, to }: { from: number; to: number }): string {
  return `Posts between ${new Date(from).toISOString()} and ${new Date(to).toISOString()} can no longer be fetched.`
}

function add(counts: Record<string, number>, more: ReasonCounts): void {
  for (const [reason, count] of Object.entries(more)) counts[reason] = (counts[reason] ?? 0) + count
}
