/**
 * Reorders results so that one account, or one network, does not fill them: each further item of it counts less.
 * Nothing is removed; scores stay as they were.
 *
 * @param items best first
 * @param networkOf left out, networks are not mixed
 * @returns the same items; equal discounted scores keep their order
 * @see Carbonell and Goldstein, "The Use of MMR, Diversity-Based Reranking…", SIGIR 1998: similarity is here
 * whether the author, or the network, is the same
 */
export function mixAuthors<Item extends { readonly score: number }>(
  items: readonly Item[],
  authorOf: (item: Item) => string,
  networkOf?: (item: Item) => string,
): Item[] {
  const authors = new Earlier(AUTHOR_DISCOUNT)
  const networks = new Earlier(NETWORK_DISCOUNT)
  return items
    .map((item) => {
      const ofNetwork = networkOf === undefined ? 1 : networks.discount(networkOf(item))
      return { item, discounted: item.score * authors.discount(authorOf(item)) * ofNetwork }
    })
    .sort((a, b) => b.discounted - a.discounted)
    .map(({ item }) => item)
}

/** A second post of an author must be an eighth better than another author's first; of a network, a hundredth. */
const AUTHOR_DISCOUNT = 0.875
const NETWORK_DISCOUNT = 0.99
const EARLIER_MAX = 20

/** Counts how often each name came, and discounts by it. */
class Earlier {
  readonly #seen = new Map<string, number>()
  readonly #discount: number

  constructor(discount: number) {
    this.#discount = discount
  }

  discount(name: string): number {
    const earlier = this.#seen.get(name) ?? 0
    this.#seen.set(name, earlier + 1)
    return this.#discount ** Math.min(earlier, EARLIER_MAX)
  }
}
