type Span = { readonly start: number; readonly end: number }

/** Characters that both lists of spans cover, of those that either does; 1 where neither covers any. */
export function characterIou(ours: readonly Span[], theirs: readonly Span[]): number {
  const covered = (spans: readonly Span[]) => {
    const characters = new Set<number>()
    for (const { start, end } of spans) for (let at = start; at < end; at++) characters.add(at)
    return characters
  }
  const one = covered(ours)
  const other = covered(theirs)
  const union = one.union(other).size
  return union === 0 ? 1 : one.intersection(other).size / union
}

const WORD = /[\p{L}\p{N}]+/gu

/** The plainest measure of support: the share of a text's different words that stand in its sources, as written. */
export function wordOverlap(text: string, sources: readonly string[]): number {
  const words = new Set(text.toLowerCase().match(WORD) ?? [])
  const known = new Set(sources.flatMap((source) => source.toLowerCase().match(WORD) ?? []))
  return words.size === 0 ? 0 : words.intersection(known).size / words.size
}
