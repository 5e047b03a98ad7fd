import { decodeText } from '../../lib/safe-fetch/decode-text.ts'
import type { Article } from './article.ts'
import type { FeedDocument, SitemapIndex, UnreadableFeed } from './feed-document.ts'
import { type NoArticle, readArticle } from './read-article.ts'
import { readFeed } from './read-feed.ts'
import { isSitemap, readSitemap } from './read-sitemap.ts'

/** Bytes as they came, with what their server said about them. */
export type Downloaded = {
  readonly bytes: Uint8Array
  readonly contentType: string | null
  /** Where they were read, after redirects. */
  readonly url: string
}

export type FeedReading = FeedDocument | SitemapIndex | UnreadableFeed
export type ArticleReading = { readonly kind: 'article'; readonly article: Article } | NoArticle

/** Decodes and reads a feed, sitemap or sitemap index. Never throws. */
export function readFeedBytes({ bytes, contentType, url }: Downloaded): FeedReading {
  const isJson = /[/+]json\b/i.test(contentType ?? '') || bytes.find((byte) => byte > 0x20) === 0x7b
  const { text } = decodeText(bytes, contentType, isJson ? 'json' : 'xml')
  return isSitemap(text) ? readSitemap(text, url) : readFeed(text, url)
}

/** Decodes a page and finds the article in it. Never throws. */
export function readArticleBytes({ bytes, contentType, url }: Downloaded): ArticleReading {
  return readArticle(decodeText(bytes, contentType, 'html').text, url)
}
