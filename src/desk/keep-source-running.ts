import { toAppError } from '../domain/errors.ts'
import type { Locks } from '../ledger/locks.ts'
import { type BackoffPolicy, backoffMs } from '../lib/backoff.ts'
import type { Log } from '../lib/log.ts'
import type { LineState } from '../sources/source.ts'
import { runSource, type SourceDependencies, type SourceTask } from './run-source.ts'

/** A process that dies without a word is replaced within this time. */
const LEASE_MS = 15_000
const AFTER_FAILURE: BackoffPolicy = { baseMs: 1_000, maxMs: 120_000 }
/** A run that lasted this long was a good one: the next failure counts as the first. */
const LASTING_MS = 60_000

export type RunningDependencies = SourceDependencies & {
  readonly locks: Pick<Locks, 'hold'>
  readonly log: Log
  readonly random: () => number
}

/**
 * Runs a source until the signal aborts, in this process or in none: whoever holds its lease in the ledger runs
 * it. When archive or ledger fail it says so, waits and goes on from the saved cursor. Never throws.
 */
export async function keepSourceRunning(
  task: SourceTask,
  deps: RunningDependencies,
  signal: AbortSignal,
): Promise<void> {
  const { stats, source } = task
  const watched = { ...task, onLine: lineLogger(source.title, deps.log) }
  let failures = 0
  while (!signal.aborted) {
    const startedAt = deps.timing.now()
    stats.state = 'connecting'
    const failure = await runOnce(watched, deps, signal)
    if (signal.aborted) return
    failures = deps.timing.now() - startedAt >= LASTING_MS ? 1 : failures + 1
    if (failure !== null) {
      stats.state = 'failed'
      stats.lastError = failure.message
      if (failures === 1)
        deps.log.warn({ err: failure, source: task.id }, `${source.title} stopped: ${failure.message}`)
    }
    await deps.timing.wait(backoffMs(failures, AFTER_FAILURE, deps.random), signal)
  }
}

/** @returns what went wrong; null when the lease was lost or the source came to its end */
async function runOnce(task: SourceTask, deps: RunningDependencies, signal: AbortSignal) {
  const request = { name: `source:${task.id}`, ttlMs: LEASE_MS, signal, wait: deps.timing.wait }
  try {
    await deps.locks.hold(request, (leased) => runSource(task, deps, leased))
    return null
  } catch (thrown) {
    return toAppError(thrown)
  }
}

/** One log line when the network is lost and one when it is back, however often it is tried in between. */
function lineLogger(title: string, log: Log): (line: LineState) => void {
  let logged: LineState['kind'] | null = null
  return (line) => {
    if (line.kind === logged || line.kind === 'connecting') return
    logged = line.kind
    if (line.kind === 'connected') log.info({ endpoint: line.endpoint }, `${title} is connected.`)
    else log.warn({}, `${title} is unreachable: ${line.error}. It is tried again quietly until it answers.`)
  }
}
