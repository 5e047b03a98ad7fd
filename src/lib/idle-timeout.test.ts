import { expect, it } from 'vitest'
import { withIdleTimeout } from './idle-timeout.ts'

const LONG_MS = 60_000
const tooSilent = () => new Error('too silent')

it('passes everything on from a source that speaks', async () => {
  expect(await collect(withIdleTimeout(source(1, 2, 3), LONG_MS, tooSilent))).toEqual([1, 2, 3])
})

it('fails when the source falls silent, after what it had said', async () => {
  const items = withIdleTimeout(source(1, 'silence'), 5, tooSilent)
  expect(await items.next()).toEqual({ done: false, value: 1 })
  await expect(items.next()).rejects.toThrow('too silent')
})

it('passes on how the source fails', async () => {
  await expect(collect(withIdleTimeout(source('failure'), LONG_MS, tooSilent))).rejects.toThrow('broken')
})

it('closes the source when the reader stops early', async () => {
  let isClosed = false
  async function* watched() {
    try {
      yield 1
      yield 2
    } finally {
      isClosed = true
    }
  }
  for await (const _ of withIdleTimeout(watched(), LONG_MS, tooSilent)) break
  await Promise.resolve()
  expect(isClosed).toBe(true)
})

async function* source(...script: readonly (number | 'silence' | 'failure')[]): AsyncGenerator<number> {
  for (const step of script) {
    if (step === 'failure') throw new Error('broken')
    if (step === 'silence') await new Promise<never>(() => {})
    else yield step
  }
}

async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = []
  for await (const item of items) all.push(item)
  return all
}
