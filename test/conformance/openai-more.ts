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
    'batches',
    'makes the requests of a batch and gives their results',
    async (server) => {
      const api = client(server)
      const { batch_id: id } = (await api.post('/batches', { body: { name: 'night' } })) as {
        batch_id: string
      }
      const ask = (input: string) => ({ model: 'verity-embedded', input, store: false })
      const batch_requests = [
        { batch_request_id: 'a', batch_request: { responses: ask('How late was the Quellin ferry?') } },
        { batch_request_id: 'b', batch_request: { responses: { model: 'grok-0', input: 'x' } } },
      ]
      await api.post(`/batches/${id}/requests`, { body: { batch_requests } })
      for (;;) {
        const { state } = (await api.get(`/batches/${id}`)) as {
          state: { num_pending: number; num_error: number }
        }
        if (state.num_pending > 0) continue
        assert.equal(state.num_error, 1)
        const { results } = (await api.get(`/batches/${id}/results`)) as {
          results: { batch_request_id: string }[]
        }
        assert.deepEqual(
          results.map((result) => result.batch_request_id),
          ['a', 'b'],
        )
        // Whoever gave it is told, in the app and by webhook.
        const told = async () => await (await fetch(`${server.origin}/api/notifications`)).text()
        while (!(await told()).includes('Batch done: night'))
          await new Promise((resolve) => setImmediate(resolve))
        return
      }
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
