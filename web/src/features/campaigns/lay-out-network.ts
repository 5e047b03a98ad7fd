/** An account as it is drawn. Coordinates lie between 0 and 1,000. */
export type DrawnNode = {
  readonly id: string
  readonly x: number
  readonly y: number
  readonly degree: number
}

type Link = { readonly from: string; readonly to: string; readonly posts: number }

const SIZE = 1_000
const ROUNDS = 160
const GOLDEN_ANGLE = Math.PI * (3 - Math.sqrt(5))

/**
 * Places accounts so that those with links lie near each other: springs along links, repulsion between all, cooling. The same
 * network is always drawn the same. Quadratic in accounts: for a hundred or two.
 *
 * @see Fruchterman and Reingold, "Graph drawing by force-directed placement", 1991
 */
export function layOutNetwork(ids: readonly string[], links: readonly Link[]): DrawnNode[] {
  const place = new Map(ids.map((id, at) => [id, at]))
  const nodes = ids.map((_, at) => {
    const radius = (SIZE / 2.4) * Math.sqrt((at + 0.5) / ids.length)
    return {
      x: SIZE / 2 + radius * Math.cos(at * GOLDEN_ANGLE),
      y: SIZE / 2 + radius * Math.sin(at * GOLDEN_ANGLE),
    }
  })
  const edges = links.flatMap(({ from, to, posts }) => {
    const [one, other] = [place.get(from), place.get(to)]
    return one === undefined || other === undefined ? [] : [{ one, other, posts }]
  })
  const ideal = SIZE / Math.sqrt(ids.length + 1)
  for (let round = 0; round < ROUNDS; round++)
    moveOnce(nodes, edges, ideal, (SIZE / 10) * (1 - round / ROUNDS))
  const degrees = new Map<number, number>()
  for (const { one, other } of edges)
    for (const end of [one, other]) degrees.set(end, (degrees.get(end) ?? 0) + 1)
  return fit(nodes).map(({ x, y }, at) => ({ id: ids[at] as string, x, y, degree: degrees.get(at) ?? 0 }))
}

type Point = { x: number; y: number }

function moveOnce(
  nodes: Point[],
  edges: readonly { one: number; other: number; posts: number }[],
  ideal: number,
  heat: number,
): void {
  const moves = nodes.map(() => ({ x: 0, y: 0 }))
  const push = (one: number, other: number, strength: (distance: number) => number) => {
    const [a, b] = [nodes[one] as Point, nodes[other] as Point]
    const dx = a.x - b.x
    const dy = a.y - b.y
    const distance = Math.max(1, Math.hypot(dx, dy))
    const force = strength(distance) / distance
    const [m, n] = [moves[one] as Point, moves[other] as Point]
    m.x += dx * force
    m.y += dy * force
    n.x -= dx * force
    n.y -= dy * force
  }
  for (let one = 0; one < nodes.length; one++)
    for (let other = one + 1; other < nodes.length; other++) push(one, other, (far) => ideal ** 2 / far)
  for (const { one, other } of edges) push(one, other, (far) => -(far ** 2) / ideal / 4)
  for (const [at, move] of moves.entries()) {
    const length = Math.max(1, Math.hypot(move.x, move.y))
    const node = nodes[at] as Point
    node.x += (move.x / length) * Math.min(length, heat)
    node.y += (move.y / length) * Math.min(length, heat)
  }
}

/** Stretched over the drawing, with a margin. */
function fit(nodes: readonly Point[]): Point[] {
  const [xs, ys] = [nodes.map(({ x }) => x), nodes.map(({ y }) => y)]
  const [left, top] = [Math.min(...xs), Math.min(...ys)]
  const span = Math.max(Math.max(...xs) - left, Math.max(...ys) - top, 1)
  const margin = 60
  return nodes.map(({ x, y }) => ({
    x: margin + ((x - left) / span) * (SIZE - 2 * margin),
    y: margin + ((y - top) / span) * (SIZE - 2 * margin),
  }))
}
