import type { FileWithTextJson } from '../../../../src/contract/file.ts'
import type { PageJson } from '../../../../src/contract/page.ts'
import type { Span } from '../../shared/text/segment-text.ts'

/** A page or a file as the evidence panel shows it. */
export type ShownDocument = {
  readonly kind: 'page' | 'file'
  /** What the site calls itself, or the file's name. */
  readonly name: string
  readonly title: string | null
  readonly byline: string | null
  readonly url: string | null
  readonly lang: string | null
  readonly publishedAt: string | null
  readonly readAt: string
  readonly text: string
  /** Of the page's text, or of the file's bytes. */
  readonly sha256: string
  readonly pageStarts: readonly number[]
}

/** Characters shown before and after what is cited. */
const AROUND = 6_000

export function documentOfPage(page: PageJson): ShownDocument {
  return {
    ...{ kind: 'page', name: page.site, title: page.title, byline: page.byline, url: page.canonical_url },
    ...{ lang: page.lang, publishedAt: page.published_at, readAt: page.fetched_at },
    ...{ text: page.text, sha256: page.text_sha256, pageStarts: [] },
  }
}

export function documentOfFile(file: FileWithTextJson): ShownDocument {
  return {
    ...{ kind: 'file', name: file.name, title: file.title, byline: null, url: null, lang: null },
    ...{ publishedAt: null, readAt: file.created_at },
    ...{ text: file.text, sha256: file.sha256, pageStarts: file.page_starts },
  }
}

/** Number of the page on which an offset lies, from 1; null where there are no pages. */
export function pageAt({ pageStarts }: Pick<ShownDocument, 'pageStarts'>, at: number): number | null {
  if (pageStarts.length === 0) return null
  return Math.max(1, pageStarts.filter((start) => start <= at).length)
}

/** The part of a long text around a span, from line to line; the beginning where nothing is cited. */
export function windowAround(text: string, span: Span | null): Span {
  const { start, end } = span ?? { start: 0, end: 0 }
  if (start > text.length) return { start: 0, end: Math.min(text.length, 2 * AROUND) }
  const from = start - AROUND <= 0 ? 0 : lineStart(text, start - AROUND, start)
  const to = end + AROUND >= text.length ? text.length : lineEnd(text, end + AROUND, end)
  return { start: from, end: to }
}

function lineStart(text: string, from: number, before: number): number {
  const at = text.indexOf('\n', from)
  return at === -1 || at >= before ? wholeCharacter(text, from) : at + 1
}

function lineEnd(text: string, to: number, after: number): number {
  const at = text.lastIndexOf('\n', to)
  return at <= after ? wholeCharacter(text, to) : at
}

function wholeCharacter(text: string, at: number): number {
  return /[\udc00-\udfff]/.test(text.charAt(at)) ? at - 1 : at
}
