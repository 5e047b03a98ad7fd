import type { PageReview } from '../../domain/page-review.ts'

/** What was read out of an article's HTML. Nothing of it is markup. */
export type Article = {
  /** Cleaned text, paragraphs with an empty line between them; never empty. */
  readonly text: string
  readonly title: string | null
  readonly byline: string | null
  readonly site: string | null
  /** UTC milliseconds as the page declares it. */
  readonly publishedAt: number | null
  readonly modifiedAt: number | null
  /** Primary language subtag as declared. */
  readonly lang: string | null
  /** The page asks robots not to keep it. */
  readonly isForbidden: boolean
  /** The page's own name for its address where it can be believed, else the address it was read at. */
  readonly canonicalUrl: string
  /** Checks of claims that the page publishes; see `readClaimReviews`. */
  readonly reviews: readonly PageReview[]
}

/** What a page says about itself, wherever it says it. */
export type PageMetadata = {
  readonly title: string | null
  readonly byline: string | null
  readonly site: string | null
  readonly publishedAt: number | null
  readonly modifiedAt: number | null
  readonly lang: string | null
  /** It asks robots not to keep it. */
  readonly isForbidden: boolean
  /** As written. */
  readonly canonical: string | null
}
