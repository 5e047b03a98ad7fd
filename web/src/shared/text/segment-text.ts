import { cleanText } from './clean-text.ts'
import { safeLink } from './safe-link.ts'

/** Offsets into the stored text, in UTF-16 code units. */
export type Span = { readonly start: number; readonly end: number }
export type Segment = {
  /** Where the piece begins in the stored text. */
  readonly start: number
  readonly text: string
  readonly isMarked: boolean
  readonly href: string | null
}

/**
 * Cuts a stored text into pieces to show: the cited span marked, web addresses as links. The offsets refer to
 * the stored text, so it is cut first and cleaned after. A span outside the text marks nothing.
 */
export function segmentText(text: string, span: Span | null): Segment[] {
  const links = findLinks(text)
  const marked = span && span.start < span.end && span.end <= text.length ? span : null
  const cuts = new Set([0, text.length])
  for (const range of marked ? [...links, marked] : links) cuts.add(range.start).add(range.end)
  const edges = [...cuts].sort((a, b) => a - b)
  const segments: Segment[] = []
  for (const [index, start] of edges.slice(0, -1).entries()) {
    const end = edges[index + 1] ?? text.length
    const shown = cleanText(text.slice(start, end))
    if (shown === '') continue
    const link = links.find((range) => range.start <= start && end <= range.end)
    const isMarked = marked !== null && marked.start <= start && end <= marked.end
    segments.push({ start, text: shown, isMarked, href: link?.href ?? null })
  }
  return segments
}

type LinkRange = Span & { readonly href: string }

/** Addresses as people type them: closing punctuation after one is not part of it. */
function findLinks(text: string): LinkRange[] {
  const links: LinkRange[] = []
  for (const match of text.matchAll(
    /https?:\/\/[^\s<>"'\u0000-\u001f\u200b-\u200f\u2028-\u202e\u2066-\u2069]{1,2000}/gi,
  )) {
    const typed = match[0].replace(/[.,;:!?…)\]}»”’]+$/u, '')
    const href = safeLink(typed)
    if (href) links.push({ start: match.index, end: match.index + typed.length, href })
  }
  return links
}
