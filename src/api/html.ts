/** Markup that was made safe: the only thing that enters a page as it is. */
export type Html = { readonly html: string }

type Part = Html | string | number | null | readonly Html[]

/** Writes HTML; every text that is put in is encoded, whatever it holds. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  const text = strings.reduce((all, piece, at) => all + encode(parts[at - 1] ?? null) + piece)
  return { html: text }
}

function encode(part: Part): string {
  if (part === null) return ''
  if (typeof part === 'number') return String(part)
  if (typeof part === 'string') return escapeHtml(part)
  if ('html' in part) return part.html
  return part.map((each) => each.html).join('')
}

export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
}

/** A JSON-LD block: `<` is written so that no text in it can end the block. */
export function jsonLd(document: unknown): Html {
  const json = JSON.stringify(document).replaceAll('<', '\\u003c').replaceAll('\u2028', '\\u2028')
  return { html: `<script type="application/ld+json">${json}</script>` }
}

/** An address as it may stand in `href`: the web's own kinds only. */
export function safeHref(url: string | null): string | null {
  return url !== null && /^https?:\/\//i.test(url) ? url : null
}
