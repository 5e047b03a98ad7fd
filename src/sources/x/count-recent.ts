import { parseIsoTime } from '../../lib/iso-time.ts'
import { asArray, asInteger, asObject, asString } from '../../lib/unknown-json.ts'
import type { XApi } from './call-api.ts'
import { callPatiently } from './call-patiently.ts'

const PATH = '/2/tweets/counts/recent'
/** Seven days by the minute are about ten thousand counts. */
const PAGES_MAX = 20

/** How many posts matched in a stretch of time; UTC milliseconds, `to` excluded. */
export type PostCount = { readonly from: number; readonly to: number; readonly posts: number }

/**
 * How many posts of the last seven days match a query, oldest first, without reading the posts. X counts before it
 * takes out what it may not show, so a search can find fewer.
 *
 * @throws {AppError} as `callPatiently`; invalid_input where X does not understand the query
 * @see https://docs.x.com/x-api/posts/counts/introduction
 */
export async function countRecent(
  api: XApi,
  query: string,
  options: { signal: AbortSignal; granularity?: 'minute' | 'hour' | 'day'; triesMax?: number },
): Promise<readonly PostCount[]> {
  const counts: PostCount[] = []
  let token: string | undefined
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const body = await callPatiently(
      api,
      { path: PATH, query: { query, granularity: options.granularity ?? 'hour', next_token: token } },
      options,
    )
    counts.push(...asArray(body['data']).flatMap(readCount))
    token = asString(asObject(body['meta'])?.['next_token']) ?? undefined
    if (token === undefined) break
  }
  return counts.sort((one, other) => one.from - other.from)
}

function readCount(item: unknown): PostCount[] {
  const count = asObject(item)
  const from = parseIsoTime(asString(count?.['start']) ?? '')
  const to = parseIsoTime(asString(count?.['end']) ?? '')
  const posts = asInteger(count?.['tweet_count'] ?? count?.['post_count'])
  return from === null || to === null || posts === null || posts < 0 ? [] : [{ from, to, posts }]
}
