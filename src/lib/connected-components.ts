import { DisjointSets } from './disjoint-sets.ts'

/**
 * The connected components of an undirected graph, largest first; nodes without an edge are in none.
 *
 * @param edges two nodes each
 */
export function connectedComponents(edges: Iterable<readonly [number, number]>): number[][] {
  const sets = new DisjointSets()
  const nodes = new Set<number>()
  for (const [one, other] of edges) {
    nodes.add(one).add(other)
    sets.join(one, other)
  }
  const components = Map.groupBy(nodes, (node) => sets.rootOf(node))
  return [...components.values()].sort((one, other) => other.length - one.length)
}
