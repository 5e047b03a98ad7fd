import { createHash } from 'node:crypto'
import { makePage, type Page } from '../../domain/page.ts'
import type { FailedFetch } from '../../lib/safe-fetch/fetch-outcome.ts'
import type { Timing } from '../../lib/timing.ts'
import type { DocumentReader } from './document-reader.ts'
import type { FeedEntry } from './feed-document.ts'
import type { PoliteFetcher } from './polite-fetcher.ts'
import { forbidsKeeping, PRODUCT } from './robots-directives.ts'

export type ArticleOutcome =
  | { readonly kind: 'page'; readonly page: Page }
  | {
      readonly kind: 'none'
      /** A word for counts, e.g. `http_403`, `refused`, `no_text`. */
      readonly reason: string
      /** Whether another try later may succeed. */
      readonly isTransient: boolean
    }

const LIMITS = { headersMs: 15_000, totalMs: 30_000, bytesMax: 3 * 1_024 * 1_024 }
const TRANSIENT: ReadonlySet<string> = new Set<FailedFetch['reason']>([
  'unreachable',
  'timeout',
  'cut',
  'paused',
])

/** Fetches the page that an entry is about, as far as its site allows, and reads the article in it. Never throws. */
export async function fetchArticle(
  entry: FeedEntry & { readonly link: string },
  deps: {
    readonly fetcher: PoliteFetcher
    readonly reader: DocumentReader
    readonly timing: Timing
    readonly signal: AbortSignal
  },
): Promise<ArticleOutcome> {
  const response = await deps.fetcher.fetchPage({
    url: entry.link,
    headers: { accept: 'text/html,application/xhtml+xml;q=0.9', ...languageHeader(entry.lang) },
    limits: LIMITS,
    acceptsType: isHtml,
    signal: deps.signal,
  })
  if (response.kind === 'failed') return none(response.reason, TRANSIENT.has(response.reason))
  const { status, body, url } = response
  if (status < 200 || status > 299)
    return none(`http_${status}`, status >= 500 || status === 429 || status === 408)
  if (forbidsKeeping(response.headers['x-robots-tag'], PRODUCT)) return none('noindex', false)
  const document = { bytes: body, contentType: response.headers['content-type'] ?? null, url }
  const reading = await deps.reader.article(document)
  if (reading.kind === 'none') return none(reading.reason, false)
  if (reading.article.isForbidden) return none('noindex', false)
  const { text, title, byline, site, publishedAt, lang, canonicalUrl, reviews } = reading.article
  const page = makePage({
    url: withoutFragment(url),
    canonicalUrl,
    site: site ?? new URL(url).hostname.replace(/^www\./, ''),
    title: title ?? entry.title,
    byline: byline ?? entry.byline,
    publishedAt: publishedAt ?? entry.publishedAt,
    fetchedAt: deps.timing.now(),
    lang: lang ?? entry.lang,
    text,
    rawSha256: createHash('sha256').update(body).digest('hex'),
    rawSizeBytes: body.length,
    ...(reviews.length > 0 && { reviews }),
  })
  return { kind: 'page', page }
}

function none(reason: string, isTransient: boolean): ArticleOutcome {
  return { kind: 'none', reason, isTransient }
}

function isHtml(contentType: string | null): boolean {
  return contentType === null || /^(?:text\/html|application\/xhtml\+xml)\b/i.test(contentType.trim())
}

/** Some sites answer in the language of the reader's browser; the feed's own is the one wanted. */
function languageHeader(lang: string | null): { 'accept-language'?: string } {
  return lang === null ? {} : { 'accept-language': `${lang}, *;q=0.5` }
}

function withoutFragment(url: string): string {
  return url.replace(/#.*$/s, '')
}
