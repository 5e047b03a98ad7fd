import { type AppError, toAppError } from '../domain/errors.ts'
import type { Locks } from '../ledger/locks.ts'
import type { SourceReports } from '../ledger/source-reports.ts'
import { type BackoffPolicy, backoffMs } from '../lib/backoff.ts'
import type { Log } from '../lib/log.ts'
import type { LineState, Recheck } from '../sources/source.ts'
import { keepRechecking, type RecheckDependencies } from './keep-rechecking.ts'
import { runSource, type SourceDependencies, type SourceTask } from './run-source.ts'
import { readFigures } from './source-figures.ts'

/**
 * A process that dies without a word is replaced within 15 s: its lease ends this long after it was renewed last, and
 * those who wait ask three times in that time.
 */
const LEASE_MS = 10_000
const AFTER_FAILURE: BackoffPolicy = { baseMs: 1_000, maxMs: 120_000 }
/** A run that lasted this long was a good one: the next failure counts as the first. */
const LASTING_MS = 60_000

export type RunningDependencies = SourceDependencies &
  RecheckDependencies & {
    readonly locks: Pick<Locks, 'hold'>
    readonly reports: Pick<SourceReports, 'list' | 'write'>
    readonly log: Log
    readonly random: () => number
  }

export type KeptTask = SourceTask & {
  readonly title: string
  /** For a network that does not say by itself what was deleted. */
  readonly recheck: Recheck | null
  /** Takes secrets out of what is logged. */
  readonly hide: (text: string) => string
}

/**
 * Runs a source until the signal aborts, in this process or in none: whoever holds its lease in the ledger runs
 * it. When archive or ledger fail it says so, waits and goes on from the saved cursor. Never throws.
 */
export async function keepSourceRunning(
  task: KeptTask,
  deps: RunningDependencies,
  signal: AbortSignal,
): Promise<void> {
  const { stats, title, hide } = task
  const watched = { ...task, onLine: lineLogger(task, deps.log) }
  let failures = 0
  while (!signal.aborted) {
    const startedAt = deps.timing.now()
    stats.setState('connecting')
    const failure = await runOnce(watched, deps, signal)
    if (signal.aborted) return
    failures = deps.timing.now() - startedAt >= LASTING_MS ? 1 : failures + 1
    if (failure !== null) {
      stats.addFailure(failure.message)
      if (failures === 1)
        deps.log.warn(
          { ...describe(failure, hide), source: task.id },
          `${title} stopped: ${hide(failure.message)}`,
        )
    }
    await deps.timing.wait(backoffMs(failures, AFTER_FAILURE, deps.random), signal)
  }
}

/** @returns what went wrong; null when the lease was lost or the source came to its end */
async function runOnce(
  task: KeptTask,
  deps: RunningDependencies,
  signal: AbortSignal,
): Promise<AppError | null> {
  const request = { name: `source:${task.id}`, ttlMs: LEASE_MS, signal, wait: deps.timing.wait }
  try {
    await deps.locks.hold(request, (leased) => runHeld(task, deps, leased))
    return null
  } catch (thrown) {
    return toAppError(thrown)
  }
}

/** Goes on counting where the process before stopped, and leaves its own figures behind. */
async function runHeld(task: KeptTask, deps: RunningDependencies, leased: AbortSignal): Promise<void> {
  const { stats, stream, recheck } = task
  const before = (await deps.reports.list()).get(stream)
  const isOlder = before?.isOwn === true && stats.hasRun
  const figures = before === undefined || isOlder ? null : readFigures(before.report)
  if (figures !== null) stats.restore(figures)
  stats.isHeld = true
  stats.hasRun = true
  const over = new AbortController()
  const about = { stream, stats, network: task.source.kind }
  const rechecking =
    recheck === null
      ? null
      : keepRechecking({ ...about, recheck }, deps, AbortSignal.any([leased, over.signal]))
  try {
    await runSource(task, deps, leased)
  } finally {
    over.abort()
    await rechecking
    stats.isHeld = false
    // Figures are worth a try and not worth a failure.
    await deps.reports.write(new Map([[stream, stats.read()]])).catch(() => undefined)
  }
}

/** One log line when the network is lost and one when it is back, however often it is tried in between. */
function lineLogger({ id, title, hide }: KeptTask, log: Log): (line: LineState) => void {
  let logged: LineState['kind'] | null = null
  return (line) => {
    if (line.kind === logged || line.kind === 'connecting') return
    logged = line.kind
    const fields = { source: id, endpoint: hide(line.endpoint) }
    if (line.kind === 'connected') log.info(fields, `${title} is connected.`)
    else {
      const why = hide(line.error).replace(/\.$/, '')
      log.warn(fields, `${title} is unreachable: ${why}. It is tried again quietly until it answers.`)
    }
  }
}

/** What helps to find the fault, without the cause as it is: that of an HTTP client carries the headers it sent. */
function describe({ code, cause }: AppError, hide: (text: string) => string): object {
  const stack = cause instanceof Error ? (cause.stack ?? cause.message) : null
  return { code, ...(stack !== null && { stack: hide(stack) }) }
}
