import { primarySubtag } from '../../domain/text/language-tag.ts'
import { parseFeedDate } from './feed-dates.ts'
import {
  ENTRIES_MAX,
  type FeedDocument,
  type FeedEntry,
  NO_HINTS,
  type SitemapIndex,
  type UnreadableFeed,
  webAddress,
} from './feed-document.ts'
import { htmlToLine } from './html-text.ts'
import { parseMarkup } from './parse-markup.ts'
import { TITLE_LENGTH_MAX } from './read-feed.ts'

/** Elements that hold text we use, in news sitemaps as Google describes them; prefixes are taken off. */
const FIELDS: ReadonlySet<string> = new Set([
  'loc',
  'lastmod',
  'publication_date',
  'title',
  'name',
  'language',
])
const RECORDS: ReadonlySet<string> = new Set(['url', 'sitemap'])
const FIELD_LENGTH_MAX = 4_000
/** Elements such as `image:loc` have fields of the same names that mean something else. */
const OTHER_PREFIXES = /^(?:image|video|xhtml):/

type Fields = Record<string, string>

export function isSitemap(text: string): boolean {
  return /<(?:[\w-]{1,20}:)?(?:urlset|sitemapindex)[\s>]/.test(text.slice(0, 8_192))
}

/**
 * Reads a sitemap or a sitemap index, tolerantly: what is well-formed before a fault is kept. The newest records are
 * kept where there are too many. Never throws; entities that the document declares are not expanded.
 *
 * @param url where it was read: the base of relative addresses
 * @see https://www.sitemaps.org/protocol.html and https://developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap
 */
export function readSitemap(text: string, url: string): FeedDocument | SitemapIndex | UnreadableFeed {
  const { root, records } = readRecords(text)
  if (root === 'sitemapindex') return indexOf(records, url)
  if (root !== 'urlset') return { kind: 'unreadable', reason: 'not_a_feed', detail: 'is not a sitemap' }
  const entries = records.flatMap((fields) => entryOf(fields, url) ?? [])
  const title = records.find((fields) => fields['name'] !== undefined)?.['name']
  return {
    kind: 'feed',
    form: 'sitemap',
    title: htmlToLine(title, 200),
    entries: newest(entries),
    hints: NO_HINTS,
  }
}

function readRecords(text: string): { root: string | null; records: Fields[] } {
  const records: Fields[] = []
  const path: string[] = []
  let root: string | null = null
  let record: Fields | null = null
  parseMarkup(
    text,
    {
      onopentagname: (name) => {
        const local = name.slice(name.indexOf(':') + 1).toLowerCase()
        root ??= local
        path.push(OTHER_PREFIXES.test(name) ? '' : local)
        if (RECORDS.has(local) && path.length === 2) record = {}
      },
      ontext: (part) => {
        const field = path.at(-1) ?? ''
        if (record === null || !FIELDS.has(field)) return
        const before = record[field] ?? ''
        if (before.length < FIELD_LENGTH_MAX) record[field] = before + part
      },
      onclosetag: (_name, isImplied) => {
        // What breaks off in the middle has half an address.
        if (path.length === 2 && record !== null && !isImplied) {
          records.push(record)
          record = null
        }
        path.pop()
      },
    },
    'xml',
  )
  return { root, records }
}

function indexOf(records: readonly Fields[], url: string): SitemapIndex {
  const children = records.flatMap((fields) => {
    const address = webAddress(fields['loc'], url)
    return address === null ? [] : [{ url: address, modifiedAt: parseFeedDate(fields['lastmod']) }]
  })
  return { kind: 'index', children: children.slice(0, ENTRIES_MAX) }
}

function entryOf(fields: Fields, url: string): FeedEntry | null {
  const link = webAddress(fields['loc'], url)
  if (link === null) return null
  const updatedAt = parseFeedDate(fields['lastmod'])
  return {
    guid: null,
    link,
    title: htmlToLine(fields['title'], TITLE_LENGTH_MAX),
    text: null,
    publishedAt: parseFeedDate(fields['publication_date']),
    updatedAt,
    lang: primarySubtag(fields['language']?.trim() ?? null),
    byline: null,
  }
}

function newest(entries: readonly FeedEntry[]): readonly FeedEntry[] {
  if (entries.length <= ENTRIES_MAX) return entries
  const at = (entry: FeedEntry) => entry.publishedAt ?? entry.updatedAt ?? 0
  return entries.toSorted((a, b) => at(b) - at(a)).slice(0, ENTRIES_MAX)
}
