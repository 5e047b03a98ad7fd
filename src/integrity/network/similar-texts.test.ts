import { describe, expect, it } from 'vitest'
import { Random } from '../../lib/random.ts'
import type { Actions } from './actions.ts'
import { type SimilarityOptions, similarNeighbours } from './similar-texts.ts'
import { actionsOf } from './test-actions.ts'
import { toolkitWords } from './toolkit-text.ts'

const OPTIONS = { windowSeconds: 60, similarity01: 0.9, minTokens: 5 }

describe('similar texts', () => {
  it('meet within the window when they share enough of their words', () => {
    const text = 'one two three four five six seven eight nine ten'
    const actions = actionsOf([
      [text, 'ann', '1', 0],
      [`@all ${text.toUpperCase()}`, 'bob', '2', 60],
      [text.replace('ten', 'eleven'), 'cleo', '3', 60],
      [text, 'dora', '4', 121],
    ])
    expect(pairs(actions, OPTIONS)).toEqual(['0-1'])
    expect(pairs(actions, { ...OPTIONS, similarity01: 0.8 })).toEqual(['0-1', '0-2', '1-2'])
  })

  it('are never those with too few words', () => {
    const actions = actionsOf([
      ['so very true', 'ann', '1', 0],
      ['so very true', 'bob', '2', 0],
    ])
    expect(pairs(actions, OPTIONS)).toEqual([])
    expect(pairs(actions, { ...OPTIONS, minTokens: 3 })).toEqual(['0-1'])
  })

  it.each([0.5, 0.8, 0.9, 1])('are exactly those that comparing every two finds, at %d', (similarity01) => {
    const random = new Random('11')
    const rows = Array.from({ length: 500 }, (_, row) => {
      const start = random.integer(0, 3) * 40
      const words = Array.from({ length: random.integer(1, 14) }, () => `w${start + random.integer(0, 15)}`)
      return [words.join(' '), 'someone', `c${row}`, random.integer(0, 400)] as const
    })
    const expected: string[] = []
    for (const [at, [text, , , time]] of rows.entries()) {
      for (const [otherAt, [other, , , otherTime]] of rows.entries()) {
        if (otherAt <= at || Math.abs(time - otherTime) > 60) continue
        const [one, two] = [toolkitWords(text), toolkitWords(other)]
        if (one.size < 3 || two.size < 3) continue
        if (one.intersection(two).size / one.union(two).size >= similarity01)
          expected.push(`${at}-${otherAt}`)
      }
    }
    expect(expected.length).toBeGreaterThan(0)
    expect(pairs(actionsOf(rows), { ...OPTIONS, similarity01, minTokens: 3 })).toEqual(expected.sort())
  })
})

function pairs(actions: Actions, options: SimilarityOptions): string[] {
  const neighbours = similarNeighbours(actions, options)
  const found: string[] = []
  for (let row = 0; row < actions.count; row++)
    neighbours(row, (other) => {
      if (row < other) found.push(`${row}-${other}`)
    })
  return found.sort()
}
