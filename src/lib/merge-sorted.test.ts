import { expect, it } from 'vitest'
import { mergeSorted } from './merge-sorted.ts'

const numbers = (...streams: number[][]) => [
  ...mergeSorted(
    streams.map((stream) => stream[Symbol.iterator]()),
    (n) => n,
  ),
]

it('merges ordered streams into one ordered stream', () => {
  expect(numbers([1, 4, 9], [2, 3, 10], [], [5])).toEqual([1, 2, 3, 4, 5, 9, 10])
})

it('keeps the order of the streams where keys are equal', () => {
  const streams = [['b0', 'b1'], ['a0']].map((stream) => stream[Symbol.iterator]())
  expect([...mergeSorted(streams, (item) => Number(item[1]))]).toEqual(['b0', 'a0', 'b1'])
})

it('reads a stream on only after its item was taken', () => {
  const log: string[] = []
  function* producer() {
    yield 1
    log.push('read on')
    yield 2
  }
  for (const item of mergeSorted([producer()], (n) => n)) log.push(`took ${item}`)
  expect(log).toEqual(['took 1', 'read on', 'took 2'])
})
