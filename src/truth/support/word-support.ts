import { type Ground, keysOf, rarity } from './ground.ts'
import type { RankedSentence } from './rank-evidence.ts'
import type { Word, WordKind } from './read-words.ts'
import { logistic, type Weights, weigh } from './weigh.ts'

/** Sentences that may carry a statement together. */
export const CARRIERS_MAX = 3
const NEIGHBOURS = 4
const SAME_ROOT = 0.5

/** How a word of a statement stands in its evidence. */
export type WordGround = {
  /** In the best sentence; in the sentences that carry the statement together; in any sentence of the sources. */
  readonly inBest01: number
  readonly inCarriers01: number
  readonly inSources01: number
  readonly inRun: boolean
  readonly rarity: number
}

export function groundWords(
  statement: readonly Word[],
  ranked: readonly RankedSentence[],
  ground: Ground,
): WordGround[] {
  const carriers = ranked.slice(0, CARRIERS_MAX)
  return statement.map((word, at) => ({
    inBest01: ranked[0]?.matches[at]?.match01 ?? 0,
    inCarriers01: Math.max(0, ...carriers.map(({ matches }) => matches[at]?.match01 ?? 0)),
    inSources01: anywhere(word, ground),
    inRun: carriers.some(({ matches }) => matches[at]?.inRun === true),
    rarity: rarity(ground, word.stem),
  }))
}

function anywhere(word: Word, ground: Ground): number {
  const key = keysOf(word).find((one) => ground.holders.has(one))
  if (key === undefined) return 0
  return key.endsWith('*') ? SAME_ROOT : 1
}

/** For each word the probability that the evidence does not carry it. */
export function unsupported01(
  statement: readonly Word[],
  grounds: readonly WordGround[],
  model: Weights,
): number[] {
  return wordFeatures(statement, grounds).map((features) => logistic(weigh(features, model)))
}

/** One row for each word: where it is found, what it is, both together, how its neighbours and the whole are found. */
export function wordFeatures(statement: readonly Word[], grounds: readonly WordGround[]): number[][] {
  const told = statement.map(({ kind }) => kind !== 'function')
  const inBest = shareOf(grounds, told, ({ inBest01 }) => inBest01)
  const inCarriers = shareOf(grounds, told, ({ inCarriers01 }) => inCarriers01)
  return statement.map(({ kind }, at) => {
    const word = grounds[at]
    if (word === undefined) return []
    const { inBest01, inCarriers01, inSources01, inRun } = word
    const is = (one: WordKind) => Number(kind === one)
    return [
      inBest01,
      inCarriers01,
      inSources01,
      Number(inRun),
      is('function'),
      is('name'),
      is('number'),
      is('function') * inCarriers01,
      is('name') * inCarriers01,
      is('number') * inCarriers01,
      is('name') * inSources01,
      is('number') * inSources01,
      nearby(grounds, told, at) ?? inCarriers,
      nextTold(grounds, told, at, -1) ?? 1,
      nextTold(grounds, told, at, 1) ?? inCarriers,
      inBest,
      inCarriers,
      (1 - inCarriers01) * word.rarity,
      at / statement.length,
    ]
  })
}

/** Share, by rarity, of the telling words that are found. */
export function shareOf(
  grounds: readonly WordGround[],
  counts: readonly boolean[],
  of: (ground: WordGround) => number,
): number {
  let held = 0
  let total = 0
  for (const [at, ground] of grounds.entries()) {
    if (counts[at] !== true) continue
    held += ground.rarity * of(ground)
    total += ground.rarity
  }
  return total === 0 ? 0 : held / total
}

function nearby(grounds: readonly WordGround[], told: readonly boolean[], at: number): number | null {
  const from = Math.max(0, at - NEIGHBOURS)
  const to = at + NEIGHBOURS + 1
  if (!told.slice(from, to).includes(true)) return null
  return shareOf(grounds.slice(from, to), told.slice(from, to), ({ inCarriers01 }) => inCarriers01)
}

function nextTold(
  grounds: readonly WordGround[],
  told: readonly boolean[],
  at: number,
  step: 1 | -1,
): number | null {
  for (let other = at + step; other >= 0 && other < told.length; other += step)
    if (told[other] === true) return grounds[other]?.inCarriers01 ?? 0
  return null
}
