/**
 * Reorders results so that one account does not fill them: each further item of an author counts less.
 * Nothing is removed; scores stay as they were.
 *
 * @param items best first
 * @returns the same items; equal discounted scores keep their order
 * @see Carbonell and Goldstein, "The Use of MMR, Diversity-Based Reranking…", SIGIR 1998: similarity is here
 * whether the author is the same
 */
export function mixAuthors<Item extends { readonly score: number }>(
  items: readonly Item[],
  authorOf: (item: Item) => string,
): Item[] {
  const seen = new Map<string, number>()
  return items
    .map((item) => {
      const author = authorOf(item)
      const earlier = seen.get(author) ?? 0
      seen.set(author, earlier + 1)
      return { item, discounted: item.score * DISCOUNT ** Math.min(earlier, EARLIER_MAX) }
    })
    .sort((a, b) => b.discounted - a.discounted)
    .map(({ item }) => item)
}

/** A second post of an author must be an eighth better than another author's first. */
const DISCOUNT = 0.875
const EARLIER_MAX = 20
