import { LeasePool, PoolFullError } from '../../lib/lease-pool.ts'
import type { Timing } from '../../lib/timing.ts'
import {
  type FailedSearch,
  failedSearch,
  type WebQuery,
  type WebSearchFailure,
  type WebSearchOutcome,
  type WebSearchProvider,
} from './web-search.ts'

export type PatienceOptions = {
  readonly timing: Timing
  /** Between the starts of two requests. */
  readonly gapMs: number
}

type Kept = { readonly until: number; readonly outcome: WebSearchOutcome }

const CACHE_MS = 10 * 60_000
const CACHED_MAX = 500
const WAITING_MAX = 20
/** How long a provider rests that did not say so itself; null: it is asked again at once. */
const REST_MS: Readonly<Record<WebSearchFailure, number | null>> = {
  refused_key: 10 * 60_000,
  over_limit: 60_000,
  unavailable: 15_000,
  timeout: 15_000,
  bad_answer: null,
  refused_request: null,
  cancelled: null,
}
const REST_MAX_MS = 3_600_000

/**
 * A provider that is asked no oftener than it allows: results are kept for ten minutes, requests have a gap between them, and
 * one that failed rests, so that a question does not wait for it again.
 */
export function patientSearch(
  provider: WebSearchProvider,
  { timing, gapMs }: PatienceOptions,
): WebSearchProvider {
  const kept = new Map<string, Kept>()
  const turn = new LeasePool([null], { waitingMax: WAITING_MAX })
  let nextAt = 0
  let resting: { readonly until: number; readonly why: FailedSearch } | null = null

  const askNow = async (query: WebQuery, signal: AbortSignal): Promise<WebSearchOutcome> => {
    const now = timing.now()
    if (resting !== null && resting.until > now) return { ...resting.why, retryAfterMs: resting.until - now }
    await timing.wait(nextAt - now, signal)
    if (signal.aborted) return failedSearch('cancelled', 'was stopped')
    nextAt = timing.now() + gapMs
    const outcome = await provider.search(query, signal)
    resting = restAfter(outcome, timing.now())
    return outcome
  }

  const search = async (query: WebQuery, signal: AbortSignal): Promise<WebSearchOutcome> => {
    const key = JSON.stringify([
      query.query.trim().toLowerCase(),
      query.lang,
      query.from,
      query.to,
      query.limit,
    ])
    const known = kept.get(key)
    if (known !== undefined && known.until > timing.now()) return known.outcome
    try {
      // Requests wait for each other only where there is a gap to keep.
      const outcome =
        gapMs === 0 ? await askNow(query, signal) : await turn.use(() => askNow(query, signal), signal)
      if (outcome.kind === 'found') keep(kept, key, { until: timing.now() + CACHE_MS, outcome })
      return outcome
    } catch (error) {
      if (signal.aborted) return failedSearch('cancelled', 'was stopped')
      if (error instanceof PoolFullError) return failedSearch('over_limit', 'has too many questions waiting')
      throw error
    }
  }
  return { name: provider.name, host: provider.host, search }
}

function restAfter(outcome: WebSearchOutcome, now: number) {
  if (outcome.kind === 'found') return null
  const usualMs = REST_MS[outcome.reason]
  if (usualMs === null) return null
  return { until: now + Math.min(outcome.retryAfterMs ?? usualMs, REST_MAX_MS), why: outcome }
}

function keep(kept: Map<string, Kept>, key: string, value: Kept): void {
  kept.delete(key)
  kept.set(key, value)
  if (kept.size <= CACHED_MAX) return
  const [oldest] = kept.keys()
  if (oldest !== undefined) kept.delete(oldest)
}
