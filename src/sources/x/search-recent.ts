import { asObject, asString, type JsonObject } from '../../lib/unknown-json.ts'
import type { XApi } from './call-api.ts'
import { callPatiently } from './call-patiently.ts'
import { postFieldsQuery } from './fields.ts'
import { readXId } from './snowflake.ts'

const PATH = '/2/tweets/search/recent'
const PAGE_MAX = 100

export type RecentSearch = {
  /** X's own query language; 512 characters on most plans. */
  readonly query: string
  /** Only posts after this id of X. */
  readonly sinceId?: bigint
  /** Only posts before this id of X. */
  readonly untilId?: bigint
  readonly authorDetails?: boolean
}

/**
 * Posts of the last seven days that match a query, as pages of X's own JSON, newest first; `readPage` maps them. Every
 * post counts against the plan. Waits as long as rate limits ask. Ends where X gives no further page, and also where
 * its pages do not get older any more: some of X's tokens lead in a circle.
 *
 * @param options.triesMax per page, see `callPatiently`
 * @throws {AppError} as `callPatiently`; invalid_input where X does not understand the query
 * @see https://docs.x.com/x-api/posts/search/integrate/paginate
 */
export async function* searchRecent(
  api: XApi,
  search: RecentSearch,
  options: { signal: AbortSignal; triesMax?: number },
): AsyncGenerator<JsonObject, void, void> {
  let token: string | undefined
  let oldest: bigint | null = null
  for (;;) {
    const query = {
      ...postFieldsQuery({ authorDetails: search.authorDetails ?? true }),
      query: search.query,
      max_results: String(PAGE_MAX),
      since_id: search.sinceId?.toString(),
      until_id: search.untilId?.toString(),
      next_token: token,
    }
    const page = await callPatiently(api, { path: PATH, query }, options)
    yield page
    const meta = asObject(page['meta'])
    token = asString(meta?.['next_token']) ?? undefined
    const last = readXId(meta?.['oldest_id'])
    if (token === undefined || last === null) return
    if (oldest !== null && BigInt(last) >= oldest) return
    oldest = BigInt(last)
  }
}
