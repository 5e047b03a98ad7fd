import type { Citation } from '../../domain/answer.ts'
import type { CitedUrl } from './generation.ts'

const TITLE_LENGTH_MAX = 120

/**
 * Where a reader finds what is cited: the page of the post or document where it has one, else our own copy. Always an
 * absolute address, which strict clients insist on.
 */
export function citedUrl(citation: Citation, baseUrl: string): CitedUrl {
  const title = citation.document?.title ?? `${citation.authorName ?? citation.author}: ${citation.quote}`
  return { url: absolute(citation.url, citation.id, baseUrl), title: shortened(title) }
}

function absolute(url: string | null, id: string, baseUrl: string): string {
  if (url !== null && /^https?:\/\//i.test(url) && URL.canParse(url)) return new URL(url).href
  const kind = id.startsWith('file:') ? 'files' : 'posts'
  const name = kind === 'files' ? id.slice('file:'.length) : id
  return `${baseUrl}/api/${kind}/${encodeURIComponent(name)}`
}

function shortened(title: string): string {
  const line = title.replace(/\s+/g, ' ').trim()
  return line.length <= TITLE_LENGTH_MAX ? line : `${line.slice(0, TITLE_LENGTH_MAX - 1).toWellFormed()}…`
}
