import { AppError } from '../../domain/errors.ts'
import type { JsonObject } from '../../lib/unknown-json.ts'
import type { XApi } from './call-api.ts'
import { searchRecent } from './search-recent.ts'
import { timeOfXId, xIdAtTime } from './snowflake.ts'

/** What recent search knows, less what passes while we ask. */
const LOOKBACK_MS = 7 * 24 * 3_600_000 - 5 * 60_000
/** Posts can be searched for about half a minute after they were made. */
const INDEX_LAG_MS = 45_000
/** The stream sends posts from a few seconds before it was opened; up to here both are read. */
const OVERLAP_MS = 10_000

const SLICE_START_MS = 3_600_000
const SLICE_MIN_MS = 60_000
const SLICE_MAX_MS = 24 * 3_600_000
const SLICE_PAGES_MAX = 10

/** Posts that were not heard and could not be fetched either; UTC milliseconds. */
export type Missed = { readonly from: number; readonly to: number }

/**
 * Fetches what was written while no stream was open, by recent search, oldest stretch first, so that whoever stops
 * half-way goes on from there. Waits for X's index before it begins and as long as rate limits ask.
 *
 * @param gap.since X's id from which on posts are missing
 * @param gap.openedAt UTC milliseconds at which a stream was open again
 * @param to.page one page of X's own JSON; resolves when there is room for more
 * @param to.reached everything up to this id of X was handed on
 * @returns what cannot be fetched: older than a week, or a query that X refuses; null when nothing is missing
 * @throws {AppError} cancelled when the signal aborts, and what a refused search throws, e.g. forbidden
 */
export async function fillGap(
  api: XApi,
  gap: {
    queries: readonly string[]
    since: bigint
    openedAt: number
    authorDetails: boolean
    signal: AbortSignal
  },
  to: { page: (page: JsonObject) => Promise<void>; reached: (id: bigint) => Promise<void> },
): Promise<Missed | null> {
  await api.timing.wait(gap.openedAt + INDEX_LAG_MS - api.timing.now(), gap.signal)
  const from = timeOfXId(gap.since) ?? 0
  const earliest = api.timing.now() - LOOKBACK_MS
  const until = gap.openedAt + OVERLAP_MS
  let missed: Missed | null = from < earliest ? { from, to: Math.min(earliest, until) } : null
  let sliceMs = SLICE_START_MS
  for (let at = Math.max(from, earliest), isLast = false; !isLast; ) {
    isLast = at + sliceMs >= until
    // The last slice has no end: X's clock may be ahead of ours, and what the stream sent too is told by its id.
    const end = isLast ? null : at + sliceMs
    let pages = 0
    for (const query of gap.queries) {
      const read = await readSlice(api, { ...gap, query, at, end }, to.page)
      pages = Math.max(pages, read ?? 0)
      if (read === null) missed = { from, to: until }
    }
    at = end ?? until
    await to.reached(xIdAtTime(at))
    if (pages > SLICE_PAGES_MAX) sliceMs = Math.max(sliceMs / 2, SLICE_MIN_MS)
    else if (pages <= 1) sliceMs = Math.min(sliceMs * 2, SLICE_MAX_MS)
  }
  return missed
}

/** @returns how many pages there were; null when X does not understand the query */
async function readSlice(
  api: XApi,
  slice: { query: string; at: number; end: number | null; authorDetails: boolean; signal: AbortSignal },
  onPage: (page: JsonObject) => Promise<void>,
): Promise<number | null> {
  const { query, authorDetails, signal } = slice
  const search = {
    query,
    authorDetails,
    // X excludes both ends.
    sinceId: xIdAtTime(slice.at) - 1n,
    ...(slice.end === null ? {} : { untilId: xIdAtTime(slice.end) }),
  }
  let pages = 0
  try {
    for await (const page of searchRecent(api, search, { signal, triesMax: Number.POSITIVE_INFINITY })) {
      pages += 1
      await onPage(page)
    }
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code === 'invalid_input') return null
    throw thrown
  }
  return pages
}
