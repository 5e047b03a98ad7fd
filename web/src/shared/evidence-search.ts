import type { Span } from './text/segment-text.ts'

/** What of a screen's evidence a link restores: the post shown beside it and the span that is lit. */
export type EvidenceSearch = {
  readonly post?: string | undefined
  /** `start-end`, UTF-16 code units into the stored text. */
  readonly span?: string | undefined
  /** Number of the citation this was opened from. */
  readonly n?: string | undefined
  /** `page` where `post` names the snapshot of a page or a file. */
  readonly kind?: string | undefined
}

export function evidenceOf(citation: {
  kind?: 'post' | 'page'
  id: string
  start: number
  end: number
  n: number
}): EvidenceSearch {
  const span = `${citation.start}-${citation.end}`
  return {
    ...{ post: citation.id, span, n: String(citation.n) },
    kind: citation.kind === 'page' ? 'page' : undefined,
  }
}

export const NO_EVIDENCE = {
  post: undefined,
  span: undefined,
  n: undefined,
  kind: undefined,
} as const satisfies EvidenceSearch

export function parseSpan(span: string | undefined): Span | null {
  const match = /^(\d{1,9})-(\d{1,9})$/.exec(span ?? '')
  return match ? { start: Number(match[1]), end: Number(match[2]) } : null
}
