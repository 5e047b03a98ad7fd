import type { PageReview } from '../../domain/page-review.ts'

/** Kinds of file whose text can be read. */
export type DocumentKind = 'pdf' | 'docx' | 'html' | 'csv' | 'text'

/** Bytes that may hold a document, with what is claimed about them. */
export type DocumentBytes = {
  readonly bytes: Uint8Array
  /** File name, or the last part of an address; decides only where the bytes do not. */
  readonly name: string
  readonly contentType: string | null
  /** Where it was read on the web; null for a file. */
  readonly url: string | null
}

/** A document as text. Nothing of it is markup. */
export type DocumentText = {
  readonly kind: DocumentKind
  /** Paragraphs with an empty line between them; never empty. Evidence offsets count in it. */
  readonly text: string
  /** Where each page begins in `text`, from 0; empty where the kind has no pages. */
  readonly pageStarts: readonly number[]
  readonly title: string | null
  readonly byline: string | null
  readonly site: string | null
  /** UTC milliseconds as the document declares it. */
  readonly publishedAt: number | null
  /** Primary language subtag as declared. */
  readonly lang: string | null
  /** The document's own name for its address where it can be believed; null for a file. */
  readonly canonicalUrl: string | null
  /** Checks of claims that a web page publishes. */
  readonly reviews?: readonly PageReview[]
}

/** Why a document gave no text. Each is another sentence to a person. */
export type UnreadableReason =
  /** Not one of the kinds that are read. */
  | 'wrong_type'
  /** Word's format before 2007. */
  | 'old_word'
  | 'encrypted'
  /** Cut off, or not what it says it is. */
  | 'broken'
  /** A scan, a picture, an empty file. */
  | 'no_text'
  /** Unpacks to more than any honest document. */
  | 'too_large'
  /** More text, pages or rows than are kept. */
  | 'too_long'
  /** Nests deeper or has more pieces than any honest document. */
  | 'too_complex'
  /** Reading it took too long or too much memory. */
  | 'too_slow'
  /** A page that asks robots not to keep it. Never of a file. */
  | 'noindex'

export type DocumentReading =
  | { readonly kind: 'read'; readonly document: DocumentText }
  | { readonly kind: 'unreadable'; readonly reason: UnreadableReason }

/** Longest text that is kept of a document, UTF-16 units: a thousand printed pages. */
export const DOCUMENT_LENGTH_MAX = 2_000_000
/** How far a longer one is read to see that it is longer: cleaning cuts between words, up to a fifth before its limit. */
export const READ_LENGTH_MAX = 1.3 * DOCUMENT_LENGTH_MAX

/** A document with everything unknown but its text. */
export function makeDocument(
  fields: Pick<DocumentText, 'kind' | 'text'> & Partial<DocumentText>,
): DocumentReading {
  const document: DocumentText = {
    pageStarts: [],
    title: null,
    byline: null,
    site: null,
    publishedAt: null,
    lang: null,
    canonicalUrl: null,
    ...fields,
  }
  if (document.text.trim() === '') return unreadable('no_text')
  return document.text.length > DOCUMENT_LENGTH_MAX ? unreadable('too_long') : { kind: 'read', document }
}

export function unreadable(reason: UnreadableReason): DocumentReading {
  return { kind: 'unreadable', reason }
}
