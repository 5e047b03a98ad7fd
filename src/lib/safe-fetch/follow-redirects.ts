import type { FetchOnce, FetchRequest } from './fetch-once.ts'
import { type FailedFetch, type FetchedResponse, failed } from './fetch-outcome.ts'

export const REDIRECTS_MAX = 6

const PERMANENT: ReadonlySet<number> = new Set([301, 308])

export type FollowedResponse = FetchedResponse & {
  /** Where the address moved for good: the end of the permanent redirects it began with; null when it did not. */
  readonly movedTo: string | null
}

/**
 * Fetches an address and follows its redirects; every hop goes through `fetchOnce` and its checks. A permanent
 * redirect from https to http is followed, but not called a move.
 */
export async function followRedirects(
  request: FetchRequest,
  fetchOnce: FetchOnce,
): Promise<FollowedResponse | FailedFetch> {
  const visited = new Set<string>()
  let url = request.url
  let movedTo: string | null = null
  let isPermanentSoFar = true
  while (visited.size <= REDIRECTS_MAX) {
    visited.add(url)
    const hop = await fetchOnce({ ...request, url })
    if (hop.kind === 'failed') return hop
    if (hop.kind === 'response') return { ...hop, movedTo }
    if (visited.has(hop.to)) return failed('redirect_loop', 'redirects in a circle')
    isPermanentSoFar &&=
      PERMANENT.has(hop.status) && !(url.startsWith('https:') && hop.to.startsWith('http:'))
    if (isPermanentSoFar) movedTo = hop.to
    url = hop.to
  }
  return failed('too_many_redirects', `redirects more than ${REDIRECTS_MAX} times`)
}
