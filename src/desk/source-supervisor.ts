import { AppError, toAppError } from '../domain/errors.ts'
import type { Sources, StoredSource } from '../ledger/sources.ts'
import type { Source } from '../sources/source.ts'
import { keepSourceRunning, type RunningDependencies } from './keep-source-running.ts'
import { SourceStats, type SourceStatus } from './source-stats.ts'

/** A network that can be connected. */
export type SourceKind = {
  readonly kind: string
  readonly title: string
  /** Connected on the first start, without anybody asking. */
  readonly byDefault: boolean
  /** Makes the source; opens nothing yet. */
  readonly open: (config: Readonly<Record<string, unknown>>) => Source
}

export type SupervisorDependencies = RunningDependencies & {
  readonly sources: Pick<Sources, 'list' | 'get' | 'add' | 'setEnabled' | 'remove'>
  readonly kinds: readonly SourceKind[]
  /** False: sources are listed and changed, but none runs in this process. */
  readonly live: boolean
}

/** What other processes changed in the ledger is seen this soon. */
const LOOK_MS = 5_000

type Runner = { readonly stop: AbortController; readonly done: Promise<void> }

/**
 * The live sources of this process. The ledger says which there should be, also when another process or the
 * command line changes it; this starts and stops accordingly and knows how each is doing.
 */
export class SourceSupervisor implements AsyncDisposable {
  readonly #deps: SupervisorDependencies
  readonly #runners = new Map<string, Runner>()
  readonly #stats = new Map<string, SourceStats>()
  readonly #stopped = new AbortController()
  #known: readonly StoredSource[] = []
  #looking: Promise<void> = Promise.resolve()
  /** Changes follow one another. */
  #changes: Promise<unknown> = Promise.resolve()

  constructor(deps: SupervisorDependencies) {
    this.#deps = deps
  }

