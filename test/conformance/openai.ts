import assert from 'node:assert/strict'
import OpenAI from 'openai'
import type { ApiServer } from '../support/api-server.ts'
import { UPSTREAM_MODEL } from '../support/api-server.ts'
import { startMcpServer } from '../support/mcp-server.ts'
import { type ConformanceCase, casesOf, QUESTION } from './case.ts'

const it = casesOf('openai')

function client({ origin, key }: ApiServer, options: { key?: string; maxRetries?: number } = {}): OpenAI {
  return new OpenAI({
    baseURL: `${origin}/v1`,
    apiKey: options.key ?? key,
    maxRetries: options.maxRetries ?? 0,
  })
}

const asked = { model: 'verity-embedded', messages: [{ role: 'user' as const, content: QUESTION }] }
const say = (content: string) => ({ model: UPSTREAM_MODEL, messages: [{ role: 'user' as const, content }] })
const WEATHER = {
  type: 'function' as const,
  function: {
    name: 'get_weather',
    description: 'Weather of a city',
    parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
  },
}
const CITY_SCHEMA = {
  type: 'object',
  properties: { city: { type: 'string' }, degrees: { type: 'number' } },
  required: ['city', 'degrees'],
  additionalProperties: false,
}
const ANSWER_SCHEMA = {
  type: 'object',
  properties: {
    answer: { type: 'string' },
    abstained: { type: 'boolean' },
    citations: {
      type: 'array',
      items: {
        type: 'object',
        properties: { url: { type: 'string' }, quote: { type: 'string' } },
        required: ['url', 'quote'],
        additionalProperties: false,
      },
    },
  },
  required: ['answer', 'abstained', 'citations'],
  additionalProperties: false,
}

/** Not among the types of this client: an xAI tool. */
const X_SEARCH = { type: 'x_search' } as unknown as OpenAI.Responses.Tool

