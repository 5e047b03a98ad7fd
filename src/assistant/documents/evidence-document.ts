import type { Page } from '../../domain/page.ts'
import { registrableDomain } from '../../lib/registrable-domain.ts'

/** A page or a file as evidence: a stored text with what is known about it. Times are UTC milliseconds. */
export type EvidenceDocument = {
  /** Of the snapshot; offsets of citations count in its `text`. */
  readonly id: string
  readonly kind: 'page' | 'file'
  readonly url: string | null
  /** Who speaks: the registrable domain of a page, so that all pages of one publisher are one voice. */
  readonly speaker: string
  /** What the site calls itself; of a file its name. */
  readonly site: string
  readonly title: string | null
  readonly lang: string | null
  readonly publishedAt: number | null
  readonly fetchedAt: number
  readonly text: string
  /** Where each page begins in `text`; empty where there are none. */
  readonly pageStarts: readonly number[]
  /** Each line is a row that stands for itself. */
  readonly isTable: boolean
}

/** A file that a person gave with a question. */
export type AskedFile = {
  /** `file:<id>`. */
  readonly id: string
  readonly name: string
  readonly title: string | null
  readonly text: string
  readonly pageStarts: readonly number[]
  readonly isTable: boolean
  /** When it was given. */
  readonly addedAt: number
}

export function pageDocument(page: Page): EvidenceDocument {
  const { id, site, title, lang, publishedAt, fetchedAt, text } = page
  const speaker = registrableDomain(page.canonicalUrl)
  return {
    ...{ id, kind: 'page', url: page.canonicalUrl, speaker, site, title, lang, publishedAt, fetchedAt, text },
    pageStarts: [],
    isTable: false,
  }
}

export function fileDocument(file: AskedFile): EvidenceDocument {
  const { id, name, title, text, pageStarts, isTable, addedAt } = file
  return {
    ...{ id, kind: 'file', url: null, speaker: id, site: name, title, lang: null, publishedAt: null },
    ...{ fetchedAt: addedAt, text, pageStarts, isTable },
  }
}

/** Page on which a place in the text lies, from 1; null where the document has no pages. */
export function pageNumberAt(
  { pageStarts }: Pick<EvidenceDocument, 'pageStarts'>,
  at: number,
): number | null {
  if (pageStarts.length === 0) return null
  return Math.max(1, pageStarts.filter((start) => start <= at).length)
}
