import { AppError } from '../../domain/errors.ts'
import { asArray, asObject, asString, type JsonObject } from '../../lib/unknown-json.ts'
import type { BackfillPage, BackfillQuestion } from '../source.ts'
import { PostBatch } from './post-batch.ts'
import { readPage } from './read-message.ts'
import { searchRecent } from './search-recent.ts'
import { SeenVersions } from './seen-versions.ts'
import { readXId } from './snowflake.ts'
import { type XDependencies, xApi } from './x-dependencies.ts'
import type { XOptions } from './x-options.ts'

/** The longest query that any plan takes; shorter ones are refused by X itself. */
const QUERY_LENGTH_MAX = 4_096
/** X answers at once or says when it will: a person waits for the result. */
const TRIES_MAX = 3

/**
 * What recent search finds of the last seven days, newest first, with the source's own token. Every post counts as read. The cursor
 * is X's id of the oldest post so far.
 *
 * @throws {AppError} invalid_input when there is no query; what X says against it
 */
export function backfillX(
  options: XOptions,
  question: BackfillQuestion,
  deps: XDependencies = {},
): AsyncIterable<BackfillPage> {
  const query = question.target.trim()
  if (question.what !== 'search')
    throw new AppError(
      'invalid_input',
      `X has no ${question.what} of older posts; use search, e.g. from:account.`,
    )
  if (query === '' || query.length > QUERY_LENGTH_MAX)
    throw new AppError('invalid_input', `Give a query of X, at most ${QUERY_LENGTH_MAX} characters.`)
  return readPages(options, { ...question, query }, deps)
}

async function* readPages(
  options: XOptions,
  { query, cursor, pagesMax, signal }: BackfillQuestion & { readonly query: string },
  deps: XDependencies,
): AsyncGenerator<BackfillPage> {
  const api = xApi(options, deps)
  const until = readXId(cursor)
  const search = {
    query,
    authorDetails: options.author_details,
    ...(until !== null && { untilId: BigInt(until) }),
  }
  const seen = new SeenVersions()
  let pages = 0
  for await (const page of searchRecent(api, search, { signal, triesMax: TRIES_MAX })) {
    yield toPage(page, seen, api.timing.now())
    pages += 1
    if (pages >= pagesMax || signal.aborted) return
  }
}

function toPage(page: JsonObject, seen: SeenVersions, now: number): BackfillPage {
  const batch = new PostBatch(seen)
  const tweets = asArray(page['data'])
  for (const [index, message] of readPage(page).entries())
    batch.add(message, () => JSON.stringify(tweets[index]), now)
  const { posts, edits, dropped, parked, parkedSamples } = batch.build(null)
  const meta = asObject(page['meta'])
  const hasMore = asString(meta?.['next_token']) !== null
  return {
    ...{ dropped, parked, parkedSamples },
    posts: [...posts, ...edits],
    cursor: hasMore ? readXId(meta?.['oldest_id']) : null,
  }
}
