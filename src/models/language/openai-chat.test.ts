import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import type { ChatDelta, ChatRequest } from './chat-model.ts'
import { openAiChatModel } from './openai-chat.ts'

const REQUEST: ChatRequest = {
  messages: [{ role: 'user', parts: [{ type: 'text', text: 'hi' }] }],
  ...{ functions: [], toolChoice: null, parallelToolCalls: null, format: { type: 'text' } },
  ...{ sampling: {}, outputTokensMax: null },
}
const closing: (() => void)[] = []
afterEach(() => {
  for (const close of closing.splice(0)) close()
})

/** A model server that does with each request what the test says. */
async function serve(act: (body: Record<string, unknown>, response: ServerResponse) => void) {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    act(JSON.parse(Buffer.concat(chunks).toString('utf8')), response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closing.push(() => {
    server.closeAllConnections()
    server.close()
  })
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/`
  return openAiChatModel({ id: 'm', url, key: null, silenceMaxMs: 100 })
}

async function listen(model: Awaited<ReturnType<typeof serve>>): Promise<ChatDelta[]> {
  const deltas: ChatDelta[] = []
  for await (const delta of model.stream(REQUEST, { signal: new AbortController().signal }))
    deltas.push(delta)
  return deltas
}

const event = (delta: object, finish: string | null = null) =>
  `data: ${JSON.stringify({ choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`

it('gives up on a server that falls silent', async () => {
  const model = await serve((_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    response.write(event({ content: 'Hello' }))
  })
  await expect(listen(model)).rejects.toMatchObject({ code: 'upstream_failed', message: /silent/ })
})

it('asks once more without the request for counts where a server refuses it', async () => {
  const asked: boolean[] = []
  const model = await serve((body, response) => {
    asked.push('stream_options' in body)
    if ('stream_options' in body) response.writeHead(400).end('{}')
    else
      response.writeHead(200, { 'content-type': 'text/event-stream' }).end(event({ content: 'ok' }, 'stop'))
  })
  expect((await listen(model))[0]).toEqual({ type: 'text', text: 'ok' })
  await listen(model)
  expect(asked).toEqual([true, false, false])
})

it('reads the whole message of a server that does not stream', async () => {
  const model = await serve((_, response) => {
    const choices = [{ message: { role: 'assistant', content: 'whole' }, finish_reason: 'stop' }]
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ choices, usage: { prompt_tokens: 1, completion_tokens: 2 } }))
  })
  expect(await listen(model)).toMatchObject([
    { text: 'whole' },
    { type: 'end', tokens: { input: 1, output: 2 } },
  ])
})

it('puts calls together that arrive in pieces, several at once', async () => {
  const model = await serve((_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    const piece = (index: number, fields: object) =>
      response.write(event({ tool_calls: [{ index, ...fields }] }))
    piece(0, { id: 'a', function: { name: 'f', arguments: '{"x"' } })
    piece(1, { id: 'b', function: { name: 'g', arguments: '' } })
    piece(0, { function: { arguments: ':1}' } })
    response.end(`${event({}, 'tool_calls')}data: [DONE]\n\n`)
  })
  const calls = (await listen(model)).flatMap((delta) => (delta.type === 'call' ? [delta.call] : []))
  expect(calls).toEqual([
    { id: 'a', name: 'f', arguments: '{"x":1}' },
    { id: 'b', name: 'g', arguments: '{}' },
  ])
})

it.each(['data: [1]\n\n', 'data: {"error":{"message":"overloaded"}}\n\n', event({ content: 'half' })])(
  'takes a stream that ends with %j for a failure',
  async (text) => {
    const model = await serve((_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).end(text)
    })
    await expect(listen(model)).rejects.toMatchObject({ code: 'upstream_failed' })
  },
)
