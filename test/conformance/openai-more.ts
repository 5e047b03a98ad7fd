import assert from 'node:assert/strict'
import OpenAI, { toFile } from 'openai'
import type { ApiServer } from '../support/api-server.ts'
import { type ConformanceCase, casesOf } from './case.ts'

const it = casesOf('openai')

function client({ origin, key }: ApiServer): OpenAI {
  return new OpenAI({ baseURL: `${origin}/v1`, apiKey: key, maxRetries: 0 })
}

const REPORT =
  'The harbour of Quellin was built in 1932. Its lighthouse burns with green light. The keeper lives in a red house.'

export const OPENAI_MORE_CASES: readonly ConformanceCase[] = [
  it(
    'files',
    'gives a file, lists it, reads it back, answers from it and deletes it',
    async (server) => {
      const api = client(server)
      const file = await api.files.create({
        file: await toFile(Buffer.from(REPORT), 'report.txt'),
        purpose: 'assistants',
      })
      const names: string[] = []
      for await (const { filename } of api.files.list()) names.push(filename)
      assert.ok(names.includes('report.txt'))
      assert.equal(await (await api.files.content(file.id)).text(), REPORT)
      const response = await api.responses.create({
        model: 'verity-embedded',
        input: [
          {
            role: 'user',
            content: [
              { type: 'input_file', file_id: file.id },
              { type: 'input_text', text: 'When was the harbour of Quellin built?' },
            ],
          },
        ],
      })
      assert.match(response.output_text, /1932/)
      const found = (await api.post('/documents/search', {
        body: { query: 'green light', source: { collection_ids: [file.id] } },
      })) as { matches: { chunk_content: string }[] }
      assert.match(found.matches[0]?.chunk_content ?? '', /green light/)
      assert.equal((await api.files.delete(file.id)).deleted, true)
      await assert.rejects(async () => await api.files.retrieve(file.id), OpenAI.NotFoundError)
    },
    'L2',
  ),
  it(
    'embeddings',
    'says which role needs a model where none is set up',
    async (server) => {
      await assert.rejects(
        client(server).embeddings.create({ model: 'text-embedding-3-small', input: 'ferry' }),
        (error) => error instanceof OpenAI.BadRequestError && error.message.includes('embed'),
      )
    },
    'L2',
  ),
]
