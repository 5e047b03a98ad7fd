import { createHash } from 'node:crypto'
import type { PageReview } from './page-review.ts'

/** `page:<hash>`: names one snapshot, not an address. */
export type PageId = string

/**
 * A web document as it was once read: a snapshot. A page that changes gives a new snapshot; the old one stays.
 * `null` means unknown. Times are UTC milliseconds.
 */
export type Page = {
  readonly id: PageId
  /** Where it was read, after redirects. */
  readonly url: string
  /** The page's own name for its address where it can be believed, else `url`. */
  readonly canonicalUrl: string
  /** What the site calls itself, else its host. */
  readonly site: string
  readonly title: string | null
  readonly byline: string | null
  /** As the page or the feed that named it declares. */
  readonly publishedAt: number | null
  readonly fetchedAt: number
  /** BCP 47 primary subtag as declared. */
  readonly lang: string | null
  /** Cleaned text: no markup, paragraphs with an empty line between them. Evidence offsets count in it. */
  readonly text: string
  /** SHA-256 of `text` in UTF-8, hexadecimal: what a reader can check a quote against. */
  readonly textSha256: string
  /** SHA-256 of the bytes as they came, decompressed, hexadecimal. */
  readonly rawSha256: string
  readonly rawSizeBytes: number
  /** Checks of claims that it publishes, as it was just read; not stored with the page. */
  readonly reviews?: readonly PageReview[]
}

const ID_DIGITS = 32

/** A page with its id and text hash: the same text at the same address is the same snapshot, whenever it was read. */
export function makePage(fields: Omit<Page, 'id' | 'textSha256'>): Page {
  const textSha256 = sha256(fields.text)
  const id = `page:${sha256(`${fields.canonicalUrl}\n${textSha256}`).slice(0, ID_DIGITS)}`
  return { ...fields, id, textSha256 }
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
