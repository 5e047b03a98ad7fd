import { describe, expect, it } from 'vitest'
import { Random } from '../../lib/random.ts'
import type { Actions } from './actions.ts'
import { actionsOf } from './test-actions.ts'
import { toolkitNetwork } from './toolkit-rule.ts'

const WINDOW = { windowSeconds: 60, minWeight: 1 }

describe('the network of the coordination-network-toolkit', () => {
  it('weighs an edge by the contents of its first account that have one of the second near them', () => {
    const actions = actionsOf([
      ['story', 'ann', 'a1', 0],
      ['story', 'bob', 'b1', 30],
      ['story', 'bob', 'b2', 60],
      ['story', 'cleo', 'c1', 121],
    ])
    expect(edges(actions)).toEqual(['ann>bob 1', 'bob>ann 2', 'bob>bob 2'])
  })

  it('includes the end of the window and nothing beyond it', () => {
    const rows = (seconds: number) =>
      actionsOf([
        ['story', 'ann', 'a1', 0],
        ['story', 'bob', 'b1', seconds],
      ])
    expect(edges(rows(60))).toHaveLength(2)
    expect(edges(rows(60.5))).toEqual([])
  })

  it('counts a content once for a partner that it meets through two objects', () => {
    const actions = actionsOf([
      ['one', 'ann', 'a1', 0],
      ['two', 'ann', 'a1', 0],
      ['one', 'bob', 'b1', 5],
      ['two', 'bob', 'b2', 5],
    ])
    expect(edges(actions)).toEqual(['ann>bob 1', 'bob>ann 2'])
  })

  it('does not let a content meet itself', () => {
    expect(
      edges(
        actionsOf([
          ['one', 'ann', 'a1', 0],
          ['one', 'ann', 'a1', 0],
        ]),
      ),
    ).toEqual([])
  })

  it('leaves out edges below the least weight and orders the others by the bytes of their names', () => {
    const actions = actionsOf([
      ['x', 'b', '1', 0],
      ['x', 'B', '2', 0],
      ['x', 'é', '3', 0],
      ['y', 'b', '4', 0],
      ['y', 'B', '5', 0],
    ])
    expect(edges(actions)).toEqual(['B>b 2', 'B>é 1', 'b>B 2', 'b>é 1', 'é>B 1', 'é>b 1'])
    expect(edges(actions, 2)).toEqual(['B>b 2', 'b>B 2'])
  })

  it('equals comparing every two rows, on random input', () => {
    const random = new Random('3')
    const rows = Array.from({ length: 400 }, (_, row) => {
      const [object, account] = [random.integer(0, 12), random.integer(0, 20)]
      return [`o${object}`, `u${account}`, `c${row}`, random.integer(0, 600)] as const
    })
    const partners = new Map<string, Set<string>>()
    for (const [object, account, content, time] of rows) {
      for (const [otherObject, other, otherContent, otherTime] of rows) {
        if (object !== otherObject || content === otherContent || Math.abs(time - otherTime) > 60) continue
        const key = `${account}>${other}`
        partners.set(key, (partners.get(key) ?? new Set()).add(content))
      }
    }
    const expected = [...partners].map(([key, contents]) => `${key} ${contents.size}`)
    expect(edges(actionsOf(rows)).sort()).toEqual(expected.sort())
  })
})

function edges(actions: Actions, minWeight = 1): string[] {
  return toolkitNetwork(actions, { ...WINDOW, minWeight }).map(
    ({ from, to, weight }) => `${actions.accountNames.text(from)}>${actions.accountNames.text(to)} ${weight}`,
  )
}
