import type { JsonObject } from '../../lib/unknown-json.ts'
import type { XApi } from './call-api.ts'
import { callPatiently } from './call-patiently.ts'
import { postFieldsQuery } from './fields.ts'

const PATH = '/2/tweets'
const IDS_MAX = 100

/**
 * Posts by their ids, as pages of X's own JSON for up to 100 ids each; `readPage` maps them. What is not there any
 * more is named under the page's `errors`. Every post found counts against the plan.
 *
 * @param ids X's own ids; any number of them
 * @throws {AppError} as `callPatiently`
 * @see https://docs.x.com/x-api/posts/lookup/introduction
 */
export async function* lookupPosts(
  api: XApi,
  ids: readonly string[],
  options: { signal: AbortSignal; triesMax?: number; idsOnly?: boolean; authorDetails?: boolean },
): AsyncGenerator<{ readonly ids: readonly string[]; readonly page: JsonObject }, void, void> {
  const fields = options.idsOnly
    ? { 'tweet.fields': 'edit_history_tweet_ids' }
    : postFieldsQuery({ authorDetails: options.authorDetails ?? true })
  for (let at = 0; at < ids.length; at += IDS_MAX) {
    const some = ids.slice(at, at + IDS_MAX)
    const page = await callPatiently(api, { path: PATH, query: { ...fields, ids: some.join(',') } }, options)
    yield { ids: some, page }
  }
}
