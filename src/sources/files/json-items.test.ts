import { describe, expect, it } from 'vitest'
import { type JsonList, jsonItems } from './json-items.ts'

const ROOT: JsonList = { key: null, elementStart: /\{"n":/g }
const KEYED: JsonList = { key: 'items', elementStart: /\{"n":/g }

describe('the elements of a long list', () => {
  it('come out one by one, however the text is cut', async () => {
    const text = 'anything = [ {"n":1}, {"n":[{"a":"]}\\"\\\\"}]},3 ,"x,]",null]; and more ]['
    for (const size of [1, 2, 3, 7, 1_000])
      expect(await read(text, ROOT, size)).toEqual([{ n: 1 }, { n: [{ a: ']}"\\' }] }, 3, 'x,]', null])
  })

  it('are those of the named list of the outermost object, not of one inside', async () => {
    const text = '{"items":5,"@context":["a",{"items":[0]}],"items" : [{"n":1},{"n":2}],"other":[{"n":3}]}'
    expect(await read(text, KEYED)).toEqual([{ n: 1 }, { n: 2 }])
    expect(await read('{"other":[1],"x":{"items":[2]}}', KEYED)).toEqual(['not_json'])
    expect(await read('', ROOT)).toEqual(['not_json'])
  })

  it('are found again behind a damaged one', async () => {
    expect(await read('[{"n":1},{"n":"open},{"n":3},{"n":"4"},{"n":5}]', ROOT)).toEqual([
      { n: 1 },
      'not_json',
      { n: 3 },
      { n: '4' },
      { n: 5 },
    ])
    expect(await read('[{"n":[1},{"n":2}]', ROOT)).toEqual(['not_json', { n: 2 }])
    expect(await read('[{"n":1}},{"n":2}]', ROOT)).toEqual([{ n: 1 }, { n: 2 }])
  })

  it('are parked where they are not UTF-8, and the next are read', async () => {
    const text = Buffer.concat([Buffer.from('[{"n":"'), Buffer.from([0xff]), Buffer.from('"},{"n":2}]')])
    expect(await read(text, ROOT)).toEqual(['not_text', { n: 2 }])
  })

  it('are bounded in length, also where damage makes one swallow the rest', async () => {
    const long = `{"n":"${'x'.repeat(2_000_000)}"}`
    expect(await read(`[{"n":1},${long},{"n":3}]`, ROOT, 65_536)).toEqual([{ n: 1 }, 'too_long', { n: 3 }])
    const rest = Array.from({ length: 40_000 }, (_, n) => `{"n":"${String(n).padStart(20, '0')}"}`).join(',')
    const items = await read(`[{"n":{"open":1},${rest}]`, ROOT, 65_536)
    expect(items.filter((item) => item === 'not_json')).toHaveLength(1)
    expect(items).toHaveLength(40_001)
  })
})

/** The values, and the reasons in the place of what was parked. */
async function read(text: string | Uint8Array, list: JsonList, sizeBytes = 5): Promise<unknown[]> {
  const items: unknown[] = []
  for await (const item of jsonItems(pieces(Buffer.from(text), sizeBytes), list))
    items.push(item.kind === 'value' ? item.value : item.reason)
  return items
}

async function* pieces(bytes: Buffer, sizeBytes: number): AsyncGenerator<Uint8Array> {
  for (let from = 0; from < bytes.length; from += sizeBytes) yield bytes.subarray(from, from + sizeBytes)
}
