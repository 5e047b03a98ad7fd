import { parseRetryAfter } from '../../lib/parse-retry-after.ts'
import type { FollowedResponse } from '../../lib/safe-fetch/follow-redirects.ts'
import { gunzipIfGzip } from '../../lib/safe-fetch/read-body.ts'
import type { Timing } from '../../lib/timing.ts'
import type { DocumentReader } from './document-reader.ts'
import type { FeedDocument, SitemapIndex } from './feed-document.ts'
import { type FeedState, headerValue } from './feed-state.ts'
import type { PoliteFetcher } from './polite-fetcher.ts'

export type FeedFetch =
  | { readonly kind: 'unchanged'; readonly cacheControl: string | undefined }
  | {
      readonly kind: 'document'
      readonly document: FeedDocument | SitemapIndex
      readonly etag: string | null
      readonly lastModified: string | null
      readonly movedTo: string | null
      readonly cacheControl: string | undefined
    }
  /** The server says that it is gone for good. */
  | { readonly kind: 'gone'; readonly error: string }
  | {
      readonly kind: 'failed'
      /** A word for counts. */
      readonly reason: string
      /** For people, beginning with a verb. */
      readonly error: string
      readonly retryAfterMs: number | null
    }
  | { readonly kind: 'cancelled' }

export type FeedReaders = {
  readonly fetcher: PoliteFetcher
  readonly reader: DocumentReader
  readonly timing: Timing
  readonly signal: AbortSignal
}

/** Feeds with the full text of a hundred articles reach a few MB; a news sitemap stays below one. */
const BYTES_MAX = 10 * 1_024 * 1_024
const LIMITS = { headersMs: 20_000, totalMs: 60_000, bytesMax: BYTES_MAX }
const ACCEPT =
  'application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, */*;q=0.1'
/** Types that are certainly not a feed; servers name feeds in every other way. */
const NEVER_A_FEED = /^(?:image|audio|video|font)\//i

/** Reads a feed if it has changed since `state`. Whatever its server does is an outcome. */
export async function fetchFeed(
  state: Pick<FeedState, 'url' | 'etag' | 'lastModified'>,
  { fetcher, reader, timing, signal }: FeedReaders,
): Promise<FeedFetch> {
  const response = await fetcher.fetchFeed({
    url: state.url,
    headers: {
      accept: ACCEPT,
      ...(state.etag === null ? {} : { 'if-none-match': state.etag }),
      ...(state.lastModified === null ? {} : { 'if-modified-since': state.lastModified }),
    },
    limits: LIMITS,
    acceptsType: (contentType) => !NEVER_A_FEED.test(contentType ?? ''),
    signal,
  })
  if (signal.aborted) return { kind: 'cancelled' }
  if (response.kind === 'failed') return failure(`feed_${response.reason}`, response.detail)
  const retryAfterMs = parseRetryAfter(response.headers['retry-after'], timing.now())
  const { status } = response
  if (status === 304) return { kind: 'unchanged', cacheControl: response.headers['cache-control'] }
  if (status === 410) return { kind: 'gone', error: 'is gone for good (HTTP 410)' }
  if (status < 200 || status > 299)
    return failure(`feed_http_${status}`, `answered with HTTP ${status}`, retryAfterMs)
  try {
    return await readResponse(response, reader, signal)
  } catch (error) {
    if (signal.aborted) return { kind: 'cancelled' }
    throw error
  }
}

async function readResponse(
  response: FollowedResponse,
  reader: DocumentReader,
  signal: AbortSignal,
): Promise<FeedFetch> {
  const { headers, url, movedTo } = response
  const bytes = await gunzipIfGzip(response.body, BYTES_MAX, signal)
  if (!Buffer.isBuffer(bytes)) return failure(`feed_${bytes.reason}`, bytes.detail)
  const document = await reader.feed({ bytes, contentType: headers['content-type'] ?? null, url })
  if (document.kind === 'unreadable') return failure(`feed_${document.reason}`, unreadable(document))
  return {
    kind: 'document',
    document,
    etag: headerValue(headers['etag']),
    lastModified: headerValue(headers['last-modified']),
    movedTo,
    cacheControl: headers['cache-control'],
  }
}

const UNREADABLE = {
  not_a_feed: 'is not a feed or sitemap',
  malformed: 'is malformed',
  too_slow: 'cannot be read in time',
} as const

function unreadable({ reason, detail }: { reason: keyof typeof UNREADABLE; detail: string }): string {
  return `${UNREADABLE[reason]} (${detail})`
}

function failure(reason: string, error: string, retryAfterMs: number | null = null): FeedFetch {
  return { kind: 'failed', reason, error, retryAfterMs }
}
