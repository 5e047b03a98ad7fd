import { expect, it } from 'vitest'
import { connectedComponents } from './connected-components.ts'

it('finds the parts of a graph, the largest first', () => {
  const parts = connectedComponents([
    [7, 8],
    [1, 2],
    [3, 4],
    [2, 3],
    [4, 1],
  ])
  expect(parts.map((part) => part.sort((a, b) => a - b))).toEqual([
    [1, 2, 3, 4],
    [7, 8],
  ])
  expect(connectedComponents([])).toEqual([])
})

it('finds one long chain without running out of stack', () => {
  const chain = Array.from({ length: 50_000 }, (_, at) => [at, at + 1] as const)
  expect(connectedComponents(chain)[0]).toHaveLength(50_001)
})
