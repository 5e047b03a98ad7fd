/** Constants of BM25. */
export type Bm25 = { readonly saturation: number; readonly lengthDiscount01: number }

/**
 * Ranks texts in memory by BM25 over any kind of token.
 *
 * @see Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", 2009
 */
export class PostingList<Token> {
  readonly #count: number
  /** For each token, the texts that have it and what each gains by it, one after the other. */
  readonly #postings: ReadonlyMap<Token, Posting>

  /** @param texts the tokens of each, repeats kept */
  constructor(texts: readonly (readonly Token[])[], { saturation, lengthDiscount01 }: Bm25) {
    this.#count = texts.length
    const postings = new Map<Token, { texts: number[]; gains: number[] }>()
    const meanLength = texts.reduce((sum, { length }) => sum + length, 0) / Math.max(1, texts.length) || 1
    for (const [place, tokens] of texts.entries()) {
      const damping = saturation * (1 - lengthDiscount01 + (lengthDiscount01 * tokens.length) / meanLength)
      for (const [token, times] of countEach(tokens)) {
        const posting = postings.get(token) ?? { texts: [], gains: [] }
        posting.texts.push(place)
        posting.gains.push((times * (saturation + 1)) / (times + damping))
        postings.set(token, posting)
      }
    }
    this.#postings = new Map(
      [...postings].map(([token, { texts: places, gains }]) => [
        token,
        { texts: Uint32Array.from(places), gains: Float32Array.from(gains) },
      ]),
    )
  }

  /**
   * The score of each text.
   *
   * @param groups what is looked for; a text has a group when it has any of its tokens, and gains by the best of them
   */
  scores(groups: readonly (readonly Token[])[]): Float64Array {
    const scores = new Float64Array(this.#count)
    for (const group of groups) {
      const gains = this.#gains(group)
      const weight = rarity(gains.size, this.#count)
      for (const [text, gain] of gains) scores[text] = (scores[text] as number) + weight * gain
    }
    return scores
  }

  #gains(group: readonly Token[]): Map<number, number> {
    const gains = new Map<number, number>()
    for (const token of new Set(group)) {
      const posting = this.#postings.get(token)
      if (posting === undefined) continue
      for (let at = 0; at < posting.texts.length; at++) {
        const text = posting.texts[at] as number
        gains.set(text, Math.max(gains.get(text) ?? 0, posting.gains[at] as number))
      }
    }
    return gains
  }
}

type Posting = { readonly texts: Uint32Array; readonly gains: Float32Array }

/** Inverse document frequency, above 0 for any count. */
function rarity(textsWithIt: number, texts: number): number {
  return Math.log(1 + (texts - textsWithIt + 0.5) / (textsWithIt + 0.5))
}

function countEach<Token>(tokens: readonly Token[]): Map<Token, number> {
  const counts = new Map<Token, number>()
  for (const token of tokens) counts.set(token, (counts.get(token) ?? 0) + 1)
  return counts
}
