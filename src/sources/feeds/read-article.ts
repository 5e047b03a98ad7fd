import { Readability } from '@mozilla/readability'
import { parseHTML } from 'linkedom'
import type { Article } from './article.ts'
import { readClaimReviews } from './claim-reviews.ts'
import { webAddress } from './feed-document.ts'
import { htmlToText } from './html-text.ts'
import { readPageMetadata } from './page-metadata.ts'

/** Longest article text kept, UTF-16 units: a long magazine piece has 60,000. */
export const ARTICLE_LENGTH_MAX = 200_000
/** Elements beyond which a page is not taken apart: more than long live blogs have. */
const ELEMENTS_MAX = 20_000
/** Shorter than this, what was found is a teaser or a cookie banner, not an article. */
const TEXT_LENGTH_MIN = 140
/** Text at which Readability stops looking for more; its default of 500 loses short news. */
const ENOUGH_LENGTH = 250

export type NoArticle = { readonly kind: 'none'; readonly reason: 'no_text' | 'too_complex' }

/**
 * Finds the article in a page: its text without menus, comments and adverts, and what the page says about it. Costs
 * tens of milliseconds, on hostile input much more: call it where it can be stopped. Never throws.
 *
 * @param url where the page was read
 */
export function readArticle(html: string, url: string): { kind: 'article'; article: Article } | NoArticle {
  const { canonical, isWhole, ...metadata } = readPageMetadata(html)
  if (!isWhole) return { kind: 'none', reason: 'too_complex' }
  const found = findText(html)
  if (typeof found !== 'string') return found
  return {
    kind: 'article',
    article: {
      ...metadata,
      text: found,
      canonicalUrl: believedCanonical(canonical, url),
      reviews: readClaimReviews(html),
    },
  }
}

function findText(html: string): string | NoArticle {
  try {
    const { document } = parseHTML(html)
    if (document.documentElement === null || document.body === null)
      return { kind: 'none', reason: 'no_text' }
    // The library's types name the browser's document; linkedom's has what is used of it.
    const parsed = new Readability(document as unknown as ConstructorParameters<typeof Readability>[0], {
      maxElemsToParse: ELEMENTS_MAX,
      charThreshold: ENOUGH_LENGTH,
      disableJSONLD: true,
    }).parse()
    const text = htmlToText(parsed?.content ?? '', ARTICLE_LENGTH_MAX)
    return text.length < TEXT_LENGTH_MIN ? { kind: 'none', reason: 'no_text' } : text
  } catch {
    // Too many elements, or nested deeper than the stack.
    return { kind: 'none', reason: 'too_complex' }
  }
}

/**
 * The canonical address where it is of the same site as the page: a page may call itself what it likes, but not
 * put its text under somebody else's name.
 */
function believedCanonical(canonical: string | null, url: string): string {
  const own = webAddress(url, url) ?? url
  const claimed = webAddress(canonical, url)
  return claimed !== null && hostOf(claimed) === hostOf(own) ? claimed : own
}

function hostOf(url: string): string {
  return new URL(url).host.replace(/^(?:(?:www|m|mobile|amp|edition|rss|feeds)\.)+/, '')
}
