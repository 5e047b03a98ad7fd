import { expect, it } from 'vitest'
import { collect } from '../../../test/support/collect.ts'
import type { ChatRequest } from '../language/chat-model.ts'
import { ggufChatModel, type RunsChat } from './gguf-chat.ts'
import type { ChatWork } from './runtime/protocol.ts'

const SCHEMA = {
  type: 'object',
  properties: { count: { type: 'integer' }, word: { type: 'string', maxLength: 4 } },
  required: ['count'],
  additionalProperties: false,
}
const REQUEST: ChatRequest = {
  messages: [{ role: 'user', parts: [{ type: 'text', text: 'How many?' }] }],
  ...{ functions: [], toolChoice: null, parallelToolCalls: null, outputTokensMax: null },
  ...{ sampling: { temperature: 0, seed: 1 } },
  format: { type: 'json_schema', name: 'count', schema: SCHEMA, strict: true },
}

it('writes again what passed the grammar and not the schema, by other chances', async () => {
  const { host, works } = scripted(['{"count": 99E21}', '{"count": 3}'])
  expect(await all(host, REQUEST)).toMatchObject([
    { type: 'text', text: '{"count": 3}' },
    { type: 'end', finish: 'stop' },
  ])
  expect(works.map(({ sampling }) => sampling)).toEqual([
    { temperature: 0, seed: 1 },
    { temperature: 0.5, seed: 2 },
  ])
})

it.each([
  ['a text that is too long', '{"count": 1, "word": "longer"}'],
  ['a key that is not in the schema', '{"count": 1, "more": 2}'],
  ['JSON that is cut off', '{"count": 1'],
])('says that it could not, after two times %s', async (_, text) => {
  const { host, works } = scripted([text, text, '{"count": 1}'])
  await expect(all(host, REQUEST)).rejects.toMatchObject({ code: 'upstream_failed', message: /2 times/ })
  expect(works).toHaveLength(2)
})

it('takes a schema with words that the checker does not know by the grammar alone', async () => {
  const schema = { type: 'object', properties: { a: { type: 'string', format: 'unheard-of' } } }
  const format = { type: 'json_schema', name: 'a', schema, strict: true } as const
  expect((await all(scripted(['{"a":"b"}']).host, { ...REQUEST, format }))[0]).toMatchObject({ type: 'text' })
})

it('makes no call of a function that was not offered, or with arguments that do not fit', async () => {
  const functions = [{ name: 'look_up', description: null, parameters: SCHEMA, strict: null }]
  const request = {
    ...REQUEST,
    functions,
    toolChoice: 'required' as const,
    format: { type: 'text' } as const,
  }
  const { host } = scripted([
    '{"name":"remove","arguments":{"count":1}}',
    '{"name":"look_up","arguments":{"count":1}}',
  ])
  expect(await all(host, request)).toMatchObject([
    { type: 'call', call: { name: 'look_up', arguments: '{"count":1}' } },
    { type: 'end', finish: 'tool_calls' },
  ])
  const wrong = scripted(['{"name":"look_up","arguments":{}}', '{"name":"look_up","arguments":[]}'])
  await expect(all(wrong.host, request)).rejects.toMatchObject({ code: 'upstream_failed' })
  await expect(all(host, { ...request, toolChoice: { name: 'other' } })).rejects.toMatchObject({
    code: 'invalid_input',
  })
})

it('hands on what functions gave with the calls that asked for it', async () => {
  const { host, works } = scripted(['ok'])
  const messages: ChatRequest['messages'] = [
    ...REQUEST.messages,
    { role: 'assistant', text: '', calls: [{ id: 'c1', name: 'look_up', arguments: '{"count":1}' }] },
    { role: 'tool', callId: 'c1', text: 'three bridges' },
  ]
  await all(host, { ...REQUEST, messages, format: { type: 'text' } })
  expect(works[0]?.turns.at(-1)).toEqual({
    ...{ role: 'model', text: '' },
    calls: [{ name: 'look_up', input: { count: 1 }, result: 'three bridges' }],
  })
})

function scripted(texts: readonly string[]): { host: RunsChat; works: ChatWork[] } {
  const works: ChatWork[] = []
  return {
    works,
    host: {
      chat: async function* (work) {
        works.push(work)
        yield { kind: 'text', text: texts[works.length - 1] ?? '' }
        return { calls: [], finish: 'stop', inputTokens: 1, outputTokens: 1 }
      },
    },
  }
}

async function all(host: RunsChat, request: ChatRequest) {
  const { signal } = new AbortController()
  return await collect(ggufChatModel('m', host).stream(request, { signal }))
}
