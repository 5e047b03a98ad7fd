import { createHash } from 'node:crypto'
import type { Page } from '../../domain/page.ts'
import { makePost, type Post, type PostId } from '../../domain/post.ts'
import { canonicalUrl } from '../../domain/text/canonical-url.ts'
import type { FeedEntry } from './feed-document.ts'
import { cutText } from './html-text.ts'

/** Longest lead of a post, UTF-16 units: the first paragraphs say what happened; the page holds the rest. */
const LEAD_LENGTH_MAX = 1_500
/** Clocks differ; what is dated further ahead is not believed. */
const AHEAD_MAX_MS = 10 * 60_000
const ID_LENGTH = 22
const KEY_LENGTH = 8

/** The feed that an entry stands in. */
export type EntryFeed = { readonly address: string; readonly title: string | null }

/** Names of one entry: of its post, and in the memory of its feed. */
export type EntryNames = { readonly id: PostId; readonly key: string }

/**
 * The same article has the same id in every feed: it is made of its link without tracking, or of its own id within
 * its feed where it has no link. Null when it has neither.
 */
export function namesOf(entry: FeedEntry, feed: EntryFeed): EntryNames | null {
  const link = entry.link === null ? null : (canonicalUrl(entry.link)?.key ?? entry.link)
  const name = link ?? (entry.guid === null ? null : `${feed.address}\n${entry.guid}`)
  if (name === null) return null
  const hash = hashOf(name)
  return { id: `feeds:${hash.slice(0, ID_LENGTH)}`, key: hash.slice(0, KEY_LENGTH) }
}

/** Changes when the feed says something else about the entry. */
export function versionOf(entry: FeedEntry): string {
  return shortHash([entry.title, entry.text, entry.publishedAt, entry.updatedAt].join('\n'))
}

export function shortHash(text: string): string {
  return hashOf(text).slice(0, KEY_LENGTH)
}

/**
 * An entry as a post: title and lead, so that it is found and quoted like any other. `extra` names its feed, its page
 * and the entry's own date where that was not believed.
 *
 * @param page the article as it was fetched; null when only the feed's own words are there
 * @param now UTC milliseconds
 * @returns null when there is no text at all
 */
export function entryPost(
  entry: FeedEntry,
  { id, feed, page, now }: { id: PostId; feed: EntryFeed; page: Page | null; now: number },
): Post | null {
  const title = entry.title ?? page?.title ?? null
  const text = postText(title, page?.text ?? entry.text ?? '')
  if (text === '') return null
  const declaredAt = entry.publishedAt ?? page?.publishedAt ?? null
  const isAhead = declaredAt !== null && declaredAt > now + AHEAD_MAX_MS
  const host = new URL(feed.address).hostname
  const url = page?.canonicalUrl ?? entry.link
  return makePost({
    id,
    author: host,
    authorName: feed.title ?? page?.site ?? host,
    text,
    createdAt: isAhead ? now : declaredAt,
    lang: entry.lang ?? page?.lang ?? null,
    urls: url === null ? [] : [url],
    source: 'feeds',
    extra: {
      feed: feed.address,
      ...(page === null ? {} : { page: page.id }),
      ...(isAhead ? { declared_created_at: new Date(declaredAt).toISOString() } : {}),
    },
  })
}

function postText(title: string | null, body: string): string {
  const paragraphs = body.split('\n\n')
  // Articles often begin with their own headline.
  if (title !== null && paragraphs[0]?.trim().toLowerCase() === title.toLowerCase()) paragraphs.shift()
  const lead = leadOf(paragraphs)
  return [title ?? '', lead].filter((part) => part !== '').join('\n\n')
}

/** Whole paragraphs while they fit; the first is cut if it alone is too long. */
function leadOf(paragraphs: readonly string[]): string {
  let lead = cutText(paragraphs[0] ?? '', LEAD_LENGTH_MAX)
  for (const paragraph of paragraphs.slice(1)) {
    if (lead.length + paragraph.length + 2 > LEAD_LENGTH_MAX) break
    lead += `\n\n${paragraph}`
  }
  return lead
}

function hashOf(text: string): string {
  return createHash('sha256').update(text.toWellFormed()).digest('base64url')
}
