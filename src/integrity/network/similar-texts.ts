import { groupRows } from '../../lib/group-rows.ts'
import type { Actions } from './actions.ts'
import { PostingLists } from './posting-lists.ts'
import type { Neighbours } from './toolkit-rule.ts'
import { toolkitWords } from './toolkit-text.ts'

export type SimilarityOptions = {
  readonly windowSeconds: number
  /** Least Jaccard index of the two sets of words, above 0 to 1. */
  readonly similarity01: number
  /** Texts with fewer distinct words are similar to nothing. */
  readonly minTokens: number
}

/**
 * Finds for each row the rows within the window whose text shares enough of its words. The objects of the actions are texts.
 *
 * Exact, without comparing every two texts: of two sets that are similar enough, the rarest words of one meet the
 * rarest words of the other, so that only texts that meet there are compared.
 *
 * @see Bayardo, Ma and Srikant, "Scaling up all pairs similarity search", WWW 2007
 * @see Xiao et al., "Efficient similarity joins for near-duplicate detection", TODS 2011 (the order by frequency)
 */
export function similarNeighbours(actions: Actions, options: SimilarityOptions): Neighbours {
  const words = wordsOfTexts(actions)
  const pairs = findPairs(actions, words, options)
  const partners = groupRows(pairs.from, actions.count)
  return (row, meet) => {
    const end = partners.starts[row + 1] as number
    for (let at = partners.starts[row] as number; at < end; at++)
      meet(pairs.to[partners.rows[at] as number] as number)
  }
}

/** The distinct words of each text, as numbers that are lower the rarer the word is, in ascending order. */
type TextWords = { readonly ofText: readonly (Uint32Array | undefined)[]; readonly wordCount: number }

function wordsOfTexts(actions: Actions): TextWords {
  const numbers = new Map<string, number>()
  const frequencies: number[] = []
  const ofText: (Uint32Array | undefined)[] = []
  for (const object of actions.objects) {
    ofText[object] ??= Uint32Array.from(toolkitWords(actions.itemNames.text(object)), (word) => {
      const number = numbers.get(word) ?? numbers.size
      if (number === numbers.size) numbers.set(word, number)
      frequencies[number] = (frequencies[number] ?? 0) + 1
      return number
    })
  }
  const ranks = rarestFirst(frequencies)
  for (const [object, words] of ofText.entries())
    ofText[object] = words?.map((word) => ranks[word] as number).sort()
  return { ofText, wordCount: numbers.size }
}

function rarestFirst(frequencies: readonly number[]): Uint32Array {
  const order = Uint32Array.from(frequencies, (_, word) => word)
  order.sort((one, other) => (frequencies[one] as number) - (frequencies[other] as number) || one - other)
  const ranks = new Uint32Array(frequencies.length)
  order.forEach((word, rank) => {
    ranks[word] = rank
  })
  return ranks
}

/** Rounding errors of a product must not ask for one word more. */
const ROUNDING = 1e-9

/** Both directions of every pair of similar rows. */
function findPairs(
  actions: Actions,
  { ofText, wordCount }: TextWords,
  { windowSeconds, similarity01, minTokens }: SimilarityOptions,
): { from: Uint32Array; to: Uint32Array } {
  const { times, objects } = actions
  const lists = new PostingLists(wordCount)
  const lastMet = new Int32Array(actions.count).fill(-1)
  const from: number[] = []
  const to: number[] = []
  for (const row of rowsByTime(times)) {
    const words = ofText[objects[row] as number] as Uint32Array
    if (words.length < minTokens || words.length === 0) continue
    const prefix = words.length - Math.ceil(similarity01 * words.length - ROUNDING) + 1
    const oldest = (times[row] as number) - windowSeconds
    for (let at = 0; at < prefix; at++) {
      lists.visit(words[at] as number, oldest, times, (earlier) => {
        if (lastMet[earlier] === row) return
        lastMet[earlier] = row
        const other = ofText[objects[earlier] as number] as Uint32Array
        if (other !== words && jaccard01(words, other, similarity01) < similarity01) return
        from.push(row, earlier)
        to.push(earlier, row)
      })
      lists.add(words[at] as number, row)
    }
  }
  return { from: Uint32Array.from(from), to: Uint32Array.from(to) }
}

function rowsByTime(times: Float64Array): Uint32Array {
  const rows = Uint32Array.from(times, (_, row) => row)
  return rows.sort((one, other) => (times[one] as number) - (times[other] as number) || one - other)
}

/** The Jaccard index of two ascending sets; 0 as soon as it cannot reach `least` any more. */
function jaccard01(one: Uint32Array, other: Uint32Array, least: number): number {
  const sizes = one.length + other.length
  const needed = (least / (1 + least)) * sizes - ROUNDING
  let common = 0
  let at = 0
  let otherAt = 0
  while (at < one.length && otherAt < other.length) {
    if (common + Math.min(one.length - at, other.length - otherAt) < needed) return 0
    const difference = (one[at] as number) - (other[otherAt] as number)
    if (difference === 0) common += 1
    if (difference <= 0) at += 1
    if (difference >= 0) otherAt += 1
  }
  return common / (sizes - common)
}
