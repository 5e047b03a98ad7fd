/** One entry of a feed or sitemap, as it stands there. Addresses are absolute; text is free of markup. */
export type FeedEntry = {
  /** The entry's own name for itself; null when it has none. */
  readonly guid: string | null
  /** The page it is about, http(s); null when it has none. */
  readonly link: string | null
  readonly title: string | null
  /** What the feed itself says beyond the title, as paragraphs; null when nothing. */
  readonly text: string | null
  /** UTC milliseconds as declared; null when absent or not a date. */
  readonly publishedAt: number | null
  readonly updatedAt: number | null
  /** Primary language subtag, from the entry or its feed. */
  readonly lang: string | null
  readonly byline: string | null
}

/** How often a feed asks to be read. Null where it does not say. */
export type PollHints = {
  /** At least this long between two reads. */
  readonly ttlMs: number | null
  /** Hours (0-23) and days (0 = Sunday) in UTC in which nothing is published. */
  readonly skipHours: readonly number[]
  readonly skipDays: readonly number[]
}

export type FeedDocument = {
  readonly kind: 'feed'
  /** A sitemap lists a site's pages, old ones too; a feed only what is new. */
  readonly form: 'feed' | 'sitemap'
  readonly title: string | null
  /** In the order of the document. */
  readonly entries: readonly FeedEntry[]
  readonly hints: PollHints
}

/** A list of sitemaps. */
export type SitemapIndex = {
  readonly kind: 'index'
  readonly children: readonly { readonly url: string; readonly modifiedAt: number | null }[]
}

export type UnreadableFeed = {
  readonly kind: 'unreadable'
  readonly reason: 'not_a_feed' | 'malformed' | 'too_slow'
  readonly detail: string
}

export const NO_HINTS: PollHints = { ttlMs: null, skipHours: [], skipDays: [] }

/** Entries read of one document; more are not looked at. Sitemaps of news hold at most 1,000 by their rules. */
export const ENTRIES_MAX = 1_000
const LINK_LENGTH_MAX = 2_048

/** An absolute http(s) address without its fragment, or null. */
export function webAddress(written: string | null | undefined, base: string): string | null {
  if (written === null || written === undefined || written.length > LINK_LENGTH_MAX) return null
  const url = URL.parse(written.trim(), base)
  if (url === null || !/^https?:$/.test(url.protocol) || url.hostname === '' || url.username !== '')
    return null
  url.hash = ''
  return url.href.length > LINK_LENGTH_MAX ? null : url.href
}
