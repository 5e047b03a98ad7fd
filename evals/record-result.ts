import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { availableParallelism, totalmem } from 'node:os'
import { join } from 'node:path'

/** One measured number and the bar it must meet. `unit` says what is counted, e.g. `ratio`, `ms`, `P@30`. */
export type Bar = {
  readonly name: string
  readonly value: number
  readonly unit: string
  readonly atMost?: number
  readonly atLeast?: number
}

export type MeasuredResult = {
  /** Everything that was measured, as it should be read later. */
  readonly results: unknown
  readonly bars?: readonly Bar[]
}

export type RecordedResult = MeasuredResult & {
  readonly name: string
  /** ISO 8601, UTC. */
  readonly date: string
  /** Commit the code was at; ends in `+` when files had changed since. */
  readonly commit: string
  readonly machine: { readonly cores: number; readonly memoryBytes: number }
  readonly node: string
}

const RESULTS_DIR = join(import.meta.dirname, 'results')

/**
 * Writes a measurement to `evals/results/<name>.json`, replacing the last one of that name (git keeps the earlier ones),
 * and prints its bars. For programs run by hand, not for servers.
 *
 * @param name kebab-case
 * @returns the file that was written
 */
export function recordResult(name: string, measured: MeasuredResult, now: Date = new Date()): string {
  const recorded: RecordedResult = {
    name,
    date: now.toISOString(),
    commit: currentCommit(),
    machine: { cores: availableParallelism(), memoryBytes: totalmem() },
    node: process.version,
    ...measured,
  }
  mkdirSync(RESULTS_DIR, { recursive: true })
  const file = join(RESULTS_DIR, `${name}.json`)
  writeFileSync(file, `${JSON.stringify(recorded, null, 2)}\n`)
  for (const bar of measured.bars ?? []) console.log(formatBar(bar))
  console.log(`Written to evals/results/${name}.json`)
  return file
}

export function meetsBar({ value, atMost = Infinity, atLeast = -Infinity }: Bar): boolean {
  return value <= atMost && value >= atLeast
}

function formatBar(bar: Bar): string {
  const wanted = [
    bar.atMost === undefined ? [] : [`at most ${bar.atMost}`],
    bar.atLeast === undefined ? [] : [`at least ${bar.atLeast}`],
  ].flat(2)
  const value = Number(bar.value.toPrecision(4))
  return `${meetsBar(bar) ? 'met   ' : 'MISSED'} ${bar.name}: ${value} ${bar.unit} (${wanted.join(', ') || 'no bar'})`
}

function currentCommit(): string {
  try {
    const git = (...args: string[]) =>
      execFileSync('git', args, { cwd: import.meta.dirname, encoding: 'utf8' }).trim()
    const changed = git('status', '--porcelain', '--untracked-files=no', '--', ':!results') !== ''
    return git('rev-parse', 'HEAD') + (changed ? '+' : '')
  } catch {
    return 'unknown'
  }
}
