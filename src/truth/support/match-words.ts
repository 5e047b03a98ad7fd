import { type GroundSentence, keysOf } from './ground.ts'
import { moodsOf } from './moods.ts'
import type { Word } from './read-words.ts'

/** How a word of a statement is found in one sentence. */
export type WordMatch = {
  /** 1: the same word or number; 0.5: a word of the same root; 0: not there. */
  readonly match01: number
  /** True where a neighbour in the statement is its neighbour there too. */
  readonly inRun: boolean
  /** Index of the word there; -1 where there is none. */
  readonly place: number
}

const SAME_ROOT = 0.5
const NOWHERE: Omit<WordMatch, 'inRun'> = { match01: 0, place: -1 }

/** Finds each word of a statement in one sentence of a source. A number with another unit is another number. */
export function matchWords(statement: readonly Word[], { words }: GroundSentence): WordMatch[] {
  const known = new Map<string, number>()
  const pairs = new Set<string>()
  for (const [place, word] of words.entries()) {
    for (const key of keysOf(word)) if (!known.has(key)) known.set(key, place)
    if (place > 0) pairs.add(`${words[place - 1]?.stem} ${word.stem}`)
  }
  const joined = statement.map((word, at) => pairs.has(`${word.stem} ${statement[at + 1]?.stem}`))
  return statement.map((word, at) => ({
    ...matchOne(word, known, words),
    inRun: joined[at] === true || joined[at - 1] === true,
  }))
}

function matchOne(
  word: Word,
  known: ReadonlyMap<string, number>,
  words: readonly Word[],
): Omit<WordMatch, 'inRun'> {
  for (const key of keysOf(word)) {
    const place = known.get(key)
    if (place === undefined) continue
    if (key.endsWith('*')) return { match01: SAME_ROOT, place }
    const unit = words[place]?.unit ?? null
    return word.unit !== null && unit !== null && word.unit !== unit ? NOWHERE : { match01: 1, place }
  }
  return NOWHERE
}

/** How many telling words of a statement the sentence denies and the statement does not, or the other way round; and so on. */
export function moodDifferences(
  statement: readonly Word[],
  matches: readonly WordMatch[],
  { words }: GroundSentence,
): { readonly denied: number; readonly hedged: number; readonly partial: number } {
  const said = moodsOf(statement)
  const there = moodsOf(words)
  const counts = { denied: 0, hedged: 0, partial: 0 }
  for (const [at, { place, match01 }] of matches.entries()) {
    const one = said[at]
    const other = there[place]
    if (match01 < 1 || statement[at]?.kind === 'function' || one === undefined || other === undefined)
      continue
    if (one.isDenied !== other.isDenied) counts.denied++
    if (!one.isHedged && other.isHedged) counts.hedged++
    if (!one.isPartial && other.isPartial) counts.partial++
  }
  return counts
}
