import type { SearchQuery } from './query.ts'
import { isStoredKind, type SearchFilter } from './search.sql.ts'

/** What a caller asks beside the query. */
export type SearchBounds = {
  readonly lang?: string | undefined
  /** Network as posts name it: `bluesky`, `file`. */
  readonly source?: string | undefined
  /** UTC milliseconds; `to` is exclusive. */
  readonly from?: number | undefined
  readonly to?: number | undefined
}

/** What the archive can decide by itself of a query and of what the caller asks; times must hold for both. */
export function searchFilter(query: SearchQuery, bounds: SearchBounds): SearchFilter {
  const { required, excluded, phrases, excludedPhrases, authors, excludedAuthors, linkTexts } = query
  return {
    ...{ required, excluded, phrases, excludedPhrases, authors, excludedAuthors, linkTexts },
    has: query.has.filter(isStoredKind),
    hasNot: query.hasNot.filter(isStoredKind),
    lang: query.postLang ?? bounds.lang ?? null,
    source: bounds.source ?? null,
    from: bound(Math.max, query.from, bounds.from ?? null),
    to: bound(Math.min, query.to, bounds.to ?? null),
  }
}

/** Whether it leaves anything out at all. */
export function narrows({ lang, source, from, to, ...lists }: SearchFilter): boolean {
  const isNamed = [lang, source, from, to].some((value) => value !== null)
  return isNamed || Object.values(lists).some((list) => list.length > 0)
}

function bound(
  choose: (one: number, other: number) => number,
  one: number | null,
  other: number | null,
): number | null {
  if (one === null || other === null) return one ?? other
  return choose(one, other)
}
