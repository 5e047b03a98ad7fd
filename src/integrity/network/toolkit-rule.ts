import { groupRows } from '../../lib/group-rows.ts'
import type { Actions } from './actions.ts'
import { objectTimelines } from './object-timelines.ts'

export type DirectedEdge = {
  /** Numbers of `accountNames`. */
  readonly from: number
  readonly to: number
  /** How many contents of `from` have a content of `to` near them. */
  readonly weight: number
}

/** Calls `meet` with each row whose content has the same object within the window; a row may be met more than once. */
export type Neighbours = (row: number, meet: (neighbour: number) => void) => void

/**
 * The network of the coordination-network-toolkit (QUT Digital Observatory, version of commit daa0e11): a directed edge
 * from one account to another weighs as many of the first one's contents as have a content of the second with the
 * same object within the window. An account's own contents that meet each other make an edge to itself.
 *
 * A content may have several rows beside each other (the links of one post); that a content comes twice in the input is the
 * business of who reads it. Exact: a viral object costs the square of its actions within a window.
 *
 * @param windowSeconds largest distance in time, itself included
 * @returns edges of at least `minWeight`, by name of `from`, then of `to`, in the order of bytes
 */
export function toolkitNetwork(
  actions: Actions,
  options: { readonly windowSeconds: number; readonly minWeight: number; readonly neighbours?: Neighbours },
): DirectedEdge[] {
  const neighbours = options.neighbours ?? sameObject(actions, options.windowSeconds)
  const byAccount = groupRows(actions.accounts, actions.accountNames.size)
  const counter = new PartnerCounter(actions)
  const edges: DirectedEdge[] = []
  for (let account = 0; account < actions.accountNames.size; account++) {
    const rows = byAccount.rows.subarray(byAccount.starts[account], byAccount.starts[account + 1])
    for (const row of rows) neighbours(row, (neighbour) => counter.meet(row, neighbour))
    for (const { partner, weight } of counter.take())
      if (weight >= options.minWeight) edges.push({ from: account, to: partner, weight })
  }
  return sortEdges(edges, actions)
}

function sameObject(actions: Actions, windowSeconds: number): Neighbours {
  const { objects, times } = actions
  const { starts, rows } = objectTimelines(actions)
  const places = new Uint32Array(actions.count)
  for (let place = 0; place < rows.length; place++) places[rows[place] as number] = place
  return (row, meet) => {
    const object = objects[row] as number
    const time = times[row] as number
    const first = starts[object] as number
    const end = starts[object + 1] as number
    for (let place = (places[row] as number) - 1; place >= first; place--) {
      const other = rows[place] as number
      if (time - (times[other] as number) > windowSeconds) break
      meet(other)
    }
    for (let place = (places[row] as number) + 1; place < end; place++) {
      const other = rows[place] as number
      if ((times[other] as number) - time > windowSeconds) break
      meet(other)
    }
  }
}

/** Counts for one account how many of its contents met each other account; a content counts once. */
class PartnerCounter {
  readonly #actions: Actions
  readonly #weights: Uint32Array
  /** For each partner the content that was counted last, plus one. */
  readonly #lastContents: Uint32Array
  #partners: number[] = []

  constructor(actions: Actions) {
    this.#actions = actions
    this.#weights = new Uint32Array(actions.accountNames.size)
    this.#lastContents = new Uint32Array(actions.accountNames.size)
  }

  meet(row: number, neighbour: number): void {
    const { accounts, contents } = this.#actions
    const content = contents[row] as number
    if (contents[neighbour] === content) return
    const partner = accounts[neighbour] as number
    if (this.#lastContents[partner] === content + 1) return
    this.#lastContents[partner] = content + 1
    if (this.#weights[partner] === 0) this.#partners.push(partner)
    this.#weights[partner] = (this.#weights[partner] as number) + 1
  }

  take(): { partner: number; weight: number }[] {
    const found = this.#partners.map((partner) => ({ partner, weight: this.#weights[partner] as number }))
    for (const partner of this.#partners) this.#weights[partner] = 0
    this.#partners = []
    return found
  }
}

function sortEdges(edges: DirectedEdge[], actions: Actions): DirectedEdge[] {
  const ranks = actions.accountNames.ranks()
  const rank = (account: number) => ranks[account] as number
  return edges.sort((one, other) => rank(one.from) - rank(other.from) || rank(one.to) - rank(other.to))
}
