/** Sets that grow together: each element is in one of them, at first alone. */
export class DisjointSets {
  readonly #parents = new Map<number, number>()

  /** Puts the sets of two elements together. False where they were one already. */
  join(one: number, other: number): boolean {
    const [from, to] = [this.rootOf(one), this.rootOf(other)]
    this.#parents.set(from, to)
    return from !== to
  }

  /** The element that stands for the set; the way to it becomes short. */
  rootOf(element: number): number {
    let root = element
    for (
      let next = this.#parents.get(root);
      next !== undefined && next !== root;
      next = this.#parents.get(root)
    )
      root = next
    for (let at = element; at !== root; ) {
      const next = this.#parents.get(at) as number
      this.#parents.set(at, root)
      at = next
    }
    return root
  }
}