  /** Connects what is connected by default, once ever, and starts everything that is enabled. */
  async start(): Promise<void> {
    await this.#change(async () => {
      const stored = await this.#deps.sources.list()
      for (const { kind, title, byDefault } of this.#deps.kinds) {
        const isKnown = stored.some((source) => source.kind === kind)
        if (byDefault && !isKnown) await this.#deps.sources.add({ id: kind, kind, title })
      }
    })
    this.#looking = this.#keepLooking()
  }

  /** Oldest first. */
  list(): readonly SourceStatus[] {
    return this.#known.map((source) => this.#statusOf(source))
  }

  /**
   * Connects a network; one that is connected already is only resumed.
   *
   * @throws {AppError} invalid_input for a kind we do not know
   */
  add(kind: string): Promise<SourceStatus> {
    const known = this.#deps.kinds.find((candidate) => candidate.kind === kind)
    if (known === undefined) {
      const kinds = this.#deps.kinds.map((candidate) => candidate.kind).join(', ')
      return Promise.reject(
        new AppError('invalid_input', `There is no source of kind ${kind}; there are: ${kinds}.`),
      )
    }
    return this.#change(async () => {
      const { sources } = this.#deps
      const existing = (await sources.list()).find((source) => source.kind === kind)
      if (existing !== undefined && !isRemoved(existing)) {
        await sources.setEnabled(existing.id, true)
        return existing.id
      }
      if (existing !== undefined) await sources.remove(existing.id)
      return (await sources.add({ id: kind, kind, title: known.title })).id
    }).then((id) => this.#require(id))
  }

  /** Pauses or resumes. A paused source keeps its cursor. @throws {AppError} not_found */
  setEnabled(id: string, enabled: boolean): Promise<SourceStatus> {
    return this.#change(async () => {
      this.#require(id)
      await this.#deps.sources.setEnabled(id, enabled)
    }).then(() => this.#require(id))
  }

  /** Disconnects for good, and forgets the cursor; stored posts stay. @throws {AppError} not_found */
  remove(id: string): Promise<void> {
    return this.#change(async () => {
      const { kind, title } = this.#require(id)
      await this.#halt(id)
      await this.#deps.sources.remove(id)
      this.#stats.delete(id)
      const byDefault = this.#deps.kinds.some((candidate) => candidate.kind === kind && candidate.byDefault)
      // Without this mark the next start would connect it again.
      if (byDefault)
        await this.#deps.sources.add({ id, kind, title, enabled: false, config: { removed: true } })
    })
  }

  /** Stops every source; cursors are saved. */
  async stop(): Promise<void> {
    this.#stopped.abort()
    await this.#looking
    await this.#changes
    await Promise.all([...this.#runners.keys()].map((id) => this.#halt(id)))
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop()
  }

  /** Makes one change after the others, then brings what runs in line with the ledger. */
  #change<T>(work: () => Promise<T>): Promise<T> {
    const changed = this.#changes.then(async () => {
      const result = await work()
      await this.#align()
      return result
    })
    this.#changes = changed.catch(() => undefined)
    return changed
  }

  async #keepLooking(): Promise<void> {
    const { timing, log } = this.#deps
    let isFailing = false
    while (!this.#stopped.signal.aborted) {
      await timing.wait(LOOK_MS, this.#stopped.signal)
      if (this.#stopped.signal.aborted) return
      try {
        await this.#change(async () => undefined)
        isFailing = false
      } catch (err) {
        if (!isFailing) log.warn({ err }, 'The list of live sources cannot be read; what runs goes on.')
        isFailing = true
      }
    }
  }

  async #align(): Promise<void> {
    const stored = await this.#deps.sources.list()
    this.#known = stored.filter((source) => !isRemoved(source))
    const wanted = new Set(this.#known.filter((source) => source.enabled).map((source) => source.id))
    for (const id of this.#runners.keys()) if (!wanted.has(id)) await this.#halt(id)
    if (!this.#deps.live || this.#stopped.signal.aborted) return
    for (const source of this.#known)
      if (wanted.has(source.id) && !this.#runners.has(source.id)) this.#launch(source)
  }

  #launch(stored: StoredSource): void {
    const stats = this.#statsOf(stored.id)
    try {
      const task = { id: stored.id, source: this.#open(stored), stats }
      const stop = new AbortController()
      this.#runners.set(stored.id, { stop, done: keepSourceRunning(task, this.#deps, stop.signal) })
    } catch (thrown) {
      // One source that cannot even be opened does not keep the others from running.
      stats.state = 'failed'
      stats.lastError = toAppError(thrown).message
    }
  }

  /** @throws {AppError} invalid_input when this version does not know the kind, or its settings are unusable */
  #open(stored: StoredSource): Source {
    const kind = this.#deps.kinds.find((candidate) => candidate.kind === stored.kind)
    if (kind === undefined) {
      throw new AppError('invalid_input', `This version knows no source of kind ${stored.kind}.`)
    }
    return kind.open(stored.config)
  }

  async #halt(id: string): Promise<void> {
    const runner = this.#runners.get(id)
    if (runner === undefined) return
    runner.stop.abort()
    await runner.done
    this.#runners.delete(id)
  }

  #require(id: string): SourceStatus {
    const source = this.#known.find((candidate) => candidate.id === id)
    if (source === undefined) throw new AppError('not_found', `There is no source ${id}.`)
    return this.#statusOf(source)
  }

  #statusOf({ id, kind, title, enabled }: StoredSource): SourceStatus {
    const stats = this.#statsOf(id)
    const { lastEventAt, stored, dropped, parked, parkedSamples, cursor } = stats
    const isRunning = enabled && this.#deps.live
    return {
      ...{ id, kind, title, enabled, lastEventAt, stored, parkedSamples, cursor },
      dropped: { ...dropped },
      parked: { ...parked },
      state: isRunning ? stats.state : 'paused',
      postsPerSecond: isRunning ? stats.postsPerSecond() : null,
      lastError: isRunning ? stats.lastError : null,
    }
  }

  #statsOf(id: string): SourceStats {
    const stats = this.#stats.get(id) ?? new SourceStats(this.#deps.timing.now)
    this.#stats.set(id, stats)
    return stats
  }
}

function isRemoved(source: StoredSource): boolean {
  return source.config['removed'] === true
}
