import { stripControls } from '../../domain/text/safe-text.ts'
import { asString } from '../../lib/unknown-json.ts'
import type { WebResult } from './web-search.ts'

const URL_LENGTH_MAX = 2_000
const TITLE_LENGTH_MAX = 300
const SNIPPET_LENGTH_MAX = 1_000
const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
}

/** A result as a provider wrote it; what is no string counts as absent. */
export type WrittenResult = {
  readonly url: unknown
  readonly title?: unknown
  readonly snippet?: unknown
  /** ISO 8601; without a zone it is UTC. */
  readonly published?: unknown
}

/** The results that name a web page, each address once, in order, at most `limit`. */
export function readResults(written: readonly WrittenResult[], limit: number): WebResult[] {
  const results = new Map<string, WebResult>()
  for (const { url, title, snippet, published } of written) {
    const address = webAddress(asString(url))
    if (address === null || results.has(address)) continue
    results.set(address, {
      url: address,
      title: plainLine(asString(title), TITLE_LENGTH_MAX),
      snippet: plainLine(asString(snippet), SNIPPET_LENGTH_MAX),
      publishedAt: parseDate(asString(published)),
      pageId: null,
    })
    if (results.size >= limit) break
  }
  return [...results.values()]
}

function webAddress(written: string | null): string | null {
  if (written === null || written.length > URL_LENGTH_MAX) return null
  const url = URL.parse(written.trim())
  if (url === null || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '')
    return null
  url.hash = ''
  return url.href
}

/** Providers mark the words that were found with tags and write entities; the result is shown as text only. */
function plainLine(written: string | null, lengthMax: number): string | null {
  if (written === null) return null
  const line = stripControls(written.slice(0, 4 * lengthMax))
    .replace(/<\/?[a-z][^<>]{0,100}>/gi, '')
    .replace(/&(amp|lt|gt|quot|apos|nbsp|#39|#x27);/g, (_entity, name: string) => ENTITIES[name] ?? "'")
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, lengthMax)
    .toWellFormed()
  return line === '' ? null : line
}

/** Dates before the web and dates to come are mistakes of the provider. */
const EARLIEST = Date.UTC(1990)

function parseDate(written: string | null): number | null {
  const match =
    /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?)(Z|[+-]\d{2}:?\d{2})?)?$/.exec(
      written?.trim() ?? '',
    )
  if (match === null) return null
  const [, day, time = '00:00', zone = 'Z'] = match
  const at = Date.parse(`${day}T${time}${zone}`)
  return Number.isNaN(at) || at < EARLIEST ? null : at
}

/** The day of a time, as providers want it: `2026-11-22`, UTC. */
export function isoDay(at: number): string {
  return new Date(at).toISOString().slice(0, 10)
}
