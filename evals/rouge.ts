const WORD = /[\p{L}\p{N}]+/gu

/** ROUGE-1 F: single words in common, in lower case, not stemmed, stop words kept. */
export function rouge1(text: string, reference: string): number {
  return rougeF(words(text), words(reference))
}

/** ROUGE-2 F: pairs of neighbouring words. */
export function rouge2(text: string, reference: string): number {
  return rougeF(pairs(words(text)), pairs(words(reference)))
}

function words(text: string): string[] {
  return text.toLowerCase().match(WORD) ?? []
}

function pairs(found: readonly string[]): string[] {
  return found.slice(1).map((word, at) => `${found[at]} ${word}`)
}

function rougeF(one: readonly string[], other: readonly string[]): number {
  const counts = new Map<string, number>()
  for (const item of other) counts.set(item, (counts.get(item) ?? 0) + 1)
  let shared = 0
  for (const item of one) {
    const left = counts.get(item) ?? 0
    if (left === 0) continue
    shared += 1
    counts.set(item, left - 1)
  }
  return shared === 0 ? 0 : (2 * shared) / (one.length + other.length)
}
