import { toAppError } from '../domain/errors.ts'
import type { StoredReport } from '../ledger/source-reports.ts'
import { type StoredSource, streamName } from '../ledger/sources.ts'
import { describeSource, FRESH_MS, type SourceStatus } from './describe-source.ts'
import { keepSourceRunning, type RunningDependencies } from './keep-source-running.ts'
import { LiveFilter } from './live-filter.ts'
import type { SourceEnvironment } from './source-kind.ts'
import { hideSecrets } from './source-options.ts'
import type { AddSource, ChangeSource, SourceRegister } from './source-register.ts'
import { SourceStats } from './source-stats.ts'

export type SupervisorDependencies = RunningDependencies & {
  readonly register: SourceRegister
  readonly environment: SourceEnvironment
  /** False: sources are listed and changed, but none runs in this process. */
  readonly live: boolean
}

/** What other processes changed in the ledger is seen, and what this one counted is shown to them, this often. */
const LOOK_MS = 2_000

type Runner = {
  /** What it was started with; with anything else it is started again. */
  readonly startedWith: string
  readonly stats: SourceStats
  readonly stop: AbortController
  /** Null when it could not even be opened. */
  readonly running: { readonly filter: LiveFilter; readonly done: Promise<void> } | null
}

/**
 * The live sources of this process. The ledger says which there should be, also when another process or the
 * command line changes it; this starts and stops accordingly and knows how each is doing.
 */
export class SourceSupervisor implements AsyncDisposable {
  readonly #deps: SupervisorDependencies
  readonly #runners = new Map<string, Runner>()
  readonly #stopped = new AbortController()
  #known: readonly StoredSource[] = []
  #reports: ReadonlyMap<string, StoredReport> = new Map()
  #looking: Promise<void> = Promise.resolve()
  /** Changes follow one another. */
  #changes: Promise<unknown> = Promise.resolve()

  constructor(deps: SupervisorDependencies) {
    this.#deps = deps
  }

  /** Connects what is connected by default, once ever, and starts everything that is enabled. */
  async start(): Promise<void> {
    await this.#change(() => this.#deps.register.connectDefaults())
    this.#looking = this.#keepLooking()
  }

  /** Oldest first. */
  list(): readonly SourceStatus[] {
    return this.#known.map((source) => this.#statusOf(source))
  }

  /** @throws {AppError} not_found */
  async get(id: string): Promise<SourceStatus> {
    return this.#statusOf(await this.#deps.register.require(id))
  }

  /** @throws as `SourceRegister.add` */
  async add(request: AddSource): Promise<{ readonly source: SourceStatus; readonly isNew: boolean }> {
    const { source, isNew } = await this.#change(() => this.#deps.register.add(request))
    return { source: this.#statusOf(source), isNew }
  }

  /**
   * Pauses, resumes or changes. A paused source keeps its cursor; resuming one that failed tries again at once. A new
   * filter holds from the next post on, other options start the source anew.
   *
   * @throws as `SourceRegister.change`
   */
  async change(id: string, request: ChangeSource): Promise<SourceStatus> {
    const source = await this.#change(async () => {
      const changed = await this.#deps.register.change(id, request)
      const hasFailed = this.#runners.get(id)?.stats.read().state === 'failed'
      if (request.enabled === true && hasFailed) await this.#halt(id)
      return changed
    })
    return this.#statusOf(source)
  }

  /** Disconnects for good; stored posts stay. @throws {AppError} not_found */
  async remove(id: string): Promise<void> {
    await this.#change(async () => {
      await this.#deps.register.require(id)
      await this.#halt(id)
      await this.#deps.register.remove(id)
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
        await this.#change(() => this.#shareFigures())
        isFailing = false
      } catch (err) {
        if (!isFailing) log.warn({ err }, 'The list of live sources cannot be read; what runs goes on.')
        isFailing = true
      }
    }
  }

  /** Shows other processes how the sources are that this one runs, or fails to. */
  async #shareFigures(): Promise<void> {
    const shared = this.#known.flatMap((source) => {
      const stats = this.#runners.get(source.id)?.stats
      const isOurs = stats?.isHeld || (stats?.read().state === 'failed' && !this.#isRunElsewhere(source))
      return stats !== undefined && isOurs ? [[streamName(source), stats.read()] as const] : []
    })
    await this.#deps.reports.write(new Map(shared))
  }

  #isRunElsewhere(source: StoredSource): boolean {
    const report = this.#reports.get(streamName(source))
    return report !== undefined && !report.isOwn && report.ageMs <= FRESH_MS
  }

  async #align(): Promise<void> {
    this.#known = await this.#deps.register.list()
    const wanted = new Map(this.#known.filter((source) => source.enabled).map((each) => [each.id, each]))
    for (const [id, runner] of this.#runners) {
      const source = wanted.get(id)
      if (source === undefined || runner.startedWith !== launchText(source)) await this.#halt(id)
      else runner.running?.filter.exchange(source.filter)
    }
    if (this.#deps.live && !this.#stopped.signal.aborted)
      for (const source of wanted.values()) if (this.#needsLaunch(source)) await this.#launch(source)
    this.#reports = await this.#deps.reports.list()
  }

  /** What could not be opened is tried again at every look: its token may be readable by now. */
  #needsLaunch({ id }: StoredSource): boolean {
    const runner = this.#runners.get(id)
    return runner === undefined || runner.running === null
  }

  async #launch(source: StoredSource): Promise<void> {
    const { environment, register, timing } = this.#deps
    const started = { startedWith: launchText(source), stop: new AbortController() }
    try {
      const { kind, options, secrets } = await register.ready(source)
      const hide = hideSecrets(secrets)
      const stats = new SourceStats(timing.now, hide)
      const filter = new LiveFilter(source.filter, kind)
      const task = {
        ...{ id: source.id, title: source.title, stream: streamName(source), stats, hide },
        source: await kind.open(options, environment),
        recheck: (await kind.recheck?.(options, environment)) ?? null,
        filter: filter.ask,
      }
      const done = keepSourceRunning(task, this.#deps, started.stop.signal)
      this.#runners.set(source.id, { ...started, stats, running: { filter, done } })
    } catch (thrown) {
      // One source that cannot even be opened does not keep the others from running.
      const stats = this.#runners.get(source.id)?.stats ?? new SourceStats(timing.now)
      const { message } = toAppError(thrown)
      if (stats.read().lastError !== message) stats.addFailure(message)
      this.#runners.set(source.id, { ...started, stats, running: null })
    }
  }

  async #halt(id: string): Promise<void> {
    const runner = this.#runners.get(id)
    if (runner === undefined) return
    runner.stop.abort()
    await runner.running?.done
    this.#runners.delete(id)
  }

  #statusOf(source: StoredSource): SourceStatus {
    const stats = this.#runners.get(source.id)?.stats
    const own = stats === undefined ? null : { figures: stats.read(), isHeld: stats.isHeld }
    return describeSource(source, own, this.#reports.get(streamName(source)))
  }
}

/** Everything that a running source cannot take over while it runs. */
function launchText({ kind, config, secrets, stream }: StoredSource): string {
  return JSON.stringify([kind, config, secrets, stream])
}
