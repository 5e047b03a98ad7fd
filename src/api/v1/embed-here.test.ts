import { expect, it } from 'vitest'
import { embedHere } from './embed-here.ts'

const model = {
  model: 'gguf',
  embed: async (texts: readonly string[]) => texts.map(() => Float32Array.from([0.5, -0.5])),
}
const { signal } = new AbortController()

it('answers with one vector for each text, as numbers or as base64', async () => {
  expect(await embedHere({ input: ['a', 'b'] }, model, signal)).toMatchObject({
    object: 'list',
    data: [
      { object: 'embedding', index: 0, embedding: [0.5, -0.5] },
      { object: 'embedding', index: 1, embedding: [0.5, -0.5] },
    ],
    verity: { usage_is_estimated: true },
  })
  expect(await embedHere({ input: 'a', encoding_format: 'base64' }, model, signal)).toMatchObject({
    data: [{ embedding: Buffer.from(Float32Array.from([0.5, -0.5]).buffer).toString('base64') }],
  })
})

it('refuses a length that its vectors do not have', async () => {
  await expect(embedHere({ input: 'a', dimensions: 3 }, model, signal)).rejects.toMatchObject({
    code: 'invalid_input',
    param: 'dimensions',
  })
})
