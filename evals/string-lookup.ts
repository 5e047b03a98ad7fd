import type { Post } from '../src/domain/post.ts'

/**
 * The baseline that must not be enough: the post that shares most words with the question (rare words count more), given as
 * the answer. It never abstains and understands nothing.
 */
export class StringLookup {
  readonly #texts: string[] = []
  readonly #postings = new Map<string, number[]>()

  add(post: Post): void {
    if (post.repostOf !== null) return
    const position = this.#texts.push(post.text) - 1
    for (const word of words(post.text)) {
      const postings = this.#postings.get(word)
      if (postings === undefined) this.#postings.set(word, [position])
      else postings.push(position)
    }
  }

  /** Text of the best post, the latest where several are equal; empty when no word is shared. */
  answer(question: string): string {
    const scores = new Map<number, number>()
    for (const word of words(question)) {
      const postings = this.#postings.get(word) ?? []
      const weight = Math.log(this.#texts.length / postings.length)
      for (const position of postings) scores.set(position, (scores.get(position) ?? 0) + weight)
    }
    let best = -1
    for (const [position, score] of scores) {
      const bestScore = scores.get(best) ?? Number.NEGATIVE_INFINITY
      if (score > bestScore || (score === bestScore && position > best)) best = position
    }
    return this.#texts[best] ?? ''
  }
}

function words(text: string): Set<string> {
  const plain = text
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
  return new Set(plain.match(/[a-z]{2,}|\d+/g) ?? [])
}
