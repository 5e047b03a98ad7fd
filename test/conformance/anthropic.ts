import assert from 'node:assert/strict'
import Anthropic from '@anthropic-ai/sdk'
import { type ApiServer, UPSTREAM_MODEL } from '../support/api-server.ts'
import { type ConformanceCase, casesOf, QUESTION } from './case.ts'

const it = casesOf('@anthropic-ai/sdk')

function client({ origin, key }: ApiServer, given = key): Anthropic {
  return new Anthropic({ baseURL: origin, apiKey: given, maxRetries: 0 })
}

const asked = {
  model: 'verity-embedded',
  max_tokens: 500,
  messages: [{ role: 'user' as const, content: QUESTION }],
}
const say = (content: string) => ({
  ...{ model: UPSTREAM_MODEL, max_tokens: 500, messages: [{ role: 'user' as const, content }] },
})
const WEATHER: Anthropic.Tool = {
  ...{ name: 'get_weather', description: 'Weather of a city' },
  input_schema: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
}

export const ANTHROPIC_CASES: readonly ConformanceCase[] = [
  it('messages', 'answers from evidence with citations', async (server) => {
    const { content, stop_reason, usage } = await client(server).messages.create(asked)
    const [block] = content
    assert.ok(block?.type === 'text' && /two hours/.test(block.text))
    assert.ok((block.citations?.length ?? 0) > 0)
    assert.equal(stop_reason, 'end_turn')
    assert.ok(usage.input_tokens > 0 && usage.output_tokens > 0)
  }),
  it('messages', 'streams an answer from evidence', async (server) => {
    const stream = client(server).messages.stream(asked)
    const deltas: string[] = []
    stream.on('text', (delta) => deltas.push(delta))
    assert.match(await stream.finalText(), /two hours/)
    assert.ok(deltas.length > 0)
  }),
  it('messages', 'calls a tool, takes its result and goes on', async (server) => {
    const api = client(server)
    const first = await api.messages.create({ ...say('[weather]'), tools: [WEATHER] })
    const call = first.content.find((block) => block.type === 'tool_use')
    assert.deepEqual(call?.input, { city: 'Paris' })
    assert.equal(first.stop_reason, 'tool_use')
    const second = await api.messages.create({
      ...{ model: UPSTREAM_MODEL, max_tokens: 500, tools: [WEATHER] },
      messages: [
        { role: 'user', content: '[weather]' },
        { role: 'assistant', content: first.content },
        { role: 'user', content: [{ type: 'tool_result', tool_use_id: call.id, content: 'hail' }] },
      ],
    })
    assert.ok(second.content.some((block) => block.type === 'text' && block.text === 'It says: hail'))
  }),
  it('messages', 'streams a tool call', async (server) => {
    const message = await client(server)
      .messages.stream({ ...say('[weather]'), tools: [WEATHER] })
      .finalMessage()
    const call = message.content.find((block) => block.type === 'tool_use')
    assert.deepEqual(call?.input, { city: 'Paris' })
  }),
  it('messages', 'keeps thoughts apart from words', async (server) => {
    const { content } = await client(server).messages.create(say('[think]'))
    assert.deepEqual(
      content.map(({ type }) => type),
      ['thinking', 'text'],
    )
  }),
  it('messages', 'stops at max_tokens and says so', async (server) => {
    const { stop_reason } = await client(server).messages.create({ ...asked, max_tokens: 3 })
    assert.equal(stop_reason, 'max_tokens')
  }),
  it('messages', 'counts tokens', async (server) => {
    const { input_tokens } = await client(server).messages.countTokens({
      ...{ model: 'verity-embedded', messages: asked.messages },
    })
    assert.equal(input_tokens, 7)
  }),
  it('models', 'lists models', async (server) => {
    const ids: string[] = []
    for await (const model of client(server).models.list()) ids.push(model.id)
    assert.ok(ids.includes('verity-embedded'))
  }),
  it(
    'errors',
    'raises its own errors for a wrong key, an unknown model and a missing field',
    async (server) => {
      await assert.rejects(client(server, 'vrt_wrong').messages.create(asked), Anthropic.AuthenticationError)
      await assert.rejects(
        client(server).messages.create({ ...asked, model: 'claude-0' }),
        Anthropic.NotFoundError,
      )
      await assert.rejects(
        client(server).messages.create({ model: 'verity-embedded', messages: [] } as never),
        Anthropic.BadRequestError,
      )
    },
  ),
  it('errors', 'raises an error when a model breaks off in the middle of a stream', async (server) => {
    await assert.rejects(client(server).messages.stream(say('[cut]')).finalMessage(), Anthropic.APIError)
  }),
  it('errors', 'an abort reaches the model', async (server) => {
    const before = server.upstream.open()
    const stream = client(server).messages.stream(say('[forever]'))
    stream.on('text', () => stream.abort())
    await assert.rejects(stream.finalMessage(), Anthropic.APIUserAbortError)
    while (server.upstream.open() > before) await new Promise((resolve) => setImmediate(resolve))
  }),
]
