import { expect, it } from 'vitest'
import { type Line, readLines } from './read-lines.ts'

it('cuts lines wherever the chunks end, with and without a last line break', async () => {
  expect(await read(['{"a', '":1}\n{"b":2}\r', '\n\nlast'])).toEqual([
    line('{"a":1}'),
    line('{"b":2}'),
    line(''),
    line('last'),
  ])
  expect(await read(['one\n'])).toEqual([line('one')])
  expect(await read([])).toEqual([])
})

it('keeps a letter whole that two chunks share', async () => {
  const bytes = Buffer.from('né\n')
  expect(await read([bytes.subarray(0, 2), bytes.subarray(2)])).toEqual([line('né')])
})

it('gives up a line that is too long, and reads on after it', async () => {
  expect(await read(['12345', '6789', '0\nshort\n'], 8)).toEqual([{ kind: 'too_long' }, line('short')])
})

it('fails when its source does', async () => {
  async function* broken() {
    yield 'one\n'
    throw new Error('cut')
  }
  await expect(collect(readLines(broken()))).rejects.toThrow('cut')
})

function line(text: string): Line {
  return { kind: 'line', text }
}

async function read(chunks: readonly (Uint8Array | string)[], bytesMax?: number): Promise<Line[]> {
  async function* stream() {
    yield* chunks
  }
  return await collect(readLines(stream(), bytesMax))
}

async function collect(lines: AsyncIterable<Line>): Promise<Line[]> {
  const found: Line[] = []
  for await (const one of lines) found.push(one)
  return found
}
