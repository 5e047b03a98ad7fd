import { type Ground, type GroundSentence, keysOf, rarity } from './ground.ts'
import { matchWords, type WordMatch } from './match-words.ts'
import type { Word } from './read-words.ts'
import { logistic, type Weights, weigh } from './weigh.ts'

/** A sentence that bears on a statement. */
export type RankedSentence = {
  readonly sentence: GroundSentence
  readonly matches: readonly WordMatch[]
  /** How much it bears on the statement beside those ranked before it. */
  readonly relevance01: number
}

/** Sentences looked at closely; the others hold less of the statement's words. */
const CANDIDATES_MAX = 64
/** Of a word that stands in more sentences, the first of them: it tells little, and hostile texts cost bounded work. */
const HOLDERS_MAX = 1_000
/** What new words of the statement are worth against a sentence's own score; .4 to .8 do equally well on wice. 2026-11-22. */
const NEW_WORDS_WEIGHT = 0.6

/**
 * The sentences of the sources that bear on a statement, best first: each is chosen for itself and for the words of
 * the statement that those before it leave open.
 *
 * @param limit how many at most
 */
export function rankEvidence(
  statement: readonly Word[],
  ground: Ground,
  { limit, model }: { limit: number; model: Weights },
): RankedSentence[] {
  const weights = wordWeights(statement, ground)
  const candidates = candidateSentences(statement, weights, ground)
  const features = evidenceFeatures(statement, weights, candidates, ground)
  const scored = candidates.map((candidate, index) => ({
    ...candidate,
    score: logistic(weigh(features[index] ?? [], model)),
  }))
  return choose(scored, weights, limit)
}

/** What each word of a statement counts: its rarity among the sources, nothing for words that say nothing alone. */
export function wordWeights(statement: readonly Word[], ground: Ground): number[] {
  return statement.map((word) => (word.kind === 'function' ? 0 : rarity(ground, word.stem)))
}

export type Candidate = {
  readonly index: number
  readonly sentence: GroundSentence
  readonly matches: readonly WordMatch[]
}

export function candidateSentences(
  statement: readonly Word[],
  weights: readonly number[],
  ground: Ground,
): Candidate[] {
  const held = new Map<number, number>()
  for (const [at, word] of statement.entries()) {
    const weight = weights[at] ?? 0
    if (weight === 0) continue
    for (const index of holdersOf(word, ground)) held.set(index, (held.get(index) ?? 0) + weight)
  }
  return [...held]
    .sort(([one, a], [other, b]) => b - a || one - other)
    .slice(0, CANDIDATES_MAX)
    .flatMap(([index]) => {
      const sentence = ground.sentences[index]
      return sentence === undefined ? [] : [{ index, sentence, matches: matchWords(statement, sentence) }]
    })
}

function holdersOf(word: Word, ground: Ground): ReadonlySet<number> {
  return new Set(keysOf(word).flatMap((key) => (ground.holders.get(key) ?? []).slice(0, HOLDERS_MAX)))
}

/** One row for each candidate: closeness (TF-IDF cosine), the same beside the best; the share of the statement it holds, the
 * same beside the best; the share its neighbours hold; words in runs; the rarest word held; ends like a sentence. */
export function evidenceFeatures(
  statement: readonly Word[],
  weights: readonly number[],
  candidates: readonly Candidate[],
  ground: Ground,
): number[][] {
  const shares = new Map(candidates.map(({ index, matches }) => [index, shareHeld(matches, weights)]))
  const asked = vector(statement, ground)
  const cosines = candidates.map(({ sentence }) => cosine(asked, vector(sentence.words, ground)))
  const bestShare = Math.max(1e-9, ...shares.values())
  const bestCosine = Math.max(1e-9, ...cosines)
  return candidates.map(({ index, sentence, matches }, at) => {
    const share = shares.get(index) ?? 0
    const beside = Math.max(shares.get(index - 1) ?? 0, shares.get(index + 1) ?? 0)
    const closeness = cosines[at] ?? 0
    return [
      closeness,
      closeness / bestCosine,
      share,
      share / bestShare,
      beside / bestShare,
      mean(matches.map(({ inRun }) => Number(inRun))),
      Math.max(0, ...matches.map(({ match01 }, word) => (match01 === 1 ? (weights[word] ?? 0) : 0))),
      Number(sentence.isClosed),
    ]
  })
}

/** Share of the statement, by weight, that these matches hold. */
export function shareHeld(matches: readonly WordMatch[], weights: readonly number[]): number {
  let held = 0
  let total = 0
  for (const [at, weight] of weights.entries()) {
    held += weight * (matches[at]?.match01 ?? 0)
    total += weight
  }
  return total === 0 ? 0 : held / total
}

/** Cosine of the TF-IDF vectors, counts damped by their logarithm. */
function cosine(one: ReadonlyMap<string, number>, other: ReadonlyMap<string, number>): number {
  let product = 0
  for (const [stem, value] of one) product += value * (other.get(stem) ?? 0)
  return product / Math.max(1e-9, norm(one) * norm(other))
}

function vector(words: readonly Word[], ground: Ground): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { stem } of words) counts.set(stem, (counts.get(stem) ?? 0) + 1)
  for (const [stem, count] of counts) counts.set(stem, (1 + Math.log(count)) * rarity(ground, stem))
  return counts
}

function norm(values: ReadonlyMap<string, number>): number {
  let sum = 0
  for (const value of values.values()) sum += value * value
  return Math.sqrt(sum)
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length
}

type Scored = Candidate & { readonly score: number }

function choose(candidates: readonly Scored[], weights: readonly number[], limit: number): RankedSentence[] {
  const total = Math.max(
    1e-9,
    weights.reduce((sum, weight) => sum + weight, 0),
  )
  const held = weights.map(() => 0)
  const left = new Set(candidates)
  const chosen: RankedSentence[] = []
  while (chosen.length < limit && left.size > 0) {
    let best: { candidate: Scored; worth: number } | null = null
    for (const candidate of left) {
      const gain = candidate.matches.reduce(
        (sum, { match01 }, at) => sum + (weights[at] ?? 0) * Math.max(0, match01 - (held[at] ?? 0)),
        0,
      )
      const worth = (candidate.score + (NEW_WORDS_WEIGHT * gain) / total) / (1 + NEW_WORDS_WEIGHT)
      if (best === null || worth > best.worth) best = { candidate, worth }
    }
    if (best === null) break
    const { candidate, worth } = best
    left.delete(candidate)
    for (const [at, { match01 }] of candidate.matches.entries()) held[at] = Math.max(held[at] ?? 0, match01)
    chosen.push({ sentence: candidate.sentence, matches: candidate.matches, relevance01: worth })
  }
  return chosen
}
