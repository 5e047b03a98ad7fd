import { createHash } from 'node:crypto'
import { makePage, type Page } from '../../domain/page.ts'
import type { FetchFailure } from '../../lib/safe-fetch/fetch-outcome.ts'
import type { Timing } from '../../lib/timing.ts'
import type { DocumentReader } from '../../sources/documents/document-reader.ts'
import type { UnreadableReason } from '../../sources/documents/read-document.ts'
import type { PoliteFetcher } from '../../sources/feeds/polite-fetcher.ts'
import { forbidsKeeping, PRODUCT } from '../../sources/feeds/robots-directives.ts'
import type { WebResult } from './web-search.ts'

export type PageReaderDependencies = {
  readonly fetcher: Pick<PoliteFetcher, 'fetchPage'>
  readonly reader: Pick<DocumentReader, 'read'>
  readonly timing: Timing
}

/** `reason` is a word for counts: of the fetch, of the reading, or `http_<status>`. */
export type PageOutcome =
  | { readonly kind: 'page'; readonly page: Page }
  | { readonly kind: 'none'; readonly reason: FetchFailure | UnreadableReason | `http_${number}` }

/** A report in PDF may be this large; an HTML page never is. */
const LIMITS = { headersMs: 8_000, totalMs: 20_000, bytesMax: 12 * 1_024 * 1_024 }
const ACCEPT = 'text/html,application/xhtml+xml;q=0.9,application/pdf;q=0.8,text/plain;q=0.7'
const READ_TYPES = /^(?:text\/html|application\/xhtml\+xml|application\/pdf|text\/plain)\b/i
/** Longest text of a page that is kept: that of a long report. */
const TEXT_LENGTH_MAX = 500_000

/**
 * Reads a page that a search named: fetched as a guest does, never from a private address, and cleaned on a thread that
 * can be ended. Its snapshot is not stored here. Never throws.
 */
export async function readPage(
  result: WebResult,
  { fetcher, reader, timing }: PageReaderDependencies,
  signal: AbortSignal,
): Promise<PageOutcome> {
  const response = await fetcher.fetchPage({
    url: result.url,
    headers: { accept: ACCEPT },
    limits: LIMITS,
    acceptsType: (type) => type === null || READ_TYPES.test(type.trim()),
    signal,
  })
  if (response.kind === 'failed') return { kind: 'none', reason: response.reason }
  const { status, body, url } = response
  if (status < 200 || status > 299) return { kind: 'none', reason: `http_${status}` }
  if (forbidsKeeping(response.headers['x-robots-tag'], PRODUCT)) return { kind: 'none', reason: 'noindex' }
  const name = new URL(url).pathname.split('/').at(-1) ?? ''
  const contentType = response.headers['content-type'] ?? null
  const reading = await reader.read({ bytes: body, name, contentType, url })
  if (reading.kind === 'unreadable') return { kind: 'none', reason: reading.reason }
  const { document } = reading
  if (document.text.length > TEXT_LENGTH_MAX) return { kind: 'none', reason: 'too_long' }
  const address = url.replace(/#.*$/s, '')
  const page = makePage({
    url: address,
    canonicalUrl: document.canonicalUrl ?? address,
    site: document.site ?? new URL(url).hostname.replace(/^www\./, ''),
    title: document.title ?? result.title,
    byline: document.byline,
    // A page may say when it was written and be wrong; a search mostly repeats what it said.
    publishedAt: document.publishedAt ?? result.publishedAt,
    fetchedAt: timing.now(),
    lang: document.lang,
    text: document.text,
    rawSha256: createHash('sha256').update(body).digest('hex'),
    rawSizeBytes: body.length,
    ...(document.reviews !== undefined && document.reviews.length > 0 && { reviews: document.reviews }),
  })
  return { kind: 'page', page }
}
