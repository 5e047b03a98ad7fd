import type { SourceFilter } from '../domain/source-filter.ts'
import type { StoredReport } from '../ledger/source-reports.ts'
import type { StoredSource } from '../ledger/sources.ts'
import { NO_FIGURES, readFigures, type SourceFigures, type SourceState } from './source-figures.ts'

/** A source as it is right now, whichever process runs it. */
export type SourceStatus = Omit<SourceFigures, 'state' | 'postsPerSecond'> & {
  readonly id: string
  readonly kind: string
  readonly title: string
  readonly state: SourceState
  readonly enabled: boolean
  readonly filter: SourceFilter
  /** Options without secrets, and which of the secret ones are set. */
  readonly options: Readonly<Record<string, unknown>>
  readonly secretsSet: readonly string[]
  /** Null while it is not running. */
  readonly postsPerSecond: number | null
}

/** Figures older than this are of a process that no longer runs the source: it would have written newer ones. */
export const FRESH_MS = 12_000

/** A source in this very process: its figures, and whether it holds the lease. */
export type OwnFigures = { readonly figures: SourceFigures; readonly isHeld: boolean }

/**
 * Who knows best how a source is: this process where it runs it, else the process that said so in the last seconds,
 * else what this process tries. Otherwise nobody runs it, and only the totals are known.
 */
export function describeSource(
  source: StoredSource,
  own: OwnFigures | null,
  report: StoredReport | undefined,
): SourceStatus {
  const last = report === undefined ? null : readFigures(report.report)
  const isFresh = report !== undefined && report.ageMs <= FRESH_MS
  if (!source.enabled) return status(source, 'paused', last ?? own?.figures ?? NO_FIGURES)
  if (own?.isHeld) return status(source, own.figures.state, own.figures)
  if (isFresh && !report.isOwn && last !== null) return status(source, last.state, last)
  if (own !== null) return status(source, own.figures.state, own.figures)
  if (isFresh && last !== null) return status(source, last.state, last)
  return status(source, 'waiting', last ?? NO_FIGURES)
}

function status(source: StoredSource, state: SourceState, figures: SourceFigures): SourceStatus {
  const { id, kind, title, enabled, filter, config, secrets } = source
  const isRunning = state !== 'paused' && state !== 'waiting'
  return {
    ...figures,
    ...{ id, kind, title, enabled, filter, state },
    options: config,
    secretsSet: Object.keys(secrets),
    postsPerSecond: isRunning ? figures.postsPerSecond : null,
    lastError: isRunning ? figures.lastError : null,
  }
}
