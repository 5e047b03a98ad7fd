import { describe, expect, it } from 'vitest'
import type { Actions } from './actions.ts'
import { coortweetNetwork } from './coortweet-rule.ts'
import { actionsOf } from './test-actions.ts'

const OPTIONS = { windowSeconds: 60, minParticipation: 1, edgeWeightQuantile01: 0.5 }

describe('the network of CooRTweet', () => {
  it('weighs an edge by the pairs of contents, whichever account came first', () => {
    const actions = actionsOf([
      ['story', 'ann', 'a1', 0],
      ['story', 'bob', 'b1', 10],
      ['story', 'bob', 'b2', 30],
    ])
    expect(edges(actions)).toEqual([{ ends: 'ann bob', weight: 2, delta: 20, symmetry: 0.5, over: false }])
  })

  it('leaves out pairs of one account, of one content, and of a content that is the object itself', () => {
    const actions = actionsOf([
      ['story', 'ann', 'a1', 0],
      ['story', 'ann', 'a2', 5],
      ['story', 'bob', 'a1', 5],
      ['story', 'cleo', 'story', 5],
    ])
    expect(edges(actions).map(({ ends, weight }) => `${ends} ${weight}`)).toEqual(['ann bob 1'])
  })

  it('marks edges above the quantile of the weights, never at it', () => {
    const rows = [
      ['x', 'ann', '1', 0],
      ['x', 'bob', '2', 0],
      ['y', 'ann', '3', 0],
      ['y', 'bob', '4', 0],
      ['z', 'ann', '5', 0],
      ['z', 'cleo', '6', 0],
    ] as const
    expect(edges(actionsOf(rows)).map(({ ends, over }) => `${ends} ${over}`)).toEqual([
      'ann bob true',
      'ann cleo false',
    ])
    expect(edges(actionsOf(rows.slice(0, 2))).map(({ over }) => over)).toEqual([false])
  })

  it('leaves out accounts with too few actions', () => {
    const actions = actionsOf([
      ['x', 'ann', '1', 0],
      ['x', 'bob', '2', 0],
      ['unshared', 'ann', '3', 0],
    ])
    expect(edges(actions, { minParticipation: 2 })).toEqual([])
  })

  it('keeps a pair when one of its two contents belongs to an account that has enough of them in pairs', () => {
    const actions = actionsOf([
      ['x', 'ann', '1', 0],
      ['x', 'bob', '2', 0],
      ['y', 'ann', '3', 0],
      ['y', 'cleo', '4', 0],
      ['unshared', 'bob', '5', 0],
      ['unshared too', 'cleo', '6', 0],
    ])
    expect(edges(actions, { minParticipation: 2 }).map(({ ends }) => ends)).toEqual(['ann bob', 'ann cleo'])
  })

  it('drops a pair of two accounts that have many actions but too few of them in pairs', () => {
    const actions = actionsOf([
      ['x', 'ann', '1', 0],
      ['x', 'bob', '2', 0],
      ['unshared', 'ann', '3', 0],
      ['unshared too', 'bob', '4', 0],
    ])
    expect(edges(actions, { minParticipation: 2 })).toEqual([])
  })

  it('finds nothing in nothing', () => {
    expect(edges(actionsOf([]))).toEqual([])
  })
})

function edges(actions: Actions, options: Partial<typeof OPTIONS> = {}) {
  const { accountNames } = actions
  return coortweetNetwork(actions, { ...OPTIONS, ...options }).map((edge) => ({
    ends: `${accountNames.text(edge.from)} ${accountNames.text(edge.to)}`,
    weight: edge.weight,
    delta: edge.averageTimeDeltaSeconds,
    symmetry: edge.symmetry01,
    over: edge.isOverThreshold,
  }))
}
