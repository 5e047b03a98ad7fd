import { asArray, asInteger, asObject, asString } from '../../lib/unknown-json.ts'

export type Facet = {
  readonly kind: 'link' | 'mention' | 'tag'
  /** The URL, the DID or the tag without `#`. */
  readonly value: string
  /** UTF-16 offsets of the words it marks in the text. */
  readonly start: number
  readonly end: number
}

const FACETS_MAX = 100

const FEATURES: Readonly<Record<string, { kind: Facet['kind']; field: string }>> = {
  'app.bsky.richtext.facet#link': { kind: 'link', field: 'uri' },
  'app.bsky.richtext.facet#mention': { kind: 'mention', field: 'did' },
  'app.bsky.richtext.facet#tag': { kind: 'tag', field: 'tag' },
}

/**
 * Links, mentions and tags that an author marked, in reading order. The network counts in UTF-8 bytes; facets
 * outside the text, empty ones and ones that cut a character in two are left out, as the specification asks.
 *
 * @param facets the record's `facets` as they came; only the first 100 are read
 * @see https://docs.bsky.app/docs/advanced-guides/post-richtext
 */
export function readFacets(text: string, facets: unknown): readonly Facet[] {
  const list = asArray(facets).slice(0, FACETS_MAX)
  if (list.length === 0) return []
  const offsetOf = utf16OffsetFinder(text)
  return list.flatMap((facet) => readFacet(facet, offsetOf)).sort((a, b) => a.start - b.start)
}

function readFacet(facet: unknown, offsetOf: (byte: number) => number | null): Facet[] {
  const index = asObject(asObject(facet)?.['index'])
  const start = offsetOf(asInteger(index?.['byteStart']) ?? -1)
  const end = offsetOf(asInteger(index?.['byteEnd']) ?? -1)
  if (start === null || end === null || start >= end) return []
  return asArray(asObject(facet)?.['features']).flatMap((candidate) => {
    const feature = asObject(candidate)
    const type = asString(feature?.['$type']) ?? ''
    const known = Object.hasOwn(FEATURES, type) ? FEATURES[type] : undefined
    const value = known === undefined ? null : asString(feature?.[known.field])
    return known === undefined || value === null ? [] : [{ kind: known.kind, value, start, end }]
  })
}

/** Maps UTF-8 byte offsets of a text to UTF-16 offsets; null outside the text and inside a character. */
function utf16OffsetFinder(text: string): (byte: number) => number | null {
  const bytes = Buffer.from(text, 'utf8')
  const isAscii = bytes.length === text.length
  return (byte) => {
    if (byte < 0 || byte > bytes.length) return null
    if (isAscii) return byte
    const next = bytes[byte]
    if (next !== undefined && (next & 0b1100_0000) === 0b1000_0000) return null
    return bytes.toString('utf8', 0, byte).length
  }
}
