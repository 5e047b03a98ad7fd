import assert from 'node:assert/strict'
import { createXai } from '@ai-sdk/xai'
import { generateText, jsonSchema, Output, stepCountIs, streamText, type ToolSet, tool } from 'ai'
import { createXai as createOlderXai } from 'xai-chat-sdk'
import { type ApiServer, UPSTREAM_MODEL } from '../support/api-server.ts'
import { type ConformanceCase, casesOf, QUESTION } from './case.ts'

const it = casesOf('@ai-sdk/xai')
const older = casesOf('@ai-sdk/xai 3 (chat)')

function xai({ origin, key }: ApiServer, given = key) {
  return createXai({ baseURL: `${origin}/v1`, apiKey: given })
}

const WEATHER = tool({
  description: 'Weather of a city',
  inputSchema: jsonSchema<{ city: string }>({
    ...{ type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
  }),
  execute: async ({ city }) => `sunny in ${city}`,
})
const ANSWER = jsonSchema<{ answer: string; sources: string[] }>({
  type: 'object',
  properties: { answer: { type: 'string' }, sources: { type: 'array', items: { type: 'string' } } },
  required: ['answer', 'sources'],
  additionalProperties: false,
})

export const AI_SDK_XAI_CASES: readonly ConformanceCase[] = [
  it('responses', 'answers from evidence and gives its sources', async (server) => {
    const { text, sources, finishReason } = await generateText({
      ...{ model: xai(server).responses('verity-embedded'), prompt: QUESTION },
    })
    assert.match(text, /two hours/)
    assert.equal(finishReason, 'stop')
    assert.ok(sources.some((source) => source.sourceType === 'url' && URL.canParse(source.url)))
  }),
  it('responses', 'searches posts with its tool and all its parameters', async (server) => {
    const provider = xai(server)
    const { text, toolCalls } = await generateText({
      ...{ model: provider.responses('verity-embedded'), prompt: QUESTION },
      tools: {
        x_search: provider.tools.xSearch({
          ...{ allowedXHandles: ['ana', 'cleo'], fromDate: '2026-10-01', toDate: '2026-10-10' },
        }),
      } as unknown as ToolSet,
    })
    assert.match(text, /two hours/)
    assert.ok(toolCalls.length > 0 && toolCalls.every(({ providerExecuted }) => providerExecuted))
  }),
  it('responses', 'streams, searches and tells its sources as it goes', async (server) => {
    const provider = xai(server)
    const result = streamText({
      ...{ model: provider.responses('verity-embedded'), prompt: QUESTION },
      tools: {
        x_search: provider.tools.xSearch({}),
        web_search: provider.tools.webSearch({}),
      } as unknown as ToolSet,
    })
    const types = new Set<string>()
    for await (const part of result.stream) {
      if (part.type === 'error') throw part.error
      types.add(part.type)
    }
    for (const type of ['tool-call', 'source', 'text-delta', 'finish']) assert.ok(types.has(type), type)
    assert.match(await result.text, /two hours/)
  }),
  it('responses', 'runs its own loop of tools over a plugged model', async (server) => {
    const { text } = await generateText({
      ...{ model: xai(server).responses(UPSTREAM_MODEL), prompt: '[weather]' },
      ...{ tools: { get_weather: WEATHER }, stopWhen: stepCountIs(3) },
    })
    assert.equal(text, 'It says: sunny in Paris')
  }),
  it('responses', 'gets structured output from evidence', async (server) => {
    const { output } = await generateText({
      ...{ model: xai(server).responses('verity-embedded'), prompt: QUESTION },
      output: Output.object({ schema: ANSWER }),
    })
    assert.match(output.answer, /two hours/)
    assert.ok(output.sources.length > 0)
  }),
  it('errors', 'reads our errors, and does not ask again where that is useless', async (server) => {
    await assert.rejects(
      generateText({ model: xai(server, 'vrt_wrong').responses('verity-embedded'), prompt: QUESTION }),
      { name: 'AI_APICallError', statusCode: 401, message: /not valid/ },
    )
    await assert.rejects(generateText({ model: xai(server).responses('grok-0'), prompt: QUESTION }), {
      ...{ name: 'AI_APICallError', statusCode: 404, message: /grok-0/ },
    })
  }),
  it('errors', 'is told when a model breaks off in the middle', async (server) => {
    const result = streamText({
      model: xai(server).responses(UPSTREAM_MODEL),
      prompt: '[cut]',
      onError: () => {},
    })
    let hasFailed = false
    for await (const part of result.stream)
      hasFailed ||= part.type === 'error' || (part.type === 'finish' && part.finishReason === 'error')
    assert.ok(hasFailed)
  }),
  it('errors', 'an abort reaches the model', async (server) => {
    const stop = new AbortController()
    const before = server.upstream.open()
    const result = streamText({
      ...{ model: xai(server).responses(UPSTREAM_MODEL), prompt: '[forever]', abortSignal: stop.signal },
    })
    for await (const part of result.stream) if (part.type === 'text-delta') stop.abort()
    while (server.upstream.open() > before) await new Promise((resolve) => setImmediate(resolve))
  }),
  older('chat', 'answers from evidence with citations its strict schema takes', async (server) => {
    const { content } = await olderChat(server, 'verity-embedded').doGenerate({ prompt: prompt(QUESTION) })
    assert.ok(content.some((part) => part.type === 'text' && part.text.includes('two hours')))
    assert.ok(content.some((part) => part.type === 'source'))
  }),
  older('chat', 'streams chunks its strict schema takes, with search_parameters', async (server) => {
    const { stream } = await olderChat(server, 'verity-embedded').doStream({
      prompt: prompt(QUESTION),
      providerOptions: {
        xai: { searchParameters: { mode: 'on', returnCitations: true, sources: [{ type: 'x' }] } },
      },
    })
    const types = new Set<string>()
    for await (const part of stream as unknown as AsyncIterable<{ type: string; error?: unknown }>) {
      if (part.type === 'error') throw part.error
      types.add(part.type)
    }
    for (const type of ['text-delta', 'source', 'finish']) assert.ok(types.has(type), type)
  }),
  older('chat', 'takes a streamed function call, which it only takes whole', async (server) => {
    const { stream } = await olderChat(server, UPSTREAM_MODEL).doStream({
      prompt: prompt('[weather]'),
      tools: [{ type: 'function', name: 'get_weather', inputSchema: { type: 'object', properties: {} } }],
    })
    const calls: { toolName: string; input: string }[] = []
    for await (const part of stream as unknown as AsyncIterable<
      { type: string } & { toolName: string; input: string }
    >)
      if (part.type === 'tool-call') calls.push(part)
    assert.deepEqual(
      calls.map(({ toolName, input }) => [toolName, input]),
      [['get_weather', '{"city":"Paris"}']],
    )
  }),
]

function olderChat({ origin, key }: ApiServer, model: string) {
  return createOlderXai({ baseURL: `${origin}/v1`, apiKey: key }).chat(model)
}

function prompt(text: string) {
  return [{ role: 'user' as const, content: [{ type: 'text' as const, text }] }]
}
