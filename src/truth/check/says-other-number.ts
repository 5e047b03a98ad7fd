import type { Word } from '../support/read-words.ts'

/** True where the sentence counts the same thing as the statement (`12 people`, `20 people`) and comes to other numbers. */
export function saysOtherNumber(statement: readonly Word[], sentence: readonly Word[]): boolean {
  const there = countedThings(sentence)
  return [...countedThings(statement)].some(([thing, numbers]) => {
    const others = there.get(thing)
    return others !== undefined && [...numbers].every((number) => !others.has(number))
  })
}

/** By the stem of what is counted, the numbers it is counted with. */
function countedThings(words: readonly Word[]): Map<string, Set<string>> {
  const things = new Map<string, Set<string>>()
  for (const [at, word] of words.entries()) {
    if (word.kind !== 'number') continue
    const thing = words[at + 1]
    if (thing === undefined || thing.kind === 'number' || thing.kind === 'function') continue
    things.set(thing.stem, (things.get(thing.stem) ?? new Set()).add(word.stem))
  }
  return things
}
