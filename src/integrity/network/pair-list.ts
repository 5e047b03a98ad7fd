import type { Actions } from './actions.ts'

/** What is known of an edge before its weight is compared with the others. */
type PairEdge = {
  readonly from: number
  readonly to: number
  readonly weight: number
  readonly averageTimeDeltaSeconds: number
  readonly symmetry01: number
}

const FIRST_PAIRS = 4_096

/** Pairs of rows, 8 bytes each. */
export class PairList {
  #count = 0
  /** Two numbers for each pair: the earlier row first. */
  #rows = new Uint32Array(FIRST_PAIRS * 2)

  /** @param one the earlier row, `other` the later one */
  add(one: number, other: number): void {
    if (this.#count * 2 === this.#rows.length) {
      const larger = new Uint32Array(this.#rows.length * 2)
      larger.set(this.#rows)
      this.#rows = larger
    }
    this.#rows[this.#count * 2] = one
    this.#rows[this.#count * 2 + 1] = other
    this.#count += 1
  }

  forEach(visit: (one: number, other: number) => void): void {
    for (let at = 0; at < this.#count * 2; at += 2)
      visit(this.#rows[at] as number, this.#rows[at + 1] as number)
  }

  keep(wants: (one: number, other: number) => boolean): void {
    let kept = 0
    this.forEach((one, other) => {
      if (!wants(one, other)) return
      this.#rows[kept * 2] = one
      this.#rows[kept * 2 + 1] = other
      kept += 1
    })
    this.#count = kept
  }

  /** One edge for each two accounts, by their names. */
  edges(actions: Actions): PairEdge[] {
    const { accounts } = actions
    const ranks = actions.accountNames.ranks()
    const keys = new Float64Array(this.#count)
    for (let pair = 0; pair < this.#count; pair++) {
      const one = ranks[accounts[this.#rows[pair * 2] as number] as number] as number
      const other = ranks[accounts[this.#rows[pair * 2 + 1] as number] as number] as number
      keys[pair] = Math.min(one, other) * ranks.length + Math.max(one, other)
    }
    const order = Uint32Array.from(keys, (_, pair) => pair).sort(
      (one, other) => (keys[one] as number) - (keys[other] as number),
    )
    const edges: PairEdge[] = []
    for (let start = 0; start < order.length; ) {
      const key = keys[order[start] as number]
      let end = start + 1
      while (end < order.length && keys[order[end] as number] === key) end++
      edges.push(this.#edge(actions, ranks, order.subarray(start, end)))
      start = end
    }
    return edges
  }

  #edge({ accounts, contents, times }: Actions, ranks: Uint32Array, pairs: Uint32Array): PairEdge {
    const earlier = new Set<number>()
    const later = new Set<number>()
    let seconds = 0
    for (const pair of pairs) {
      const one = this.#rows[pair * 2] as number
      const other = this.#rows[pair * 2 + 1] as number
      earlier.add(contents[one] as number)
      later.add(contents[other] as number)
      seconds += Math.abs((times[one] as number) - (times[other] as number))
    }
    const first = pairs[0] as number
    const ends = [this.#rows[first * 2], this.#rows[first * 2 + 1]].map(
      (row) => accounts[row as number] as number,
    )
    const [from, to] = ends.sort((one, other) => (ranks[one] as number) - (ranks[other] as number))
    return {
      from: from as number,
      to: to as number,
      weight: pairs.length,
      averageTimeDeltaSeconds: seconds / pairs.length,
      symmetry01: Math.min(earlier.size, later.size) / Math.max(earlier.size, later.size),
    }
  }
}