export const OPENAI_CASES: readonly ConformanceCase[] = [
  it('models', 'lists models and reads one', async (server) => {
    const ids: string[] = []
    for await (const model of client(server).models.list()) ids.push(model.id)
    assert.deepEqual(ids, ['verity-embedded', 'verity', UPSTREAM_MODEL])
    assert.equal((await client(server).models.retrieve('verity-embedded')).owned_by, 'verity')
  }),
  it('chat', 'answers from evidence, with citations that are addresses', async (server) => {
    const answer = await client(server).chat.completions.create(asked)
    assert.match(answer.choices[0]?.message.content ?? '', /two hours/)
    const { citations } = answer as unknown as { citations: string[] }
    assert.ok(citations.length > 0 && citations.every((url) => URL.canParse(url)))
    assert.ok((answer.usage?.total_tokens ?? 0) > 0)
  }),
  it('chat', 'streams an answer from evidence, and counts when asked to', async (server) => {
    const stream = await client(server).chat.completions.create({
      ...{ ...asked, stream: true, stream_options: { include_usage: true } },
    })
    let text = ''
    let total = 0
    let finish: string | null = null
    for await (const chunk of stream) {
      text += chunk.choices[0]?.delta.content ?? ''
      finish = chunk.choices[0]?.finish_reason ?? finish
      total = chunk.usage?.total_tokens ?? total
    }
    assert.match(text, /two hours/)
    assert.equal(finish, 'stop')
    assert.ok(total > 0)
  }),
  it('chat', 'passes a plugged model on, word by word', async (server) => {
    const stream = client(server).chat.completions.stream(say('Say hello'))
    const deltas: string[] = []
    stream.on('content', (delta) => deltas.push(delta))
    assert.equal(await stream.finalContent(), 'Hello from upstream.')
    assert.ok(deltas.length >= 3)
  }),
  it('chat', 'calls a function, takes its result and goes on', async (server) => {
    const api = client(server)
    const first = await api.chat.completions.create({ ...say('[weather]'), tools: [WEATHER] })
    const call = first.choices[0]?.message.tool_calls?.[0]
    assert.equal(first.choices[0]?.finish_reason, 'tool_calls')
    assert.ok(call?.type === 'function' && call.function.arguments === '{"city":"Paris"}')
    const second = await api.chat.completions.create({
      ...{ model: UPSTREAM_MODEL, tools: [WEATHER] },
      messages: [
        { role: 'user', content: '[weather]' },
        { role: 'assistant', content: null, tool_calls: [call] },
        { role: 'tool', tool_call_id: call.id, content: 'sunny' },
      ],
    })
    assert.equal(second.choices[0]?.message.content, 'It says: sunny')
  }),
  it('chat', 'streams a function call', async (server) => {
    const stream = client(server).chat.completions.stream({ ...say('[weather]'), tools: [WEATHER] })
    const call = await stream.finalFunctionToolCall()
    assert.deepEqual([call?.name, call?.arguments], ['get_weather', '{"city":"Paris"}'])
  }),
  it('chat', 'runs its own loop of tools to the end', async (server) => {
    const runner = client(server).chat.completions.runTools({
      ...say('[weather]'),
      tools: [
        {
          type: 'function',
          function: { ...WEATHER.function, function: () => 'rain', parse: JSON.parse },
        },
      ],
    })
    assert.equal(await runner.finalContent(), 'It says: rain')
  }),
  it('chat', 'writes structured output with a plugged model', async (server) => {
    const answer = await client(server).chat.completions.parse({
      ...say('[json]'),
      response_format: {
        type: 'json_schema',
        json_schema: { name: 'city', schema: CITY_SCHEMA, strict: true },
      },
    })
    assert.deepEqual(JSON.parse(answer.choices[0]?.message.content ?? ''), { city: 'Paris', degrees: 21 })
  }),
  it('chat', 'fills a schema from the evidence without a model', async (server) => {
    const answer = await client(server).chat.completions.create({
      ...asked,
      response_format: {
        type: 'json_schema',
        json_schema: { name: 'answer', schema: ANSWER_SCHEMA, strict: true },
      },
    })
    const filled = JSON.parse(answer.choices[0]?.message.content ?? '') as {
      answer: string
      citations: { url: string }[]
    }
    assert.match(filled.answer, /two hours/)
    assert.ok(filled.citations.every(({ url }) => URL.canParse(url)) && filled.citations.length > 0)
  }),
  it('chat', 'makes a deferred answer that is fetched later', async (server) => {
    const api = client(server)
    const { request_id: id } = (await api.post('/chat/completions', {
      body: { ...asked, deferred: true },
    })) as {
      request_id: string
    }
    for (;;) {
      const response = await api.get(`/chat/deferred-completion/${id}`).asResponse()
      if (response.status === 202) continue
      const answer = (await response.json()) as OpenAI.ChatCompletion
      assert.match(answer.choices[0]?.message.content ?? '', /two hours/)
      return
    }
  }),
  it('chat', 'honours search_parameters, which upstream has switched off', async (server) => {
    const body = {
      ...asked,
      search_parameters: { mode: 'on', sources: [{ type: 'x', included_x_handles: ['ana', 'ben'] }] },
      include: ['verity.posts'],
    }
    const answer = (await client(server).post('/chat/completions', { body })) as {
      verity: { posts: { author: string }[] }
    }
    const authors = new Set(answer.verity.posts.map(({ author }) => author))
    assert.deepEqual([...authors].sort(), ['ana', 'ben'])
  }),
  it('chat', 'lets a plugged model search: the answer is then written from evidence', async (server) => {
    const body = {
      ...say(`[search] ${QUESTION}`),
      search_parameters: { mode: 'auto', sources: [{ type: 'x' }] },
    }
    const answer = (await client(server).post('/chat/completions', { body })) as OpenAI.ChatCompletion & {
      citations: string[]
    }
    assert.match(answer.choices[0]?.message.content ?? '', /two hours late/)
    assert.match(answer.citations[0] ?? '', /^http/)
  }),
  it('responses', 'answers from evidence with annotations at their places', async (server) => {
    const response = await client(server).responses.create({ model: 'verity-embedded', input: QUESTION })
    assert.equal(response.status, 'completed')
    const message = response.output.find((item) => item.type === 'message')
    const part = message?.content[0]
    assert.ok(part?.type === 'output_text' && part.annotations.length > 0)
    for (const annotation of part.annotations) {
      assert.ok(annotation.type === 'url_citation')
      const marker = part.text.slice(annotation.start_index, annotation.end_index)
      assert.match(marker, /^\[\[\d+\]\]\(http.*\)$/)
    }
  }),
  it('responses', 'streams every event in order, and ends with the whole response', async (server) => {
    const stream = client(server).responses.stream({
      model: 'verity-embedded',
      input: QUESTION,
      tools: [X_SEARCH],
    })
    const types: string[] = []
    let next = 0
    for await (const event of stream) {
      assert.equal(event.sequence_number, next++)
      types.push(event.type)
    }
    assert.equal(types[0], 'response.created')
    assert.equal(types.at(-1), 'response.completed')
    assert.match((await stream.finalResponse()).output_text, /two hours/)
  }),
  it('responses', 'goes on from a stored response, and reads, lists and deletes it', async (server) => {
    const api = client(server)
    const first = await api.responses.create({ model: 'verity-embedded', input: QUESTION })
    const second = await api.responses.create({
      ...{ model: 'verity-embedded', input: 'And why?', previous_response_id: first.id },
    })
    assert.match(second.output_text, /engine/i)
    assert.equal((await api.responses.retrieve(first.id)).output_text, first.output_text)
    const items = await api.responses.inputItems.list(first.id)
    assert.equal(items.data.length, 1)
    await api.responses.delete(first.id)
    await assert.rejects(async () => await api.responses.retrieve(first.id), OpenAI.NotFoundError)
  }),
  it('responses', 'keeps nothing with store: false', async (server) => {
    const api = client(server)
    const { id } = await api.responses.create({ model: 'verity-embedded', input: QUESTION, store: false })
    await assert.rejects(async () => await api.responses.retrieve(id), OpenAI.NotFoundError)
  }),
  it('responses', 'calls a function, takes its output and goes on', async (server) => {
    const api = client(server)
    const tools = [{ type: 'function' as const, ...WEATHER.function, strict: false }]
    const first = await api.responses.create({ model: UPSTREAM_MODEL, input: '[weather]', tools })
    const call = first.output.find((item) => item.type === 'function_call')
    assert.equal(call?.arguments, '{"city":"Paris"}')
    const second = await api.responses.create({
      ...{ model: UPSTREAM_MODEL, tools, previous_response_id: first.id },
      input: [{ type: 'function_call_output', call_id: call.call_id, output: 'snow' }],
    })
    assert.equal(second.output_text, 'It says: snow')
  }),
  it('responses', 'streams what a reasoning model thinks apart from what it says', async (server) => {
    const stream = client(server).responses.stream({ model: UPSTREAM_MODEL, input: '[think]' })
    const response = await stream.finalResponse()
    assert.deepEqual(
      response.output.map(({ type }) => type),
      ['reasoning', 'message'],
    )
    assert.equal(response.output_text, 'Hello from upstream.')
  }),
  it('responses', 'lets a model compute in a sandbox', async (server) => {
    const response = await client(server).responses.create({
      ...{ model: UPSTREAM_MODEL, input: '[code]' },
      tools: [{ type: 'code_interpreter', container: { type: 'auto' } }],
    })
    const run = response.output.find((item) => item.type === 'code_interpreter_call')
    assert.deepEqual(run?.outputs, [{ type: 'logs', logs: '42' }])
    assert.equal(response.output_text, 'It says: 42')
  }),
  it('responses', 'lets a model use the allowed tools of an MCP server', async (server) => {
    await using adder = await startMcpServer()
    const mcp = { type: 'mcp' as const, server_label: 'adder', server_url: adder.url, allowed_tools: ['add'] }
    const stream = client(server).responses.stream({ model: UPSTREAM_MODEL, input: '[mcp]', tools: [mcp] })
    const types: string[] = []
    for await (const { type } of stream) types.push(type)
    const response = await stream.finalResponse()
    const call = response.output.find((item) => item.type === 'mcp_call')
    assert.deepEqual([call?.name, call?.output, adder.calls.length], ['add', '5', 1])
    assert.equal(response.output_text, 'It says: 5')
    assert.ok(types.includes('response.mcp_call.completed'))
  }),
  it('responses', 'writes structured output', async (server) => {
    const response = await client(server).responses.parse({
      ...{ model: UPSTREAM_MODEL, input: '[json]' },
      text: { format: { type: 'json_schema', name: 'city', schema: CITY_SCHEMA, strict: true } },
    })
    assert.deepEqual(response.output_parsed, { city: 'Paris', degrees: 21 })
  }),
  it(
    'errors',
    'raises its own errors for a wrong key, an unknown model and a field we cannot honour',
    async (server) => {
      const wrong = client(server, { key: 'vrt_wrong' })
      await assert.rejects(wrong.chat.completions.create(asked), OpenAI.AuthenticationError)
      const api = client(server)
      await assert.rejects(api.chat.completions.create({ ...asked, model: 'gpt-0' }), OpenAI.NotFoundError)
      await assert.rejects(
        api.chat.completions.create({ ...asked, n: 3 }),
        (error) => error instanceof OpenAI.BadRequestError && error.param === 'n',
      )
      await assert.rejects(
        api.images.generate({ prompt: 'a ferry' }),
        (error) => error instanceof OpenAI.BadRequestError && error.message.includes('draw'),
      )
    },
  ),
  it('errors', 'names response_format for a schema that cannot be filled without a model', async (server) => {
    const json_schema = { name: 'city', schema: CITY_SCHEMA, strict: true }
    await assert.rejects(
      client(server).chat.completions.create({
        ...asked,
        response_format: { type: 'json_schema', json_schema },
      }),
      (error) => error instanceof OpenAI.BadRequestError && error.param === 'response_format',
    )
  }),
  it('errors', 'waits and asks again after a limit', async (server) => {
    const key = await server.makeKey({ perMinute: 60 })
    const api = client(server, { key, maxRetries: 0 })
    const limits: (string | null)[] = []
    for (let n = 0; n < 61; n += 1) {
      const response = await fetch(`${server.origin}/v1/me`, { headers: { authorization: `Bearer ${key}` } })
      limits.push(response.status === 429 ? response.headers.get('retry-after') : null)
    }
    assert.equal(limits.at(-1), '1')
    await assert.rejects(async () => await api.models.list(), OpenAI.RateLimitError)
    const patient = client(server, { key, maxRetries: 2 })
    assert.ok((await patient.models.list()).data.length > 0)
  }),
  it('errors', 'raises an error when a model breaks off in the middle of a stream', async (server) => {
    for (const content of ['[cut]', '[broken]']) {
      const stream = await client(server).chat.completions.create({ ...say(content), stream: true })
      let text = ''
      await assert.rejects(async () => {
        for await (const chunk of stream) text += chunk.choices[0]?.delta.content ?? ''
      }, OpenAI.APIError)
      assert.ok(text.length > 0)
    }
  }),
  it('errors', 'an abort reaches the model', async (server) => {
    const before = server.upstream.open()
    const stream = await client(server).chat.completions.create({ ...say('[forever]'), stream: true })
    for await (const _ of stream) break
    stream.controller.abort()
    while (server.upstream.open() > before) await new Promise((resolve) => setImmediate(resolve))
  }),
]
