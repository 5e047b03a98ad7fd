import { expect, test } from 'vitest'
import { mergeIterables } from './merge-iterables.ts'

async function* count(name: string, to: number, log: string[] = []) {
  try {
    for (let n = 1; n <= to; n += 1) {
      log.push(`${name}${n}`)
      yield `${name}${n}`
    }
  } finally {
    log.push(`${name} closed`)
  }
}

async function all(items: AsyncIterable<string>): Promise<string[]> {
  const found: string[] = []
  for await (const item of items) found.push(item)
  return found
}

test('all items of all sources come, those of one in their order', async () => {
  const items = await all(mergeIterables([count('a', 3), count('b', 2), count('c', 0)]))
  expect(items.toSorted()).toEqual(['a1', 'a2', 'a3', 'b1', 'b2'])
  expect(items.filter((item) => item.startsWith('a'))).toEqual(['a1', 'a2', 'a3'])
  expect(await all(mergeIterables([]))).toEqual([])
})

test('a source goes on only when its last item was dealt with', async () => {
  const log: string[] = []
  const merged = mergeIterables([count('a', 9, log)])
  await merged.next()
  await new Promise(setImmediate)
  expect(log).toEqual(['a1'])
  await merged.next()
  expect(log).toEqual(['a1', 'a2'])
})

test('stopping early closes every source', async () => {
  const log: string[] = []
  for await (const _ of mergeIterables([count('a', 9, log), count('b', 9, log)])) break
  await new Promise(setImmediate)
  expect(log).toEqual(['a1', 'b1', 'a closed', 'b closed'])
})

test('the failure of one source is thrown and closes the others', async () => {
  const log: string[] = []
  async function* failing(): AsyncGenerator<string> {
    yield 'x1'
    throw new Error('broken')
  }
  const reading = all(mergeIterables([failing(), count('a', 1_000_000, log)]))
  await expect(reading).rejects.toThrow('broken')
  await new Promise(setImmediate)
  expect(log.at(-1)).toBe('a closed')
})
