import { quantile } from '../../lib/quantile.ts'
import { type Actions, filterActions } from './actions.ts'
import { objectTimelines } from './object-timelines.ts'
import { PairList } from './pair-list.ts'

export type CoortweetOptions = {
  readonly windowSeconds: number
  /** Least number of actions of an account. */
  readonly minParticipation: number
  /** Edges above this quantile of all weights are marked, from 0 to 1. */
  readonly edgeWeightQuantile01: number
}

export type UndirectedEdge = {
  /** Numbers of `accountNames`; the name of `from` comes before that of `to` in the order of bytes. */
  readonly from: number
  readonly to: number
  /** Pairs of contents with the same object within the window. */
  readonly weight: number
  /** Mean seconds between the two contents of a pair. */
  readonly averageTimeDeltaSeconds: number
  /** Contents on the side with fewer, divided by those on the side with more. */
  readonly symmetry01: number
  /** The weight is above the quantile. */
  readonly isOverThreshold: boolean
}

/**
 * The network of CooRTweet (Righetti and Balluff, version 2.1.3): an edge weighs as many pairs of contents as two
 * accounts have with one object within the window.
 *
 * As there: an account with too few actions is left out at the start; afterwards a pair stays where at least one of
 * its contents belongs to an account that still has enough actions among the contents of all pairs. The two sides of the
 * symmetry are the earlier and the later contents of the pairs, not the two accounts.
 *
 * @returns edges by name of `from`, then of `to`, in the order of bytes
 */
export function coortweetNetwork(actions: Actions, options: CoortweetOptions): UndirectedEdge[] {
  const active = withEnoughRows(actions, options.minParticipation)
  const pairs = findPairs(active, options.windowSeconds)
  pairs.keep(participating(active, pairs, options.minParticipation))
  return markEdges(pairs.edges(active), options.edgeWeightQuantile01)
}

function withEnoughRows(actions: Actions, min: number): Actions {
  const rows = countRows(actions, () => true)
  return filterActions(actions, (row) => (rows[actions.accounts[row] as number] as number) >= min)
}

function countRows(actions: Actions, counts: (row: number) => boolean): Uint32Array {
  const rows = new Uint32Array(actions.accountNames.size)
  for (let row = 0; row < actions.count; row++) {
    const account = actions.accounts[row] as number
    if (counts(row)) rows[account] = (rows[account] as number) + 1
  }
  return rows
}

function findPairs(actions: Actions, windowSeconds: number): PairList {
  const { accounts, contents, times } = actions
  const { starts, rows } = objectTimelines(actions)
  const pairs = new PairList()
  for (let object = 0; object < actions.itemNames.size; object++) {
    const end = starts[object + 1] as number
    for (let place = starts[object] as number; place < end; place++) {
      const one = rows[place] as number
      if (contents[one] === object) continue
      for (let later = place + 1; later < end; later++) {
        const other = rows[later] as number
        if ((times[other] as number) - (times[one] as number) > windowSeconds) break
        if (accounts[other] === accounts[one] || contents[other] === contents[one]) continue
        if (contents[other] !== object) pairs.add(one, other)
      }
    }
  }
  return pairs
}

/** Says of a pair whether it stays: one of its contents belongs to an account with enough rows among all pairs. */
function participating(
  actions: Actions,
  pairs: PairList,
  min: number,
): (one: number, other: number) => boolean {
  const { accounts, contents } = actions
  const isPaired = new Uint8Array(actions.itemNames.size)
  pairs.forEach((one, other) => {
    isPaired[contents[one] as number] = 1
    isPaired[contents[other] as number] = 1
  })
  const pairedRows = countRows(actions, (row) => isPaired[contents[row] as number] === 1)
  const isEnough = new Uint8Array(actions.itemNames.size)
  for (let row = 0; row < actions.count; row++) {
    if ((pairedRows[accounts[row] as number] as number) >= min) isEnough[contents[row] as number] = 1
  }
  const has = (row: number) => isEnough[contents[row] as number] === 1
  return (one, other) => has(one) || has(other)
}

function markEdges(
  edges: readonly Omit<UndirectedEdge, 'isOverThreshold'>[],
  quantile01: number,
): UndirectedEdge[] {
  if (edges.length === 0) return []
  const weights = Float64Array.from(edges, ({ weight }) => weight).sort()
  const threshold = quantile(weights, quantile01)
  return edges.map((edge) => ({ ...edge, isOverThreshold: edge.weight > threshold }))
}
