import { parseFeed } from 'feedsmith'
import { primarySubtag } from '../../domain/text/language-tag.ts'
import { parseFeedDate } from './feed-dates.ts'
import {
  ENTRIES_MAX,
  type FeedDocument,
  type FeedEntry,
  NO_HINTS,
  type UnreadableFeed,
  webAddress,
} from './feed-document.ts'
import { cutText, htmlToText, tidyText } from './html-text.ts'

type Parsed = ReturnType<typeof parseFeed<string>>
type RssFeed = Extract<Parsed, { format: 'rss' }>['feed']
type AtomFeed = Extract<Parsed, { format: 'atom' }>['feed']
type RdfFeed = Extract<Parsed, { format: 'rdf' }>['feed']
type JsonFeed = Extract<Parsed, { format: 'json' }>['feed']
type List<T> = readonly T[] | undefined
type ItemOf<F extends { items?: unknown }> = NonNullable<F['items']> extends (infer Item)[] ? Item : never
type AtomEntry = NonNullable<AtomFeed['entries']>[number]
/** Text of an Atom feed or content, with the type that says how to read it. */
type AtomText = { readonly value?: string; readonly type?: string } | undefined

export const TITLE_LENGTH_MAX = 500
export const ENTRY_TEXT_LENGTH_MAX = 20_000
const NAME_LENGTH_MAX = 200
const GUID_LENGTH_MAX = 1_024
/** Enough for what escapes its own markup twice. */
const LOOKS_LIKE_HTML =
  /<\/?(?:a|abbr|b|blockquote|br|div|em|font|h[1-6]|i|iframe|img|li|ol|p|script|span|strong|style|ul)\b[^<>]*>/i
const MINUTE_MS = 60_000
const DAYS = 'sunday monday tuesday wednesday thursday friday saturday'.split(' ')
const PERIOD_MS: Readonly<Record<string, number>> = {
  hourly: 60 * MINUTE_MS,
  daily: 1_440 * MINUTE_MS,
  weekly: 7 * 1_440 * MINUTE_MS,
}

/**
 * Reads RSS 0.9x to 2.0, RDF, Atom 0.3 and 1.0 and JSON Feed. Nothing in a document is fetched, and entities that it
 * declares itself are not expanded. Never throws.
 *
 * @param url where the document was read: the base of relative links
 */
export function readFeed(text: string, url: string): FeedDocument | UnreadableFeed {
  try {
    return fromParsed(parseFeed<string>(text.trim(), { maxItems: ENTRIES_MAX }), url)
  } catch (error) {
    const isUnknown = error instanceof Error && error.name === 'DetectError'
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
    const detail = (cause instanceof Error ? cause.message : String(cause)).slice(0, 200)
    return { kind: 'unreadable', reason: isUnknown ? 'not_a_feed' : 'malformed', detail }
  }
}

function fromParsed(parsed: Parsed, url: string): FeedDocument {
  switch (parsed.format) {
    case 'rss':
      return fromRss(parsed.feed, baseOf(parsed.feed.xml?.base, url))
    case 'atom':
      return fromAtom(parsed.feed, baseOf(parsed.feed.xml?.base, url))
    case 'rdf':
      return fromRdf(parsed.feed, url)
    case 'json':
      return fromJson(parsed.feed, url)
  }
}

function fromRss(feed: RssFeed, base: string): FeedDocument {
  const lang = feed.language ?? feed.dc?.languages?.[0]
  return {
    kind: 'feed',
    form: 'feed',
    title: plainLine(feed.title, NAME_LENGTH_MAX),
    entries: (feed.items ?? []).map((item) => rssEntry(item, baseOf(item.xml?.base, base), lang)),
    hints: {
      ttlMs: longest(feed.ttl === undefined ? null : feed.ttl * MINUTE_MS, periodMs(feed.sy)),
      skipHours: (feed.skipHours ?? []).map((hour) => hour % 24),
      skipDays: (feed.skipDays ?? []).flatMap((day) => {
        const number = DAYS.indexOf(day.trim().toLowerCase())
        return number === -1 ? [] : [number]
      }),
    },
  }
}

function rssEntry(item: ItemOf<RssFeed>, base: string, lang: string | undefined): FeedEntry {
  const guid = guidOf(item.guid?.value)
  const own = webAddress(item.link ?? item.atom?.links?.[0]?.href, base)
  return {
    guid,
    // A guid is the page's address unless it says that it is not.
    link: own ?? (item.guid?.isPermaLink === false ? null : webAddress(absolute(guid), base)),
    title: plainLine(item.title, TITLE_LENGTH_MAX),
    text: longestText(html(item.content?.encoded), html(item.description)),
    publishedAt: parseFeedDate(item.pubDate ?? item.dc?.dates?.[0] ?? item.atom?.published),
    updatedAt: parseFeedDate(item.atom?.updated),
    lang: primarySubtag(item.dc?.languages?.[0] ?? item.xml?.lang ?? lang ?? null),
    byline: names([...(item.dc?.creators ?? []), ...(item.authors ?? []).map((author) => author.name)]),
  }
}

function fromRdf(feed: RdfFeed, base: string): FeedDocument {
  const lang = feed.dc?.languages?.[0]
  return {
    kind: 'feed',
    form: 'feed',
    title: plainLine(feed.title, NAME_LENGTH_MAX),
    entries: (feed.items ?? []).map((item) => ({
      guid: guidOf(item.rdf?.about),
      link: webAddress(item.link ?? item.rdf?.about, base),
      title: plainLine(item.title, TITLE_LENGTH_MAX),
      text: longestText(html(item.content?.encoded), html(item.description)),
      publishedAt: parseFeedDate(item.dc?.dates?.[0]),
      updatedAt: null,
      lang: primarySubtag(item.dc?.languages?.[0] ?? lang ?? null),
      byline: names(item.dc?.creators),
    })),
    hints: { ...NO_HINTS, ttlMs: periodMs(feed.sy) },
  }
}

