import assert from 'node:assert/strict'
import { HumanMessage, ToolMessage } from '@langchain/core/messages'
import { ChatXAI, ChatXAIResponses, tools } from '@langchain/xai'
import { type ApiServer, UPSTREAM_MODEL } from '../support/api-server.ts'
import { type ConformanceCase, casesOf, QUESTION } from './case.ts'

const it = casesOf('@langchain/xai')

function chat(
  { origin, key }: ApiServer,
  model: string,
  fields: Partial<ConstructorParameters<typeof ChatXAI>[0]> = {},
): ChatXAI {
  return new ChatXAI({ model, apiKey: key, baseURL: `${origin}/v1`, maxRetries: 0, ...fields })
}

function responses({ origin, key }: ApiServer, model: string): ChatXAIResponses {
  return new ChatXAIResponses({ model, apiKey: key, baseURL: `${origin}/v1`, maxRetries: 0 })
}

const WEATHER = {
  type: 'function' as const,
  function: {
    ...{ name: 'get_weather', description: 'Weather of a city' },
    parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
  },
}
const CITY = {
  ...{ title: 'city', type: 'object', properties: { city: { type: 'string' }, degrees: { type: 'number' } } },
  required: ['city', 'degrees'],
}

export const LANGCHAIN_XAI_CASES: readonly ConformanceCase[] = [
  it('chat', 'answers from evidence', async (server) => {
    const message = await chat(server, 'verity-embedded').invoke(QUESTION)
    assert.match(message.text, /two hours/)
    assert.ok(((message.usage_metadata as { total_tokens?: number } | undefined)?.total_tokens ?? 0) > 0)
  }),
  it('chat', 'streams an answer from evidence', async (server) => {
    let text = ''
    for await (const chunk of await chat(server, 'verity-embedded').stream(QUESTION)) text += chunk.text
    assert.match(text, /two hours/)
  }),
  it('chat', 'searches live with searchParameters, which upstream has switched off', async (server) => {
    const model = chat(server, 'verity-embedded', {
      searchParameters: { mode: 'on', sources: [{ type: 'x' }] },
    })
    assert.match((await model.invoke(QUESTION)).text, /two hours/)
  }),
  it('chat', 'calls a tool, takes its result and goes on', async (server) => {
    const model = chat(server, UPSTREAM_MODEL).bindTools([WEATHER])
    const asked = new HumanMessage('[weather]')
    const first = await model.invoke([asked])
    const call = first.tool_calls?.[0]
    assert.deepEqual(call?.args, { city: 'Paris' })
    const result = new ToolMessage({ tool_call_id: call?.id ?? '', content: 'fog' })
    assert.equal((await model.invoke([asked, first, result])).text, 'It says: fog')
  }),
  it('chat', 'gets structured output', async (server) => {
    const model = chat(server, UPSTREAM_MODEL).withStructuredOutput(CITY, { method: 'jsonSchema' })
    assert.deepEqual(await model.invoke('[json]'), { city: 'Paris', degrees: 21 })
  }),
  it('responses', 'answers from evidence with its search tools', async (server) => {
    const message = await responses(server, 'verity-embedded').invoke(QUESTION, {
      tools: [tools.xaiXSearch({ allowedXHandles: ['ana', 'ben'] }), tools.xaiWebSearch()],
    })
    assert.match(message.text, /two hours/)
    // Searches ran here: an agent must not try to carry them out.
    assert.equal(message.tool_calls?.length ?? 0, 0)
  }),
  it('responses', 'streams an answer from evidence', async (server) => {
    let text = ''
    for await (const chunk of await responses(server, 'verity-embedded').stream(QUESTION)) text += chunk.text
    assert.match(text, /two hours/)
  }),
  it('errors', 'raises a wrong key and an unknown model', async (server) => {
    const wrong = chat({ ...server, key: 'vrt_wrong' }, 'verity-embedded')
    await assert.rejects(async () => await wrong.invoke(QUESTION), { status: 401 })
    await assert.rejects(async () => await chat(server, 'grok-0').invoke(QUESTION), { status: 404 })
  }),
  it('errors', 'an abort reaches the model', async (server) => {
    const stop = new AbortController()
    const before = server.upstream.open()
    const stream = await chat(server, UPSTREAM_MODEL).stream('[forever]', { signal: stop.signal })
    await assert.rejects(async () => {
      for await (const _ of stream) stop.abort()
    })
    while (server.upstream.open() > before) await new Promise((resolve) => setImmediate(resolve))
  }),
]