function fromAtom(feed: AtomFeed, base: string): FeedDocument {
  return {
    kind: 'feed',
    form: 'feed',
    title: atomLine(feed.title, NAME_LENGTH_MAX),
    entries: (feed.entries ?? []).map((entry) => atomEntry(entry, baseOf(entry.xml?.base, base), feed)),
    hints: { ...NO_HINTS, ttlMs: periodMs(feed.sy) },
  }
}

function atomEntry(entry: AtomEntry, base: string, feed: AtomFeed): FeedEntry {
  const links = entry.links ?? []
  const page = links.find(
    ({ rel, type }) => (rel ?? 'alternate') === 'alternate' && (type ?? 'html').includes('html'),
  )
  const link = page ?? links.find(({ rel }) => (rel ?? 'alternate') === 'alternate')
  return {
    guid: guidOf(entry.id),
    link: webAddress(link?.href ?? entry.content?.src ?? absolute(entry.id ?? null), base),
    title: atomLine(entry.title, TITLE_LENGTH_MAX),
    text: longestText(atomText(entry.content), atomText(entry.summary)),
    publishedAt: parseFeedDate(entry.published) ?? parseFeedDate(entry.updated),
    updatedAt: parseFeedDate(entry.updated),
    lang: primarySubtag(entry.xml?.lang ?? feed.xml?.lang ?? feed.dc?.languages?.[0] ?? null),
    byline: names((entry.authors ?? feed.authors)?.map((author) => author.name)),
  }
}

function fromJson(feed: JsonFeed, base: string): FeedDocument {
  return {
    kind: 'feed',
    form: 'feed',
    title: plainLine(feed.title, NAME_LENGTH_MAX),
    entries: (feed.items ?? []).map((item) => ({
      guid: guidOf(item.id),
      link: webAddress(item.url ?? absolute(item.id ?? null), base),
      title: plainLine(item.title, TITLE_LENGTH_MAX),
      text: longestText(html(item.content_html), plain(item.content_text), plain(item.summary)),
      publishedAt: parseFeedDate(item.date_published),
      updatedAt: parseFeedDate(item.date_modified),
      lang: primarySubtag(item.language ?? feed.language ?? null),
      byline: names((item.authors ?? feed.authors)?.map((author) => author.name)),
    })),
    hints: NO_HINTS,
  }
}

function baseOf(written: string | undefined, base: string): string {
  return (written === undefined ? null : webAddress(written, base)) ?? base
}

/** An identifier that is an address by itself; others (`tag:…`, numbers) must not be resolved against a base. */
function absolute(identifier: string | null): string | null {
  return identifier !== null && /^https?:\/\//i.test(identifier) ? identifier : null
}

function guidOf(value: string | undefined): string | null {
  const guid = value?.trim() ?? ''
  return guid === '' ? null : guid.slice(0, GUID_LENGTH_MAX).toWellFormed()
}

function html(value: string | undefined): string | null {
  if (value === undefined) return null
  const text = htmlToText(value, ENTRY_TEXT_LENGTH_MAX)
  return LOOKS_LIKE_HTML.test(text) ? htmlToText(text, ENTRY_TEXT_LENGTH_MAX) : text
}

/** Plain text, unless it is HTML that was called plain, as happens. */
function plain(value: string | undefined): string | null {
  if (value === undefined) return null
  return LOOKS_LIKE_HTML.test(value) ? html(value) : tidyText(value, ENTRY_TEXT_LENGTH_MAX)
}

/**
 * One line of a field that does not say whether it is HTML: entities are decoded either way, and without a known tag
 * `<` is a character like others.
 */
function plainLine(value: string | undefined, lengthMax: number): string | null {
  if (value === undefined) return null
  return oneLine(LOOKS_LIKE_HTML.test(value) ? html(value) : html(value.replaceAll('<', '&lt;')), lengthMax)
}

function oneLine(text: string | null, lengthMax: number): string | null {
  const line = cutText(text?.replace(/\s+/g, ' ') ?? '', lengthMax)
  return line === '' ? null : line
}

function atomText(text: AtomText): string | null {
  const isMarkup = text?.type === 'html' || text?.type === 'xhtml' || /html/.test(text?.type ?? '')
  return isMarkup ? html(text?.value) : plain(text?.value)
}

function atomLine(text: AtomText, lengthMax: number): string | null {
  return oneLine(atomText(text), lengthMax)
}

/** Feeds differ in which field holds more: the fullest one is taken. */
function longestText(...texts: readonly (string | null)[]): string | null {
  const best = texts.reduce<string>(
    (longest, text) => ((text?.length ?? 0) > longest.length ? (text ?? '') : longest),
    '',
  )
  return best === '' ? null : best
}

function names(values: List<string | undefined>): string | null {
  const lines = (values ?? []).slice(0, 5).flatMap((value) => plainLine(value, NAME_LENGTH_MAX) ?? [])
  return lines.length === 0 ? null : [...new Set(lines)].join(', ').slice(0, NAME_LENGTH_MAX).toWellFormed()
}

function periodMs(sy: { updatePeriod?: string; updateFrequency?: number } | undefined): number | null {
  const period = PERIOD_MS[sy?.updatePeriod?.trim().toLowerCase() ?? '']
  return period === undefined ? null : period / Math.max(1, sy?.updateFrequency ?? 1)
}

function longest(...values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null && Number.isFinite(value) && value > 0)
  return known.length === 0 ? null : Math.max(...(known as number[]))
}
